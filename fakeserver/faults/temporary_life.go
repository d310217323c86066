package faults

import (
	"net/http"
	"time"

	"github.com/authassay/authassay/fakeserver"
)

// ending is the fault of ending tokens of one kind at another time.
func ending(name, summary, kind string, by time.Duration, ids ...string) Fault {
	return Fault{Name: name, Summary: summary, Breaks: lxhive(ids...), Bend: func(r *fakeserver.Rules) {
		r.Temporary.Ending.Ends = func(said string, asked time.Time) time.Time {
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
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ending.Default = 2 * time.Hour }},
		{Name: "temporary-lives-a-century", Summary: "lets tokens live for a century unless told otherwise",
			Breaks: lxhive("TMP-29", "TMP-31"),
			Bend:   func(r *fakeserver.Rules) { r.Temporary.Ending.Default = 100 * 365 * 24 * time.Hour }},
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
				r.Temporary.Ending.ReadISO = func(text string) (time.Time, bool) {
					at, ok := fakeserver.ReadISO(text)
					return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.UTC), ok
				}
			}},
		{Name: "temporary-fraction-refused", Summary: "refuses fractions in an ISO 8601 time", Breaks: lxhive("TMP-37"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Ending.ReadISO = func(text string) (time.Time, bool) {
					at, ok := fakeserver.ReadISO(text)
					return at, ok && at.Nanosecond() == 0
				}
			}},
		{Name: "temporary-unix-in-milliseconds", Summary: "takes Unix times for milliseconds", Halts: true, Breaks: lxhive("TMP-09", "TMP-34"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Ending.ReadUnix = func(n float64) (time.Time, bool) { return time.UnixMilli(int64(n)), true }
			}},
		{Name: "temporary-past-defaulted", Summary: "takes a time in the past for none", Breaks: lxhive("TMP-39"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ending.PastIsDefault = true }},
		{Name: "temporary-unreadable-defaulted", Summary: "takes a time that it cannot read for none", Breaks: lxhive("TMP-40"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ending.UnreadableTaken = true }},
		{Name: "temporary-unreadable-500", Summary: "breaks over a time that it cannot read", Breaks: lxhive("TMP-40"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ending.Unreadable.Status = http.StatusInternalServerError }},
		{Name: "temporary-null-refused", Summary: "refuses an expiry of null", Breaks: lxhive("TMP-41"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ending.NullIsDefault = false }},
		{Name: "temporary-far-500", Summary: "breaks over a far expiry", Breaks: lxhive("TMP-42", "TMP-99"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ending.TooFar.Status = http.StatusInternalServerError }},
		{Name: "temporary-unbounded", Summary: "lets a token live for as long as it was asked for", Breaks: lxhive("TMP-99"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ending.Longest = 0 }},
		{Name: "temporary-far-overflows", Summary: "ends tokens with a far expiry at once", Breaks: lxhive("TMP-42", "TMP-99"),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Ending.Longest = 0
				r.Temporary.Ending.Ends = func(_ string, asked time.Time) time.Time {
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
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ending.Expired.Status = http.StatusForbidden }},
		{Name: "temporary-expired-told", Summary: "says that a token is expired", Breaks: lxhive("TMP-46"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ending.Expired.Description = "the token is expired" }},
		{Name: "temporary-use-prolongs", Summary: "starts a token's life again with each use", Breaks: lxhive("TMP-44"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ending.Slides = true }},
		{Name: "temporary-inspection-prolongs", Summary: "starts a token's life again with each inspection", Breaks: lxhive("TMP-45"),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ending.InspectionSlides = true }},
	}
}
