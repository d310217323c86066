package reports

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
)

// The elements that GitHub, GitLab and Jenkins agree on. encoding/xml escapes
// attributes and splits CDATA at its end mark; plain has taken out what XML 1.0
// forbids in both.
//
// The element of all suites has no count of what was skipped: the schema that
// Jenkins' xUnit plugin holds files to knows none there.
type junitSuites struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	junitTotals
	Suites []junitSuite `xml:"testsuite"`
}

type junitTotals struct {
	Tests    int    `xml:"tests,attr"`
	Failures int    `xml:"failures,attr"`
	Errors   int    `xml:"errors,attr"`
	Time     string `xml:"time,attr"`
}

type junitCounts struct {
	junitTotals
	Skipped int `xml:"skipped,attr"`
}

type junitSuite struct {
	Name string `xml:"name,attr"`
	junitCounts
	Timestamp  string          `xml:"timestamp,attr"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Time    string        `xml:"time,attr"`
	Failure *junitTrouble `xml:"failure"`
	Error   *junitTrouble `xml:"error"`
	Skipped *junitTrouble `xml:"skipped"`
	Output  *junitText    `xml:"system-out"`
	seconds float64
}

type junitTrouble struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Body    string `xml:",cdata"`
}

type junitText struct {
	Text string `xml:",cdata"`
}

// JUnit writes the run for CI: a suite a profile, a case a check. A violated
// MUST is a failure, an inconclusive check an error; untested, not applicable
// and known deviations are skipped with their reason; a warning passes, with
// its evidence. Requests and answers are in system-out. Load, stale deviations and problems have suites
// of their own, so that CI is red whenever the exit code is not 0.
func JUnit(w io.Writer, run *Run) error {
	all, run := junitSuites{Name: "authassay"}, cleaned(run)
	for _, profile := range profiles(run) {
		all.Suites = append(all.Suites, junitProfile(run, profile))
	}
	for _, extra := range []junitSuite{junitLoad(run), junitTroubles(run)} {
		if len(extra.Cases) > 0 {
			all.Suites = append(all.Suites, extra)
		}
	}
	seconds := 0.0
	for i := range all.Suites {
		seconds += all.Suites[i].finish(run)
		all.add(all.Suites[i].junitTotals)
	}
	all.Time = secondsText(seconds)
	var b bytes.Buffer
	b.WriteString(xml.Header)
	out := xml.NewEncoder(&b)
	out.Indent("", "  ")
	if err := out.Encode(all); err != nil {
		return fmt.Errorf("write JUnit report: %w", err)
	}
	b.WriteByte('\n')
	_, err := w.Write(b.Bytes())
	return err
}

func (c *junitTotals) add(o junitTotals) {
	c.Tests += o.Tests
	c.Failures += o.Failures
	c.Errors += o.Errors
}

// finish counts the cases of a suite, says what was tested and returns the
// seconds that it took.
func (s *junitSuite) finish(run *Run) float64 {
	total := 0.0
	for _, c := range s.Cases {
		s.Tests++
		total += c.seconds
		switch {
		case c.Failure != nil:
			s.Failures++
		case c.Error != nil:
			s.Errors++
		case c.Skipped != nil:
			s.Skipped++
		}
	}
	s.Time = secondsText(total)
	s.Timestamp = run.Started.UTC().Format("2006-01-02T15:04:05")
	s.Properties = append([]junitProperty{
		{"version", line(run.Tool.Version)},
		{"catalogue", line(run.Tool.Catalogue)},
		{"seed", strconv.FormatInt(run.Seed, 10)},
		{"verdict", line(run.Sentence)},
	}, s.Properties...)
	return total
}

func secondsText(s float64) string { return strconv.FormatFloat(s, 'f', 3, 64) }

// profiles lists the profiles of the targets and then those that only findings
// name.
func profiles(run *Run) []string {
	var names []string
	seen := map[string]bool{}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for _, t := range run.Targets {
		add(t.Profile)
	}
	for _, f := range run.Findings {
		add(f.Profile)
	}
	return names
}
