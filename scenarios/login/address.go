package login

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// confine sets the hosts that the visit may reach and the addresses that end
// it.
func (w *walk) confine(first scenarios.Request, stops, hosts []string) error {
	w.hosts = map[string]bool{}
	for _, h := range append([]string{first.URL}, hosts...) {
		for _, host := range hostsOf(h) {
			w.hosts[host] = true
		}
	}
	for _, s := range stops {
		if s == "" {
			continue
		}
		u, err := url.Parse(s)
		if err != nil {
			return fmt.Errorf("visit: the address to stop at cannot be read")
		}
		w.stops = append(w.stops, u)
	}
	return nil
}

// hostsOf reads a URL, a host with a port, or a host alone.
func hostsOf(s string) []string {
	if u, err := url.Parse(s); err == nil && u.Host != "" {
		return []string{hostOf(u)}
	}
	u, err := url.Parse("http://" + s)
	if err != nil || u.Host == "" {
		return nil
	}
	if u.Port() != "" {
		return []string{hostOf(u)}
	}
	return []string{strings.ToLower(u.Hostname()) + ":80", strings.ToLower(u.Hostname()) + ":443"}
}

// hostOf writes host and port, with the port that the scheme implies.
func hostOf(u *url.URL) string {
	port := u.Port()
	switch {
	case port != "":
	case strings.EqualFold(u.Scheme, "http"):
		port = "80"
	case strings.EqualFold(u.Scheme, "https"):
		port = "443"
	}
	return strings.ToLower(u.Hostname()) + ":" + port
}

// same compares scheme, host and path, as a browser that resolves dot segments
// would arrive there. The case of the path counts.
func same(u, stop *url.URL) bool {
	if u == nil {
		return false
	}
	if !strings.EqualFold(u.Scheme, stop.Scheme) || hostOf(u) != hostOf(stop) {
		return false
	}
	u, stop = u.ResolveReference(u), stop.ResolveReference(stop)
	return orSlash(u.EscapedPath()) == orSlash(stop.EscapedPath()) && u.Opaque == stop.Opaque
}

func orSlash(path string) string {
	if path == "" {
		return "/"
	}
	return path
}

// target returns where an answer sends the browser, nil where it shows a page.
func target(at *url.URL, r *scenarios.Reply) (*url.URL, error) {
	switch r.Status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, nil
	}
	location := r.Header.Get("Location")
	if location == "" {
		return nil, nil
	}
	return resolve(at, location)
}

// resolve reads a reference against the address that it stands at. An absolute
// one is kept as it was written.
func resolve(at *url.URL, reference string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(reference))
	if err != nil {
		return nil, err
	}
	if u.IsAbs() {
		return u, nil
	}
	return at.ResolveReference(u), nil
}

// follow makes the request that a redirect asks for: 307 and 308 keep method
// and body, the others turn into a GET, RFC 9110 §15.4.
func follow(r scenarios.Request, status int, to *url.URL) scenarios.Request {
	if status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect {
		next := get(to)
		next.Method, next.Body, next.Encoding, next.Raw = r.Method, r.Body, r.Encoding, r.Raw
		if t := r.Header.Get("Content-Type"); t != "" && r.Method != http.MethodGet {
			next.Header = http.Header{"Content-Type": {t}}
		}
		return next
	}
	next := get(to)
	if r.Method == http.MethodHead {
		next.Method = http.MethodHead
	}
	return next
}

func get(to *url.URL) scenarios.Request {
	bare := *to
	bare.RawQuery, bare.ForceQuery, bare.Fragment, bare.RawFragment = "", false, "", ""
	return scenarios.Request{Method: http.MethodGet, URL: bare.String(), RawQuery: to.RawQuery}
}

func pathOf(r scenarios.Request) string {
	if u, err := url.Parse(r.URL); err == nil {
		return u.Path
	}
	return "an address that cannot be read"
}
