package reports

import (
	"bytes"
	"testing"
)

// later is the sample after a release that fixed one thing and broke another.
func later() *Run {
	run := sample()
	for i := range run.Findings {
		switch f := &run.Findings[i]; f.ID {
		case "EXC-03":
			f.Verdict = Pass
		case "AUT-01":
			f.Verdict = Fail
		case "EXP-02":
			f.Verdict = Pass
		case "DIS-01":
			f.ID = "DIS-02"
		}
	}
	run.Load.Response.P99 *= 2
	run.Load.Wrong = 0
	Score(run, ScoreOptions{})
	return run
}

func TestCompareGolden(t *testing.T) {
	var b bytes.Buffer
	if err := Compare(sample(), later()).Text(&b, Options{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "compare.txt", b.Bytes())
}

func TestCompare(t *testing.T) {
	c := Compare(sample(), later())
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
	if !c.Worse() || Compare(sample(), sample()).Worse() {
		t.Error("Worse is wrong")
	}
}

func TestCompareSame(t *testing.T) {
	c := Compare(sample(), sample())
	if len(c.Broken)+len(c.Fixed)+len(c.Changed)+len(c.Added)+len(c.Gone) != 0 {
		t.Errorf("a run differs from itself: %+v", c)
	}
	if r, ok := c.Load[0].Ratio(); !ok || r != 1 {
		t.Errorf("ratio %v %v", r, ok)
	}
}

func TestCompareMoreWrongAnswersAreWorse(t *testing.T) {
	more := sample()
	more.Load.Wrong++
	if !Compare(sample(), more).Worse() {
		t.Error("more wrong answers under load are no worse")
	}
}
