package reports

import (
	"bytes"
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
