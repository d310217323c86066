package faults

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/fakeserver"
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
func alsoAdmits(r *fakeserver.Rules, method string, standing fakeserver.Standing) {
	honest := r.Temporary.Admits
	r.Temporary.Admits = func(sent string, caller fakeserver.Standing) bool {
		return honest(sent, caller) || sent == method && caller == standing
	}
}

// admitting is the fault of letting callers of one more standing do what a
// method does.
func admitting(name, summary, method string, standing fakeserver.Standing, ids ...string) Fault {
	return Fault{Name: name, Summary: summary, Breaks: lxhive(ids...),
		Bend: func(r *fakeserver.Rules) { alsoAdmits(r, method, standing) }}
}

// temporaryIssuing are the faults of what is issued, and to whom.
func temporaryIssuing() []Fault {
	return []Fault{
		{Name: "temporary-refused", Summary: "issues no tokens", Halts: true, Breaks: lxhive("TMP-01"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Offered = false }},
		{Name: "temporary-delayed", Summary: "lets tokens in only after a minute", Halts: true, Breaks: lxhive("TMP-02"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.AliveAfter = time.Minute }},
		admitting("temporary-by-anyone", "issues tokens to anyone", http.MethodPost, fakeserver.Nobody, "TMP-03"),
		admitting("temporary-by-stranger", "issues tokens whatever the secret", http.MethodPost, fakeserver.Stranger, "TMP-04"),
		admitting("temporary-by-ordinary", "issues tokens to every valid key", http.MethodPost, fakeserver.Ordinary, "TMP-05"),
		halting(admitting("temporary-begets-temporary", "issues tokens to temporary tokens", http.MethodPost, fakeserver.Holder, "TMP-73")),
		{Name: "temporary-former-ended", Summary: "ends a user's earlier token with a new one", Breaks: lxhive("TMP-10"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.FormerLives = false }},
		{Name: "temporary-known-refused", Summary: "issues no second token to a user", Halts: true, Breaks: lxhive("TMP-10"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.KnownRefused = &fakeserver.Refusal{Status: http.StatusUnauthorized, Description: "the credentials are not valid"}
			}},
		{Name: "temporary-former-given", Summary: "gives a user the same token again", Breaks: lxhive("TMP-10", "TMP-60"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.FormerGiven = true }},
		{Name: "temporary-withdrawn-revived", Summary: "brings withdrawn tokens back with a new one", Breaks: lxhive("TMP-69"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.WithdrawnRevived = true }},
		{Name: "temporary-key-counted", Summary: "numbers the keys", Breaks: lxhive("TMP-11", "TMP-100"),
			Bend: func(r *fakeserver.Rules) {
				n := new(atomic.Int64)
				r.Temporary.NewKey = func(io.Reader) string { return fmt.Sprintf("key%037d", n.Add(1)) }
			}},
		{Name: "temporary-secret-short", Summary: "makes secrets of eight digits", Breaks: lxhive("TMP-11", "TMP-100"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.NewSecret = func(random io.Reader, _ string) string { return digits(random, 8) }
			}},
		{Name: "temporary-secret-is-key", Summary: "gives the key as the secret", Breaks: lxhive("TMP-12", "TMP-100"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.NewSecret = func(_ io.Reader, key string) string { return key } }},
	}
}

// temporaryRequests are the faults of reading what is asked for.
func temporaryRequests() []Fault {
	return []Fault{
		{Name: "temporary-for-nobody", Summary: "issues tokens without an e-mail address", Breaks: lxhive("TMP-06"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Asked.EmailMatters = false }},
		{Name: "temporary-malformed-taken", Summary: "takes a malformed body for an empty one", Breaks: lxhive("TMP-07", "TMP-92"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Asked.MalformedTaken = true }},
		{Name: "temporary-unprivileged-401", Summary: "answers 401 to a caller without administration rights", Breaks: lxhive("TMP-103"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Unprivileged.Status = http.StatusUnauthorized }},
		{Name: "temporary-malformed-422", Summary: "answers 422 to a body that it cannot take", Breaks: lxhive("TMP-102"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Asked.Malformed.Status = http.StatusUnprocessableEntity }},
		{Name: "temporary-malformed-500", Summary: "breaks over a malformed body", Breaks: lxhive("TMP-07", "TMP-92"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Asked.Malformed.Status = http.StatusInternalServerError }},
		{Name: "temporary-email-unchecked", Summary: "takes anything for an e-mail address", Breaks: lxhive("TMP-08"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Asked.EmailFits = func(any) bool { return true } }},
		{Name: "temporary-undescribed", Summary: "refuses a name and a description", Breaks: lxhive("TMP-09"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Asked.Describable = false }},
		{Name: "temporary-list-500", Summary: "breaks over scopes that are no list", Breaks: lxhive("TMP-92"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Asked.BadList.Status = http.StatusInternalServerError }},
		{Name: "temporary-list-unchecked", Summary: "takes anything for a list of rights", Breaks: lxhive("TMP-92"),
			Bend: func(r *fakeserver.Rules) {
				honest := r.Temporary.Asked.ListFits
				r.Temporary.Asked.ListFits = func(value any) ([]string, bool) {
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
			Bend: func(r *fakeserver.Rules) { r.Temporary.Rights.DefaultPermissions = []string{"statements/read"} }},
		{Name: "temporary-permissions-ignored", Summary: "gives new users full access whatever was asked for",
			Breaks: lxhive("TMP-14", "TMP-79", "TMP-84"),
			Bend:   func(r *fakeserver.Rules) { r.Temporary.Rights.PermissionsTaken = false }},
		{Name: "temporary-permissions-overwritten", Summary: "gives known users other permissions", Breaks: lxhive("TMP-15"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Rights.Overwrites = true }},
		{Name: "temporary-empty-password", Summary: "lets users without a password in with an empty one", Breaks: lxhive("TMP-16"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.PasswordlessOpens = func(_, sent string) bool { return sent == "" }
			}},
		{Name: "temporary-default-password", Summary: "gives users without a password a common one", Breaks: lxhive("TMP-16"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.PasswordlessOpens = func(_, sent string) bool { return sent == "changeme" }
			}},
		{Name: "temporary-password-shown", Summary: "repeats the password in its answer", Breaks: lxhive("TMP-17"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.EchoesPassword = true }},
		{Name: "temporary-hash-shown", Summary: "shows the hash of the password", Breaks: lxhive("TMP-17"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.EchoesHash = true }},
		{Name: "temporary-any-secret", Summary: "takes the secret of any token for every key", Breaks: lxhive("TMP-85"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.AnySecretOpens = true }},
		{Name: "temporary-latest-user-named", Summary: "names the latest user in every inspection", Breaks: lxhive("TMP-86"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.NamesLatest = true }},
	}
}
