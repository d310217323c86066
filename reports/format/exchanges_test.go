package format

import (
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
	"github.com/authassay/authassay/reports/internal/view"
)

// raced is a finding whose evidence is a race.
func raced() reports.Finding {
	f := reporttest.Findings()[2]
	f.Transcript = nil
	for i := range 40 {
		e := reporttest.Exchange(i+1, "given", 200)
		e.URL += "/" + string(rune('a'+i%26))
		f.Transcript = append(f.Transcript, e)
	}
	for i := range 20 {
		status := 400
		if i%7 == 0 {
			status = 200
		}
		f.Transcript = append(f.Transcript, reporttest.Exchange(41+i, "judged", status))
	}
	return f
}

func TestARaceIsShownOnce(t *testing.T) {
	run := reporttest.Sample()
	run.Findings, run.Load = []reports.Finding{raced()}, nil
	reports.Score(run, reports.ScoreOptions{})
	const more = "20 such requests in all (#41 to #60), answered 3 times 200, 17 times 400"
	brief, whole := written(t, run, "text", Options{}), written(t, run, "text", Options{Verbose: true})
	for name, shown := range map[string]string{"text": brief, "verbose text": whole, "HTML": written(t, run, "html", Options{}), "Markdown": written(t, run, "markdown", Options{})} {
		if !strings.Contains(shown, more) {
			t.Errorf("%s does not say what came of the race", name)
		}
		if n := strings.Count(shown, "judged exchange"); n != 2 {
			t.Errorf("%s shows %d requests of the race, want one of each status", name, n)
		}
	}
	if n := strings.Count(brief, "given exchange"); n != view.Led || !strings.Contains(brief, "(32 more exchanges that led up to it") {
		t.Errorf("the terminal shows %d exchanges that led up to it", n)
	}
	if n := strings.Count(whole, "given exchange"); n != 40 {
		t.Errorf("the whole text shows %d of 40 exchanges", n)
	}
}
