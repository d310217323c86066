package junit

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
	"github.com/authassay/authassay/reports/internal/words"
)

var update = flag.Bool("update", false, "write the golden files anew")

func written(t *testing.T, run *reports.Run) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, run); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestJUnitGolden(t *testing.T) {
	reporttest.Golden(t, *update, "junit.xml", written(t, reporttest.Sample()))
}

func TestJUnitCounts(t *testing.T) {
	var got suites
	if err := xml.Unmarshal(written(t, reporttest.Sample()), &got); err != nil {
		t.Fatal(err)
	}
	want := totals{Tests: 14, Failures: 4, Errors: 1, Time: "60.231"}
	skipped := 0
	for _, s := range got.Suites {
		skipped += s.Skipped
	}
	if got.totals != want || skipped != 4 {
		t.Errorf("got %+v and %d skipped, want %+v and 4", got.totals, skipped, want)
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
	stale, broken, stopped := reporttest.Judged("MUST pass"), reporttest.Judged("MUST pass"), reporttest.Judged("MUST pass")
	stale.Stale = []string{"known.txt:1:1: EXC-03 passes"}
	broken.Problems = []string{"preflight: no route to host"}
	stopped.Interrupted = true
	for _, run := range []*reports.Run{stale, broken, stopped, reporttest.Empty(), reporttest.Judged("MUST untested")} {
		reports.Score(run, reports.ScoreOptions{})
		var got suites
		if err := xml.Unmarshal(written(t, run), &got); err != nil {
			t.Fatal(err)
		}
		if got.Failures+got.Errors == 0 {
			t.Errorf("green, but the run says %s", run.Sentence)
		}
	}
}

func FuzzJUnit(f *testing.F) {
	f.Add(reporttest.Nasty, "]]>")
	f.Add("\x00\x0b\ufffe\uffff\ud7ff", "\xed\xa0\x80")
	f.Fuzz(func(t *testing.T, a, b string) {
		run := reporttest.Sample()
		run.Filter, run.Problems, run.Stale = a, []string{b}, []string{a}
		run.Targets[0].Name, run.Tool.Version = a, b
		run.Preflight = []reports.Obstacle{{Question: a, Cause: b, Said: a, Hint: b, Refused: true}}
		for i := range run.Findings {
			g := &run.Findings[i]
			g.ID, g.Sentence, g.Chapter, g.Profile = g.ID+a, b, a, b
			g.Actual, g.Detail, g.Reason, g.Acceptable = a, b, a, []string{b}
			g.Transcript = []reports.Exchange{{Method: a, URL: b, Header: []string{a}, Reply: b, Error: a}}
		}
		run.Load.Thresholds[0].Text = a
		decoder := xml.NewDecoder(bytes.NewReader(written(t, run)))
		for {
			token, err := decoder.Token()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if text, ok := token.(xml.CharData); ok && strings.ContainsFunc(string(text), words.Harmful) {
				t.Fatalf("a control got through: %q", text)
			}
		}
	})
}
