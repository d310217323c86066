package junit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/text"
	"github.com/authassay/authassay/reports/internal/view"
	"github.com/authassay/authassay/reports/internal/words"
)

func ofProfile(run *reports.Run, profile string) suite {
	suite := suite{Name: "authassay." + words.Line(profile)}
	for _, t := range run.Targets {
		if t.Profile == profile {
			suite.Properties = append(suite.Properties,
				property{"target", words.Line(words.First(t.Name, t.Auth, t.API))},
				property{"auth", words.Line(t.Auth)}, property{"api", words.Line(t.API)})
		}
	}
	found := slices.Clone(run.Findings)
	reports.SortFindings(found)
	for _, f := range found {
		if f.Profile == profile {
			suite.Cases = append(suite.Cases, ofFinding(view.SignOf(f.Verdict), f))
		}
	}
	unique(suite.Cases)
	return suite
}

// unique tells cases of one requirement apart, for CI servers match cases by
// name from build to build.
func unique(cases []testcase) {
	seen := map[string]int{}
	for i := range cases {
		name := cases[i].Name
		seen[name]++
		if n := seen[name]; n > 1 {
			cases[i].Name = fmt.Sprintf("%s (%d)", name, n)
		}
	}
}

// ofFinding is the case of one check.
func ofFinding(k view.Sign, f reports.Finding) testcase {
	c := testcase{
		Class:   "authassay." + words.Line(f.Profile) + "." + words.Line(f.Chapter),
		Name:    words.Line(f.ID) + " " + words.Line(f.Sentence),
		Time:    secondsText(f.Seconds),
		seconds: f.Seconds,
	}
	whole := evidence(f)
	f.Transcript = nil
	body := evidence(f)
	short := gist(f)
	switch k.Verdict {
	case reports.Fail:
		c.Failure = &trouble{Message: short, Type: words.Line(f.Level), Body: body}
		c.Output = &output{whole}
	case reports.Inconclusive:
		c.Error = &trouble{Message: words.Line(words.First(f.Detail, f.Actual, "inconclusive")), Type: "inconclusive", Body: body}
		c.Output = &output{whole}
	case reports.Untested, reports.NotApplicable:
		c.Skipped = &trouble{Message: string(k.Verdict) + ": " + words.Line(words.First(f.Detail, "no reason was given"))}
	case reports.Expected:
		c.Skipped = &trouble{Message: "known deviation: " + words.Line(words.First(f.Reason, "no reason was given"))}
		c.Output = &output{whole}
	case reports.Warn:
		c.Output = &output{"warning: " + short + "\n\n" + whole}
	case reports.Pass, reports.Note:
		c.Output = &output{body}
	}
	return c
}

// gist is what was wanted and what came, on one line.
func gist(f reports.Finding) string {
	got := words.Line(words.First(f.Actual, f.Detail, string(f.Verdict)))
	if len(f.Acceptable) == 0 {
		return got
	}
	return "want " + words.Line(strings.Join(f.Acceptable, ", or ")) + "; got " + got
}

// evidence is the block that the text report shows for a finding.
func evidence(f reports.Finding) string {
	p := &text.Page{Options: text.Options{Width: 100}}
	p.Finding(view.SignOf(f.Verdict), f)
	return p.String()
}

func ofLoad(run *reports.Run) suite {
	suite := suite{Name: "authassay.load"}
	if run.Load == nil {
		return suite
	}
	p := &text.Page{Options: text.Options{Width: 100}}
	p.Load(run.Load)
	right := testcase{Class: suite.Name, Name: "every answer under load is right", Time: secondsText(run.Load.Seconds),
		seconds: run.Load.Seconds, Output: &output{p.String()}}
	if run.Load.Wrong > 0 {
		right.Failure = &trouble{Message: words.Line(run.Load.Sentence), Type: "load"}
	} else if run.Load.Verdict == reports.Inconclusive {
		right.Error = &trouble{Message: words.Line(run.Load.Sentence), Type: "inconclusive"}
	}
	suite.Cases = append(suite.Cases, right)
	for _, t := range run.Load.Thresholds {
		c := testcase{Class: suite.Name, Name: words.Line(t.Text), Time: secondsText(0)}
		if !t.Met {
			c.Failure = &trouble{Message: "saw " + words.Line(t.Seen), Type: "load"}
		}
		suite.Cases = append(suite.Cases, c)
	}
	return suite
}

// ofTroubles reports what no check can: problems of the run, and entries of
// the list of known deviations that are out of date.
func ofTroubles(run *reports.Run) suite {
	suite := suite{Name: "authassay.run"}
	add := func(name, text string, failed bool) {
		c := testcase{Class: suite.Name, Name: name, Time: secondsText(0)}
		trouble := &trouble{Message: words.Line(text), Body: words.Plain(text)}
		if failed {
			c.Failure = trouble
		} else {
			c.Error = trouble
		}
		suite.Cases = append(suite.Cases, c)
	}
	obstacles := run.Obstacles()
	for i, o := range run.Preflight {
		add(view.BeforeTitle+": "+words.Line(o.Question), obstacles[i], false)
	}
	for _, text := range run.Problems {
		add("the run can judge", text, false)
	}
	for _, text := range run.Stale {
		add("known deviations are up to date", text, true)
	}
	if len(run.Problems)+len(run.Preflight) == 0 && (run.Interrupted || run.ExitCode == reports.ExitJudge) {
		add("the run can judge", run.Sentence, false)
	}
	unique(suite.Cases)
	return suite
}
