package reports_test

import (
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
)

// Scrubbing touches what targets write, and none of our own words.
func TestScrubbedLeavesOurWords(t *testing.T) {
	run := reporttest.Sample()
	run.Findings[2].Verdict, run.Findings[5].Verdict = reports.Pass, reports.Pass // a problem decides where nothing failed
	run.Load = nil
	run.Problems = []string{"load: the token s3cret-12345 was refused", "could not be judged"}
	reports.Score(run, reports.ScoreOptions{})
	all := func(string) string { return "gone" }
	held := func(text string) string { return strings.ReplaceAll(text, "acme", "«fp»") }
	got := reports.Scrubbed(run, all, held)
	if !strings.HasPrefix(got.Sentence, "INCONCLUSIVE: «fp» staging (clearxp) could not be judged: gone (") || got.Headline.Claim != "«fp» staging (clearxp) could not be judged: gone" || got.Targets[0].Name != "«fp» staging" || got.Problems[0] != "gone" {
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
