package format

import (
	"bytes"
	"errors"
	"html"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
	"github.com/authassay/authassay/reports/internal/words"
)

// written is a run in a format.
func written(t *testing.T, run *reports.Run, name string, o Options) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, name, run, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

type shelf map[string]*bytes.Buffer

func (s shelf) put(path string, content []byte) error {
	s[path] = bytes.NewBuffer(content)
	return nil
}

func TestWriteAll(t *testing.T) {
	got := shelf{}
	if err := WriteAll("out", reporttest.Sample(), got.put); err != nil {
		t.Fatal(err)
	}
	want := []string{"out/junit.xml", "out/report.html", "out/report.json", "out/report.md", "out/report.txt"}
	if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, want) {
		t.Errorf("wrote %v, want %v", names, want)
	}
	again := shelf{}
	if err := WriteAll("out", reporttest.Sample(), again.put); err != nil {
		t.Fatal(err)
	}
	for name := range got {
		if !bytes.Equal(got[name].Bytes(), again[name].Bytes()) {
			t.Errorf("%s differs from one time to the next", name)
		}
	}
}

func TestWriteAllGoesOnAndSaysWhatFailed(t *testing.T) {
	got := shelf{}
	full := errors.New("disk full")
	err := WriteAll("out", reporttest.Sample(), func(path string, content []byte) error {
		if strings.HasSuffix(path, ".json") || strings.HasSuffix(path, ".md") {
			return full
		}
		return got.put(path, content)
	})
	if !errors.Is(err, full) || !strings.Contains(err.Error(), "report.json") || !strings.Contains(err.Error(), "report.md") {
		t.Errorf("got %v", err)
	}
	if len(got) != 3 {
		t.Errorf("wrote %d of the 3 others", len(got))
	}
}

// What command lines read stands where they say.
func TestWriteAllWritesBodies(t *testing.T) {
	run, got := reporttest.Sample(), shelf{}
	run.Findings[2].Bodies = []reports.Body{{Name: reports.BodiesFolder + "/a-1.bin", Content: []byte("\x00")}}
	if err := WriteAll("out", run, got.put); err != nil || got["out/bodies/a-1.bin"].String() != "\x00" {
		t.Errorf("wrote %v: %v", slices.Sorted(maps.Keys(got)), err)
	}
}

func TestWriteKnowsItsFormats(t *testing.T) {
	for _, name := range Names() {
		var b bytes.Buffer
		if err := Write(&b, name, reporttest.Sample(), Options{}); err != nil || b.Len() == 0 {
			t.Errorf("%s: %d bytes, %v", name, b.Len(), err)
		}
	}
	err := Write(io.Discard, "yaml", reporttest.Sample(), Options{})
	if err == nil || !strings.Contains(err.Error(), "text, json, junit, markdown, html, github") {
		t.Errorf("got %v", err)
	}
}

// A writer must leave the run as it was, or the next format shows another.
func TestWritersChangeNothing(t *testing.T) {
	run := reporttest.Sample()
	before := written(t, run, "json", Options{})
	if err := WriteAll("out", run, shelf{}.put); err != nil {
		t.Fatal(err)
	}
	if run.Findings[0].ID != reporttest.Sample().Findings[0].ID || before != written(t, run, "json", Options{}) {
		t.Error("writing a report changed the run")
	}
}

// Whatever field a target's words are in, no control of them reaches a terminal.
func TestNoFieldReachesATerminalAsItIs(t *testing.T) {
	run := words.Map(reporttest.Sample(), func(string) string { return reporttest.Nasty }, true)
	run.Problems, run.Stale = []string{reporttest.Nasty}, []string{reporttest.Nasty}
	run.Capacity = &reports.Capacity{Sentence: reporttest.Nasty, Verdict: reports.Fail}
	for i, out := range []string{written(t, run, "markdown", Options{}), written(t, run, "text", Options{}), written(t, run, "text", Options{Verbose: true, Width: 40})} {
		for _, r := range out {
			if words.Harmful(r) {
				t.Fatalf("control %U reached the terminal", r)
			}
		}
		if n := strings.Count(out, "\nSet-Cookie"); n > 0 && i > 0 { // Markdown fences them
			t.Errorf("%d lines are forged", n)
		}
	}
}

var markup = regexp.MustCompile(`<[^>]*>`)

// TestEveryFormatSaysWhatDidNotWork finds cause and hint in each of them, and
// what was not begun in short.
func TestEveryFormatSaysWhatDidNotWork(t *testing.T) {
	run := reporttest.Barred(false, slices.Repeat([]string{"MUST untested"}, 67)...)
	for i := range run.Findings {
		run.Findings[i].Detail = "no check was tried"
	}
	reports.Score(run, reports.ScoreOptions{})
	for _, name := range Names() {
		var b bytes.Buffer
		if err := Write(&b, name, run, Options{}); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		if name == "html" {
			text = markup.ReplaceAllString(text, "")
		}
		text = strings.Join(strings.Fields(html.UnescapeString(text)), " ")
		for _, want := range []string{"the client is refused", "is client.secret right?", "r the server refuses what is right"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
		if n := strings.Count(b.String(), "\n"); (name == "text" || name == "markdown") && n > 50 {
			t.Errorf("%s has %d lines", name, n)
		}
	}
}
