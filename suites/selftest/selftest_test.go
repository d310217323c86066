package selftest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
)

// TestMatrix runs every check against every server.
func TestMatrix(t *testing.T) {
	names := []string{string(Honest)}
	for i, f := range append(faults.All(), faults.Manners()...) {
		if i%sparse == 0 {
			names = append(names, f.Name)
		}
	}
	seed := time.Now().UnixNano()
	m, err := Run(t.Context(), Options{Names: names, Seed: seed, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range m.Rows {
		if !r.Clean() {
			t.Errorf("seed %d: %s", seed, r.Line())
		}
	}
	t.Logf("%d servers", len(m.Rows))
}

// TestEveryDutyIsBroken holds the house's first idea: a check that was never
// seen to fail is none.
func TestEveryDutyIsBroken(t *testing.T) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Profiles {
		checks := check.Places(p, suites.All())
		for _, d := range p.Duties {
			if len(checks[d.ID]) == 0 {
				t.Errorf("%s: %s has no check", p.Name, d.ID)
			}
			if d.Level != catalogue.May && !broken(p.Name, d.ID) {
				t.Errorf("%s: %s (%s) is broken by no fault", p.Name, d.ID, d.Sentence)
			}
		}
	}
}

// broken says whether some fault breaks the requirement.
func broken(profile string, id catalogue.ID) bool {
	return slices.ContainsFunc(faults.All(), func(f faults.Fault) bool {
		return slices.Contains(f.Breaks[profile], string(id))
	})
}

// TestFaultNamesAreUnique keeps the command line unambiguous.
func TestFaultNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range append(faults.All(), faults.Manners()...) {
		if seen[f.Name] {
			t.Errorf("%s stands twice", f.Name)
		}
		seen[f.Name] = true
	}
}

// TestPanicsOfTheReferenceServerAreLoud takes no mistake in the reference server
// for one of its faults, also where exactly the right checks notice it.
func TestPanicsOfTheReferenceServerAreLoud(t *testing.T) {
	broken := pairing{kind: Fault, profile: "clearxp", server: faults.Fault{
		Name: "panics", Halts: true, Bend: func(r *fakeserver.Rules) {
			r.ClientAuthentication.AtExchange.SecretMatches = func(string, string) bool { panic("no rule") }
		},
	}}
	row, err := broken.run(t.Context(), Options{Now: time.Now}, suites.All(), bench(t, "clearxp"))
	if err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(row.Notes, "\n"); strings.Count(notes, "the reference server panicked: no rule") != 1 || !strings.Contains(notes, "selftest_test.go") {
		t.Errorf("the notes do not name the panic once, with its place: %.300s", notes)
	}
}
