package comparison

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// addresses are comparisons of addresses, such as redirect URIs, RFC 6749 §3.1.2.3:
// of their parts, where the whole text was to be compared, RFC 3986 §6.2.1.
var addresses = []Careless{
	{"by-path", "by their path alone", parts(func(a *url.URL) string { return a.Path })},
	{"by-host-alone", "by their host alone", parts(func(a *url.URL) string { return a.Host })},
	{"by-host-ending", "by the ending of their host", hosts(strings.HasSuffix)},
	{"by-subdomain", "with subdomains of their host", hosts(func(sent, stored string) bool {
		return sent == stored || strings.HasSuffix(sent, "."+stored)
	})},
	{"by-origin-beginning", "by the beginning of scheme and host", func(stored, sent string) bool {
		u, err := url.Parse(stored)
		return err == nil && strings.HasPrefix(sent, u.Scheme+"://"+u.Hostname())
	}},
	{"by-ending", "by their ending", func(stored, sent string) bool { return strings.HasSuffix(sent, stored) }},
	{"dots-as-any", "by a regular expression whose dots are any character", func(stored, sent string) bool {
		p, err := regexp.Compile("^" + strings.NewReplacer("?", `\?`, "+", `\+`).Replace(stored) + "$")
		return err == nil && p.MatchString(sent)
	}},
	{"host-case-folded", "whatever the case of scheme and host", after(func(v string) string {
		head, tail := divided(v)
		return strings.ToLower(head) + tail
	})},
	{"path-case-folded", "whatever the case of their path", after(func(v string) string {
		head, tail := divided(v)
		return head + strings.ToLower(tail)
	})},
	{"query-ignored", "without their query", after(func(v string) string { return before(v, "?") })},
	{"query-extended", "with whatever parameters are added", func(stored, sent string) bool {
		return stored == sent || strings.HasPrefix(sent, stored+"?") || strings.HasPrefix(sent, stored+"&")
	}},
	{"query-by-names", "by the names in their query", made(func(a *url.URL) {
		query := a.Query()
		for name := range query {
			query[name] = []string{""}
		}
		a.RawQuery = query.Encode()
	})},
	{"user-ignored", "without who stands before the host", made(func(a *url.URL) { a.User = nil })},
	{"user-for-host", "by what stands where the host mostly stands", naive("/?#@")},
	{"backslash-for-slash", "with backslashes for the end of the host", naive(`/?#\`)},
	{"scheme-ignored", "without their scheme", after(func(v string) string {
		if _, rest, found := strings.Cut(v, ":"); found {
			return rest
		}
		return v
	})},
	{"any-scheme-of-apps", "unless their scheme is one that an app may have", func(stored, sent string) bool {
		u, err := url.Parse(sent)
		return stored == sent || err == nil && !slices.Contains([]string{"", "http", "https", "javascript", "data"}, u.Scheme)
	}},
	{"slash-at-the-end-ignored", "without a slash at their end", after(func(v string) string { return strings.TrimSuffix(v, "/") })},
	{"path-below", "with whatever lies below their path", func(stored, sent string) bool {
		return stored == sent || strings.HasPrefix(sent, stored+"/")
	}},
	{"folder", "by the folder of their path", func(stored, sent string) bool {
		return strings.HasPrefix(sent, stored[:strings.LastIndex(before(stored, "?"), "/")+1])
	}},
	{"as-far-as-sent", "as far as they were sent", func(stored, sent string) bool { return sent != "" && strings.HasPrefix(stored, sent) }},
	{"slashes-merged", "with slashes merged", after(func(v string) string {
		scheme, rest, _ := strings.Cut(v, "://")
		return scheme + "://" + strings.ReplaceAll(rest, "//", "/")
	})},
	{"path-decoded", "with the escapes of their path undone", made(func(a *url.URL) { a.RawPath = "" })},
	{"host-decoded", "with the escapes of their host undone", after(func(v string) string {
		scheme, rest, _ := strings.Cut(v, "://")
		host, tail, _ := strings.Cut(rest, "/")
		if decoded, err := url.PathUnescape(host); err == nil && !strings.ContainsAny(decoded, "/@") {
			host = decoded
		}
		return scheme + "://" + host + "/" + tail
	})},
	{"host-canonical", "with their host in its canonical form", after(func(v string) string {
		scheme, rest, _ := strings.Cut(v, "://")
		host, tail, _ := strings.Cut(strings.ReplaceAll(rest, "\u3002", "."), "/")
		name, port, found := strings.Cut(host, ":")
		if name = strings.TrimSuffix(name, "."); found {
			name += ":" + port
		}
		return scheme + "://" + name + "/" + tail
	})},
	{"default-port-dropped", "without the port that the scheme implies", after(func(v string) string {
		return strings.Replace(v, ":443/", "/", 1)
	})},
	{"resolved", "resolved against the registered one", func(stored, sent string) bool {
		base, err := url.Parse(stored)
		to, wrong := url.Parse(sent)
		return stored == sent || err == nil && wrong == nil && sent != "" && !to.IsAbs() && base.ResolveReference(to).String() == stored
	}},
	{"loopback-by-meaning", "with localhost for the address of this machine", after(func(v string) string {
		return strings.Replace(v, "://localhost", "://127.0.0.1", 1)
	})},
	{"listed", "with each of a list that was sent", func(stored, sent string) bool {
		return slices.Contains(strings.FieldsFunc(sent, func(c rune) bool { return c == ' ' || c == ',' }), stored)
	}},
	{"empty-fragment-ignored", "without an empty fragment", after(func(v string) string { return strings.TrimSuffix(v, "#") })},
	{"empty-query-ignored", "without an empty query", after(func(v string) string { return strings.TrimSuffix(v, "?") })},
}

// divided is an address as scheme and host, and all behind them.
func divided(v string) (head, tail string) {
	at := strings.Index(v, "://")
	if at < 0 {
		return v, ""
	}
	if end := strings.IndexAny(v[at+3:], "/?#"); end >= 0 {
		return v[:at+3+end], v[at+3+end:]
	}
	return v, ""
}

// parts compares addresses by a part of them.
func parts(of func(*url.URL) string) func(stored, sent string) bool {
	return func(stored, sent string) bool {
		a, err := url.Parse(stored)
		b, wrong := url.Parse(sent)
		return err == nil && wrong == nil && of(a) != "" && of(a) == of(b)
	}
}

// made compares addresses that something was done to; those that cannot be read are
// compared as they are.
func made(other func(*url.URL)) func(stored, sent string) bool {
	form := func(v string) string {
		u, err := url.Parse(v)
		if err != nil || strings.Contains(v, "#") || strings.HasSuffix(v, "?") {
			return v
		}
		text := u.String()
		if other(u); text != v { // what Go itself writes otherwise is no mistake of this kind
			return v
		}
		return u.String()
	}
	return after(form)
}

// hosts compares addresses by their hosts, and all else as it is.
func hosts(alike func(sent, stored string) bool) func(stored, sent string) bool {
	return func(stored, sent string) bool {
		a, err := url.Parse(stored)
		b, wrong := url.Parse(sent)
		if err != nil || wrong != nil || b.User != nil || !alike(b.Hostname(), a.Hostname()) {
			return false
		}
		return strings.Replace(sent, b.Hostname(), a.Hostname(), 1) == stored
	}
}

// naive compares addresses by scheme and host, and takes for the host what stands
// before the first of some characters.
func naive(ends string) func(stored, sent string) bool {
	host := func(v string) string {
		scheme, rest, _ := strings.Cut(v, "://")
		if i := strings.IndexAny(rest, ends); i >= 0 {
			rest = rest[:i]
		}
		return scheme + "://" + rest
	}
	return func(stored, sent string) bool {
		a, err := url.Parse(stored)
		return stored == sent || err == nil && strings.HasSuffix(before(sent, "?"), a.Path) && host(stored) == host(sent)
	}
}
