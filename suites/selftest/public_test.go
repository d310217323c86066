package selftest

import (
	"slices"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
)

// publicly is the bench with a client that has no secret, RFC 6749 §2.1, and
// proves each code with a key of its own, RFC 7636.
func publicly(t *testing.T, profile string) *Bench {
	t.Helper()
	b := bench(t, profile)
	own, other := *b.target.Client, *b.target.OtherClient
	own.Authentication, own.Secret, own.PKCE = targetfile.Methods{"none"}, "", "S256"
	other.Authentication, other.Secret, other.PKCE = targetfile.Methods{"none"}, "", "S256"
	b.target.Client, b.target.OtherClient = &own, &other
	b.target.Policy.PKCE = "required"
	return b
}

// public has the reference server know public clients only, and insist on their
// proof.
func public(r *fakeserver.Rules) {
	r.ClientAuthentication.Public, r.PKCE.ChallengeRequired = true, true
}

// TestPublicClientsAreRight runs every check with a public client against a
// server that treats it well: what needs a secret does not apply, and all else
// comes to a verdict.
func TestPublicClientsAreRight(t *testing.T) {
	for _, profile := range []string{"clearxp", "oauth2", "xena"} {
		t.Run(profile, func(t *testing.T) {
			reference, err := publicly(t, profile).Raise(t.Context(), public)
			if err != nil {
				t.Fatal(err)
			}
			defer reference.Close()
			run, err := check.Run(t.Context(), check.Options{Bare: true, Seed: 1, Now: time.Now}, suites.All(), reference.World)
			if err != nil {
				t.Fatal(err)
			}
			seen := map[reports.Verdict]int{}
			for _, f := range run.Findings {
				switch seen[f.Verdict]++; f.Verdict {
				case reports.Fail, reports.Warn, reports.Untested, reports.Inconclusive:
					t.Errorf("%s: %s (%s; %s)", f.ID, f.Verdict, f.Detail, f.Actual)
				case reports.NotApplicable:
					t.Logf("%s: %s", f.ID, f.Detail)
				}
			}
			t.Log(seen)
		})
	}
}

// TestPublicClientsAreHeldToTheirProof holds the checks that fit a public
// client to servers that treat it badly.
func TestPublicClientsAreHeldToTheirProof(t *testing.T) {
	bent := func(bend func(*fakeserver.Rules)) func(*fakeserver.Rules) {
		return func(r *fakeserver.Rules) {
			public(r)
			bend(r)
		}
	}
	for id, bend := range map[catalogue.ID]func(*fakeserver.Rules){
		"IDN-02": func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.UnknownAccepted = true },
		"IDN-04": func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.ClientFromGrant = true },
		"EXC-06": func(r *fakeserver.Rules) { r.Exchanging.BoundToClient = false },
		"PKC-03": func(r *fakeserver.Rules) { r.PKCE.VerifierRequired = false },
		"REF-05": func(r *fakeserver.Rules) { r.Refreshing.BoundToClient = false },
		"REF-11": func(r *fakeserver.Rules) { r.Refreshing.Rotation = rules.KeepsToken },
		"REF-22": func(r *fakeserver.Rules) { r.Refreshing.MarkDelay = 2 * time.Millisecond },
		"REV-07": func(r *fakeserver.Rules) { r.Revoking.BoundToClient = false },
		"INT-04": func(r *fakeserver.Rules) { r.ClientAuthentication.AtIntrospection.SecretRequired = false },
	} {
		t.Run(string(id), func(t *testing.T) {
			reference, err := publicly(t, "oauth2").Raise(t.Context(), bent(bend))
			if err != nil {
				t.Fatal(err)
			}
			defer reference.Close()
			run, err := check.Run(t.Context(), check.Options{Bare: true, Only: []string{string(id)}, Now: time.Now}, suites.All(), reference.World)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(run.Findings, func(f reports.Finding) bool { return f.Verdict == reports.Fail }) {
				t.Errorf("nothing fails: %+v", run.Findings)
			}
		})
	}
}
