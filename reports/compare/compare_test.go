package compare

import (
	"bytes"
	"errors"
	"flag"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
	"github.com/authassay/authassay/reports/internal/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

// later is the sample after a release that fixed one thing and broke another.
func later() *reports.Run {
	run := reporttest.Sample()
	for i := range run.Findings {
		switch f := &run.Findings[i]; f.ID {
		case "EXC-03":
			f.Verdict = reports.Pass
		case "AUT-01":
			f.Verdict = reports.Fail
		case "EXP-02":
			f.Verdict = reports.Pass
		case "DIS-01":
			f.ID = "DIS-02"
		}
	}
	run.Load.Response.P99 *= 2
	run.Load.Wrong = 0
	reports.Score(run, reports.ScoreOptions{})
	return run
}

func TestCompareGolden(t *testing.T) {
	var b bytes.Buffer
	if err := Runs(reporttest.Sample(), later()).Text(&b, text.Options{}); err != nil {
		t.Fatal(err)
	}
	reporttest.Golden(t, *update, "compare.txt", b.Bytes())
}

func TestCompareInMarkdownAndJSON(t *testing.T) {
	c := Runs(reporttest.Sample(), later())
	condition, err := ParseCondition("p99 > 1.2x")
	if err != nil {
		t.Fatal(err)
	}
	c.Judge([]Condition{condition})
	var page, data bytes.Buffer
	if err := errors.Join(c.Markdown(&page), c.JSON(&data)); err != nil {
		t.Fatal(err)
	}
	reporttest.Golden(t, *update, "compare.md", page.Bytes())
	reporttest.Golden(t, *update, "compare.json", data.Bytes())
}

// GitHub takes 65,536 characters for a comment.
func TestAHugeComparisonFitsAComment(t *testing.T) {
	c := Comparison{}
	for range 500 {
		d := Change{ID: "EXC-03", Profile: "clearxp", Level: "MUST", Sentence: strings.Repeat("sentence ", 20), Is: reports.Fail}
		c.Broken, c.Fixed, c.Changed = append(c.Broken, d), append(c.Fixed, d), append(c.Changed, d)
		c.Added, c.Gone = append(c.Added, d), append(c.Gone, d)
	}
	var b bytes.Buffer
	if err := c.Markdown(&b); err != nil || b.Len() > 65536 || strings.Count(b.String(), "And 460 more.") != 5 {
		t.Errorf("%d bytes, %v", b.Len(), err)
	}
}

func TestCompare(t *testing.T) {
	c := Runs(reporttest.Sample(), later())
	for name, got := range map[string]struct {
		list []Change
		want string
	}{
		"broken": {c.Broken, "AUT-01"}, "fixed": {c.Fixed, "EXC-03"}, "changed": {c.Changed, "EXP-02"},
		"added": {c.Added, "DIS-02"}, "gone": {c.Gone, "DIS-01"},
	} {
		if len(got.list) != 1 || got.list[0].ID != got.want {
			t.Errorf("%s: got %+v, want %s", name, got.list, got.want)
		}
	}
	if !c.Worse() || Runs(reporttest.Sample(), reporttest.Sample()).Worse() {
		t.Error("Worse is wrong")
	}
}

func TestCompareSame(t *testing.T) {
	c := Runs(reporttest.Sample(), reporttest.Sample())
	if len(c.Broken)+len(c.Fixed)+len(c.Changed)+len(c.Added)+len(c.Gone) != 0 {
		t.Errorf("a run differs from itself: %+v", c)
	}
	if r, ok := c.Load[0].Ratio(); !ok || r != 1 {
		t.Errorf("ratio %v %v", r, ok)
	}
}

func TestCompareMoreWrongAnswersAreWorse(t *testing.T) {
	more := reporttest.Sample()
	more.Load.Wrong++
	if !Runs(reporttest.Sample(), more).Worse() {
		t.Error("more wrong answers under load are no worse")
	}
}
