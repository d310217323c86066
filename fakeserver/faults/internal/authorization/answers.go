package authorization

import (
	"html"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// states are states that come back otherwise than they were sent, RFC 6749 §4.1.2.
func states() []Fault {
	of := func(name, summary string, made func(state string) string) Fault {
		return Fault{Name: "state-" + name, Summary: summary, Breaks: oauth2("AUT-03"), Bend: func(r *fakeserver.Rules) {
			r.Authorizing.SuccessParameters = func(p url.Values) { p.Set("state", made(p.Get("state"))) }
		}}
	}
	return []Fault{
		of("trimmed", "takes blanks off the ends of the state", strings.TrimSpace),
		of("cut", "cuts the state after 1024 characters", func(state string) string { return state[:min(len(state), 1024)] }),
		of("decoded-twice", "undoes the escapes in the state once more", func(state string) string {
			if decoded, err := url.PathUnescape(state); err == nil {
				return decoded
			}
			return state
		}),
		of("escaped-for-pages", "escapes the state for pages", html.EscapeString),
		of("unescaped-from-pages", "undoes the escapes of pages in the state", html.UnescapeString),
		of("small", "writes the state in small letters", strings.ToLower),
		of("quoted", "puts backslashes before the quotation marks in the state", func(state string) string {
			return strings.NewReplacer(`"`, `\"`, `'`, `\'`).Replace(state)
		}),
		of("stripped-of-tags", "takes what looks like a tag out of the state", func(state string) string {
			before, rest, found := strings.Cut(state, "<b")
			if _, after, ends := strings.Cut(rest, ">"); found && ends {
				return before + after
			}
			return state
		}),
		of("of-letters-alone", "loses letters of other alphabets in the state", func(state string) string {
			return strings.Map(func(r rune) rune {
				if r > '~' {
					return '?'
				}
				return r
			}, state)
		}),
		of("counted", "takes a state of digits for a number", func(state string) string {
			if strings.Trim(state, "0123456789") == "" {
				return strings.TrimLeft(state, "0")
			}
			return state
		}),
		of("nothing-for-null", "takes the state null for none", func(state string) string {
			if state == "null" {
				return ""
			}
			return state
		}),
	}
}

// failing bends the answers of some errors.
func failing(codes []string, made func(url.Values)) func(*fakeserver.Rules) {
	return func(r *fakeserver.Rules) {
		r.Authorizing.FailureParameters = func(p url.Values) {
			if slices.Contains(codes, p.Get("error")) {
				made(p)
			}
		}
	}
}

// errors are mistakes in one of the error responses, where the others are right.
func errors() []Fault {
	var out []Fault
	for _, code := range []string{"access_denied", "invalid_request", "unsupported_response_type", "invalid_scope"} {
		as := strings.ReplaceAll(code, "_", "-")
		out = append(out,
			Fault{Name: "state-dropped-on-" + as, Summary: "returns no state with " + code, Breaks: oauth2("AUT-04"),
				Bend: failing([]string{code}, func(p url.Values) { p.Del("state") })},
			Fault{Name: "issuer-missing-on-" + as, Summary: "names no issuer with " + code, Breaks: oauth2("AUT-35"),
				Bend: failing([]string{code}, func(p url.Values) { p.Del("iss") })})
	}
	all := []string{"access_denied", "invalid_request", "unsupported_response_type", "invalid_scope"}
	return append(out,
		Fault{Name: "state-trimmed-on-errors", Summary: "cuts the state of an error at its first blank", Breaks: oauth2("AUT-04"),
			Bend: failing(all, func(p url.Values) { before, _, _ := strings.Cut(p.Get("state"), " "); p.Set("state", before) })},
		Fault{Name: "scope-repeated-in-description", Summary: "repeats an unknown scope in quotation marks in the description", Breaks: oauth2("AUT-26"),
			Bend: failing([]string{"invalid_scope"}, func(p url.Values) { p.Set("error_description", `no scope "assay"`) })},
		Fault{Name: "description-in-another-language", Summary: "describes an unknown response_type with an umlaut", Breaks: oauth2("AUT-26"),
			Bend: failing([]string{"unsupported_response_type"}, func(p url.Values) { p.Set("error_description", "nicht unterstützt") })},
		Fault{Name: "description-in-two-lines", Summary: "describes a malformed request in two lines", Breaks: oauth2("AUT-26"),
			Bend: failing([]string{"invalid_request"}, func(p url.Values) { p.Set("error_description", "it is malformed\nsee the documentation") })},
		Fault{Name: "error-in-quotation-marks", Summary: "puts the code of an unknown scope in quotation marks", Breaks: oauth2("AUT-26", "AUT-45"),
			Bend: failing([]string{"invalid_scope"}, func(p url.Values) { p.Set("error", `"invalid_scope"`) })},
		Fault{Name: "error-given-twice", Summary: "names two errors for an unknown scope", Breaks: oauth2("AUT-47"),
			Bend: failing([]string{"invalid_scope"}, func(p url.Values) { p.Add("error", "invalid_request") })},
		Fault{Name: "state-given-twice-on-errors", Summary: "returns the state of a malformed request twice", Breaks: oauth2("AUT-04", "AUT-47"),
			Bend: failing([]string{"invalid_request"}, func(p url.Values) { p.Add("state", p.Get("state")) })},
		Fault{Name: "code-beside-denial", Summary: "gives a code beside access_denied", Breaks: oauth2("AUT-17", "AUT-47"),
			Bend: failing([]string{"access_denied"}, func(p url.Values) { p.Set("code", "kT7cW2mXz9LpQhR5w8Qb") })},
		Fault{Name: "method-named-unsupported", Summary: "names an unknown code_challenge_method unsupported_response_type", Breaks: oauth2("AUT-45"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.FailureParameters = func(p url.Values) {
					if strings.Contains(p.Get("error_description"), "code_challenge_method") {
						p.Set("error", "unsupported_response_type")
					}
				}
			}},
	)
}

// places are answers that stand elsewhere than is due.
func places() []Fault {
	failed := func(p url.Values) bool { return p.Has("error") }
	of := func(name, summary, profile string, place func(due rules.Place, p url.Values) rules.Place, ids ...string) Fault {
		return Fault{Name: name, Summary: summary, Breaks: in(profile, ids...), Bend: func(r *fakeserver.Rules) { r.Authorizing.Place = place }}
	}
	return []Fault{
		of("code-in-fragment", "sends the code in the fragment", "oauth2", func(due rules.Place, p url.Values) rules.Place {
			if failed(p) {
				return due
			}
			return rules.InFragment
		}, "AUT-57"),
		of("code-in-both-places", "sends the code in the query and in the fragment", "oauth2", func(due rules.Place, p url.Values) rules.Place {
			if failed(p) {
				return due
			}
			return rules.InBoth
		}, "AUT-03", "AUT-05", "AUT-34", "AUT-57"),
		of("errors-in-fragment", "sends errors in the fragment", "oauth2", func(due rules.Place, p url.Values) rules.Place {
			if failed(p) {
				return rules.InFragment
			}
			return due
		}, "AUT-47"),
		of("denial-in-fragment", "sends a refusal of consent in the fragment", "oauth2", func(due rules.Place, p url.Values) rules.Place {
			if p.Get("error") == "access_denied" {
				return rules.InFragment
			}
			return due
		}, "AUT-47"),
		of("errors-in-query", "sends errors in the query where tokens would have come in the fragment", "xena", func(due rules.Place, p url.Values) rules.Place {
			if failed(p) {
				return rules.InQuery
			}
			return due
		}, "AUT-47"),
		{Name: "redirect-query-dropped-on-errors", Summary: "drops the query of the registered redirect URI from errors", Breaks: oauth2("AUT-11"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ErrorDropsQuery = true }},
	}
}
