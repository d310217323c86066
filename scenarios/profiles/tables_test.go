package profiles_test

import (
	"slices"
	"testing"

	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/suites/catalogue"
)

// TestEveryStatementIsRequired holds the trace from the documentation to the
// requirements: a statement that nothing requires would never be tested.
func TestEveryStatementIsRequired(t *testing.T) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Profiles {
		required := map[string]bool{}
		for _, d := range p.Duties {
			for _, from := range d.From {
				required[from] = true
			}
		}
		for _, s := range p.Statements {
			if !required[s.ID] {
				t.Errorf("%s: %s (%s) is required by no duty", p.Name, s.ID, s.Text)
			}
		}
		t.Logf("%s: %d statements, %d duties", p.Name, len(p.Statements), len(p.Duties))
	}
}

// TestOurOwnWordIsNoStandard keeps what no standard says from being a MUST,
// unless the documentation of the product says it.
func TestOurOwnWordIsNoStandard(t *testing.T) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	p, _ := c.Profile("lxhive")
	for _, d := range p.Duties {
		if d.Level != catalogue.Must || d.Clause != "HOUSE" {
			continue
		}
		said := slices.ContainsFunc(p.Statements, func(s catalogue.Statement) bool { return s.Kind == "E" && slices.Contains(d.From, s.ID) })
		if !said {
			t.Errorf("%s %s is a MUST of nobody but us", p.Name, d.ID)
		}
	}
}
