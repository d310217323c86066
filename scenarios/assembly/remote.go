package assembly

import (
	"context"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios/targetfile"
)

// Resolver finds the addresses that a host name stands for; *net.Resolver is
// one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Remote names a host that requests to the target go to and that is not on this
// machine; "" where there is none. It counts every address: the bases, the
// probes, every endpoint that the file or the metadata names, and what a login
// may visit. A name counts by what it resolves to, and as remote where that
// cannot be found out.
func (a *Assembly) Remote(ctx context.Context, r Resolver) string {
	for _, host := range a.hostsSentTo() {
		if why := remote(ctx, r, host); why != "" {
			return why
		}
	}
	return ""
}

// hostsSentTo are the hosts of all addresses that requests go to, each once, in
// the order of the alphabet.
func (a *Assembly) hostsSentTo() []string {
	known := a.Client.Endpoints
	all := append([]string{known.Auth, known.API, known.Probe.Path, known.Basic.Path}, a.visited...)
	for _, p := range known.Probes {
		all = append(all, p.Path)
	}
	for _, at := range known.At {
		all = append(all, at)
	}
	var hosts []string
	for _, at := range all {
		if host := hostOf(at); host != "" {
			hosts = append(hosts, host)
		}
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// hostOf is the host of an absolute URL, or of a host with or without a port; ""
// for a path, which is below a base.
func hostOf(at string) string {
	if at == "" || strings.HasPrefix(at, "/") {
		return ""
	}
	if !strings.Contains(at, "://") {
		at = "//" + at
	}
	u, err := url.Parse(at)
	if err != nil {
		return at
	}
	return strings.ToLower(u.Hostname())
}

// remote says which host it is that is not on this machine; "" for one that is.
func remote(ctx context.Context, r Resolver, host string) string {
	if ip, err := netip.ParseAddr(host); err == nil {
		if ip.Unmap().IsLoopback() {
			return ""
		}
		return host
	}
	found, err := r.LookupNetIP(ctx, "ip", host)
	if err != nil || len(found) == 0 {
		// RFC 6761 §6.3: the one name that needs nobody to resolve it.
		if host == "localhost" {
			return ""
		}
		return host
	}
	for _, ip := range found {
		if !ip.Unmap().IsLoopback() {
			return host + " (" + ip.Unmap().String() + ")"
		}
	}
	return ""
}

// visitedBy are the places that a login may go to beside the bases and the
// endpoints.
func visitedBy(t *targetfile.Target) []string {
	all := slices.Clone(t.AllowHosts)
	for _, step := range t.AllSteps() {
		if step.Request != nil {
			all = append(all, under(t.Auth, step.Request.URL))
		}
	}
	return all
}
