package reports_test

import (
	"fmt"
	"strings"

	"github.com/authassay/authassay/reports"
)

// Findings become a verdict, an exit code and a headline.
func ExampleScore() {
	run := &reports.Run{
		Targets: []reports.Target{{Name: "acme", Profile: "oauth2"}},
		Findings: []reports.Finding{
			{ID: "EXC-03", Profile: "oauth2", Level: "MUST", Verdict: reports.Fail, Actual: "200 with an access token"},
			{ID: "REF-01", Profile: "oauth2", Level: "MUST", Verdict: reports.Pass},
			{ID: "HYG-05", Profile: "oauth2", Level: "SHOULD", Verdict: reports.Warn},
		},
	}
	reports.Score(run, reports.ScoreOptions{})
	fmt.Println(run.ExitCode, run.Sentence)
	// Output:
	// 1 FAIL: acme (oauth2) breaks 1 of the 2 MUSTs that were tested: EXC-03 (1 warning)
}

// A list of known deviations is strict both ways.
func ExampleReadKnown() {
	known, err := reports.ReadKnown("known.txt", "EXC-03  fixed in the next release\nREF-*   ticket 12")
	if err != nil {
		fmt.Println(err)
		return
	}
	run := &reports.Run{Findings: []reports.Finding{
		{ID: "EXC-03", Verdict: reports.Fail, Profile: "oauth2"},
		{ID: "REF-01", Verdict: reports.Pass, Profile: "oauth2"},
	}}
	known.Apply(run)
	fmt.Println(run.Findings[0].Verdict)
	fmt.Println(strings.Join(run.Stale, "\n"))
	// Output:
	// expected
	// known.txt:2:1: REF-01 no longer deviates (oauth2); remove it from the list
}
