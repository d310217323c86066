package reports

import (
	"fmt"
	"slices"
	"strings"
)

func junitProfile(run *Run, profile string) junitSuite {
	suite := junitSuite{Name: "authassay." + line(profile)}
	for _, t := range run.Targets {
		if t.Profile == profile {
			suite.Properties = append(suite.Properties,
				junitProperty{"target", line(firstOf(t.Name, t.Auth, t.API))},
				junitProperty{"auth", line(t.Auth)}, junitProperty{"api", line(t.API)})
		}
	}
	found := slices.Clone(run.Findings)
	sortFindings(found)
	for _, f := range found {
		if f.Profile == profile {
			suite.Cases = append(suite.Cases, junitFinding(kindOf(f.Verdict), f))
		}
	}
	unique(suite.Cases)
	return suite
}

// unique tells cases of one requirement apart, for CI servers match cases by
// name from build to build.
func unique(cases []junitCase) {
	seen := map[string]int{}
	for i := range cases {
		name := cases[i].Name
		seen[name]++
		if n := seen[name]; n > 1 {
			cases[i].Name = fmt.Sprintf("%s (%d)", name, n)
		}
	}
}

// junitFinding is the case of one check.
func junitFinding(k kind, f Finding) junitCase {
	c := junitCase{
		Class:   "authassay." + line(f.Profile) + "." + line(f.Chapter),
		Name:    line(f.ID) + " " + line(f.Sentence),
		Time:    secondsText(f.Seconds),
		seconds: f.Seconds,
	}
	whole := evidence(f)
	f.Transcript = nil
	body := evidence(f)
	short := gist(f)
	switch k.Verdict {
	case Fail:
		c.Failure = &junitTrouble{Message: short, Type: line(f.Level), Body: body}
		c.Output = &junitText{whole}
	case Inconclusive:
		c.Error = &junitTrouble{Message: line(firstOf(f.Detail, f.Actual, "inconclusive")), Type: "inconclusive", Body: body}
		c.Output = &junitText{whole}
	case Untested, NotApplicable:
		c.Skipped = &junitTrouble{Message: string(k.Verdict) + ": " + line(firstOf(f.Detail, "no reason was given"))}
	case Expected:
		c.Skipped = &junitTrouble{Message: "known deviation: " + line(firstOf(f.Reason, "no reason was given"))}
		c.Output = &junitText{whole}
	case Warn:
		c.Output = &junitText{"warning: " + short + "\n\n" + whole}
	case Pass, Note:
		c.Output = &junitText{body}
	}
	return c
}

// gist is what was wanted and what came, on one line.
func gist(f Finding) string {
	got := line(firstOf(f.Actual, f.Detail, string(f.Verdict)))
	if len(f.Acceptable) == 0 {
		return got
	}
	return "want " + line(strings.Join(f.Acceptable, ", or ")) + "; got " + got
}

// evidence is the block that the text report shows for a finding.
func evidence(f Finding) string {
	p := &page{Options: Options{Width: 100}}
	p.finding(kindOf(f.Verdict), f)
	return strings.TrimLeft(p.String(), "\n")
}

func junitLoad(run *Run) junitSuite {
	suite := junitSuite{Name: "authassay.load"}
	if run.Load == nil {
		return suite
	}
	p := &page{Options: Options{Width: 100}}
	p.load(run.Load)
	right := junitCase{Class: suite.Name, Name: "every answer under load is right", Time: secondsText(run.Load.Seconds),
		seconds: run.Load.Seconds, Output: &junitText{strings.TrimLeft(p.String(), "\n")}}
	if run.Load.Wrong > 0 {
		right.Failure = &junitTrouble{Message: line(run.Load.Sentence), Type: "load"}
	} else if run.Load.Verdict == Inconclusive {
		right.Error = &junitTrouble{Message: line(run.Load.Sentence), Type: "inconclusive"}
	}
	suite.Cases = append(suite.Cases, right)
	for _, t := range run.Load.Thresholds {
		c := junitCase{Class: suite.Name, Name: line(t.Text), Time: secondsText(0)}
		if !t.Met {
			c.Failure = &junitTrouble{Message: "saw " + line(t.Seen), Type: "load"}
		}
		suite.Cases = append(suite.Cases, c)
	}
	return suite
}

// junitTroubles reports what no check can: problems of the run, and entries of
// the list of known deviations that are out of date.
func junitTroubles(run *Run) junitSuite {
	suite := junitSuite{Name: "authassay.run"}
	add := func(name, text string, failed bool) {
		c := junitCase{Class: suite.Name, Name: name, Time: secondsText(0)}
		trouble := &junitTrouble{Message: line(text), Body: plain(text)}
		if failed {
			c.Failure = trouble
		} else {
			c.Error = trouble
		}
		suite.Cases = append(suite.Cases, c)
	}
	for _, o := range run.Preflight {
		add(beforeTitle+": "+line(o.Question), o.words(), false)
	}
	for _, text := range run.Problems {
		add("the run can judge", text, false)
	}
	for _, text := range run.Stale {
		add("known deviations are up to date", text, true)
	}
	if len(run.Problems)+len(run.Preflight) == 0 && (run.Interrupted || run.ExitCode == ExitJudge) {
		add("the run can judge", run.Sentence, false)
	}
	unique(suite.Cases)
	return suite
}
