package faults

import (
	"net/http"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// expiring are the faults of lifetimes.
func expiring() []Fault {
	return []Fault{
		{Name: "code-lives-9m", Summary: "lets codes die a minute early", Breaks: alike("EXP-01"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.CodeLifetime -= time.Minute }},
		{Name: "code-lives-11m", Summary: "lets codes live a minute longer", Breaks: alike("EXP-02"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.CodeLifetime += time.Minute }},
		{Name: "access-lives-59m", Summary: "lets access tokens die a minute early", Breaks: clearxp("EXP-03").oauth2("EXP-03", "INT-06").xena("EXP-03", "IDT-21"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.AccessLifetime = 59 * time.Minute }},
		{Name: "access-lives-61m", Summary: "lets access tokens live a minute longer",
			Breaks: clearxp("EXP-04").oauth2("EXP-04", "INT-06").xena("EXP-04", "IDT-21"),
			Bend:   func(r *fakeserver.Rules) { r.Expiring.AccessLifetime = 61 * time.Minute }},
		{Name: "expired-token-403", Summary: "answers 403 to an expired access token", Breaks: alike("EXP-05"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.ExpiredToken.Status = http.StatusForbidden }},
		{Name: "expired-token-500", Summary: "breaks over an expired access token",
			Breaks: alike("EXP-04", "EXP-05", "EXP-06", "EXP-07", "EXP-08"),
			Bend:   func(r *fakeserver.Rules) { r.Expiring.ExpiredToken.Status = http.StatusInternalServerError }},
		{Name: "access-leeway-15s", Summary: "lets access tokens in for a quarter of a minute after their end", Breaks: alike("EXP-04"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.Leeway = 15 * time.Second }},
		{Name: "expiry-slides", Summary: "starts a token's life again with each use", Breaks: alike("EXP-06"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.AccessSlides = true }},
		{Name: "refresh-revives-expired", Summary: "brings expired access tokens back to life by a refresh", Breaks: alike("EXP-07"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.RefreshRevives = true }},
		{Name: "refreshed-token-lives-2h", Summary: "lets refreshed access tokens live two hours", Breaks: clearxp("EXP-08").oauth2("EXP-08", "INT-06").xena("EXP-08", "IDT-21"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.RefreshedLifetime = 2 * time.Hour }},
		{Name: "refreshed-token-lives-59m", Summary: "lets refreshed access tokens die a minute early", Breaks: clearxp("REF-04").oauth2("REF-04", "INT-06").xena("REF-04", "IDT-21"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.RefreshedLifetime = 59 * time.Minute }},
		{Name: "expired-code-revived-by-trying", Summary: "takes an expired code at the second try", Breaks: alike("EXP-09"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.TryingRevivesCode = true }},
		{Name: "unused-token-immortal", Summary: "lets access tokens live that nobody has used", Breaks: clearxp("EXP-04", "EXP-08"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.UnusedImmortal = true }},
		{Name: "used-token-immortal", Summary: "looks at the end of an access token at its first use only", Breaks: clearxp("EXP-04", "EXP-05", "EXP-06", "EXP-07", "EXP-08"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.UsedImmortal = true }},
		{Name: "idle-token-dies", Summary: "lets access tokens die that nobody has used for half an hour", Breaks: clearxp("EXP-03", "REF-04"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.IdleLifetime = 30 * time.Minute }},
		{Name: "expiry-ends-same", Summary: "ends all grants of a user at a client when an expired token is seen", Breaks: clearxp("EXP-10"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.Reach = rules.ReachesSame }},
		{Name: "expiry-ends-all", Summary: "ends everybody's grants when an expired token is seen", Breaks: oauth2("EXP-10"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.Reach = rules.ReachesAll }},
	}
}
