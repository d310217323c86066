package faults

import (
	"net/http"

	"github.com/authassay/authassay/fakeserver"
)

// temporaryInspecting are the faults of showing tokens.
func temporaryInspecting() []Fault {
	return []Fault{
		admitting("temporary-shown-to-anyone", "shows tokens to anyone", http.MethodGet, fakeserver.Nobody, "TMP-53"),
		admitting("temporary-shown-to-ordinary", "shows tokens to every valid key", http.MethodGet, fakeserver.Ordinary, "TMP-54"),
		admitting("temporary-shown-to-itself", "shows tokens to temporary tokens", http.MethodGet, fakeserver.Holder, "TMP-73"),
		breaking("get-500", "breaks over every GET", http.MethodGet, "TMP-48"),
		{Name: "temporary-unknown-500", Summary: "breaks over an unknown key", Halts: true, Breaks: lxhive("TMP-50"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.UnknownKey.Status = http.StatusInternalServerError }},
		{Name: "temporary-long-key-500", Summary: "breaks over a key of many kilobytes", Breaks: lxhive("TMP-108"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.LongKey.Status = http.StatusInternalServerError }},
		{Name: "temporary-unknown-410", Summary: "answers 410 to an unknown key", Breaks: lxhive("TMP-52", "TMP-105"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.UnknownKey.Status = http.StatusGone }},
		{Name: "temporary-shown-without-check", Summary: "shows tokens whatever the secret", Halts: true, Breaks: lxhive("TMP-51"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.SecretMatches = anything }},
		{Name: "temporary-shown-by-prefix", Summary: "compares only as much of the secret as it was sent", Breaks: lxhive("TMP-51"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.SecretMatches = prefix }},
		{Name: "temporary-existence-told", Summary: "tells an unknown key from a wrong secret", Breaks: lxhive("TMP-52"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.WrongSecret.Description = "the secret is wrong" }},
		{Name: "temporary-shown-by-key", Summary: "shows a token for its key alone", Breaks: lxhive("TMP-55"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.KeyAlone = true }},
		{Name: "temporary-shown-unasked", Summary: "shows some token when asked for none", Breaks: lxhive("TMP-55"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.ListsAll = true }},
		{Name: "temporary-withdrawn-shown", Summary: "shows withdrawn tokens", Breaks: lxhive("TMP-57"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.WithdrawnShown = true }},
	}
}

// temporaryWithdrawing are the faults of withdrawals.
func temporaryWithdrawing() []Fault {
	return []Fault{
		{Name: "withdrawal-200", Summary: "answers 200 with a body to a withdrawal", Breaks: lxhive("TMP-58"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Ended.Status, r.Temporary.Ended.Body = http.StatusOK, `{"message":"deleted"}`
			}},
		{Name: "withdrawal-without-effect", Summary: "leaves withdrawn tokens alive", Halts: true, Breaks: lxhive("TMP-59"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ended.Takes = false }},
		{Name: "withdrawal-takes-sisters", Summary: "ends all tokens of a user with one", Breaks: lxhive("TMP-60"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ended.TakesSisters = true }},
		{Name: "withdrawal-shuts-caller", Summary: "shuts the API to the caller of a withdrawal", Halts: true, Breaks: lxhive("TMP-61"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ended.ShutsCaller = true }},
		{Name: "withdrawal-takes-all", Summary: "ends all tokens with one", Breaks: lxhive("TMP-60", "TMP-62"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ended.TakesAll = true }},
		{Name: "withdraw-ends-everything", Summary: "ends every credential with one token, the caller's own too", Halts: true,
			Breaks: lxhive("TMP-61"), Bend: func(r *fakeserver.Rules) { r.Temporary.Ended.TakesEvery = true }},
		{Name: "withdrawal-unnamed-taken", Summary: "answers 204 to a withdrawal that names no token", Breaks: lxhive("TMP-107"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ended.BareTaken = true }},
		{Name: "withdrawal-of-everything", Summary: "ends every credential when no token is named", Halts: true,
			Breaks: lxhive("TMP-66"), Bend: func(r *fakeserver.Rules) { r.Temporary.Ended.BareTakesEvery = true }},
		breaking("delete-500", "breaks over every DELETE", http.MethodDelete, "TMP-58"),
		{Name: "withdrawal-again-500", Summary: "breaks over a withdrawal of what is gone", Breaks: lxhive("TMP-63"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ended.GoneStatus = http.StatusInternalServerError }},
		{Name: "withdrawal-without-check", Summary: "withdraws tokens whatever the secret", Breaks: lxhive("TMP-64"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ended.SecretMatches = anything }},
		{Name: "withdrawal-by-key", Summary: "withdraws a token for its key alone", Breaks: lxhive("TMP-65", "TMP-107"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ended.KeyAlone = true }},
		{Name: "withdrawal-of-all", Summary: "withdraws all tokens when none is named", Breaks: lxhive("TMP-66", "TMP-107"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ended.BareTakesAll = true }},
		admitting("withdrawal-by-anyone", "withdraws tokens for anyone", http.MethodDelete, fakeserver.Nobody, "TMP-67"),
		admitting("withdrawal-by-ordinary", "withdraws tokens for every valid key", http.MethodDelete, fakeserver.Ordinary, "TMP-68"),
		admitting("withdrawal-by-temporary", "withdraws tokens for temporary tokens", http.MethodDelete, fakeserver.Holder, "TMP-73"),
	}
}

// temporaryReplacing are the faults of PUT.
func temporaryReplacing() []Fault {
	return []Fault{
		{Name: "replacing-refused", Summary: "does not know PUT", Halts: true, Breaks: lxhive("TMP-70"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Methods = []string{http.MethodGet, http.MethodPost, http.MethodDelete}
			}},
		breaking("put-500", "breaks over every PUT", http.MethodPut, "TMP-70"),
		admitting("replacing-by-ordinary", "replaces tokens for every valid key", http.MethodPut, fakeserver.Ordinary, "TMP-71"),
		{Name: "replacing-ends-former", Summary: "ends a user's tokens with a PUT", Breaks: lxhive("TMP-72"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.PutFormerLives = false }},
	}
}

// breaking is the fault of a method that is always answered with a server
// error.
func breaking(name, summary, method string, ids ...string) Fault {
	return Fault{Name: name, Summary: summary, Halts: true, Breaks: lxhive(ids...),
		Bend: func(r *fakeserver.Rules) { r.Temporary.Breaks = func(sent string) bool { return sent == method } }}
}
