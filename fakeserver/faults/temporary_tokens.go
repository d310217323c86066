package faults

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
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
		halting(bent("temporary-unknown-500", "breaks over an unknown key",
			func(own *lxh.Temporary) { own.Showing.UnknownKey.Status = http.StatusInternalServerError }, "TMP-50")),
		bent("temporary-long-key-500", "breaks over a key of many kilobytes",
			func(own *lxh.Temporary) { own.Showing.LongKey.Status = http.StatusInternalServerError }, "TMP-108"),
		bent("temporary-unknown-410", "answers 410 to an unknown key",
			func(own *lxh.Temporary) { own.Showing.UnknownKey.Status = http.StatusGone }, "TMP-52", "TMP-105"),
		halting(bent("temporary-shown-without-check", "shows tokens whatever the secret",
			func(own *lxh.Temporary) { own.Showing.SecretMatches = anything }, "TMP-51")),
		bent("temporary-shown-by-prefix", "compares only as much of the secret as it was sent",
			func(own *lxh.Temporary) { own.Showing.SecretMatches = prefix }, "TMP-51"),
		bent("temporary-existence-told", "tells an unknown key from a wrong secret",
			func(own *lxh.Temporary) { own.Showing.WrongSecret.Description = "the secret is wrong" }, "TMP-52"),
		bent("temporary-shown-by-key", "shows a token for its key alone", func(own *lxh.Temporary) { own.Showing.KeyAlone = true }, "TMP-55"),
		bent("temporary-shown-unasked", "shows some token when asked for none", func(own *lxh.Temporary) { own.Showing.ListsAll = true }, "TMP-55"),
		bent("temporary-withdrawn-shown", "shows withdrawn tokens", func(own *lxh.Temporary) { own.Showing.WithdrawnShown = true }, "TMP-57"),
	}
}

// temporaryWithdrawing are the faults of withdrawals.
func temporaryWithdrawing() []Fault {
	return []Fault{
		{Name: "withdrawal-200", Summary: "answers 200 with a body to a withdrawal", Breaks: lxhive("TMP-58"),
			Bend: func(r *fakeserver.Rules) {
				lxh.Rules(r).Ended.Status, lxh.Rules(r).Ended.Body = http.StatusOK, `{"message":"deleted"}`
			}},
		halting(bent("withdrawal-without-effect", "leaves withdrawn tokens alive", func(own *lxh.Temporary) { own.Ended.Takes = false }, "TMP-59")),
		bent("withdrawal-takes-sisters", "ends all tokens of a user with one", func(own *lxh.Temporary) { own.Ended.TakesSisters = true }, "TMP-60"),
		halting(bent("withdrawal-shuts-caller", "shuts the API to the caller of a withdrawal",
			func(own *lxh.Temporary) { own.Ended.ShutsCaller = true }, "TMP-61")),
		bent("withdrawal-takes-all", "ends all tokens with one", func(own *lxh.Temporary) { own.Ended.TakesAll = true }, "TMP-60", "TMP-62"),
		halting(bent("withdraw-ends-everything", "ends every credential with one token, the caller's own too",
			func(own *lxh.Temporary) { own.Ended.TakesEvery = true }, "TMP-61")),
		bent("withdrawal-unnamed-taken", "answers 204 to a withdrawal that names no token",
			func(own *lxh.Temporary) { own.Ended.BareTaken = true }, "TMP-107"),
		halting(bent("withdrawal-of-everything", "ends every credential when no token is named",
			func(own *lxh.Temporary) { own.Ended.BareTakesEvery = true }, "TMP-66")),
		breaking("delete-500", "breaks over every DELETE", http.MethodDelete, "TMP-58"),
		bent("withdrawal-again-500", "breaks over a withdrawal of what is gone",
			func(own *lxh.Temporary) { own.Ended.GoneStatus = http.StatusInternalServerError }, "TMP-63"),
		bent("withdrawal-without-check", "withdraws tokens whatever the secret",
			func(own *lxh.Temporary) { own.Ended.SecretMatches = anything }, "TMP-64"),
		bent("withdrawal-by-key", "withdraws a token for its key alone", func(own *lxh.Temporary) { own.Ended.KeyAlone = true }, "TMP-65", "TMP-107"),
		bent("withdrawal-of-all", "withdraws all tokens when none is named",
			func(own *lxh.Temporary) { own.Ended.BareTakesAll = true }, "TMP-66", "TMP-107", "TMP-109"),
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
	}
}

// temporarySpellings are the faults of taking one value for another.
func temporarySpellings() []Fault {
	absent := func(name, summary string, is func(value any) bool, ids ...string) Fault {
		return bent(name, summary, func(own *lxh.Temporary) { own.Ending.Absent = is }, ids...)
	}
	iso := func(name, summary string, read func(text string) (time.Time, bool), id string) Fault {
		return bent(name, summary, func(own *lxh.Temporary) { own.Ending.ReadISO = read }, id)
	}
	opens := func(name, summary string, fits func(stored, sent string) bool) Fault {
		return bent(name, summary, func(own *lxh.Temporary) { own.SecretOpens = fits }, "TMP-114")
	}
	return []Fault{
		absent("expiry-zero-is-none", "takes an expiry of 0 for none", func(v any) bool { return v == 0.0 }, "TMP-39"),
		absent("expiry-negative-is-none", "takes a negative expiry for none", negative, "TMP-39"),
		absent("expiry-empty-is-none", "takes an empty expiry for none", func(v any) bool { return v == "" }, "TMP-40"),
		absent("expiry-false-is-none", "takes an expiry of false for none", func(v any) bool { return v == false }, "TMP-40"),
		absent("expiry-words-read", "reads words of English for an expiry", among("tomorrow", "next week", "+1 hour"), "TMP-40"),
		absent("expiry-hour-read", "reads an hour without a day for an expiry", among("12:00"), "TMP-40"),
		absent("expiry-never-read", "reads never for an expiry", among("never"), "TMP-40"),
		iso("expiry-rolled-over", "rolls days that no month has over into the next", rolledOver, "TMP-40"),
		iso("expiry-rest-ignored", "ignores what follows an expiry", func(text string) (time.Time, bool) {
			text, _, _ = strings.Cut(text, " ")
			return lxh.ReadISO(text)
		}, "TMP-40"),
		iso("expiry-micros-refused", "refuses more than three digits of a fraction", func(text string) (time.Time, bool) {
			at, ok := lxh.ReadISO(text)
			return at, ok && !longFraction.MatchString(text)
		}, "TMP-37"),
		iso("expiry-offset-turned", "takes an offset to the east for one to the west", offset(func(o time.Duration) time.Duration { return -o }), "TMP-36"),
		iso("expiry-offset-whole", "drops the minutes of an offset", offset(func(o time.Duration) time.Duration { return o.Truncate(time.Hour) }), "TMP-36"),
		iso("expiry-offset-short", "keeps to twelve hours of an offset", offset(func(o time.Duration) time.Duration { return min(o, 12*time.Hour) }), "TMP-36"),
		opens("token-secret-case-folded", "compares secrets of tokens whatever their case", strings.EqualFold),
		opens("token-secret-begun", "compares no more than eight characters of a token's secret", func(stored, sent string) bool {
			return len(sent) >= 8 && stored[:8] == sent[:8]
		}),
		opens("token-secret-continued", "does not mind what follows a token's secret", func(stored, sent string) bool { return strings.HasPrefix(sent, stored) }),
	}
}

// negative says whether an expiry is before 1970.
func negative(value any) bool {
	n, number := value.(float64)
	return number && n < 0
}

// among is one of some values.
func among(words ...any) func(value any) bool {
	return func(value any) bool {
		text, is := value.(string)
		return is && slices.Contains(words, any(text))
	}
}

// longFraction is a fraction of a second in more than three digits.
var longFraction = regexp.MustCompile(`\.\d{4}`)

// rolledOver reads a time as calendars do that know no last day.
func rolledOver(text string) (time.Time, bool) {
	var y, mo, d, h, mi, s int
	if n, _ := fmt.Sscanf(text, "%d-%d-%dT%d:%d:%dZ", &y, &mo, &d, &h, &mi, &s); n == 6 && strings.HasSuffix(text, "Z") && mo < 13 && h < 24 {
		return time.Date(y, time.Month(mo), d, h, mi, s, 0, time.UTC), true
	}
	return lxh.ReadISO(text)
}

// offset reads a time with another offset than is written.
func offset(of func(time.Duration) time.Duration) func(text string) (time.Time, bool) {
	return func(text string) (time.Time, bool) {
		at, ok := lxh.ReadISO(text)
		_, seconds := at.Zone()
		east := time.Duration(seconds) * time.Second
		return at.Add(east - of(east)), ok
	}
}

// temporaryHarm are the faults of showing or ending what nobody has named.
func temporaryHarm() []Fault {
	shown := func(name, summary string, bend func(*lxh.Showing), ids ...string) Fault {
		return bent(name, summary, func(own *lxh.Temporary) { bend(&own.Showing) }, ids...)
	}
	ended := func(name, summary string, bend func(*lxh.Withdrawal), ids ...string) Fault {
		return bent(name, summary, func(own *lxh.Temporary) { bend(&own.Ended) }, ids...)
	}
	wildcard := func(query url.Values) bool { return query.Get("key") == "%" || query.Get("key") == "*" }
	operator := func(query url.Values) bool { return query.Has("key[$ne]") }
	only := func(methods ...string) func(*lxh.Temporary) {
		return func(own *lxh.Temporary) { own.Methods = methods }
	}
	return []Fault{
		halting(bent("get-405", "does not know GET", only(http.MethodPost, http.MethodPut, http.MethodDelete), "TMP-48")),
		halting(bent("delete-405", "does not know DELETE", only(http.MethodPost, http.MethodPut, http.MethodGet), "TMP-58")),
		bent("expired-revived", "brings expired tokens back with a new one", func(own *lxh.Temporary) { own.ExpiredRevived = true }, "TMP-113"),
		bent("expiry-takes-sisters", "ends all tokens of a user with the first that expires",
			func(own *lxh.Temporary) { own.Ending.TakesSisters = true }, "TMP-112"),
		shown("temporary-shown-by-empty-secret", "shows a token for its key and an empty secret", func(own *lxh.Showing) { own.EmptySecret = true }, "TMP-55"),
		shown("temporary-shown-by-other-secret", "shows a token for its key and the secret of another", func(own *lxh.Showing) { own.OtherSecret = true }, "TMP-51"),
		shown("temporary-shown-case-folded", "compares secrets whatever their case before it shows a token",
			func(own *lxh.Showing) { own.SecretMatches = strings.EqualFold }, "TMP-51"),
		shown("temporary-shown-by-wildcard", "shows some token for a wildcard", func(own *lxh.Showing) { own.Pattern = wildcard }, "TMP-55"),
		shown("temporary-shown-by-operator", "shows some token for an operator of its database", func(own *lxh.Showing) { own.Pattern = operator }, "TMP-55"),
		ended("withdrawal-by-empty-secret", "withdraws a token for its key and an empty secret", func(own *lxh.Withdrawal) { own.EmptySecret = true }, "TMP-65", "TMP-107"),
		ended("withdrawal-by-secret", "withdraws a token for its secret alone", func(own *lxh.Withdrawal) { own.SecretAlone = true }, "TMP-66", "TMP-107"),
		ended("withdrawal-by-other-secret", "withdraws a token for its key and the secret of another", func(own *lxh.Withdrawal) { own.OtherSecret = true }, "TMP-64"),
		ended("withdrawal-case-folded", "compares secrets whatever their case before it withdraws",
			func(own *lxh.Withdrawal) { own.SecretMatches = strings.EqualFold }, "TMP-64"),
		ended("withdrawal-wrong-takes-sisters", "ends a user's other tokens by a wrong secret of one", func(own *lxh.Withdrawal) { own.WrongTakes = true }, "TMP-64"),
		ended("withdrawal-again-takes-sisters", "ends a user's other tokens when one is withdrawn again", func(own *lxh.Withdrawal) { own.AgainTakes = true }, "TMP-60"),
		ended("withdrawal-of-unknown-takes-all", "ends all tokens when one is withdrawn that never was", func(own *lxh.Withdrawal) { own.UnknownTakes = true }, "TMP-62", "TMP-109"),
		ended("withdrawal-by-wildcard", "ends all tokens for a wildcard", func(own *lxh.Withdrawal) { own.Pattern = wildcard }, "TMP-109"),
		ended("withdrawal-by-operator", "ends all tokens for an operator of its database", func(own *lxh.Withdrawal) { own.Pattern = operator }, "TMP-109"),
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
		bent("temporary-lives-2h", "announces and keeps a default life of two hours",
			func(own *lxh.Temporary) { own.Ending.Default = 2 * time.Hour }, "TMP-29", "TMP-31"),
		bent("temporary-lives-a-century", "lets tokens live for a century unless told otherwise",
			func(own *lxh.Temporary) { own.Ending.Default = 100 * 365 * 24 * time.Hour }, "TMP-29", "TMP-31"),
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
		bent("temporary-past-defaulted", "takes a time in the past for none", func(own *lxh.Temporary) { own.Ending.PastIsDefault = true }, "TMP-39"),
		bent("temporary-unreadable-defaulted", "takes a time that it cannot read for none",
			func(own *lxh.Temporary) { own.Ending.UnreadableTaken = true }, "TMP-40"),
		bent("temporary-unreadable-500", "breaks over a time that it cannot read",
			func(own *lxh.Temporary) { own.Ending.Unreadable.Status = http.StatusInternalServerError }, "TMP-40"),
		bent("temporary-null-refused", "refuses an expiry of null", func(own *lxh.Temporary) { own.Ending.NullIsDefault = false }, "TMP-41"),
		bent("temporary-far-500", "breaks over a far expiry",
			func(own *lxh.Temporary) { own.Ending.TooFar.Status = http.StatusInternalServerError }, "TMP-42", "TMP-99"),
		bent("temporary-unbounded", "lets a token live for as long as it was asked for", func(own *lxh.Temporary) { own.Ending.Longest = 0 }, "TMP-99"),
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
		bent("temporary-expired-403", "answers 403 to an expired token",
			func(own *lxh.Temporary) { own.Ending.Expired.Status = http.StatusForbidden }, "TMP-46", "TMP-106"),
		bent("temporary-expired-told", "says that a token is expired",
			func(own *lxh.Temporary) { own.Ending.Expired.Description = "the token is expired" }, "TMP-46"),
		bent("temporary-use-prolongs", "starts a token's life again with each use", func(own *lxh.Temporary) { own.Ending.Slides = true }, "TMP-44"),
		bent("temporary-inspection-prolongs", "starts a token's life again with each inspection",
			func(own *lxh.Temporary) { own.Ending.InspectionSlides = true }, "TMP-45"),
	}
}
