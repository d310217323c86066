package selftest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/reports"
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
// seen to fail is none, in each of the profiles that have adopted it. The matrix
// runs most faults in one profile, so that here the others are seen to fail.
func TestEveryDutyIsBroken(t *testing.T) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	there := benches(t)
	for _, p := range c.Profiles {
		checks := check.Places(p, suites.All())
		for _, d := range p.Duties {
			if len(checks[d.ID]) == 0 {
				t.Errorf("%s: %s has no check", p.Name, d.ID)
			}
			if d.Level != catalogue.May && !listed(p.Name, d.ID) && !there[p.Name].fails(t, d.ID) {
				t.Errorf("%s: %s (%s) is broken by no fault", p.Name, d.ID, d.Sentence)
			}
		}
	}
}

// listed says whether some fault is known to break the requirement in the profile.
func listed(profile string, id catalogue.ID) bool {
	return slices.ContainsFunc(faults.All(), func(f faults.Fault) bool {
		return slices.Contains(f.Breaks[profile], string(id))
	})
}

// fails says whether a fault that breaks the requirement in another profile is
// found on the bench as well.
func (b *Bench) fails(t *testing.T, id catalogue.ID) bool {
	t.Helper()
	return slices.ContainsFunc(faults.All(), func(f faults.Fault) bool {
		for _, ids := range f.Breaks {
			if slices.Contains(ids, string(id)) {
				return b.finds(t, f, id)
			}
		}
		return false
	})
}

// finds says whether the check of the requirement fails on a server with the fault.
func (b *Bench) finds(t *testing.T, f faults.Fault, id catalogue.ID) bool {
	t.Helper()
	r, err := b.Raise(t.Context(), f.Bend)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	run, err := check.Run(t.Context(), check.Options{Bare: true, Only: []string{string(id)}, Now: time.Now}, suites.All(), r.World)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(run.Findings, func(f reports.Finding) bool {
		return f.ID == string(id) && (f.Verdict == reports.Fail || f.Verdict == reports.Warn)
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
