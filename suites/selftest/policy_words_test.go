package selftest

import (
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/targetfile"
)

func TestDeclaredExpiresInIsVerified(t *testing.T) {
	honest := func(*fakeserver.Rules) {}
	says := func(seconds any) func(*fakeserver.Rules) {
		return func(r *fakeserver.Rules) {
			r.TokenResponse.Exchange.ExpiresIn, r.TokenResponse.Refresh.ExpiresIn = seconds, seconds
		}
	}
	short := func(r *fakeserver.Rules) {
		says(600)(r)
		r.Expiring.AccessLifetime, r.Expiring.RefreshedLifetime = 10*time.Minute, 10*time.Minute
	}
	declares := func(word string) func(*targetfile.Target) {
		return func(t *targetfile.Target) { t.Policy.ExpiresIn = word }
	}
	declared(t, map[string]declaration{
		"keeps what it says":                  {"oauth2", honest, declares("trusted"), "EXP-03", reports.Pass},
		"says more than it keeps":             {"oauth2", says(7200), declares("trusted"), "EXP-03", reports.Fail},
		"says less than it keeps":             {"oauth2", says(1800), declares("trusted"), "EXP-04", reports.Fail},
		"says nothing":                        {"oauth2", says(nil), declares("trusted"), "EXP-04", reports.Fail},
		"says something else than the file":   {"oauth2", short, declares("trusted"), "EXP-04", reports.Pass},
		"and the file is compared all along":  {"oauth2", short, declares("trusted"), "ANS-03", reports.Fail},
		"the file is gone by without it":      {"oauth2", short, declares(""), "EXP-03", reports.Fail},
		"cannot be believed, and is not":      {"oauth2", says(7200), declares("ignored"), "EXP-03", reports.Pass},
		"is compared though not believed":     {"oauth2", says(7200), declares("ignored"), "ANS-03", reports.Fail},
		"does not bear on the introspection":  {"oauth2", says(7200), declares("ignored"), "INT-06", reports.Pass},
		"bears on the introspection":          {"oauth2", says(7200), declares("trusted"), "INT-06", reports.Fail},
		"does not bear on signed tokens":      {"xena", says(7200), declares("ignored"), "IDT-21", reports.Pass},
		"a refreshed token keeps it, too":     {"oauth2", short, declares("trusted"), "REF-04", reports.Pass},
		"a refreshed token is dead after it":  {"oauth2", short, declares("trusted"), "EXP-08", reports.Pass},
		"a refresh comes after its end":       {"oauth2", short, declares("trusted"), "REF-03", reports.Pass},
		"introspection shows the end of it":   {"oauth2", short, declares("trusted"), "INT-07", reports.Pass},
		"use does not prolong what it says":   {"oauth2", short, declares("trusted"), "EXP-06", reports.Pass},
		"use does not prolong what the file ": {"oauth2", honest, declares("ignored"), "EXP-06", reports.Pass},
	})
}

func TestDeclaredProofKeysAreVerified(t *testing.T) {
	takes := func(*fakeserver.Rules) {}
	ignores := func(r *fakeserver.Rules) { r.PKCE.Supported = false }
	insists := func(r *fakeserver.Rules) { r.PKCE.ChallengeRequired = true }
	hashed := func(r *fakeserver.Rules) {
		r.PKCE.MethodKnown = func(method string) bool { return method == "S256" }
	}
	late := func(r *fakeserver.Rules) {
		honest := r.PKCE.Verifies
		r.PKCE.Verifies = func(method, challenge, verifier string) bool {
			return method == "S256" && honest(method, challenge, verifier)
		}
	}
	declares := func(word string) func(*targetfile.Target) {
		return func(t *targetfile.Target) {
			t.Policy.PKCE = word
			if word == "required" {
				t.Client.PKCE, t.OtherClient.PKCE = "S256", "S256"
			}
		}
	}
	declared(t, map[string]declaration{
		"takes them, and says so":        {"oauth2", takes, declares("optional"), "PKC-10", reports.Pass},
		"takes them, says it insists":    {"oauth2", takes, declares("required"), "PKC-10", reports.Fail},
		"insists, and says so":           {"xena", insists, declares("required"), "PKC-10", reports.Pass},
		"insists, says it only takes":    {"clearxp", insists, declares("optional"), "PKC-10", reports.Fail},
		"insists, and the client proves": {"oauth2", insists, declares("required"), "EXC-25", reports.Pass},
		"ignores them, and says so":      {"oauth2", ignores, declares("off"), "PKC-12", reports.Pass},
		"takes them, says it ignores":    {"oauth2", takes, declares("off"), "PKC-12", reports.Fail},
		"ignores them, is not asked":     {"oauth2", ignores, declares("off"), "PKC-02", reports.NotApplicable},
		"ignores them, says it takes":    {"oauth2", ignores, declares("optional"), "PKC-02", reports.Fail},
		"S256 alone, and says so":        {"oauth2", hashed, declares("S256"), "PKC-13", reports.Pass},
		"S256 alone, at the exchange":    {"xena", late, declares("S256"), "PKC-13", reports.Pass},
		"plain too, says S256 alone":     {"oauth2", takes, declares("S256"), "PKC-13", reports.Fail},
		"S256 alone, plain not asked":    {"oauth2", hashed, declares("S256"), "PKC-09", reports.NotApplicable},
		"plain too, and says so":         {"clearxp", takes, declares("plain"), "PKC-08", reports.Pass},
		"S256 alone, says plain":         {"oauth2", hashed, declares("plain"), "PKC-08", reports.Fail},
		"plain in vain, says plain":      {"oauth2", late, declares("plain"), "PKC-08", reports.Fail},
	})
}
