package faults

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/fakeserver"
	lxh "github.com/authassay/authassay/fakeserver/lxhive"
	"github.com/authassay/authassay/fakeserver/rules"
)

// temporary are the faults of temporary tokens.
func temporary() []Fault {
	return slices.Concat(
		temporaryIssuing(), temporaryChance(), temporaryRequests(), temporaryUsers(), temporaryLife(), temporaryExpiries(), temporaryAfterlife(),
		temporaryInspecting(), temporaryWithdrawing(), temporaryReplacing(),
		temporaryScopes(), temporaryDelegation(), temporarySurface(), temporaryAnswers(), temporaryMembers(),
	)
}

// alsoAdmits lets callers of one more standing do what a method does.
func alsoAdmits(r *fakeserver.Rules, method string, standing lxh.Standing) {
	honest := lxh.Rules(r).Admits
	lxh.Rules(r).Admits = func(sent string, caller lxh.Standing) bool {
		return honest(sent, caller) || sent == method && caller == standing
	}
}

// admitting is the fault of letting callers of one more standing do what a
// method does.
func admitting(name, summary, method string, standing lxh.Standing, ids ...string) Fault {
	return Fault{Name: name, Summary: summary, Breaks: lxhive(ids...),
		Bend: func(r *fakeserver.Rules) { alsoAdmits(r, method, standing) }}
}

// temporaryIssuing are the faults of what is issued, and to whom.
func temporaryIssuing() []Fault {
	return []Fault{
		{Name: "temporary-refused", Summary: "issues no tokens", Halts: true, Breaks: lxhive("TMP-01"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Offered = false }},
		{Name: "temporary-delayed", Summary: "lets tokens in only after a minute", Halts: true, Breaks: lxhive("TMP-02"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).AliveAfter = time.Minute }},
		admitting("temporary-by-anyone", "issues tokens to anyone", http.MethodPost, lxh.Nobody, "TMP-03"),
		admitting("temporary-by-stranger", "issues tokens whatever the secret", http.MethodPost, lxh.Stranger, "TMP-04"),
		admitting("temporary-by-ordinary", "issues tokens to every valid key", http.MethodPost, lxh.Ordinary, "TMP-05"),
		halting(admitting("temporary-begets-temporary", "issues tokens to temporary tokens", http.MethodPost, lxh.Holder, "TMP-73")),
		{Name: "temporary-former-ended", Summary: "ends a user's earlier token with a new one", Breaks: lxhive("TMP-10"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).FormerLives = false }},
		{Name: "temporary-known-refused", Summary: "issues no second token to a user", Halts: true, Breaks: lxhive("TMP-10"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).KnownRefused = &fakeserver.Refusal{Status: http.StatusUnauthorized, Description: "the credentials are not valid"}
			}},
		{Name: "temporary-former-given", Summary: "gives a user the same token again", Breaks: lxhive("TMP-10", "TMP-60"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).FormerGiven = true }},
		{Name: "temporary-withdrawn-revived", Summary: "brings withdrawn tokens back with a new one", Breaks: lxhive("TMP-69"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).WithdrawnRevived = true }},
		{Name: "temporary-key-counted", Summary: "numbers the keys", Breaks: lxhive("TMP-11", "TMP-100"),
			Bend: func(r *fakeserver.Rules) {
				n := new(atomic.Int64)
				lxh.Rules(r).NewKey = func(io.Reader) string { return fmt.Sprintf("key%037d", n.Add(1)) }
			}},
		{Name: "temporary-secret-short", Summary: "makes secrets of eight digits", Breaks: lxhive("TMP-11", "TMP-100"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).NewSecret = func(random io.Reader, _ string) string { return digits(random, 8) }
			}},
		{Name: "temporary-secret-is-key", Summary: "gives the key as the secret", Breaks: lxhive("TMP-12", "TMP-100"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).NewSecret = func(_ io.Reader, key string) string { return key }
			}},
	}
}

// temporaryRequests are the faults of reading what is asked for.
func temporaryRequests() []Fault {
	return []Fault{
		{Name: "temporary-for-nobody", Summary: "issues tokens without an e-mail address", Breaks: lxhive("TMP-06"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Asked.EmailMatters = false }},
		{Name: "temporary-malformed-taken", Summary: "takes a malformed body for an empty one", Breaks: lxhive("TMP-07", "TMP-92"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Asked.MalformedTaken = true }},
		{Name: "temporary-unprivileged-401", Summary: "answers 401 to a caller without administration rights", Breaks: lxhive("TMP-103"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Unprivileged.Status = http.StatusUnauthorized }},
		{Name: "temporary-malformed-422", Summary: "answers 422 to a body that it cannot take", Breaks: lxhive("TMP-102"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Asked.Malformed.Status = http.StatusUnprocessableEntity }},
		{Name: "temporary-malformed-500", Summary: "breaks over a malformed body", Breaks: lxhive("TMP-07", "TMP-92"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Asked.Malformed.Status = http.StatusInternalServerError }},
		{Name: "temporary-email-unchecked", Summary: "takes anything for an e-mail address", Breaks: lxhive("TMP-08"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Asked.EmailFits = func(any) bool { return true } }},
		{Name: "temporary-undescribed", Summary: "refuses a name and a description", Breaks: lxhive("TMP-09"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Asked.Describable = false }},
		{Name: "temporary-list-500", Summary: "breaks over scopes that are no list", Breaks: lxhive("TMP-92"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Asked.BadList.Status = http.StatusInternalServerError }},
		{Name: "temporary-list-unchecked", Summary: "takes anything for a list of rights", Breaks: lxhive("TMP-92"),
			Bend: func(r *fakeserver.Rules) {
				honest := lxh.Rules(r).Asked.ListFits
				lxh.Rules(r).Asked.ListFits = func(value any) ([]string, bool) {
					names, ok := honest(value)
					if !ok {
						names = nil
					}
					return names, true
				}
			}},
		{Name: "temporary-long-500", Summary: "breaks over a long body", Breaks: lxhive("TMP-93"),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.OversizedBody.Status = http.StatusInternalServerError }},
	}
}

// temporaryUsers are the faults of whom a token is for.
func temporaryUsers() []Fault {
	return []Fault{
		{Name: "temporary-user-powerless", Summary: "lets new users only read", Breaks: lxhive("TMP-13"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Rights.DefaultPermissions = []string{"statements/read"} }},
		{Name: "temporary-permissions-ignored", Summary: "gives new users full access whatever was asked for",
			Breaks: lxhive("TMP-14", "TMP-79", "TMP-84"),
			Bend:   func(r *fakeserver.Rules) { lxh.Rules(r).Rights.PermissionsTaken = false }},
		{Name: "temporary-permissions-overwritten", Summary: "gives known users other permissions", Breaks: lxhive("TMP-15"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Rights.Overwrites = true }},
		{Name: "temporary-empty-password", Summary: "lets users without a password in with an empty one", Breaks: lxhive("TMP-16"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).PasswordlessOpens = func(_, sent string) bool { return sent == "" }
			}},
		{Name: "temporary-default-password", Summary: "gives users without a password a common one", Breaks: lxhive("TMP-16"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).PasswordlessOpens = func(_, sent string) bool { return sent == "changeme" }
			}},
		{Name: "temporary-password-shown", Summary: "repeats the password in its answer", Breaks: lxhive("TMP-17"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.EchoesPassword = true }},
		{Name: "temporary-hash-shown", Summary: "shows the hash of the password", Breaks: lxhive("TMP-17"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.EchoesHash = true }},
		{Name: "temporary-any-secret", Summary: "takes the secret of any token for every key", Breaks: lxhive("TMP-85"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).AnySecretOpens = true }},
		{Name: "temporary-latest-user-named", Summary: "names the latest user in every inspection", Breaks: lxhive("TMP-86"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.NamesLatest = true }},
	}
}

// limiting is the fault of another judgement of what a token may do.
func limiting(name, summary string, limits func(need string, scopes, permissions []string) bool, ids ...string) Fault {
	return Fault{Name: name, Summary: summary, Breaks: lxhive(ids...),
		Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Rights.Limits = limits }}
}

// covers is the judgement of an honest server.
func covers(need string, scopes, permissions []string) bool {
	return lxh.Covers(scopes, need) && lxh.Covers(permissions, need)
}

// temporaryScopes are the faults of what a token may do.
func temporaryScopes() []Fault {
	return []Fault{
		halting(limiting("scope-writing-unchecked", "lets every scope write",
			func(need string, s, p []string) bool {
				return covers(need, s, p) || need == "statements/write" && lxh.Covers(p, need)
			}, "TMP-75")),
		limiting("scope-reading-unchecked", "lets every scope read",
			func(need string, s, p []string) bool {
				return covers(need, s, p) || need == "statements/read" && lxh.Covers(p, need)
			}, "TMP-77"),
		halting(limiting("scope-reading-unknown", "does not know the scope of reading",
			func(need string, s, p []string) bool {
				return covers(need, s, p) && !slices.Contains(s, "statements/read")
			}, "TMP-74")),
		halting(limiting("scope-writing-unknown", "does not know the scope of writing",
			func(need string, s, p []string) bool {
				return covers(need, s, p) && !slices.Contains(s, "statements/write")
			}, "TMP-76")),
		{Name: "scope-all-reads-only", Summary: "lets full access only read", Breaks: lxhive("TMP-78"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Rights.Limits = func(need string, s, p []string) bool {
					return covers(need, s, p) && (need != "statements/write" || slices.Contains(s, need))
				}
			}},
		{Name: "default-reads-nothing", Summary: "takes full access for the right to nothing, unless the rest is named", Halts: true,
			Breaks: lxhive("TMP-02", "TMP-78"), Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Rights.Limits = func(need string, s, _ []string) bool { return slices.Contains(s, need) }
			}},
		{Name: "scope-narrow-refused", Summary: "refuses a scope that full access covers and does not name", Breaks: lxhive("TMP-101"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Rights.Includes = slices.Contains[[]string] }},
		{Name: "temporary-scope-refused-401", Summary: "answers 401 to what is out of a token's scope", Breaks: lxhive("TMP-104"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Forbidden.Status = http.StatusUnauthorized }},
		limiting("permissions-unchecked", "looks at scopes and not at the user's permissions",
			func(need string, s, _ []string) bool { return lxh.Covers(s, need) }, "TMP-84"),
		{Name: "scope-beyond-permissions", Summary: "gives a token more than its user may", Breaks: lxhive("TMP-79"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Rights.WideScope = nil
				lxh.Rules(r).Rights.Limits = func(need string, s, p []string) bool {
					return covers(need, s, p) || slices.Contains(s, need)
				}
			}},
	}
}

// temporaryDelegation are the faults of giving rights away.
func temporaryDelegation() []Fault {
	return []Fault{
		{Name: "scope-super-given", Summary: "lets a token with the scope super administer", Breaks: lxhive("TMP-80"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Rights.SuperScope = nil
				lxh.Rules(r).Rights.Administers = func(scopes, _ []string) bool { return slices.Contains(scopes, "super") }
			}},
		{Name: "permission-super-given", Summary: "lets a user with the permission super administer", Breaks: lxhive("TMP-81"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Rights.SuperPermission = nil
				lxh.Rules(r).Rights.Administers = func(_, permissions []string) bool { return slices.Contains(permissions, "super") }
			}},
		{Name: "all-means-super", Summary: "takes full access for administration", Halts: true, Breaks: lxhive("TMP-73"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Rights.Administers = func(scopes, _ []string) bool { return slices.Contains(scopes, "all") }
			}},
		{Name: "scope-unknown-taken", Summary: "takes scopes that do not exist", Breaks: lxhive("TMP-82"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Rights.UnknownScope = nil }},
		{Name: "permission-unknown-taken", Summary: "takes permissions that do not exist", Breaks: lxhive("TMP-83"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Rights.UnknownPermission = nil }},
	}
}

// halting is a fault that leaves nothing to try some checks with.
func halting(f Fault) Fault {
	f.Halts = true
	return f
}

// temporaryChance are the faults of pairs that show only in hundreds of them.
func temporaryChance() []Fault {
	return []Fault{
		{Name: "temporary-secrets-recur", Summary: "gives the same two hundred secrets round and round", Breaks: lxhive("TMP-100"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).NewSecret = recurring(200) }},
		{Name: "temporary-secret-from-key", Summary: "makes the secret of the key, read backwards", Breaks: lxhive("TMP-100"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).NewSecret = func(_ io.Reader, key string) string {
					letters := []byte(key)
					slices.Reverse(letters)
					return string(letters)
				}
			}},
		{Name: "temporary-key-of-bits", Summary: "makes keys of noughts and ones", Breaks: lxhive("TMP-100"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).NewKey = func(random io.Reader) string { return bits(random, 40) }
			}},
	}
}

// recurring makes so many secrets and begins again with the first.
func recurring(period int) func(io.Reader, string) string {
	var mu sync.Mutex
	var made []string
	n := -1
	return func(random io.Reader, _ string) string {
		mu.Lock()
		defer mu.Unlock()
		if n++; n < period {
			made = append(made, rules.RandomString(random, 40))
		}
		return made[n%period]
	}
}

// bits writes random bits as noughts and ones.
func bits(random io.Reader, n int) string {
	text := []byte(rules.RandomString(random, n))
	for i, c := range text {
		text[i] = '0' + c&1
	}
	return string(text)
}
