package nearmiss

import (
	"net"
	"net/url"
	"strings"
)

// elsewhere is a host that is nobody's, RFC 2606 §2.
const elsewhere = "assay.invalid"

// hosts are other hosts than the registered one. The port of a loopback address is
// not among them: RFC 8252 §7.3 lets any pass.
var hosts = []spelling{
	{"a host that ends in the registered one", "compared by its ending", host(func(h string) string { return "assay" + h })},
	{"a subdomain of the registered host", "compared by its ending", host(func(h string) string { return "assay." + h })},
	{"a host that begins with the registered one", "compared by its beginning", host(func(h string) string { return h + "." + elsewhere })},
	{"a dot behind the host", "names made canonical", host(func(h string) string { return h + "." })},
	{"a letter for the first dot of the host", "a regular expression whose dots are any character", host(func(h string) string { return strings.Replace(h, ".", "x", 1) })},
	{"the host in the other case", "compared as hosts are, where texts are to be, RFC 3986 §6.2.1", host(swapCase)},
	{"an ideographic full stop in the host", "names made canonical", host(func(h string) string { return strings.Replace(h, ".", "\u3002", 1) })},
	{"another host", "compared by the path alone", host(func(string) string { return elsewhere })},
	{"an escaped letter in the host", "compared after decoding", host(func(h string) string { return percentEncoded(h[:1]) + h[1:] })},
	{"localhost for the address of this machine, or the other way", "compared as hosts are that mean the same", func(v string) string {
		u, ok := parsed(v)
		switch {
		case ok && u.Hostname() == "localhost":
			return replaced(v, "localhost", "127.0.0.1")
		case ok && loopback(u.Hostname()) && !strings.HasPrefix(u.Host, "["):
			return replaced(v, u.Hostname(), "localhost")
		}
		return v
	}},
}

// ports are other ports, and the same said otherwise.
var ports = []spelling{
	{"another port", "compared without the port", func(v string) string {
		u, ok := parsed(v)
		if !ok || loopback(u.Hostname()) {
			return v
		}
		return replaced(v, u.Host, net.JoinHostPort(u.Hostname(), "8444"))
	}},
	{"the default port said aloud", "addresses made canonical", func(v string) string {
		u, ok := parsed(v)
		port := map[string]string{"http": ":80", "https": ":443"}[strings.ToLower(u.Scheme)]
		if !ok || u.Port() != "" || port == "" || loopback(u.Hostname()) {
			return v
		}
		return replaced(v, u.Host, u.Host+port)
	}},
}

// authorities hide another host beside the registered one.
var authorities = []spelling{
	{"the registered host as a user of another host", "compared by its beginning", whole(func(h string) string { return h + "@" + elsewhere })},
	{"a user in front of the registered host", "the user taken for nothing", whole(func(h string) string { return "assay@" + h })},
	{"another host as a user in front", "the user taken for nothing", whole(func(h string) string { return elsewhere + "@" + h })},
	{"a backslash and the registered host behind another", "backslashes read as browsers do", whole(func(h string) string { return elsewhere + `\@` + h })},
	{"a backslash and another host behind", "backslashes read as browsers do", whole(func(h string) string { return h + `\.` + elsewhere })},
	{"an escaped slash and another host behind", "compared by its beginning, decoded later", whole(func(h string) string { return h + "%2f." + elsewhere })},
	{"an escaped at sign and another host behind", "compared by its beginning, decoded later", whole(func(h string) string { return h + "%40" + elsewhere })},
	{"a fragment before the registered host", "parsers at odds over where the host ends", whole(func(h string) string { return elsewhere + "#@" + h })},
	{"a query before the registered host", "parsers at odds over where the host ends", whole(func(h string) string { return elsewhere + "?@" + h })},
	{"the registered address as the path of another host", "a search for the registered address", func(v string) string { return "https://" + elsewhere + "/" + v }},
	{"the registered address as a parameter of another host", "a search for the registered address", func(v string) string { return "https://" + elsewhere + "/?" + v }},
}

// schemes are other schemes, and none.
var schemes = []spelling{
	{"http for https, or https for http", "compared without the scheme", func(v string) string {
		switch scheme, rest, _ := strings.Cut(v, ":"); strings.ToLower(scheme) {
		case "http":
			return "https:" + rest
		case "https":
			return "http:" + rest
		}
		return v
	}},
	{"a scheme of its own", "compared without the scheme", scheme("assay:")},
	{"javascript for the scheme", "compared without the scheme", scheme("javascript:")},
	{"no scheme", "compared without the scheme", scheme("")},
	{"the scheme in the other case", "compared as schemes are, where texts are to be, RFC 3986 §6.2.1", func(v string) string {
		before, rest, _ := strings.Cut(v, ":")
		return swapCase(before) + ":" + rest
	}},
	{"the path alone", "resolved against the registered host", func(v string) string {
		if u, ok := parsed(v); ok && u.Path != "" {
			return u.EscapedPath()
		}
		return v
	}},
}

// paths are other paths of the registered host.
var paths = []spelling{
	{"no path", "compared by the host alone", path(func(string) string { return "" })},
	{"the path of the folder above", "compared as far as was sent", path(func(p string) string { return p[:strings.LastIndex(p, "/")] })},
	{"the path a character shorter", "compared as far as was sent", path(func(p string) string { return p[:len(p)-1] })},
	{"the path a character longer", "compared by its beginning", path(func(p string) string { return p + "x" })},
	{"a slash behind the path", "paths made canonical", path(func(p string) string {
		if cut := strings.TrimSuffix(p, "/"); cut != p {
			return cut
		}
		return p + "/"
	})},
	{"another folder below", "compared by its beginning", path(func(p string) string { return p + "/assay" })},
	{"the path in the other case", "a comparison whatever the case", path(swapCase)},
	{"a parameter of the path", "cut at a semicolon", path(func(p string) string { return p + ";assay=1" })},
}

// detours lead to the same address, or out of it, where a browser or a server has
// resolved them, RFC 3986 §6.2.2.
var detours = []spelling{
	{"a way out of the folder", "compared by its beginning, followed by the browser", path(func(p string) string { return p + "/../assay" })},
	{"an escaped way out of the folder", "compared by its beginning, decoded later", path(func(p string) string { return p + "/..%2fassay" })},
	{"an escaped way out with a backslash", "compared by its beginning, decoded later", path(func(p string) string { return p + "/..%5cassay" })},
	{"a way around to the same path", "paths made canonical", path(func(p string) string { return "/assay/.." + p })},
	{"a dot for a folder", "paths made canonical", path(func(p string) string { return "/." + p })},
	{"two slashes", "paths made canonical", path(func(p string) string { return "/" + p })},
	{"an escaped letter in the path", "compared after decoding", path(func(p string) string {
		if len(p) < 2 {
			return p
		}
		return p[:1] + percentEncoded(p[1:2]) + p[2:]
	})},
}

// fragments are what no redirect URI may have, RFC 6749 §3.1.2.
var fragments = []spelling{
	{"a fragment behind", "cut at the fragment", func(v string) string { return v + "#assay" }},
	{"an empty fragment behind", "cut at the fragment", func(v string) string { return v + "#" }},
}

// queries are other queries than a registered one.
var queries = []spelling{
	{"without its query", "compared without the query", func(v string) string { return before(v, "?") }},
	{"another value in its query", "compared without the query", func(v string) string {
		if i := strings.Index(v, "="); i > strings.Index(v, "?") && strings.Contains(v, "?") {
			return v[:i+1] + "assay"
		}
		return v
	}},
	{"its query in the other case", "a comparison whatever the case", func(v string) string {
		if head := before(v, "?"); head != v {
			return head + swapCase(v[len(head):])
		}
		return v
	}},
	{"a parameter more in front", "compared as far as is known", func(v string) string { return strings.Replace(v, "?", "?assay=1&", 1) }},
}

// nothing is no value at all.
var nothing = []spelling{
	{"empty", "a test for presence that stands for one of value", func(string) string { return "" }},
}

// before is a text up to where another one stands in it.
func before(v, end string) string {
	head, _, _ := strings.Cut(v, end)
	return head
}

// tails are other ends of the address.
var tails = []spelling{
	{"a parameter more", "compared without the query", func(v string) string {
		if strings.Contains(v, "?") {
			return v + "&assay=1"
		}
		return v + "?assay=1"
	}},
	{"a code in the query", "compared without the query", func(v string) string {
		if strings.Contains(v, "?") {
			return v + "&code=assay"
		}
		return v + "?code=assay"
	}},
	{"an empty query", "addresses made canonical", func(v string) string { return strings.TrimSuffix(v, "?") + "?" }},
	{"a blank escaped behind", "decoded, then trimmed", func(v string) string { return v + "%20" }},
	{"a NUL escaped behind", "decoded, then cut", func(v string) string { return v + "%00" }},
	{"another address behind a blank", "the list of the registered ones searched", func(v string) string { return v + " https://" + elsewhere + "/" }},
	{"another address in front of a blank", "the list of the registered ones searched", func(v string) string { return "https://" + elsewhere + "/ " + v }},
	{"another address behind a comma", "the list of the registered ones searched", func(v string) string { return v + ",https://" + elsewhere + "/" }},
	{"percent-encoded once more", "decoded twice", escaped},
	{"in quotation marks", "unquoted", func(v string) string { return `"` + v + `"` }},
	{"an accent in it", "a collation that ignores accents", accented},
}

// redirectPatterns are no address to whoever compares by a pattern.
var redirectPatterns = []spelling{
	{"* alone", "a pattern", func(string) string { return "*" }},
	{".* alone", "a regular expression", func(string) string { return ".*" }},
	{"% alone", "a search by LIKE", func(string) string { return "%" }},
	{"its beginning with a * behind", "a pattern", func(v string) string { return v[:len(v)-1] + "*" }},
	{"its beginning with a % behind", "a search by LIKE", func(v string) string { return v[:len(v)-1] + "%" }},
}

// parsed reads an address.
func parsed(v string) (*url.URL, bool) {
	u, err := url.Parse(v)
	if err != nil || u.Host == "" {
		return &url.URL{}, false
	}
	return u, true
}

// replaced is the address with another authority where its own stands.
func replaced(v, authority, by string) string { return strings.Replace(v, authority, by, 1) }

// loopback says whether a host is this machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// host makes addresses with another host and the port of the address.
func host(of func(string) string) func(string) string {
	return func(v string) string {
		u, ok := parsed(v)
		if !ok || strings.HasPrefix(u.Host, "[") {
			return v
		}
		name := u.Hostname()
		return replaced(v, u.Host, of(name)+u.Host[len(name):])
	}
}

// whole makes addresses with another authority, of the host and port of the address.
func whole(of func(string) string) func(string) string {
	return func(v string) string {
		u, ok := parsed(v)
		if !ok {
			return v
		}
		return replaced(v, u.Host, of(u.Host))
	}
}

// scheme makes addresses with another scheme.
func scheme(by string) func(string) string {
	return func(v string) string {
		_, rest, found := strings.Cut(v, ":")
		if !found {
			return v
		}
		return by + rest
	}
}

// path makes addresses with another path.
func path(of func(string) string) func(string) string {
	return func(v string) string {
		u, ok := parsed(v)
		if !ok || u.Path == "" {
			return v
		}
		before, rest, _ := strings.Cut(v, u.Host)
		return before + u.Host + of(u.EscapedPath()) + strings.TrimPrefix(rest, u.EscapedPath())
	}
}
