package faults

import (
	"time"

	"github.com/authassay/authassay/fakeserver"
)

// refreshingScopes are the faults of scope and life of a refresh token.
func refreshingScopes() []Fault {
	return []Fault{
		{Name: "refresh-broadens", Summary: "lets a refresh ask for more scope", Breaks: forms("REF-17"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.BroaderRefused = false }},
		{Name: "broader-named-invalid-grant", Summary: "answers invalid_grant to a refresh for more scope", Breaks: forms("ANS-25"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.Broader.Error = "invalid_grant" }},
		{Name: "refresh-keeps-scope-untold", Summary: "grants all scope though a refresh asks for less, and does not say so", Breaks: forms("REF-18"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.Narrows, r.Answering.Refresh.ScopeTold = false, false }},
		{Name: "refresh-narrows-for-good", Summary: "takes scope from a refresh token that asked for less once", Breaks: forms("REF-19"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.NarrowsForGood = true }},
		{Name: "refresh-never-expires", Summary: "lets refresh tokens live for ten years", Breaks: forms("REF-20"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.RefreshLifetime = 10 * 365 * 24 * time.Hour }},
		{Name: "refresh-lives-31d", Summary: "lets refresh tokens live a day longer", Breaks: forms("REF-20"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.RefreshLifetime += 24 * time.Hour }},
		{Name: "refresh-token-unasked", Summary: "gives refresh tokens that nobody asked for", Breaks: xena("REF-21"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.NeededToRefresh = "" }},
		{Name: "refresh-not-rotated", Summary: "answers a refresh with the same refresh token, against its own policy", Breaks: xena("REF-11"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.Rotation = fakeserver.KeepsToken }},
		{Name: "rotated-token-lives", Summary: "takes a rotated refresh token for an hour more", Breaks: xena("REF-11", "REF-24"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.Grace = time.Hour }},
		{Name: "rotated-token-lives-10s", Summary: "takes a rotated refresh token for ten seconds more", Breaks: xena("REF-11", "REF-24"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.Grace = 10 * time.Second }},
		{Name: "rotated-token-revives", Summary: "forgets after ten minutes that a refresh token was used", Breaks: xena("REF-25"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.ForgetsUse = 10 * time.Minute }},
	}
}
