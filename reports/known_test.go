package reports_test

import (
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
)

func listing(t *testing.T, text string) reports.Known {
	t.Helper()
	list, err := reports.ReadKnown("known.txt", text)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestReadKnownSaysWhere(t *testing.T) {
	_, err := reports.ReadKnown("known.txt", "# fine\nTEN-*  ticket 12\n\n  EXC-03\nEXC-[  broken\r\nTEN-*  again\nA\xff b")
	want := []string{
		"known.txt:4:9: EXC-03 has no reason: say after it why the deviation is accepted",
		"known.txt:5:1: EXC-[ is no glob: syntax error in pattern",
		"known.txt:6:1: TEN-* is listed already at known.txt:2:1",
		"known.txt:7:1: the line is not UTF-8",
	}
	if err == nil || err.Error() != strings.Join(want, "\n") {
		t.Errorf("got\n%v\nwant\n%s", err, strings.Join(want, "\n"))
	}
}

func TestKnownDeviationsAreExpected(t *testing.T) {
	run := reporttest.Sample()
	listing(t, "EXC-03 ticket 1\nTEN-* ticket 2\r\nHYG-05\tlater").Apply(run)
	reports.Score(run, reports.ScoreOptions{})
	if run.Summary.Fail != 0 || run.Summary.Warn != 0 || run.Summary.Expected != 4 || len(run.Stale) != 0 {
		t.Errorf("summary %+v, stale %q", run.Summary, run.Stale)
	}
	for _, f := range run.Findings {
		if f.ID == "TEN-02" && f.Reason != "ticket 2" {
			t.Errorf("the reason of TEN-02 is %q", f.Reason)
		}
	}
}

func TestKnownIsStrictBothWays(t *testing.T) {
	run := reporttest.Judged("MUST pass", "MUST untested")
	listing(t, "X-a ticket 1\nX-b ticket 2\nX-z* ticket 3").Apply(run)
	reports.Score(run, reports.ScoreOptions{AllowUntested: true})
	want := []string{
		"known.txt:1:1: X-a no longer deviates (clearxp); remove it from the list",
		"known.txt:3:1: X-z* matches no check of this run; remove the line",
	}
	if strings.Join(run.Stale, "\n") != strings.Join(want, "\n") || run.ExitCode != reports.ExitFail {
		t.Errorf("exit %d, stale %q", run.ExitCode, run.Stale)
	}
}

// A check that is tried on several ways deviates as long as one of them does, or
// might.
func TestKnownHoldsForEveryWay(t *testing.T) {
	for verdicts, stale := range map[string]int{
		"MUST pass,MUST fail":           0,
		"MUST fail,MUST pass":           0,
		"MUST pass,MUST untested":       0,
		"MUST pass,MUST pass":           1,
		"MUST pass,MUST not applicable": 1,
	} {
		run := reporttest.Judged(strings.Split(verdicts, ",")...)
		for i := range run.Findings {
			run.Findings[i].ID = "X-a"
		}
		listing(t, "X-a ticket 1").Apply(run)
		if len(run.Stale) != stale {
			t.Errorf("%s: stale %q", verdicts, run.Stale)
		}
	}
}

// A filter leaves checks out; that their patterns match nothing proves nothing.
func TestKnownForgivesAFilter(t *testing.T) {
	run := reporttest.Judged("MUST pass")
	run.Filter = "EXC"
	listing(t, "X-z* ticket 3").Apply(run)
	if len(run.Stale) != 0 {
		t.Errorf("stale %q", run.Stale)
	}
}

func TestWriteKnown(t *testing.T) {
	got := reports.WriteKnown(reporttest.Sample())
	reporttest.Golden(t, *update, "known.txt", got)
	_, err := reports.ReadKnown("known.txt", string(got))
	if err == nil || strings.Count(err.Error(), "has no reason") != 3 {
		t.Errorf("a list that nobody has filled in was taken: %v", err)
	}
	filled := strings.NewReplacer("\nEXC-03", "\nEXC-03 a", "\nTEN-02", "\nTEN-02 b", "\nHYG-05", "\nHYG-05 c").Replace(string(got))
	run := reporttest.Sample()
	listing(t, filled).Apply(run)
	if n := run.Count("", reports.Fail, reports.Warn); n != 0 || len(run.Stale) != 0 {
		t.Errorf("the list that a run wrote does not cover it: %d left, stale %q", n, run.Stale)
	}
}
