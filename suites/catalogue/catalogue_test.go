package catalogue

import (
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestDutyIsFoundByID(t *testing.T) {
	c, err := mistaken(requirement+"- { id: EXC-10, sentence: Another. }\n",
		folder("name: p\nduties:\n  EXC-10: { level: MUST, clause: HOUSE }\n  EXC-01: { level: MAY, clause: HOUSE }\n"))
	if err != nil {
		t.Fatal(err)
	}
	p, ok := c.Profile("p")
	if !ok {
		t.Fatal("no profile p")
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

// requirement is a table of ours with one requirement.
const requirement = "- { id: EXC-01, sentence: A sentence. }\n"

// mistaken reads a table of ours and the folders of profiles.
func mistaken(requirements string, folders ...fstest.MapFS) (*Catalogue, error) {
	var files []fs.FS
	for _, f := range folders {
		files = append(files, f)
	}
	return load(fstest.MapFS{"requirements/exchanging.yaml": {Data: []byte(requirements)}}, files, nil)
}

// folder is that of a profile, with its own requirements where there are some.
func folder(profile string, own ...string) fstest.MapFS {
	files := fstest.MapFS{"profile.yaml": {Data: []byte(profile)}}
	for _, text := range own {
		files["requirements/own.yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

func TestMistakesInTables(t *testing.T) {
	for name, test := range map[string]struct{ requirements, profile, want string }{
		"no chapter":        {"- { id: XYZ-01, sentence: A sentence. }\n", "name: p\n", "belongs to no chapter"},
		"no ID":             {"- { id: EXC-1, sentence: A sentence. }\n", "name: p\n", "is no ID"},
		"no end":            {"- { id: EXC-01, sentence: A sentence }\n", "name: p\n", "has no end"},
		"twice":             {requirement + requirement, "name: p\n", "stands twice, first in requirements/exchanging.yaml"},
		"wrong file":        {"- { id: REF-01, sentence: A sentence. }\n", "name: p\n", "not in requirements/refreshing.yaml"},
		"unknown key":       {requirement, "nane: p\n", "unknown field"},
		"no name":           {requirement, "title: p\n", "profile.yaml of folder 1: name: a name is made of"},
		"no requirement":    {requirement, "name: p\nduties:\n  EXC-02: { level: MUST, clause: HOUSE }\n", "profile p: duties.EXC-02: adopts EXC-02, which is no requirement"},
		"no level":          {requirement, "name: p\nduties:\n  EXC-01: { level: HAVE, clause: HOUSE }\n", "profile p: duties.EXC-01.level: level \"HAVE\" is none"},
		"level left out":    {requirement, "name: p\nduties:\n  EXC-01: { clause: HOUSE }\n", "names no level"},
		"no clause":         {requirement, "name: p\nduties:\n  EXC-01: { level: MUST }\n", "names no clause"},
		"unknown statement": {requirement, "name: p\nduties:\n  EXC-01: { level: MUST, clause: HOUSE, from: [A-1] }\n", "duties.EXC-01.from.0: comes from A-1, which is no statement"},
		"based on nothing":  {requirement, "name: p\nbased_on: q\n", "profile p: based_on: there is no profile \"q\""},
		"based on itself":   {requirement, "name: p\nbased_on: p\n", "p is based on itself: p, p"},
		"without nothing":   {requirement, "name: p\nwithout: [EXC-01]\n", "without.0: EXC-01 is not adopted"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := mistaken(test.requirements, folder(test.profile))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v, want one with %q", err, test.want)
			}
		})
	}
}

// TestMistakesBetweenFolders sees that what is handed in clashes with nothing.
func TestMistakesBetweenFolders(t *testing.T) {
	own := "- { id: ACM-01, sentence: A sentence. }\n"
	for name, test := range map[string]struct {
		second fstest.MapFS
		want   string
	}{
		"no table":         {fstest.MapFS{}, "profile.yaml of folder 2: is not there"},
		"a taken name":     {folder("name: p\n"), "profile p: name: the name p is taken"},
		"our prefix":       {folder("name: q\n", "- { id: EXC-99, sentence: A sentence. }\n"), "requirements/own.yaml of folder 2: 0.id: requirement EXC-99: the prefix EXC is that of authassay's own chapter exchanging"},
		"for nothing":      {folder("name: q\n", "- { id: OWN-01, sentence: A sentence. }\n"), "requirements/own.yaml of folder 2: 0.id: no profile adopts OWN-01"},
		"another's number": {folder("name: q\n", own), "requirement ACM-01 stands twice, first in requirements/own.yaml of folder 1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := mistaken(requirement, folder("name: p\nduties: { ACM-01: { level: MUST, clause: HOUSE } }\n", own), test.second)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v, want one with %q", err, test.want)
			}
		})
	}
}

// TestMistakesNameWhatWasHandedIn has folders with names: nobody counts folders.
func TestMistakesNameWhatWasHandedIn(t *testing.T) {
	own := folder("name: acme\n", "- { id: EXC-99, sentence: A sentence. }\n")
	for want, handed := range map[string]Folder{
		"requirements/own.yaml of acme: 0.id: requirement EXC-99":                   {"acme", own},
		"profile acme: name: it is handed in as other, and its table says \"acme\"": {"other", own},
		"read profile.yaml of acme: ":                                               {"acme", folder("name: [")},
		"the profile acme is handed in without files":                               {"acme", nil},
		"a profile is handed in without a name":                                     {"", own},
		"profile.yaml of acme: is not there":                                        {"acme", fstest.MapFS{}},
	} {
		if _, err := Read(handed); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error = %v, want one with %q", err, want)
		}
	}
}

// TestAProfileIsBasedOnAnother lays duties, policy and requirements of its own
// over another profile, whichever is handed in first.
func TestAProfileIsBasedOnAnother(t *testing.T) {
	ours := requirement + "- { id: EXC-02, sentence: Another. }\n- { id: EXC-03, sentence: A third. }\n"
	base := folder("name: base\npolicy: { skew: 2s, rotation: rotating }\nstatements: { A-1: { kind: E, text: so } }\n" +
		"duties:\n  EXC-01: { level: MUST, clause: RFC 6749 §4.1.2, from: [A-1] }\n  EXC-02: { level: MUST, clause: HOUSE }\n")
	mine := folder("name: acme\nbased_on: base\nwithout: [EXC-02]\npolicy: { code_lifetime: 1m, rotation: none }\n"+
		"duties:\n  EXC-01: { level: MAY }\n  ACM-01: { level: SHOULD, clause: HOUSE, from: [A-1] }\n", "- { id: ACM-01, sentence: Our own. }\n")
	c, err := mistaken(ours, mine, base)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := c.Profile("acme")
	want := []Duty{
		{Requirement: Requirement{ID: "EXC-01", Sentence: "A sentence."}, Level: May, Clause: "RFC 6749 §4.1.2", From: []string{"A-1"}},
		{Requirement: Requirement{ID: "ACM-01", Sentence: "Our own."}, Level: Should, Clause: "HOUSE", From: []string{"A-1"}},
	}
	if !reflect.DeepEqual(p.Duties, want) {
		t.Errorf("duties %+v, want %+v", p.Duties, want)
	}
	if p.Policy != (Policy{Skew: 2 * time.Second, CodeLifetime: time.Minute, Rotation: "none"}) {
		t.Errorf("policy %+v", p.Policy)
	}
	if b, _ := c.Profile("base"); len(b.Duties) != 2 || b.Duties[0].Level != Must || b.Policy.Rotation != "rotating" {
		t.Errorf("the base is no longer what it was: %+v", b)
	}
	if id := ID("ACM-01"); id.Chapter() != "acm" || len(c.Requirements) != 4 || c.Requirements[3].ID != id {
		t.Errorf("chapter %q, requirements %v", id.Chapter(), c.Requirements)
	}
}

func TestOrder(t *testing.T) {
	want := []ID{"EXC-02", "EXC-10", "BAS-16", "TMP-09", "TMP-10", "TMP-99", "TMP-100", "TMP-101", "HYG-01", "ABC-02", "ACM-01"}
	got := slices.Clone(want)
	slices.Reverse(got)
	if slices.SortFunc(got, Order); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
func TestWordsNameRequirements(t *testing.T) {
	p := Profile{}
	for _, id := range []ID{"EXC-01", "EXC-10", "EXC-101", "REF-01"} {
		p.Duties = append(p.Duties, Duty{Requirement: Requirement{ID: id}})
	}
	for word, want := range map[string]int{
		"exchanging": 3, "Refreshing": 1, "exc": 3, "EXC-1": 2, "EXC-10": 1, "exc-101": 1, "": 4, "EXD": 0,
	} {
		if got := p.Named(word); len(got) != want {
			t.Errorf("%q names %d requirements, want %d", word, len(got), want)
		}
	}
}
