package faults

import (
	"net/http"
	"time"

	"github.com/authassay/authassay/fakeserver"
	lxh "github.com/authassay/authassay/fakeserver/lxhive"
)

// temporaryInspecting are the faults of showing tokens.
func temporaryInspecting() []Fault {
	return []Fault{
		admitting("temporary-shown-to-anyone", "shows tokens to anyone", http.MethodGet, lxh.Nobody, "TMP-53"),
		admitting("temporary-shown-to-ordinary", "shows tokens to every valid key", http.MethodGet, lxh.Ordinary, "TMP-54"),
		admitting("temporary-shown-to-itself", "shows tokens to temporary tokens", http.MethodGet, lxh.Holder, "TMP-73"),
		breaking("get-500", "breaks over every GET", http.MethodGet, "TMP-48"),
		{Name: "temporary-unknown-500", Summary: "breaks over an unknown key", Halts: true, Breaks: lxhive("TMP-50"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.UnknownKey.Status = http.StatusInternalServerError }},
		{Name: "temporary-long-key-500", Summary: "breaks over a key of many kilobytes", Breaks: lxhive("TMP-108"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.LongKey.Status = http.StatusInternalServerError }},
		{Name: "temporary-unknown-410", Summary: "answers 410 to an unknown key", Breaks: lxhive("TMP-52", "TMP-105"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.UnknownKey.Status = http.StatusGone }},
		{Name: "temporary-shown-without-check", Summary: "shows tokens whatever the secret", Halts: true, Breaks: lxhive("TMP-51"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.SecretMatches = anything }},
		{Name: "temporary-shown-by-prefix", Summary: "compares only as much of the secret as it was sent", Breaks: lxhive("TMP-51"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.SecretMatches = prefix }},
		{Name: "temporary-existence-told", Summary: "tells an unknown key from a wrong secret", Breaks: lxhive("TMP-52"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.WrongSecret.Description = "the secret is wrong" }},
		{Name: "temporary-shown-by-key", Summary: "shows a token for its key alone", Breaks: lxhive("TMP-55"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.KeyAlone = true }},
		{Name: "temporary-shown-unasked", Summary: "shows some token when asked for none", Breaks: lxhive("TMP-55"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.ListsAll = true }},
		{Name: "temporary-withdrawn-shown", Summary: "shows withdrawn tokens", Breaks: lxhive("TMP-57"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Showing.WithdrawnShown = true }},
	}
}

// temporaryWithdrawing are the faults of withdrawals.
func temporaryWithdrawing() []Fault {
	return []Fault{
		{Name: "withdrawal-200", Summary: "answers 200 with a body to a withdrawal", Breaks: lxhive("TMP-58"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Ended.Status, lxh.Rules(r).Ended.Body = http.StatusOK, `{"message":"deleted"}`
			}},
		{Name: "withdrawal-without-effect", Summary: "leaves withdrawn tokens alive", Halts: true, Breaks: lxhive("TMP-59"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ended.Takes = false }},
		{Name: "withdrawal-takes-sisters", Summary: "ends all tokens of a user with one", Breaks: lxhive("TMP-60"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ended.TakesSisters = true }},
		{Name: "withdrawal-shuts-caller", Summary: "shuts the API to the caller of a withdrawal", Halts: true, Breaks: lxhive("TMP-61"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ended.ShutsCaller = true }},
		{Name: "withdrawal-takes-all", Summary: "ends all tokens with one", Breaks: lxhive("TMP-60", "TMP-62"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ended.TakesAll = true }},
		{Name: "withdraw-ends-everything", Summary: "ends every credential with one token, the caller's own too", Halts: true,
			Breaks: lxhive("TMP-61"), Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ended.TakesEvery = true }},
		{Name: "withdrawal-unnamed-taken", Summary: "answers 204 to a withdrawal that names no token", Breaks: lxhive("TMP-107"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ended.BareTaken = true }},
		{Name: "withdrawal-of-everything", Summary: "ends every credential when no token is named", Halts: true,
			Breaks: lxhive("TMP-66"), Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ended.BareTakesEvery = true }},
		breaking("delete-500", "breaks over every DELETE", http.MethodDelete, "TMP-58"),
		{Name: "withdrawal-again-500", Summary: "breaks over a withdrawal of what is gone", Breaks: lxhive("TMP-63"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ended.GoneStatus = http.StatusInternalServerError }},
		{Name: "withdrawal-without-check", Summary: "withdraws tokens whatever the secret", Breaks: lxhive("TMP-64"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ended.SecretMatches = anything }},
		{Name: "withdrawal-by-key", Summary: "withdraws a token for its key alone", Breaks: lxhive("TMP-65", "TMP-107"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ended.KeyAlone = true }},
		{Name: "withdrawal-of-all", Summary: "withdraws all tokens when none is named", Breaks: lxhive("TMP-66", "TMP-107"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ended.BareTakesAll = true }},
		admitting("withdrawal-by-anyone", "withdraws tokens for anyone", http.MethodDelete, lxh.Nobody, "TMP-67"),
		admitting("withdrawal-by-ordinary", "withdraws tokens for every valid key", http.MethodDelete, lxh.Ordinary, "TMP-68"),
		admitting("withdrawal-by-temporary", "withdraws tokens for temporary tokens", http.MethodDelete, lxh.Holder, "TMP-73"),
	}
}

// temporaryReplacing are the faults of PUT.
func temporaryReplacing() []Fault {
	return []Fault{
		{Name: "replacing-refused", Summary: "does not know PUT", Halts: true, Breaks: lxhive("TMP-70"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Methods = []string{http.MethodGet, http.MethodPost, http.MethodDelete}
			}},
		breaking("put-500", "breaks over every PUT", http.MethodPut, "TMP-70"),
		admitting("replacing-by-ordinary", "replaces tokens for every valid key", http.MethodPut, lxh.Ordinary, "TMP-71"),
		{Name: "replacing-ends-former", Summary: "ends a user's tokens with a PUT", Breaks: lxhive("TMP-72"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).PutFormerLives = false }},
	}
}

// breaking is the fault of a method that is always answered with a server
// error.
func breaking(name, summary, method string, ids ...string) Fault {
	return Fault{Name: name, Summary: summary, Halts: true, Breaks: lxhive(ids...),
		Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Breaks = func(sent string) bool { return sent == method } }}
}

// ending is the fault of ending tokens of one kind at another time.
func ending(name, summary, kind string, by time.Duration, ids ...string) Fault {
	return Fault{Name: name, Summary: summary, Breaks: lxhive(ids...), Bend: func(r *fakeserver.Rules) {
		lxh.Rules(r).Ending.Ends = func(said string, asked time.Time) time.Time {
			if said == kind {
				return asked.Add(by)
			}
			return asked
		}
	}}
}

// temporaryLife are the faults of when a token really ends.
func temporaryLife() []Fault {
	return []Fault{
		{Name: "temporary-lives-2h", Summary: "announces and keeps a default life of two hours", Breaks: lxhive("TMP-29", "TMP-31"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ending.Default = 2 * time.Hour }},
		{Name: "temporary-lives-a-century", Summary: "lets tokens live for a century unless told otherwise",
			Breaks: lxhive("TMP-29", "TMP-31"),
			Bend:   func(r *fakeserver.Rules) { lxh.Rules(r).Ending.Default = 100 * 365 * 24 * time.Hour }},
		ending("temporary-default-early", "ends tokens a minute before the default life", "default", -time.Minute, "TMP-30"),
		ending("temporary-default-late", "ends tokens a minute after the default life", "default", time.Minute, "TMP-31"),
		ending("temporary-iso-early", "ends tokens before their ISO 8601 expiry", "iso", -4*time.Second, "TMP-32"),
		ending("temporary-iso-late", "ends tokens after their ISO 8601 expiry", "iso", 15*time.Second, "TMP-33"),
		ending("temporary-unix-early", "ends tokens before their Unix expiry", "unix", -4*time.Second, "TMP-34"),
		ending("temporary-unix-late", "ends tokens after their Unix expiry", "unix", 15*time.Second, "TMP-35"),
	}
}

// temporaryExpiries are the faults of reading an expiry.
func temporaryExpiries() []Fault {
	return []Fault{
		{Name: "temporary-offset-ignored", Summary: "drops the offset of an ISO 8601 time", Breaks: lxhive("TMP-36"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Ending.ReadISO = func(text string) (time.Time, bool) {
					at, ok := lxh.ReadISO(text)
					return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.UTC), ok
				}
			}},
		{Name: "temporary-fraction-refused", Summary: "refuses fractions in an ISO 8601 time", Breaks: lxhive("TMP-37"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Ending.ReadISO = func(text string) (time.Time, bool) {
					at, ok := lxh.ReadISO(text)
					return at, ok && at.Nanosecond() == 0
				}
			}},
		{Name: "temporary-unix-in-milliseconds", Summary: "takes Unix times for milliseconds", Halts: true, Breaks: lxhive("TMP-09", "TMP-34"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Ending.ReadUnix = func(n float64) (time.Time, bool) { return time.UnixMilli(int64(n)), true }
			}},
		{Name: "temporary-past-defaulted", Summary: "takes a time in the past for none", Breaks: lxhive("TMP-39"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ending.PastIsDefault = true }},
		{Name: "temporary-unreadable-defaulted", Summary: "takes a time that it cannot read for none", Breaks: lxhive("TMP-40"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ending.UnreadableTaken = true }},
		{Name: "temporary-unreadable-500", Summary: "breaks over a time that it cannot read", Breaks: lxhive("TMP-40"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ending.Unreadable.Status = http.StatusInternalServerError }},
		{Name: "temporary-null-refused", Summary: "refuses an expiry of null", Breaks: lxhive("TMP-41"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ending.NullIsDefault = false }},
		{Name: "temporary-far-500", Summary: "breaks over a far expiry", Breaks: lxhive("TMP-42", "TMP-99"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ending.TooFar.Status = http.StatusInternalServerError }},
		{Name: "temporary-unbounded", Summary: "lets a token live for as long as it was asked for", Breaks: lxhive("TMP-99"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ending.Longest = 0 }},
		{Name: "temporary-far-overflows", Summary: "ends tokens with a far expiry at once", Breaks: lxhive("TMP-42", "TMP-99"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Ending.Longest = 0
				lxh.Rules(r).Ending.Ends = func(_ string, asked time.Time) time.Time {
					if asked.Year() > 2262 {
						return time.Unix(0, 0)
					}
					return asked
				}
			}},
	}
}

// temporaryAfterlife are the faults of tokens around their end.
func temporaryAfterlife() []Fault {
	return []Fault{
		{Name: "temporary-expired-403", Summary: "answers 403 to an expired token", Breaks: lxhive("TMP-46", "TMP-106"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ending.Expired.Status = http.StatusForbidden }},
		{Name: "temporary-expired-told", Summary: "says that a token is expired", Breaks: lxhive("TMP-46"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ending.Expired.Description = "the token is expired" }},
		{Name: "temporary-use-prolongs", Summary: "starts a token's life again with each use", Breaks: lxhive("TMP-44"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ending.Slides = true }},
		{Name: "temporary-inspection-prolongs", Summary: "starts a token's life again with each inspection", Breaks: lxhive("TMP-45"),
			Bend: func(r *fakeserver.Rules) { lxh.Rules(r).Ending.InspectionSlides = true }},
	}
}
