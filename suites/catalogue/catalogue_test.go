package catalogue

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestEveryStatementIsRequired holds the trace from the documentation to the
// requirements: a statement that nothing requires would never be tested.
func TestEveryStatementIsRequired(t *testing.T) {
	c, err := Load()
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

func TestDutyIsFoundByID(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	p, ok := c.Profile("clearxp")
	if !ok {
		t.Fatal("no profile clearxp")
	}
	for _, want := range p.Duties {
		if got, ok := p.Duty(want.ID); !ok || got.Sentence != want.Sentence {
			t.Errorf("Duty(%s) = %v, %v", want.ID, got, ok)
		}
	}
	if _, ok := p.Duty("EXC-99"); ok {
		t.Error("EXC-99 was found")
	}
}

func TestLink(t *testing.T) {
	for clause, want := range map[string]string{
		"RFC 6749 §4.1.2": "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2",
		"RFC 6750":        "https://www.rfc-editor.org/rfc/rfc6750",
		"HOUSE":           "",
	} {
		if got := (Duty{Clause: clause}).Link(); got != want {
			t.Errorf("Link of %q = %q, want %q", clause, got, want)
		}
	}
}

func TestMistakesInTables(t *testing.T) {
	requirement := "- { id: EXC-01, sentence: A sentence. }\n"
	for name, test := range map[string]struct{ requirements, profile, want string }{
		"no chapter":        {"- { id: XYZ-01, sentence: A sentence. }\n", "name: p\n", "belongs to no chapter"},
		"no end":            {"- { id: EXC-01, sentence: A sentence }\n", "name: p\n", "has no end"},
		"twice":             {requirement + requirement, "name: p\n", "stands twice"},
		"wrong file":        {"- { id: REF-01, sentence: A sentence. }\n", "name: p\n", "not in requirements/refreshing.yaml"},
		"unknown key":       {requirement, "nane: p\n", "unknown field"},
		"no requirement":    {requirement, "name: p\nduties:\n  EXC-02: { level: MUST }\n", "which is no requirement"},
		"no level":          {requirement, "name: p\nduties:\n  EXC-01: { level: HAVE }\n", "is none"},
		"unknown statement": {requirement, "name: p\nduties:\n  EXC-01: { level: MUST, from: [A-1] }\n", "which is no statement"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(fstest.MapFS{
				"requirements/exchanging.yaml": {Data: []byte(test.requirements)},
				"profiles/p.yaml":              {Data: []byte(test.profile)},
			})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestOrder(t *testing.T) {
	want := []ID{"EXC-02", "EXC-10", "BAS-16", "TMP-09", "TMP-10", "TMP-99", "TMP-100", "TMP-101", "HYG-01"}
	got := slices.Clone(want)
	slices.Reverse(got)
	if slices.SortFunc(got, Order); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestOurOwnWordIsNoStandard keeps what no standard says from being a MUST,
// unless the documentation of the product says it.
func TestOurOwnWordIsNoStandard(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	p, _ := c.Profile("lxhive")
	for _, d := range p.Duties {
		if d.Level != Must || d.Clause != "HOUSE" {
			continue
		}
		said := slices.ContainsFunc(p.Statements, func(s Statement) bool { return s.Kind == "E" && slices.Contains(d.From, s.ID) })
		if !said {
			t.Errorf("%s %s is a MUST of nobody but us", p.Name, d.ID)
		}
	}
}
