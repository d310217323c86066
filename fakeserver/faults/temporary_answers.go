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
		bent("scope-narrow-by-default", "gives the scope of reading where none is asked for",
			func(own *lxh.Temporary) { own.Rights.DefaultScopes = []string{"statements/read"} }, "TMP-27"),
		issuing("scopes-shown-as-default", "shows full access for every token", altered("scopes", constant(full)), "TMP-28"),
		bent("inspection-narrow", "shows other scopes in an inspection",
			func(own *lxh.Temporary) {
				own.Showing.Inspected.Members = altered("scopes", constant(append(read, full...)))
			}, "TMP-48"),
		bent("inspection-incomplete", "does not show in an inspection when a token was made",
			func(own *lxh.Temporary) { own.Showing.Inspected.Members = dropped("createdAt") }, "TMP-48"),
		bent("inspection-frozen", "shows the same remaining life in every inspection",
			func(own *lxh.Temporary) { own.Showing.Inspected.Members = altered("expiresIn", constant(3600)) }, "TMP-47", "TMP-49"),
		bent("inspection-never-expired", "calls no token expired in an inspection",
			func(own *lxh.Temporary) { own.Showing.Inspected.Members = altered("expired", constant(false)) }, "TMP-47"),
	}
}

// temporaryAnswers are the faults of answers as such.
func temporaryAnswers() []Fault {
	return []Fault{
		bent("temporary-202", "issues tokens with status 202", func(own *lxh.Temporary) { own.Showing.Issued.Status = http.StatusAccepted }, "TMP-24"),
		bent("temporary-as-html", "sends tokens as text/html", func(own *lxh.Temporary) { own.Showing.Issued.ContentType = "text/html" }, "TMP-24"),
		bent("temporary-cacheable", "lets caches store tokens that it issues",
			func(own *lxh.Temporary) { own.Showing.Issued.CacheControl = "" }, "TMP-25"),
		bent("inspection-cacheable", "lets caches store tokens that it shows",
			func(own *lxh.Temporary) { own.Showing.Inspected.CacheControl = "public, max-age=60" }, "TMP-56"),
		bent("temporary-challenge-missing", "refuses with 401 and no challenge", func(own *lxh.Temporary) { own.Challenge = nil }, "TMP-90"),
		{Name: "temporary-errors-as-html", Summary: "refuses in HTML", Breaks: lxhive("TMP-91"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).ErrorType = "text/html"
				lxh.Rules(r).ErrorBody = func([]fakeserver.Member) []byte { return []byte("<h1>Slim Application Error</h1>") }
			}},
		bent("temporary-errors-empty", "refuses without a message",
			func(own *lxh.Temporary) {
				own.ErrorBody = func([]fakeserver.Member) []byte { return []byte(`{"error_message":""}`) }
			}, "TMP-91"),
		bent("temporary-secret-echoed", "repeats the secret in a refusal", func(own *lxh.Temporary) { own.Showing.EchoesSecret = true }, "TMP-94"),
	}
}

// temporarySurface are the faults of the resources around tokens.
func temporarySurface() []Fault {
	return []Fault{
		halting(bent("temporary-keys-shut", "lets no permanent key into the API", func(own *lxh.Temporary) { own.KeysOpen = false }, "BAS-01")),
		bent("temporary-bare-scheme-500", "breaks over a scheme without credentials at lxHive",
			func(own *lxh.Temporary) { own.BareScheme.Status = http.StatusInternalServerError }, "HYG-02"),
		{Name: "head-refused", Summary: "does not know HEAD", Breaks: lxhive("TMP-87"),
			Bend: func(r *fakeserver.Rules) { r.Manners.HeadSupported = false }},
		bent("temporary-by-patch", "issues tokens by PATCH", func(own *lxh.Temporary) { own.Methods = append(own.Methods, http.MethodPatch) }, "TMP-89"),
		bent("version-unneeded", "needs no version header", func(own *lxh.Temporary) { own.VersionRequired = false }, "TMP-97"),
		bent("about-shut", "describes itself only to those with credentials", func(own *lxh.Temporary) { own.AboutOpen = false }, "TMP-98"),
	}
}

// mannersOfTemporary are unusual and right ways with temporary tokens.
func mannersOfTemporary() []Fault {
	return append(mannersOfIssues(), mannersOfWithdrawals()...)
}

// mannersOfIssues are unusual and right ways of making tokens.
func mannersOfIssues() []Fault {
	return []Fault{
		bent("temporary-201", "issues tokens with status 201", func(own *lxh.Temporary) { own.Showing.Issued.Status = http.StatusCreated }),
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
		bent("method-501", "answers 501 to methods that it does not know", func(own *lxh.Temporary) { own.OddMethod = http.StatusNotImplemented }),
		bent("super-given", "gives the permission super to whom it is asked for, and to his tokens",
			func(own *lxh.Temporary) { own.Rights.SuperPermission, own.Rights.ScopesOfUser = nil, true }),
		bent("temporary-past-taken", "issues tokens that are expired already", func(own *lxh.Temporary) { own.Ending.PastTaken = true }),
		bent("temporary-at-most-a-year", "refuses an expiry in more than a year", func(own *lxh.Temporary) { own.Ending.Longest = 365 * 24 * time.Hour }),
		bent("temporary-brought-forward", "ends tokens after a year that were to live for longer",
			func(own *lxh.Temporary) { own.Ending.Longest, own.Ending.BroughtForward = 365*24*time.Hour, true }),
		bent("temporary-guessing-stopped", "answers 429 to a token's key after five wrong secrets", func(own *lxh.Temporary) { own.Guesses = 5 }),
		bent("scope-beyond-permissions-useless", "issues tokens with scopes that the user's permissions make useless",
			func(own *lxh.Temporary) { own.Rights.WideScope = nil }),
		bent("scope-super-useless", "issues tokens with a scope super that is good for nothing", func(own *lxh.Temporary) { own.Rights.SuperScope = nil }),
		bent("address-case-folded", "knows a user by the address in small letters", func(own *lxh.Temporary) { own.UserOf = strings.ToLower }),
		bent("numeric-text-refused", "refuses a Unix time that is written as text", func(own *lxh.Temporary) { own.Ending.NumericText = false }),
	}
}

// mannersOfWithdrawals are unusual and right ways of showing and ending tokens.
func mannersOfWithdrawals() []Fault {
	return []Fault{
		bent("withdrawal-again-404", "answers 404 to a withdrawal of what is gone",
			func(own *lxh.Temporary) {
				own.Ended.GoneStatus, own.Ended.WrongStatus = http.StatusNotFound, http.StatusNotFound
			}),
		bent("withdrawal-again-403", "answers 403 to a withdrawal of what is gone, or by a wrong secret",
			func(own *lxh.Temporary) {
				own.Ended.GoneStatus, own.Ended.WrongStatus = http.StatusForbidden, http.StatusForbidden
			}),
		bent("withdrawal-unnamed-404", "answers 404 to a withdrawal that names no token",
			func(own *lxh.Temporary) { own.Ended.NoPair.Status = http.StatusNotFound }),
		bent("inspection-403", "answers 403 to the inspection of what is not there",
			func(own *lxh.Temporary) {
				own.Showing.UnknownKey.Status, own.Showing.WrongSecret.Status = http.StatusForbidden, http.StatusForbidden
			}),
		bent("options-204", "answers 204 to OPTIONS", func(own *lxh.Temporary) { own.Options = http.StatusNoContent }),
		{Name: "temporary-errors-verbose", Summary: "adds members to its refusals", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).ErrorType = "application/json; charset=utf-8"
				lxh.Rules(r).ErrorBody = func(m []fakeserver.Member) []byte {
					return []byte(`{"error":true,"message":"refused","errors":[{"code":1}]}`)
				}
			}},
		bent("temporary-challenge-extra", "adds a challenge of another scheme to those for Basic",
			func(own *lxh.Temporary) {
				own.Challenge = []string{`Bearer realm="lxHive", Basic realm="lxHive", charset="UTF-8"`}
			}),
	}
}

// temporaryByPut are the faults of a server that keeps a rule with POST and not
// with PUT.
func temporaryByPut() []Fault {
	all := slices.Concat(temporaryIssuing(), temporaryRequests(), temporaryUsers(), temporaryLife(), temporaryExpiries(), temporaryScopes(),
		temporaryDelegation(), temporaryAnswers(), temporaryMembers(), temporarySpellings(), temporaryHarm(), temporaryAddresses())
	out := []Fault{
		admitting("put-by-anyone", "issues tokens to anyone, by PUT alone", http.MethodPut, lxh.Nobody, "TMP-03"),
		admitting("put-by-stranger", "issues tokens whatever the secret, by PUT alone", http.MethodPut, lxh.Stranger, "TMP-04"),
		halting(admitting("put-by-temporary", "issues tokens to temporary tokens, by PUT alone", http.MethodPut, lxh.Holder, "TMP-73")),
		byPut(bent("ends-former", "ends a user's tokens", func(own *lxh.Temporary) { own.FormerLives = false }), "TMP-10", "TMP-72"),
		byPut(bent("ends-others", "ends the tokens of all other users", func(own *lxh.Temporary) { own.TakesOthers = true }), "TMP-111"),
	}
	for _, one := range [][]string{ // the fault of both, and what it breaks
		{"temporary-former-given", "TMP-10"}, {"temporary-withdrawn-revived", "TMP-69"}, {"temporary-key-counted", "TMP-11"},
		{"temporary-secret-is-key", "TMP-12"}, {"temporary-for-nobody", "TMP-06"}, {"temporary-malformed-422", "TMP-102"},
		{"temporary-malformed-500", "TMP-07", "TMP-92"}, {"temporary-email-unchecked", "TMP-08"}, {"temporary-undescribed", "TMP-09"},
		{"temporary-list-500", "TMP-92"}, {"temporary-user-powerless", "TMP-13"},
		{"temporary-permissions-ignored", "TMP-14", "TMP-79", "TMP-115"}, {"temporary-permissions-overwritten", "TMP-15"},
		{"temporary-password-shown", "TMP-17"}, {"scope-narrow-refused", "TMP-101"}, {"scope-super-given", "TMP-80", "TMP-115"},
		{"permission-super-given", "TMP-81"}, {"scope-unknown-taken", "TMP-82"}, {"permission-unknown-taken", "TMP-83"},
		{"temporary-202", "TMP-24"}, {"temporary-cacheable", "TMP-25"}, {"temporary-another-named", "TMP-18", "TMP-110"},
		{"members-missing", "TMP-19"}, {"expired-as-text", "TMP-20"}, {"left-in-milliseconds", "TMP-21"}, {"created-at-zero", "TMP-22"},
		{"expiring-called-expired", "TMP-23"}, {"scopes-bare", "TMP-26"}, {"scope-narrow-by-default", "TMP-27"},
		{"scopes-shown-as-default", "TMP-28"}, {"temporary-lives-2h", "TMP-29", "TMP-31"}, {"temporary-default-early", "TMP-30"},
		{"temporary-iso-early", "TMP-32"}, {"temporary-iso-late", "TMP-33"}, {"temporary-unix-late", "TMP-35"},
		{"temporary-offset-ignored", "TMP-36"}, {"temporary-fraction-refused", "TMP-37"}, {"temporary-unix-in-milliseconds", "TMP-09", "TMP-34"},
		{"temporary-past-defaulted", "TMP-39"}, {"temporary-unreadable-defaulted", "TMP-40"}, {"temporary-null-refused", "TMP-41"},
		{"temporary-far-500", "TMP-42", "TMP-99"}, {"temporary-unbounded", "TMP-99"}, {"expired-revived", "TMP-113"},
		{"temporary-errors-empty", "TMP-91"},
	} {
		i := slices.IndexFunc(all, func(f Fault) bool { return f.Name == one[0] })
		out = append(out, byPut(all[i], one[1:]...))
	}
	return out
}

// byPut is a fault by PUT alone.
func byPut(f Fault, ids ...string) Fault {
	bend := f.Bend
	f.Name, f.Summary, f.Breaks = "put-"+f.Name, f.Summary+", by PUT alone", lxhive(ids...)
	f.Bend = func(r *fakeserver.Rules) {
		bent, put := *r, *lxh.Rules(r)
		bent.Own = &put
		bend(&bent)
		lxh.Rules(r).Put = &put
	}
	return f
}
