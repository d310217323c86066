package authorization

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver"
)

// redirects are careless comparisons of redirect URIs, RFC 9700 §4.1: what is known of
// servers, libraries and the settings that people give them.
func redirects() []Fault {
	bend := func(r *fakeserver.Rules, equal func(stored, sent string) bool) { r.Authorizing.RedirectMatches = equal }
	of := func(breaks map[string][]string, names ...string) []Fault {
		return carelessly("redirect", "redirect URIs", bend, breaks, names...)
	}
	return slices.Concat(
		of(oauth2("AUT-08"),
			"trimmed", "cleaned", "cut-at-nul", "cut-at-newline", "unaccented", "by-like", "by-glob", "unquoted",
			"cut-at-semicolon", "by-ending", "by-host-ending", "by-subdomain", "dots-as-any", "host-case-folded", "path-case-folded", "query-by-names", "user-ignored",
			"scheme-ignored", "any-scheme-of-apps", "slash-at-the-end-ignored", "as-far-as-sent", "host-decoded", "host-canonical",
			"default-port-dropped", "resolved", "loopback-by-meaning", "listed", "empty-query-ignored", "query-ignored", "query-extended"),
		of(oauth2("AUT-09"), "slashes-merged", "path-decoded"),
		of(oauth2("AUT-10"), "empty-fragment-ignored"),
		of(oauth2("AUT-08", "AUT-09"), "decoded-twice", "path-below", "user-for-host", "backslash-for-slash"),
		of(oauth2("AUT-08", "AUT-09", "AUT-10"), "by-host-alone", "by-origin-beginning", "folder"),
		of(oauth2("AUT-07", "AUT-08", "AUT-09", "AUT-10"), "by-path"),
		[]Fault{
			{Name: "redirect-on-loopback-anywhere", Summary: "takes every address of this machine for a redirect URI", Breaks: oauth2("AUT-08", "AUT-09", "AUT-10"),
				Bend: func(r *fakeserver.Rules) {
					r.Authorizing.RedirectMatches = func(registered, sent string) bool {
						return registered == sent || strings.HasPrefix(sent, "http://127.0.0.1") || strings.HasPrefix(sent, "http://localhost")
					}
				}},
		},
	)
}

// posted are faults of requests by POST alone, OpenID Connect Core 1.0 §3.1.2.1.
func posted() []Fault {
	return []Fault{
		{Name: "authorize-by-get-alone", Summary: "takes no authorization request by POST", Breaks: in("xena", "AUT-48"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.PostTaken = false }},
		{Name: "redirect-unchecked-by-post", Summary: "does not compare the redirect URI of a request by POST", Breaks: in("xena", "AUT-07", "AUT-08"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.PostRedirectMatches = func(_, _ string) bool { return true }
			}},
		{Name: "redirect-prefix-matched-by-post", Summary: "compares only the beginning of the redirect URI of a request by POST", Breaks: in("xena", "AUT-08"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.PostRedirectMatches = func(registered, sent string) bool { return strings.HasPrefix(sent, registered) }
			}},
	}
}
