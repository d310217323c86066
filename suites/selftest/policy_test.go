package selftest

import (
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
)

// TestDeclaredPolicyIsVerified holds servers to what a target file declares:
// what nobody declares is measured, what somebody declares has to be so.
func TestDeclaredPolicyIsVerified(t *testing.T) {
	yes, no := true, false
	for name, test := range map[string]struct {
		server string // a fault or manner; "" for the honest server
		check  string
		policy catalogue.Policy
		want   reports.Verdict
	}{
		"rotates, and says so":           {"", "REF-11", catalogue.Policy{Rotation: "rotating"}, reports.Pass},
		"rotates, and says nothing":      {"", "REF-11", catalogue.Policy{}, reports.Pass},
		"rotates, and says otherwise":    {"", "REF-11", catalogue.Policy{Rotation: "same"}, reports.Fail},
		"keeps, and says so":             {"refresh-token-kept", "REF-11", catalogue.Policy{Rotation: "same"}, reports.Pass},
		"keeps, and says nothing":        {"refresh-token-kept", "REF-11", catalogue.Policy{}, reports.Note},
		"keeps, and says that it does":   {"refresh-token-kept", "REF-11", catalogue.Policy{Rotation: "rotating"}, reports.Fail},
		"revokes, and says so":           {"", "EXC-04", catalogue.Policy{ReplayRevokes: &yes}, reports.Pass},
		"revokes, and denies it":         {"", "EXC-05", catalogue.Policy{ReplayRevokes: &no}, reports.Fail},
		"spares, and says so":            {"replay-spares-access", "EXC-04", catalogue.Policy{ReplayRevokes: &no}, reports.NotApplicable},
		"spares, and says it revokes":    {"replay-spares-access", "EXC-04", catalogue.Policy{ReplayRevokes: &yes}, reports.Fail},
		"spares, and says nothing of it": {"replay-spares-access", "EXC-04", catalogue.Policy{}, reports.Warn},
	} {
		t.Run(name, func(t *testing.T) {
			f, _ := faults.Find(test.server)
			reference, err := Raise(t.Context(), "clearxp", f.Bend)
			if err != nil {
				t.Fatal(err)
			}
			defer reference.Close()
			reference.World.Profile.Policy.Rotation = test.policy.Rotation
			reference.World.Profile.Policy.ReplayRevokes = test.policy.ReplayRevokes
			run, err := check.Run(t.Context(), check.Options{Only: []string{test.check}, Now: time.Now}, suites.All(), reference.World)
			if err != nil || len(run.Findings) == 0 {
				t.Fatalf("%d findings, %v", len(run.Findings), err)
			}
			if got := worst(run)[test.check]; got != test.want {
				t.Errorf("%s: verdict %q, want %q", test.check, got, test.want)
			}
		})
	}
}
