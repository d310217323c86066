package faults

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/fakeserver"
	lxh "github.com/authassay/authassay/fakeserver/lxhive"
	"github.com/authassay/authassay/fakeserver/rules"
)

// issuing is the fault of one more look at the members of an issue's answer.
func issuing(name, summary string, look func([]fakeserver.Member) []fakeserver.Member, ids ...string) Fault {
	return Fault{Name: name, Summary: summary, Breaks: lxhive(ids...),
		Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.Issued.Members = look }}
}

// altered gives a member another value.
func altered(name string, value func(any) any) func([]fakeserver.Member) []fakeserver.Member {
	return func(members []fakeserver.Member) []fakeserver.Member {
		out := slices.Clone(members)
		for i := range out {
			if out[i].Name == name {
				out[i].Value = value(out[i].Value)
			}
		}
		return out
	}
}

// dropped leaves a member out.
func dropped(name string) func([]fakeserver.Member) []fakeserver.Member {
	return func(members []fakeserver.Member) []fakeserver.Member {
		return slices.DeleteFunc(slices.Clone(members), func(m fakeserver.Member) bool { return m.Name == name })
	}
}

// constant is a value whatever it was.
func constant(value any) func(any) any { return func(any) any { return value } }

// shortlived calls tokens expired that do not live for an hour.
func shortlived(members []fakeserver.Member) []fakeserver.Member {
	return altered("expired", func(any) any { return members[3].Value != int64(3600) })(members)
}

// another is a user object with another address.
func another(user any) any {
	object, _ := user.(fakeserver.Object)
	return fakeserver.Object(altered("email", constant("somebody@lxhive.example"))(object))
}

// bare is a user object whose permissions are names alone.
func bare(user any) any {
	object, _ := user.(fakeserver.Object)
	return fakeserver.Object(altered("permissions", nameless)(object))
}

// unnamed is a user object without an address.
func unnamed(user any) any {
	object, _ := user.(fakeserver.Object)
	return fakeserver.Object(dropped("email")(object))
}

// nameless are the rights of a list by their names alone.
func nameless(list any) any {
	names := []any{}
	rights, _ := list.([]fakeserver.Object)
	for _, r := range rights {
		names = append(names, r[0].Value)
	}
	return names
}

// temporaryMembers are the faults of single members.
func temporaryMembers() []Fault {
	full := []map[string]string{{"name": "all", "description": "Full access"}}
	read := []map[string]string{{"name": "statements/read", "description": "Read any statement"}}
	return []Fault{
		issuing("temporary-another-named", "names another user", altered("user", another), "TMP-18", "TMP-110"),
		{Name: "members-missing", Summary: "shows nothing of scopes and user", Halts: true, Breaks: lxhive("TMP-19"),
			Bend: func(r *fakeserver.Rules) {
				bare := func(m []fakeserver.Member) []fakeserver.Member { return dropped("user")(dropped("scopes")(m)) }
				lxh.Rules(r).Showing.Issued.Members, lxh.Rules(r).Showing.Inspected.Members = bare, bare
			}},
		halting(issuing("expired-missing", "does not say whether a token is expired", dropped("expired"), "TMP-19")),
		issuing("expired-as-text", "writes expired as text", altered("expired", constant("false")), "TMP-20"),
		issuing("created-as-text", "writes the time of creation as text",
			altered("createdAt", func(at any) any { return time.Unix(at.(int64), 0).UTC().Format(time.RFC3339) }), "TMP-20", "TMP-22"),
		issuing("left-in-milliseconds", "gives the remaining life in milliseconds",
			altered("expiresIn", func(left any) any { return left.(int64) * 1000 }), "TMP-21"),
		issuing("left-constant", "gives a remaining life of an hour, always", altered("expiresIn", constant(3600)), "TMP-21"),
		issuing("created-at-zero", "gives 1970 as the time of creation", altered("createdAt", constant(0)), "TMP-22"),
		issuing("fresh-called-expired", "calls a fresh token expired", altered("expired", constant(true)), "TMP-23"),
		issuing("expiring-called-expired", "calls a token expired that has an end of its own", shortlived, "TMP-23"),
		issuing("created-in-milliseconds", "gives the time of creation in milliseconds",
			altered("createdAt", func(at any) any { return at.(int64) * 1000 }), "TMP-22"),
		issuing("expired-as-number", "writes expired as 0 or 1", altered("expired", constant(0)), "TMP-20"),
		issuing("left-as-text", "writes the remaining life as text",
			altered("expiresIn", func(left any) any { return fmt.Sprint(left) }), "TMP-20", "TMP-21"),
		issuing("left-zero", "gives no remaining life to living tokens", altered("expiresIn", constant(0)), "TMP-21"),
		issuing("permissions-bare", "lists permissions without descriptions", altered("user", bare), "TMP-26"),
		halting(issuing("email-missing", "does not name the user", altered("user", unnamed), "TMP-19")),
		issuing("scopes-bare", "lists scopes without descriptions", altered("scopes", nameless), "TMP-26"),
		{Name: "scope-narrow-by-default", Summary: "gives the scope of reading where none is asked for", Breaks: lxhive("TMP-27"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Rights.DefaultScopes = []string{"statements/read"} }},
		issuing("scopes-shown-as-default", "shows full access for every token", altered("scopes", constant(full)), "TMP-28"),
		{Name: "inspection-narrow", Summary: "shows other scopes in an inspection", Breaks: lxhive("TMP-48"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Showing.Inspected.Members = altered("scopes", constant(append(read, full...)))
			}},
		{Name: "inspection-incomplete", Summary: "does not show in an inspection when a token was made", Breaks: lxhive("TMP-48"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.Inspected.Members = dropped("createdAt") }},
		{Name: "inspection-frozen", Summary: "shows the same remaining life in every inspection", Breaks: lxhive("TMP-47", "TMP-49"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Showing.Inspected.Members = altered("expiresIn", constant(3600))
			}},
		{Name: "inspection-never-expired", Summary: "calls no token expired in an inspection", Breaks: lxhive("TMP-47"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Showing.Inspected.Members = altered("expired", constant(false))
			}},
	}
}

// temporaryAnswers are the faults of answers as such.
func temporaryAnswers() []Fault {
	return []Fault{
		{Name: "temporary-202", Summary: "issues tokens with status 202", Breaks: lxhive("TMP-24"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.Issued.Status = http.StatusAccepted }},
		{Name: "temporary-as-html", Summary: "sends tokens as text/html", Breaks: lxhive("TMP-24"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.Issued.ContentType = "text/html" }},
		{Name: "temporary-cacheable", Summary: "lets caches store tokens that it issues", Breaks: lxhive("TMP-25"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.Issued.CacheControl = "" }},
		{Name: "inspection-cacheable", Summary: "lets caches store tokens that it shows", Breaks: lxhive("TMP-56"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.Inspected.CacheControl = "public, max-age=60" }},
		{Name: "temporary-challenge-missing", Summary: "refuses with 401 and no challenge", Breaks: lxhive("TMP-90"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Challenge = nil }},
		{Name: "temporary-errors-as-html", Summary: "refuses in HTML", Breaks: lxhive("TMP-91"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).ErrorType = "text/html"
				lxh.Rules(r).ErrorBody = func([]fakeserver.Member) []byte { return []byte("<h1>Slim Application Error</h1>") }
			}},
		{Name: "temporary-errors-empty", Summary: "refuses without a message", Breaks: lxhive("TMP-91"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).ErrorBody = func([]fakeserver.Member) []byte { return []byte(`{"error_message":""}`) }
			}},
		{Name: "temporary-secret-echoed", Summary: "repeats the secret in a refusal", Breaks: lxhive("TMP-94"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.EchoesSecret = true }},
	}
}

// temporarySurface are the faults of the resources around tokens.
func temporarySurface() []Fault {
	return []Fault{
		{Name: "temporary-keys-shut", Summary: "lets no permanent key into the API", Halts: true, Breaks: lxhive("BAS-01"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).KeysOpen = false }},
		{Name: "temporary-bare-scheme-500", Summary: "breaks over a scheme without credentials at lxHive", Breaks: lxhive("HYG-02"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).BareScheme.Status = http.StatusInternalServerError }},
		{Name: "head-refused", Summary: "does not know HEAD", Breaks: lxhive("TMP-87"),
			Bend: func(r *fakeserver.Rules) { r.Manners.HeadSupported = false }},
		{Name: "temporary-by-patch", Summary: "issues tokens by PATCH", Breaks: lxhive("TMP-89"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Methods = append(lxh.Rules(r).Methods, http.MethodPatch) }},
		{Name: "version-unneeded", Summary: "needs no version header", Breaks: lxhive("TMP-97"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).VersionRequired = false }},
		{Name: "about-shut", Summary: "describes itself only to those with credentials", Breaks: lxhive("TMP-98"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).AboutOpen = false }},
	}
}

// mannersOfTemporary are unusual and right ways with temporary tokens.
func mannersOfTemporary() []Fault {
	return append(mannersOfIssues(), mannersOfWithdrawals()...)
}

// mannersOfIssues are unusual and right ways of making tokens.
func mannersOfIssues() []Fault {
	return []Fault{
		{Name: "temporary-201", Summary: "issues tokens with status 201", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.Issued.Status = http.StatusCreated }},
		{Name: "temporary-extra-members", Summary: "adds members to what it shows of a token", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				extra := func(m []fakeserver.Member) []fakeserver.Member {
					return append(m, fakeserver.Member{Name: "id", Value: 7}, fakeserver.Member{Name: "name", Value: nil})
				}
				lxh.Rules(r).Showing.Issued.Members, lxh.Rules(r).Showing.Inspected.Members = extra, extra
			}},
		{Name: "temporary-keys-long", Summary: "makes keys and secrets of two hundred characters", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).NewKey = func(random io.Reader) string { return rules.RandomString(random, 200) }
				lxh.Rules(r).NewSecret = func(random io.Reader, _ string) string { return rules.RandomString(random, 200) }
			}},
		{Name: "temporary-secrets-with-punctuation", Summary: "makes secrets that need escaping in a query", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).NewSecret = func(random io.Reader, _ string) string {
					return "s+/=~&%:" + rules.RandomString(random, 40) + ":#?"
				}
			}},
		{Name: "method-501", Summary: "answers 501 to methods that it does not know", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).OddMethod = http.StatusNotImplemented }},
		{Name: "super-given", Summary: "gives the permission super to whom it is asked for, and to his tokens", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Rights.SuperPermission, lxh.Rules(r).Rights.ScopesOfUser = nil, true
			}},
		{Name: "temporary-past-taken", Summary: "issues tokens that are expired already", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ending.PastTaken = true }},
		{Name: "temporary-at-most-a-year", Summary: "refuses an expiry in more than a year", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ending.Longest = 365 * 24 * time.Hour }},
		{Name: "temporary-brought-forward", Summary: "ends tokens after a year that were to live for longer", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Ending.Longest, lxh.Rules(r).Ending.BroughtForward = 365*24*time.Hour, true
			}},
		{Name: "temporary-guessing-stopped", Summary: "answers 429 to a token's key after five wrong secrets", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Guesses = 5 }},
		{Name: "scope-beyond-permissions-useless", Summary: "issues tokens with scopes that the user's permissions make useless",
			Breaks: lxhive(), Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Rights.WideScope = nil }},
		{Name: "scope-super-useless", Summary: "issues tokens with a scope super that is good for nothing", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Rights.SuperScope = nil }},
		{Name: "address-case-folded", Summary: "knows a user by the address in small letters", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).UserOf = strings.ToLower }},
		{Name: "numeric-text-refused", Summary: "refuses a Unix time that is written as text", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ending.NumericText = false }},
	}
}

// mannersOfWithdrawals are unusual and right ways of showing and ending tokens.
func mannersOfWithdrawals() []Fault {
	return []Fault{
		{Name: "withdrawal-again-404", Summary: "answers 404 to a withdrawal of what is gone", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Ended.GoneStatus, lxh.Rules(r).Ended.WrongStatus = http.StatusNotFound, http.StatusNotFound
			}},
		{Name: "withdrawal-again-403", Summary: "answers 403 to a withdrawal of what is gone, or by a wrong secret", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Ended.GoneStatus, lxh.Rules(r).Ended.WrongStatus = http.StatusForbidden, http.StatusForbidden
			}},
		{Name: "withdrawal-unnamed-404", Summary: "answers 404 to a withdrawal that names no token", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ended.NoPair.Status = http.StatusNotFound }},
		{Name: "inspection-403", Summary: "answers 403 to the inspection of what is not there", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Showing.UnknownKey.Status, lxh.Rules(r).Showing.WrongSecret.Status = http.StatusForbidden, http.StatusForbidden
			}},
		{Name: "options-204", Summary: "answers 204 to OPTIONS", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Options = http.StatusNoContent }},
		{Name: "temporary-errors-verbose", Summary: "adds members to its refusals", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).ErrorType = "application/json; charset=utf-8"
				lxh.Rules(r).ErrorBody = func(m []fakeserver.Member) []byte {
					return []byte(`{"error":true,"message":"refused","errors":[{"code":1}]}`)
				}
			}},
		{Name: "temporary-challenge-extra", Summary: "adds a challenge of another scheme to those for Basic", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Challenge = []string{`Bearer realm="lxHive", Basic realm="lxHive", charset="UTF-8"`}
			}},
	}
}
