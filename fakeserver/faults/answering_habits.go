package faults

import (
	"net/http"

	"github.com/authassay/authassay/fakeserver"
)

// answeringHabits are the faults of all refusals of a kind at once. Each is one
// habit, and fails what is about that habit, however many refusals show it.
func answeringHabits() []Fault {
	adjusted := func(name, summary string, adjust func(*fakeserver.Refusal)) Fault {
		return Fault{Name: name, Summary: summary, Breaks: alike("ANS-12"), Bend: func(r *fakeserver.Rules) {
			r.Answering.Errors.Adjust = func(f fakeserver.Refusal) fakeserver.Refusal {
				adjust(&f)
				return f
			}
		}}
	}
	grants := func(status int) func(*fakeserver.Refusal) {
		return func(f *fakeserver.Refusal) {
			if f.Error == "invalid_grant" {
				f.Status = status
			}
		}
	}
	return []Fault{
		adjusted("grant-refused-401", "answers 401 to every bad code and refresh token", grants(http.StatusUnauthorized)),
		adjusted("grant-refused-403", "answers 403 to every bad code and refresh token", grants(http.StatusForbidden)),
		adjusted("errors-with-200", "sends its error codes with status 200", func(f *fakeserver.Refusal) {
			if f.Status == http.StatusBadRequest {
				f.Status = http.StatusOK
			}
		}),
		{Name: "refusals-empty", Summary: "refuses without a body", Breaks: alike("ANS-10"),
			Bend: func(r *fakeserver.Rules) {
				r.Answering.Errors.Encode = nothing
			}},
	}
}

// nothing writes a refusal without a body.
func nothing([]fakeserver.Member) []byte { return nil }
