package text

import (
	"bytes"
	"flag"
	"regexp"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
	"github.com/authassay/authassay/reports/internal/words"
)

var update = flag.Bool("update", false, "write the golden files anew")

var colour = regexp.MustCompile("\x1b\\[[0-9]+m")

func text(t *testing.T, run *reports.Run, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, run, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextGolden(t *testing.T) {
	reporttest.Golden(t, *update, "report.txt", []byte(text(t, reporttest.Sample(), Options{Verbose: true})))
	reporttest.Golden(t, *update, "empty.txt", []byte(text(t, reporttest.Empty(), Options{})))
}

func TestTextEndsWithTheVerdict(t *testing.T) {
	run := reporttest.Sample()
	lines := strings.Split(strings.TrimSpace(text(t, run, Options{Width: 1000})), "\n")
	if last := lines[len(lines)-1]; last != run.Sentence {
		t.Errorf("the last line is %q, want %q", last, run.Sentence)
	}
}

func TestTextColoursOnlyWhenAsked(t *testing.T) {
	if strings.Contains(text(t, reporttest.Sample(), Options{Verbose: true}), "\x1b") {
		t.Error("an escape reached a report that asked for no colour")
	}
	painted := text(t, reporttest.Sample(), Options{Verbose: true, Color: true})
	if !strings.Contains(painted, "\x1b[31m×") {
		t.Error("a failure is not red")
	}
	for _, width := range []int{0, 40} { // the narrow one wraps what stands behind a mark
		painted, plain := text(t, reporttest.Sample(), Options{Verbose: true, Color: true, Width: width}), text(t, reporttest.Sample(), Options{Verbose: true, Width: width})
		if colour.ReplaceAllString(painted, "") != plain {
			t.Errorf("colour changes more than colour at width %d", width)
		}
	}
}

func TestTextLetsNoControlThrough(t *testing.T) {
	out := text(t, reporttest.Sample(), Options{})
	for _, r := range out {
		if words.Harmful(r) {
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
	if strings.Contains(text(t, reporttest.Sample(), Options{}), "AUT-01") {
		t.Error("a passed check is listed without being asked for")
	}
	if !strings.Contains(text(t, reporttest.Sample(), Options{Verbose: true}), "AUT-01 MUST") {
		t.Error("a passed check is missing")
	}
}
