package reports

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
)

func text(t *testing.T, run *Run, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Text(&b, run, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextGolden(t *testing.T) {
	golden(t, "report.txt", []byte(text(t, sample(), Options{Verbose: true})))
	golden(t, "empty.txt", []byte(text(t, empty(), Options{})))
}

func TestTextEndsWithTheVerdict(t *testing.T) {
	run := sample()
	lines := strings.Split(strings.TrimSpace(text(t, run, Options{Width: 1000})), "\n")
	if last := lines[len(lines)-1]; last != run.Sentence {
		t.Errorf("the last line is %q, want %q", last, run.Sentence)
	}
}

func TestTextColoursOnlyWhenAsked(t *testing.T) {
	if strings.Contains(text(t, sample(), Options{Verbose: true}), "\x1b") {
		t.Error("an escape reached a report that asked for no colour")
	}
	painted := text(t, sample(), Options{Verbose: true, Color: true})
	if !strings.Contains(painted, "\x1b[31m×") {
		t.Error("a failure is not red")
	}
	if bare := colour.ReplaceAllString(painted, ""); bare != text(t, sample(), Options{Verbose: true}) {
		t.Error("colour changes more than colour")
	}
}

func TestTextLetsNoControlThrough(t *testing.T) {
	out := text(t, sample(), Options{})
	for _, r := range out {
		if harmful(r) {
			t.Fatalf("control %U reached the terminal", r)
		}
	}
	for _, l := range strings.Split(out, "\n") {
		if strings.HasPrefix(l, "Set-Cookie: forged") {
			t.Fatal("an answer forged a line at the margin")
		}
	}
}

// Whatever field a target's words are in, no control of them reaches a terminal.
func TestNoFieldReachesATerminalAsItIs(t *testing.T) {
	run := mapped(reflect.ValueOf(sample()), func(string) string { return nasty }, true).Interface().(*Run)
	run.Problems, run.Stale = []string{nasty}, []string{nasty}
	run.Capacity = &Capacity{Sentence: nasty, Verdict: Fail}
	var compared bytes.Buffer
	if err := Compare(sample(), run).Text(&compared, Options{}); err != nil {
		t.Fatal(err)
	}
	for i, out := range []string{marked(t, run), text(t, run, Options{}), text(t, run, Options{Verbose: true, Width: 40}), compared.String()} {
		for _, r := range out {
			if harmful(r) {
				t.Fatalf("control %U reached the terminal", r)
			}
		}
		if n := strings.Count(out, "\nSet-Cookie"); n > 0 && i > 0 { // Markdown fences them
			t.Errorf("%d lines are forged", n)
		}
	}
}

// Scrubbing touches what targets write, and none of our own words.
func TestScrubbedLeavesOurWords(t *testing.T) {
	run := sample()
	run.Problems = []string{"load: the token s3cret-12345 was refused"}
	run.ExitCode, run.Sentence = 3, "INCONCLUSIVE: x could not be judged: load: the token s3cret-12345 was refused"
	all := func(string) string { return "gone" }
	held := func(text string) string { return strings.ReplaceAll(text, "acme", "«fp»") }
	got := Scrubbed(run, all, held)
	if got.Sentence != "INCONCLUSIVE: x could not be judged: gone" || got.Targets[0].Name != "«fp» staging" || got.Problems[0] != "gone" {
		t.Errorf("sentence %q, target %q", got.Sentence, got.Targets[0].Name)
	}
	f, was := got.Findings[2], run.Findings[2]
	if f.ID != was.ID || f.Level != was.Level || f.Sentence != was.Sentence || f.Clause != was.Clause || f.Verdict != was.Verdict {
		t.Errorf("our own words are gone: %+v", f)
	}
	if f.Actual != "gone" || f.Transcript[0].Reply != "gone" || f.Transcript[0].Header[0] != "gone" || f.Reproduce[0] != "gone" || got.Facts[0].Value != "gone" {
		t.Errorf("a target's words are left: %+v", f)
	}
	if was.Actual == "gone" {
		t.Error("the run itself was changed")
	}
}

func TestTextPassesOnlyWhenVerbose(t *testing.T) {
	if strings.Contains(text(t, sample(), Options{}), "AUT-01") {
		t.Error("a passed check is listed without being asked for")
	}
	if !strings.Contains(text(t, sample(), Options{Verbose: true}), "AUT-01 MUST") {
		t.Error("a passed check is missing")
	}
}

func TestWrap(t *testing.T) {
	for _, l := range wrap(strings.Repeat("word ", 50), 20) {
		if len(l) > 20 {
			t.Errorf("%q is wider than 20", l)
		}
	}
	if got := wrap("a https://example.com/a/long/link b", 10); len(got) != 3 {
		t.Errorf("a link was broken: %q", got)
	}
}
