package format

import (
	"regexp"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
)

// grouped is a run whose findings share causes.
func grouped() *reports.Run {
	run := reporttest.Judged("SHOULD warn", "MAY fail", "MUST fail", "MUST fail", "SHOULD fail", "MUST pass")
	run.Findings[2].Cause, run.Findings[4].Cause, run.Findings[4].Root = "401 to invalid_grant", "401 to invalid_grant", "X-e"
	for i := range 67 {
		f := reports.Finding{ID: "TMP-" + string(rune('A'+i/26)) + string(rune('a'+i%26)), Profile: "lxhive", Level: []string{"MUST", "SHOULD"}[i%2],
			Verdict: reports.Untested, Detail: "reason of its own", Cause: "no token with default scopes can be had", Root: "TMP-Ab"}
		if i >= 38 {
			f.Verdict, f.Cause, f.Root, f.Detail = reports.Inconclusive, "", "", "the target has been down since BAS-06"
		}
		run.Findings = append(run.Findings, f)
	}
	reports.Score(run, reports.ScoreOptions{})
	return run
}

func TestFindingsAreGroupedByCause(t *testing.T) {
	run := grouped()
	untested := "38 untested: no token with default scopes can be had, see TMP-Ab"
	down := "29 inconclusive: the target has been down since BAS-06"
	brief := written(t, run, "text", Options{Width: 200})
	for name, shown := range map[string]string{"text": brief, "HTML": written(t, run, "html", Options{}), "Markdown": strings.ReplaceAll(written(t, run, "markdown", Options{}), "&#45;", "-")} {
		for _, head := range []string{untested, down, "2 failures: 401 to invalid_grant, see X-e"} {
			if strings.Count(strings.ReplaceAll(shown, "&#95;", "_"), head) != 1 {
				t.Errorf("%s does not say once %q", name, head)
			}
		}
	}
	if n := strings.Count(brief, "\n"); n > 90 {
		t.Errorf("%d lines for 73 findings", n)
	}
	for _, f := range run.Findings {
		if f.Verdict != reports.Pass && !strings.Contains(brief, f.ID) {
			t.Errorf("%s is not named", f.ID)
		}
	}
}

// What weighs more comes first, and the check that shows a cause leads its
// group.
func TestFindingsAreOrderedByWeight(t *testing.T) {
	run := grouped()
	titles := regexp.MustCompile(`(?m)^× (X-[a-z] [A-Z]+)`).FindAllStringSubmatch(written(t, run, "text", Options{}), -1)
	var got []string
	for _, m := range titles {
		got = append(got, m[1])
	}
	if want := "X-e SHOULD, X-c MUST, X-d MUST, X-b MAY"; strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
}

// The headline counts MUSTs as MUSTs and nothing else.
func TestTheHeadlineCountsMUSTsOnly(t *testing.T) {
	run := reporttest.Judged("MUST pass", "MUST fail", "SHOULD fail", "MAY fail")
	reports.Score(run, reports.ScoreOptions{})
	if want := "FAIL: clearxp at http://as breaks 1 of the 2 MUSTs that were tested: X-b; and 2 requirements that are no MUSTs: X-c and X-d"; run.Sentence != want {
		t.Errorf("got  %s\nwant %s", run.Sentence, want)
	}
	run = reporttest.Judged("MUST pass", "SHOULD fail")
	reports.Score(run, reports.ScoreOptions{})
	if want := "FAIL: clearxp at http://as breaks 1 requirement that is no MUST: X-b"; run.Sentence != want {
		t.Errorf("got  %s\nwant %s", run.Sentence, want)
	}
}

// What a document of the product says comes before what only a standard does,
// in the headline too.
func TestTheHeadlineNamesFirstWhatWeighsMost(t *testing.T) {
	run := reporttest.Judged("MUST fail", "SHOULD warn", "MUST fail")
	run.Findings[2].Statements = []string{"CXP-07"}
	reports.Score(run, reports.ScoreOptions{})
	if want := "FAIL: clearxp at http://as breaks 2 of the 2 MUSTs that were tested: X-c and X-a (1 warning)"; run.Sentence != want {
		t.Errorf("got  %s\nwant %s", run.Sentence, want)
	}
}

// Causes are one where they are equal as values, whatever their words.
func TestEqualWordsMakeNoEqualCauses(t *testing.T) {
	run := reporttest.Judged("MUST untested", "MUST untested", "MUST untested")
	for i, since := range []string{"HYG-01", "HYG-02", "HYG-01"} {
		f := &run.Findings[i]
		f.Detail, f.Why = "the target has been down", &reports.Cause{Kind: reports.CauseDown, Since: since}
		f.Cause = f.Detail
	}
	reports.Score(run, reports.ScoreOptions{})
	shown := written(t, run, "text", Options{})
	for _, head := range []string{"2 untested: the target has been down", "1 untested: the target has been down"} {
		if !strings.Contains(shown, head) {
			t.Errorf("the report does not say %q:\n%s", head, shown)
		}
	}
	if want := "3 MUSTs could not be tested, 2 of them because the target has been down"; !strings.Contains(run.Sentence, want) {
		t.Errorf("%q does not say %q", run.Sentence, want)
	}
}
