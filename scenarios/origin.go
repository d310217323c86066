package scenarios

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// Origins are places that a target's requests may go to: URLs, of which scheme,
// host and port count (RFC 6454 §4), or hosts, with a port or for the ports of
// both schemes, 80 and 443.
type Origins []string

// Hold says whether an absolute URL is at one of them.
func (o Origins) Hold(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	return slices.ContainsFunc(o, func(origin string) bool { return at(u, origin) })
}

// at says whether a URL is at an origin.
func at(u *url.URL, origin string) bool {
	if own, err := url.Parse(origin); err == nil && own.Host != "" {
		return strings.EqualFold(u.Scheme, own.Scheme) && strings.EqualFold(u.Hostname(), own.Hostname()) && portOf(u) == portOf(own)
	}
	own, err := url.Parse("//" + origin)
	if err != nil || own.Host == "" || !strings.EqualFold(u.Hostname(), own.Hostname()) {
		return false
	}
	if own.Port() != "" {
		return portOf(u) == own.Port()
	}
	return portOf(u) == "80" || portOf(u) == "443"
}

// portOf is the port of a URL, or the one that its scheme implies.
func portOf(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case strings.EqualFold(u.Scheme, "http"):
		return "80"
	case strings.EqualFold(u.Scheme, "https"):
		return "443"
	}
	return ""
}

// Lead is an endpoint and where the metadata says that it stands.
type Lead struct {
	Endpoint string // our name of it, such as token
	At       string
}

// Astray is metadata that leads to places that the target file does not name.
// Nothing is sent there: whoever answers for the metadata could otherwise have
// the secrets of the file.
type Astray struct {
	Metadata string // where it stands
	Leads    []Lead // by the name of the endpoint
}

// Error names every endpoint that is elsewhere.
func (a *Astray) Error() string {
	said := make([]string, len(a.Leads))
	for i, l := range a.Leads {
		said[i] = fmt.Sprintf("%s at %s", l.Endpoint, shown(l.At))
	}
	return fmt.Sprintf("the metadata at %s leads to another server than the target file names: %s", a.Metadata, strings.Join(said, ", "))
}

// longestAddress is as much of an address as is worth showing.
const longestAddress = 200

// shown is an address that the target has written, fit for a terminal.
func shown(address string) string {
	out := []rune(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, address))
	if len(out) > longestAddress {
		return string(out[:longestAddress]) + "…"
	}
	return string(out)
}

// Hosts are the hosts that the metadata leads to, each once, as allow_hosts
// names them.
func (a *Astray) Hosts() []string {
	var hosts []string
	for _, l := range a.Leads {
		if u, err := url.Parse(l.At); err == nil && u.Host != "" && !slices.Contains(hosts, u.Host) {
			hosts = append(hosts, u.Host)
		}
	}
	return hosts
}
