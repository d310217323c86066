package faults

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
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
		temporaryAddresses(), temporarySpellings(), temporaryHarm(), temporaryByPut(),
	)
}

// bent is the fault of one rule of temporary tokens.
func bent(name, summary string, bend func(*lxh.Temporary), ids ...string) Fault {
	return Fault{Name: name, Summary: summary, Breaks: lxhive(ids...), Bend: func(r *fakeserver.Rules) { bend(lxh.Rules(r)) }}
}

// temporaryAddresses are the faults of telling users apart.
func temporaryAddresses() []Fault {
	known := func(name, summary string, by func(email string) string) Fault {
		return bent(name, summary, func(own *lxh.Temporary) { own.UserOf = by }, "TMP-110")
	}
	local := func(email string) string { name, _, _ := strings.Cut(email, "@"); return name }
	return []Fault{
		known("address-tag-dropped", "knows a user by the address without what follows a plus", func(email string) string {
			name, _, _ := strings.Cut(local(email), "+")
			return name + email[len(local(email)):]
		}),
		known("address-dots-dropped", "knows a user by the address without dots before the @", func(email string) string {
			return strings.ReplaceAll(local(email), ".", "") + email[len(local(email)):]
		}),
		known("address-domain-dropped", "knows a user by what stands before the @", local),
		known("address-cut", "knows a user by the first twelve characters of the address", func(email string) string { return email[:min(len(email), 12)] }),
		bent("temporary-password-of-address", "takes the address up to the @ for the password of users without one",
			func(own *lxh.Temporary) {
				own.PasswordlessOpens = func(email, sent string) bool { return sent == local(email) }
			}, "TMP-16"),
		bent("temporary-password-null", "takes the word null for the password of users without one",
			func(own *lxh.Temporary) {
				own.PasswordlessOpens = func(_, sent string) bool { return sent == "null" }
			}, "TMP-16"),
	}
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
		halting(bent("temporary-refused", "issues no tokens", func(own *lxh.Temporary) { own.Offered = false }, "TMP-01")),
		halting(bent("temporary-delayed", "lets tokens in only after a minute", func(own *lxh.Temporary) { own.AliveAfter = time.Minute }, "TMP-02")),
		admitting("temporary-by-anyone", "issues tokens to anyone", http.MethodPost, lxh.Nobody, "TMP-03"),
		admitting("temporary-by-stranger", "issues tokens whatever the secret", http.MethodPost, lxh.Stranger, "TMP-04"),
		admitting("temporary-by-ordinary", "issues tokens to every valid key", http.MethodPost, lxh.Ordinary, "TMP-05"),
		halting(admitting("temporary-begets-temporary", "issues tokens to temporary tokens", http.MethodPost, lxh.Holder, "TMP-73")),
		bent("temporary-former-ended", "ends a user's earlier token with a new one",
			func(own *lxh.Temporary) { own.FormerLives = false }, "TMP-10", "TMP-72"),
		{Name: "temporary-known-refused", Summary: "issues no second token to a user", Halts: true, Breaks: lxhive("TMP-10"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).KnownRefused = &fakeserver.Refusal{Status: http.StatusUnauthorized, Description: "the credentials are not valid"}
			}},
		bent("temporary-former-given", "gives a user the same token again", func(own *lxh.Temporary) { own.FormerGiven = true }, "TMP-10", "TMP-60"),
		bent("temporary-withdrawn-revived", "brings withdrawn tokens back with a new one",
			func(own *lxh.Temporary) { own.WithdrawnRevived = true }, "TMP-69"),
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
		bent("temporary-for-nobody", "issues tokens without an e-mail address", func(own *lxh.Temporary) { own.Asked.EmailMatters = false }, "TMP-06"),
		bent("temporary-malformed-taken", "takes a malformed body for an empty one",
			func(own *lxh.Temporary) { own.Asked.MalformedTaken = true }, "TMP-07", "TMP-92"),
		bent("temporary-unprivileged-401", "answers 401 to a caller without administration rights",
			func(own *lxh.Temporary) { own.Unprivileged.Status = http.StatusUnauthorized }, "TMP-103"),
		bent("temporary-malformed-422", "answers 422 to a body that it cannot take",
			func(own *lxh.Temporary) { own.Asked.Malformed.Status = http.StatusUnprocessableEntity }, "TMP-102"),
		bent("temporary-malformed-500", "breaks over a malformed body",
			func(own *lxh.Temporary) { own.Asked.Malformed.Status = http.StatusInternalServerError }, "TMP-07", "TMP-92"),
		bent("temporary-email-unchecked", "takes anything for an e-mail address",
			func(own *lxh.Temporary) { own.Asked.EmailFits = func(any) bool { return true } }, "TMP-08"),
		bent("temporary-undescribed", "refuses a name and a description", func(own *lxh.Temporary) { own.Asked.Describable = false }, "TMP-09"),
		bent("temporary-list-500", "breaks over scopes that are no list",
			func(own *lxh.Temporary) { own.Asked.BadList.Status = http.StatusInternalServerError }, "TMP-92"),
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
		bent("temporary-user-powerless", "lets new users only read",
			func(own *lxh.Temporary) { own.Rights.DefaultPermissions = []string{"statements/read"} }, "TMP-13"),
		bent("temporary-permissions-ignored", "gives new users full access whatever was asked for",
			func(own *lxh.Temporary) { own.Rights.PermissionsTaken = false }, "TMP-14", "TMP-79", "TMP-84", "TMP-115"),
		bent("temporary-permissions-overwritten", "gives known users other permissions",
			func(own *lxh.Temporary) { own.Rights.Overwrites = true }, "TMP-15"),
		{Name: "temporary-empty-password", Summary: "lets users without a password in with an empty one", Breaks: lxhive("TMP-16"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).PasswordlessOpens = func(_, sent string) bool { return sent == "" }
			}},
		{Name: "temporary-default-password", Summary: "gives users without a password a common one", Breaks: lxhive("TMP-16"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).PasswordlessOpens = func(_, sent string) bool { return sent == "changeme" }
			}},
		bent("temporary-password-shown", "repeats the password in its answer", func(own *lxh.Temporary) { own.Showing.EchoesPassword = true }, "TMP-17"),
		bent("temporary-hash-shown", "shows the hash of the password", func(own *lxh.Temporary) { own.Showing.EchoesHash = true }, "TMP-17"),
		bent("temporary-any-secret", "takes the secret of any token for every key", func(own *lxh.Temporary) { own.AnySecretOpens = true }, "TMP-85"),
		bent("temporary-latest-user-named", "names the latest user in every inspection",
			func(own *lxh.Temporary) { own.Showing.NamesLatest = true }, "TMP-86"),
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
		bent("scope-narrow-refused", "refuses a scope that full access covers and does not name",
			func(own *lxh.Temporary) { own.Rights.Includes = slices.Contains[[]string] }, "TMP-101"),
		bent("temporary-scope-refused-401", "answers 401 to what is out of a token's scope",
			func(own *lxh.Temporary) { own.Forbidden.Status = http.StatusUnauthorized }, "TMP-104"),
		limiting("permissions-unchecked", "looks at scopes and not at the user's permissions",
			func(need string, s, _ []string) bool { return lxh.Covers(s, need) }, "TMP-84"),
		{Name: "scope-beyond-permissions", Summary: "gives a token more than its user may", Breaks: lxhive("TMP-79", "TMP-115"),
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
		{Name: "scope-super-given", Summary: "lets a token with the scope super administer", Breaks: lxhive("TMP-80", "TMP-115"),
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
		bent("temporary-scope-case-folded", "knows scopes and permissions whatever their case", func(own *lxh.Temporary) {
			known := own.Rights.Known
			own.Rights.Known = func(name string) bool { return known(strings.ToLower(name)) }
			own.Rights.Includes = func(held []string, scope string) bool { return lxh.Covers(held, strings.ToLower(scope)) }
		}, "TMP-82", "TMP-83"),
		bent("scope-unknown-taken", "takes scopes that do not exist", func(own *lxh.Temporary) { own.Rights.UnknownScope = nil }, "TMP-82"),
		bent("permission-unknown-taken", "takes permissions that do not exist", func(own *lxh.Temporary) { own.Rights.UnknownPermission = nil }, "TMP-83"),
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
		bent("temporary-secrets-recur", "gives the same two hundred secrets round and round",
			func(own *lxh.Temporary) { own.NewSecret = recurring(200) }, "TMP-100"),
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
