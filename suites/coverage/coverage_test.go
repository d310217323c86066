package coverage_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/coverage"
)

// profile is one of the profiles that are built in.
func profile(t *testing.T, name string) catalogue.Profile {
	t.Helper()
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	p, ok := c.Profile(name)
	if !ok {
		t.Fatalf("there is no profile %s", name)
	}
	return p
}

func TestARequirementIsFollowedBothWays(t *testing.T) {
	p := profile(t, "clearxp")
	c := coverage.Of(p)
	d, _ := p.Duty("EXC-03")
	e := c.Explain(d)
	if len(e.Checks) != 1 || !strings.HasPrefix(e.Checks[0], "suites/") || !slices.Contains(e.Faults, "code-reusable") {
		t.Errorf("EXC-03 is covered by %v and %v", e.Checks, e.Faults)
	}
	for _, s := range e.Statements {
		i := slices.IndexFunc(c.Statements(), func(o coverage.Statement) bool { return o.ID == s.ID })
		if i < 0 || !slices.Contains(c.Statements()[i].Requirements, "EXC-03") {
			t.Errorf("statement %s does not lead back", s.ID)
		}
	}
	if n := len(c.Explained("MUST")) + len(c.Explained("SHOULD")) + len(c.Explained("MAY")); n != len(p.Duties) || n != len(c.Explained("")) {
		t.Errorf("%d requirements of all levels, %d duties", n, len(p.Duties))
	}
}

func TestWhatNothingStandsForIsNamed(t *testing.T) {
	p := profile(t, "clearxp")
	p.Statements = append(p.Statements, catalogue.Statement{ID: "X-1", Text: "Nobody asks."})
	p.Duties = append(p.Duties, catalogue.Duty{Requirement: catalogue.Requirement{ID: "EXC-99"}, Level: catalogue.Must, Clause: "nowhere"})
	c := coverage.Of(p)
	var b bytes.Buffer
	if err := c.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"X-1  Nobody asks. ()\n    no requirement comes from it\n", "EXC-99 comes from no statement (nowhere)",
		"EXC-99 has no check", "EXC-99 is broken by no fault",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the text lacks %q", want)
		}
	}
	rows := c.Reported()
	if last := rows[len(rows)-1]; last.Reason == "" || last.Statement != "X-1" {
		t.Errorf("the report says %+v", last)
	}
}

func ExampleOf() {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		panic(err)
	}
	p, _ := c.Profile("clearxp")
	d, _ := p.Duty("EXC-03")
	e := coverage.Of(p).Explain(d)
	fmt.Println(e.ID, e.Level, len(e.Checks), "check")
	// Output: EXC-03 MUST 1 check
}

// The kind of value that a requirement names has a table, and what it is tried with
// is counted.
func TestSpellingsWaysAndMomentsAreCounted(t *testing.T) {
	p := profile(t, "oauth2")
	c := coverage.Of(p)
	for _, d := range p.Duties {
		if e := c.Explain(d); d.Spellings != "" && len(e.Spellings) == 0 {
			t.Errorf("%s has spellings of a %q, which has no table", d.ID, d.Spellings)
		}
	}
	d, _ := p.Duty("IDN-06")
	e := c.Explain(d)
	if e.Of != "client secret" || len(e.Spellings) < 30 || len(e.Ways) != 8 {
		t.Errorf("IDN-06 is tried with %d spellings of a %q over %d ways", len(e.Spellings), e.Of, len(e.Ways))
	}
	var b bytes.Buffer
	if err := c.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("IDN-06 MUST, 1 check, %d spellings, 8 ways, broken by ", len(e.Spellings)); !strings.Contains(b.String(), want) {
		t.Errorf("the list does not say %q", want)
	}
}
