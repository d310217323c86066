package reports

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

func junit(t *testing.T, run *Run) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := JUnit(&b, run); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestJUnitGolden(t *testing.T) { golden(t, "junit.xml", junit(t, sample())) }

func TestJUnitCounts(t *testing.T) {
	var got junitSuites
	if err := xml.Unmarshal(junit(t, sample()), &got); err != nil {
		t.Fatal(err)
	}
	want := junitTotals{Tests: 14, Failures: 4, Errors: 1, Time: "60.231"}
	skipped := 0
	for _, s := range got.Suites {
		skipped += s.Skipped
	}
	if got.junitTotals != want || skipped != 4 {
		t.Errorf("got %+v and %d skipped, want %+v and 4", got.junitTotals, skipped, want)
	}
	names := map[string]bool{}
	for _, s := range got.Suites {
		for _, c := range s.Cases {
			if names[c.Class+c.Name] {
				t.Errorf("two cases are named %s", c.Name)
			}
			names[c.Class+c.Name] = true
		}
	}
}

// CI must be red whenever the exit code is not 0, even when no check failed.
func TestJUnitIsRedWhenTheRunIs(t *testing.T) {
	stale, broken, stopped := judged("MUST pass"), judged("MUST pass"), judged("MUST pass")
	stale.Stale = []string{"known.txt:1:1: EXC-03 passes"}
	broken.Problems = []string{"preflight: no route to host"}
	stopped.Interrupted = true
	for _, run := range []*Run{stale, broken, stopped, empty(), judged("MUST untested")} {
		Score(run, ScoreOptions{})
		var got junitSuites
		if err := xml.Unmarshal(junit(t, run), &got); err != nil {
			t.Fatal(err)
		}
		if got.Failures+got.Errors == 0 {
			t.Errorf("green, but the run says %s", run.Sentence)
		}
	}
}

func FuzzJUnit(f *testing.F) {
	f.Add(nasty, "]]>")
	f.Add("\x00\x0b\ufffe\uffff\ud7ff", "\xed\xa0\x80")
	f.Fuzz(func(t *testing.T, a, b string) {
		run := sample()
		run.Filter, run.Problems, run.Stale = a, []string{b}, []string{a}
		run.Targets[0].Name, run.Tool.Version = a, b
		run.Preflight = []Obstacle{{a, b, a, b, true, false}}
		for i := range run.Findings {
			g := &run.Findings[i]
			g.ID, g.Sentence, g.Chapter, g.Profile = g.ID+a, b, a, b
			g.Actual, g.Detail, g.Reason, g.Acceptable = a, b, a, []string{b}
			g.Transcript = []Exchange{{Method: a, URL: b, Header: []string{a}, Reply: b, Error: a}}
		}
		run.Load.Thresholds[0].Text = a
		decoder := xml.NewDecoder(bytes.NewReader(junit(t, run)))
		for {
			token, err := decoder.Token()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if text, ok := token.(xml.CharData); ok && strings.ContainsFunc(string(text), harmful) {
				t.Fatalf("a control got through: %q", text)
			}
		}
	})
}
