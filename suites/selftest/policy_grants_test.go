package selftest

import (
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/targetfile"
)

func TestDeclaredRevocationDelayIsWaitedFor(t *testing.T) {
	late := func(r *fakeserver.Rules) { r.Revoking.Delay = 30 * time.Second }
	later := func(r *fakeserver.Rules) { r.Revoking.Delay = time.Minute }
	declares := func(delay time.Duration) func(*targetfile.Target) {
		return func(t *targetfile.Target) { t.Policy.RevocationDelay = targetfile.Duration(delay) }
	}
	all := map[string]declaration{}
	for _, id := range []string{"REV-01", "REV-05", "REV-13", "INT-08"} {
		all[id+" is late, and nobody says so"] = declaration{"oauth2", late, declares(0), id, reports.Fail}
		all[id+" is late, as is said"] = declaration{"oauth2", late, declares(30 * time.Second), id, reports.Pass}
		all[id+" is later than is said"] = declaration{"oauth2", later, declares(30 * time.Second), id, reports.Fail}
	}
	for _, id := range []string{"REV-02", "REV-03"} {
		all[id+" is late, as is said"] = declaration{"oauth2", late, declares(30 * time.Second), id, reports.Pass}
	}
	declared(t, all)
}

func TestDeclaredRotationHoldsARace(t *testing.T) {
	honest := func(*fakeserver.Rules) {}
	races := func(r *fakeserver.Rules) { r.Refreshing.MarkDelay = 2 * time.Millisecond }
	free := func(r *fakeserver.Rules) { r.Refreshing.Grace = 1000 * time.Hour }
	keeps := func(r *fakeserver.Rules) { r.Refreshing.Rotation = rules.KeepsToken }
	declares := func(rotation, reuse string) func(*targetfile.Target) {
		return func(t *targetfile.Target) { t.Policy.RefreshRotation, t.Policy.RefreshReuse = rotation, reuse }
	}
	declared(t, map[string]declaration{
		"rotates once, and says so":             {"oauth2", honest, declares("rotating", ""), "REF-22", reports.Pass},
		"rotates several, and says nothing":     {"oauth2", races, declares("optional", ""), "REF-22", reports.Note},
		"rotates several, and says it rotates":  {"oauth2", races, declares("rotating", ""), "REF-22", reports.Fail},
		"the same at ClearXP":                   {"clearxp", races, declares("rotating", ""), "REF-22", reports.Fail},
		"a profile that demands it":             {"xena", races, declares("", ""), "REF-22", reports.Fail},
		"one that keeps its tokens":             {"oauth2", keeps, declares("optional", ""), "REF-22", reports.NotApplicable},
		"reuse is free, as is said":             {"oauth2", free, declares("optional", "nothing"), "REF-11", reports.Pass},
		"reuse is free, as is said, and demand": {"xena", free, declares("", "nothing"), "REF-11", reports.Pass},
		"reuse is free, and nobody says so":     {"xena", free, declares("", ""), "REF-11", reports.Fail},
	})
}

// TestClientsThatUseHTTPBasicAreRight holds the checks of the request to a
// client whose client_id stands in no body.
func TestClientsThatUseHTTPBasicAreRight(t *testing.T) {
	ignoring := func(r *fakeserver.Rules) { r.ClientAuthentication.OtherIDIgnored = true }
	last := func(r *fakeserver.Rules) { r.Exchanging.DuplicateRefused = false }
	basic := func(t *targetfile.Target) {
		own := *t.Client
		own.Authentication = targetfile.Methods{"basic"}
		t.Client = &own
	}
	declared(t, map[string]declaration{
		"another id in the body is ignored":   {"oauth2", ignoring, basic, "EXC-31", reports.Pass},
		"a member twice is not":               {"oauth2", last, basic, "EXC-31", reports.Fail},
		"an empty secret stands in no body":   {"oauth2", func(*fakeserver.Rules) {}, basic, "IDN-08", reports.Pass},
		"an empty secret in the header does":  {"oauth2", func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.EmptySecretAccepted = true }, basic, "IDN-08", reports.Fail},
		"another id is a matter of no clause": {"oauth2", ignoring, basic, "IDN-18", reports.Note},
	})
}

// TestASecretIsNeededWithAProofAndWithoutOne tries the way in of a public client
// whatever the target file says of proof keys.
func TestASecretIsNeededWithAProofAndWithoutOne(t *testing.T) {
	instead := func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.VerifierForSecret = true }
	optional := func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.SecretRequired = false }
	insisting := func(r *fakeserver.Rules) { r.PKCE.ChallengeRequired = true }
	says := func(pkce, policy string) func(*targetfile.Target) {
		return func(t *targetfile.Target) {
			own := *t.Client
			own.PKCE = pkce
			t.Client, t.Policy.PKCE = &own, policy
		}
	}
	declared(t, map[string]declaration{
		"verifier for secret, no pkce":      {"oauth2", instead, says("", ""), "IDN-03", reports.Fail},
		"verifier for secret, pkce off":     {"oauth2", instead, says("off", "off"), "IDN-03", reports.Fail},
		"verifier for secret, pkce S256":    {"oauth2", instead, says("S256", "required"), "IDN-03", reports.Fail},
		"verifier for empty secret":         {"oauth2", instead, says("", ""), "IDN-08", reports.Fail},
		"no secret needed, pkce S256":       {"oauth2", optional, says("S256", ""), "IDN-03", reports.Fail},
		"no secret needed, no pkce":         {"oauth2", optional, says("", ""), "IDN-03", reports.Fail},
		"all needed, and a proof insisted":  {"oauth2", insisting, says("S256", "required"), "IDN-03", reports.Pass},
		"all needed, and no proof taken":    {"oauth2", func(r *fakeserver.Rules) { r.PKCE.Supported = false }, says("off", "off"), "IDN-03", reports.Pass},
		"all needed with an empty secret":   {"oauth2", insisting, says("S256", "required"), "IDN-08", reports.Pass},
		"a verifier that was not asked for": {"oauth2", insisting, says("S256", "required"), "PKC-04", reports.NotApplicable},
	})
}

// TestWhatNeedsARevocationSaysSo names the revocation that is declared absent.
func TestWhatNeedsARevocationSaysSo(t *testing.T) {
	declared(t, map[string]declaration{
		"no revocation": {"oauth2", func(*fakeserver.Rules) {}, func(t *targetfile.Target) { t.Absent = []string{"revocation"} }, "INT-08", reports.NotApplicable},
	})
}
