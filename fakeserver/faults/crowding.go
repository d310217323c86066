package faults

import (
	"time"

	"github.com/authassay/authassay/fakeserver"
)

// inWork is how long a request takes where requests have to overlap: the
// reference server alone is too fast for that.
const inWork = time.Millisecond

// UnderLoad returns the faults that only many requests at a time bring to
// light. No check that comes alone notices them, so they break no requirement;
// a load run must.
func UnderLoad() []Fault {
	return []Fault{
		{Name: "users-mixed-up", Summary: "answers once in 500 about the user of another request in flight", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { r.Crowding.MixUpEvery, r.Manners.Latency = 500, inWork }},
		{Name: "tenants-mixed-up", Summary: "answers once in 500 in the name of the tenant that another request in flight asks for", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { r.Crowding.TenantMixUpEvery, r.Manners.Latency = 500, inWork }},
		{Name: "revoked-cached-5s", Summary: "serves a revoked token from a cache for five seconds", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { r.Crowding.RevokedServedFor = 5 * time.Second }},
		{Name: "expired-in-crowds", Summary: "accepts expired tokens with 16 requests in flight", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { r.Crowding.ExpiryUnjudgedFrom, r.Manners.Latency = 16, inWork }},
		{Name: "one-percent-500", Summary: "answers 500 to one request in a hundred", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { r.Crowding.BreakEvery = 100 }},
		{Name: "stalls-2s", Summary: "answers nothing for two seconds of every ten", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) {
				r.Crowding.StallEvery, r.Crowding.StallFor = 10*time.Second, 2*time.Second
			}},
	}
}
