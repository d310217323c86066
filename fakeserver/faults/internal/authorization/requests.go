package authorization

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/clearxp"
)

// names are careless comparisons of client identifiers, RFC 6749 §2.2.
func names() []Fault {
	return carelessly("authorizing-client-id", "client identifiers",
		func(r *fakeserver.Rules, equal func(stored, sent string) bool) { r.Authorizing.ClientMatches = equal },
		oauth2("AUT-06"), "trimmed", "cut-at-nul", "case-folded", "unaccented", "by-beginning", "contained", "by-like", "by-glob", "decoded-twice", "unquoted", "by-query")
}

// repetitions are parameters that are taken though they come twice, RFC 6749 §3.1.
func repetitions() []Fault {
	of := func(name, summary string, breaks map[string][]string, last bool, taken func(name string, values []string) bool) Fault {
		return Fault{Name: "repeated-" + name, Summary: summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) {
			r.Authorizing.RepetitionTaken, r.Authorizing.LastCounts = taken, last
		}}
	}
	one := func(parameter string) func(string, []string) bool {
		return func(name string, _ []string) bool { return name == parameter }
	}
	out := []Fault{
		of("equal-accepted", "takes a repeated parameter whose values are equal", oauth2("AUT-15"), false, func(_ string, values []string) bool {
			return len(slices.Compact(slices.Clone(values))) == 1
		}),
		of("last-accepted", "takes the last of a repeated parameter whose values differ", oauth2("AUT-15"), true, func(_ string, values []string) bool {
			return len(slices.Compact(slices.Clone(values))) > 1
		}),
		of("first-accepted", "takes the first of a repeated parameter whose values differ", oauth2("AUT-15"), false, func(_ string, values []string) bool {
			return len(slices.Compact(slices.Clone(values))) > 1
		}),
	}
	for _, name := range []string{"client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method"} {
		out = append(out, of(strings.ReplaceAll(name, "_", "-")+"-accepted", "takes the first of a repeated "+name, oauth2("AUT-15"), false, one(name)))
	}
	for _, name := range []string{"nonce", "prompt", "max_age"} {
		out = append(out, of(strings.ReplaceAll(name, "_", "-")+"-accepted", "takes the last of a repeated "+name, in("xena", "AUT-15"), true, one(name)))
	}
	return out
}

// words are careless readings of response_type, RFC 6749 §3.1.1.
func words() []Fault {
	of := func(name, summary string, taken func(sent string) bool) Fault {
		return Fault{Name: "response-type-" + name, Summary: summary, Breaks: oauth2("AUT-13"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ResponseTypeSupported = taken }}
	}
	return []Fault{
		of("case-folded", "knows response_type=code whatever its case", func(sent string) bool { return strings.EqualFold(sent, "code") }),
		of("by-beginning", "knows response_type=code by its beginning", func(sent string) bool { return strings.HasPrefix(sent, "code") }),
		of("as-far-as-sent", "knows response_type=code as far as it was sent", func(sent string) bool { return strings.HasPrefix("code", sent) }),
		of("among-others", "knows response_type=code beside what nobody knows", func(sent string) bool { return slices.Contains(strings.Fields(sent), "code") }),
		of("in-a-list", "knows response_type=code in a list with commas", func(sent string) bool { return slices.Contains(strings.Split(sent, ","), "code") }),
	}
}

// scopes are careless readings of scopes, RFC 6749 §3.3.
func scopes() []Fault {
	matched := func(r *fakeserver.Rules, equal func(stored, sent string) bool) { r.Scoping.NameMatches = equal }
	of := append(
		carelessly("scope", "the names of scopes", matched, oauth2("AUT-49"), "cut-at-nul", "unaccented", "decoded-twice", "unquoted"),
		carelessly("scope", "the names of scopes", matched, oauth2("AUT-49", "PRE-37"), "case-folded", "by-beginning", "as-far-as-sent", "by-like", "by-glob")...)
	split := func(name, summary, at string) Fault {
		return Fault{Name: "scope-split-at-" + name, Summary: summary, Breaks: oauth2("AUT-49"), Bend: func(r *fakeserver.Rules) {
			r.Scoping.Split = func(scope string) []string {
				return strings.FieldsFunc(scope, func(c rune) bool { return c == ' ' || strings.ContainsRune(at, c) })
			}
		}}
	}
	return append(of,
		split("commas", "reads scopes as a list with commas", ","), split("semicolons", "reads scopes as a list with semicolons", ";"),
		split("pluses", "undoes the escapes of scopes twice", "+"), split("whatever-is-blank", "divides scopes at tabs and newlines too", "\t\n"))
}

// passwords are careless comparisons of the passwords of people.
func passwords() []Fault {
	of := carelessly("password", "the passwords of people",
		func(r *fakeserver.Rules, equal func(stored, sent string) bool) { r.Authorizing.PasswordMatches = equal },
		oauth2("AUT-56"), "trimmed", "padded-with-blanks", "cleaned", "cut-at-nul", "cut-at-newline", "case-folded", "folded-by-width",
		"first-8", "by-length", "by-query", "by-filter", "decoded-twice", "unescaped", "unquoted", "digest-taken", "as-far-as-sent")
	return append(of, Fault{Name: "password-of-anybody", Summary: "takes the password of anybody for that of everybody", Breaks: in("clearxp", "AUT-56"),
		Bend: func(r *fakeserver.Rules) {
			r.Authorizing.PasswordMatches = func(stored, sent string) bool {
				return stored == sent || slices.ContainsFunc(clearxp.Fixtures().Users, func(u fakeserver.User) bool { return u.Password == sent })
			}
		}})
}
