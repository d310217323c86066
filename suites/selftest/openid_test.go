package selftest

import (
	"testing"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/reports"
)

// TestOpenIDIsForWhoeverIsGivenIt holds the checks of the plain profile to passing by a
// client that is not given the scope openid, where its file does not ask for it, and
// to judging one whose file does.
func TestOpenIDIsForWhoeverIsGivenIt(t *testing.T) {
	only := []string{"IDT-01", "IDT-03", "PRE-21", "PRE-22"}
	withheld := func(refused bool) func(*fakeserver.Rules) {
		return func(r *fakeserver.Rules) {
			r.Scoping.UnknownRefused = refused
			r.Scoping.NameMatches = func(known, sent string) bool { return known == sent && known != "openid" }
		}
	}
	asks := func(r *Reference) { r.World.Client.Kit.Client.Scope += " openid" }
	untold := func(r *Reference) {
		r.World.Untold = []string{"openid"}
		r.World.Profile = r.World.Profile.Without(r.World.Untold)
	}
	for name, test := range map[string]struct {
		bend   func(*fakeserver.Rules)
		change func(*Reference)
		want   func(reports.Verdict) bool
	}{
		"given":                  {nil, func(*Reference) {}, func(v reports.Verdict) bool { return v == reports.Pass }},
		"refused":                {withheld(true), func(*Reference) {}, func(v reports.Verdict) bool { return v == reports.NotApplicable }},
		"left out":               {withheld(false), func(*Reference) {}, func(v reports.Verdict) bool { return v == reports.NotApplicable }},
		"refused, though wanted": {withheld(true), asks, func(v reports.Verdict) bool { return v == reports.Fail || v == reports.Untested }},
		"nobody tells of it":     {nil, untold, func(v reports.Verdict) bool { return v == reports.NotApplicable }},
	} {
		got := verdicts(t, "oauth2", test.bend, only, test.change)
		for _, id := range only {
			if !test.want(got[id]) {
				t.Errorf("%s: %s is %s", name, id, got[id])
			}
		}
	}
}
