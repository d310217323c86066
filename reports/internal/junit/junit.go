// Package junit writes a run for CI, in the elements that GitHub, GitLab and
// Jenkins agree on.
//
//	junit.Write(file, run)
//
// It is red whenever the exit code of the run is not 0.
package junit

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/view"
	"github.com/authassay/authassay/reports/internal/words"
)

// The elements that GitHub, GitLab and Jenkins agree on. encoding/xml escapes
// attributes and splits CDATA at its end mark; plain has taken out what XML 1.0
// forbids in both.
//
// The element of all suites has no count of what was skipped: the schema that
// Jenkins' xUnit plugin holds files to knows none there.
type suites struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	totals
	Suites []suite `xml:"testsuite"`
}

type totals struct {
	Tests    int    `xml:"tests,attr"`
	Failures int    `xml:"failures,attr"`
	Errors   int    `xml:"errors,attr"`
	Time     string `xml:"time,attr"`
}

type counts struct {
	totals
	Skipped int `xml:"skipped,attr"`
}

type suite struct {
	Name string `xml:"name,attr"`
	counts
	Timestamp  string     `xml:"timestamp,attr"`
	Properties []property `xml:"properties>property"`
	Cases      []testcase `xml:"testcase"`
}

type property struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type testcase struct {
	Class   string   `xml:"classname,attr"`
	Name    string   `xml:"name,attr"`
	Time    string   `xml:"time,attr"`
	Failure *trouble `xml:"failure"`
	Error   *trouble `xml:"error"`
	Skipped *trouble `xml:"skipped"`
	Output  *output  `xml:"system-out"`
	seconds float64
}

type trouble struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Body    string `xml:",cdata"`
}

type output struct {
	Text string `xml:",cdata"`
}

// Write writes the run for CI: a suite a profile, a case a check. A violated
// MUST is a failure, an inconclusive check an error; untested, not applicable
// and known deviations are skipped with their reason; a warning passes, with
// its evidence. Requests and answers are in system-out. Load, stale deviations and problems have suites
// of their own, so that CI is red whenever the exit code is not 0.
func Write(w io.Writer, run *reports.Run) error {
	all, run := suites{Name: "authassay"}, view.Cleaned(run)
	for _, profile := range profiles(run) {
		all.Suites = append(all.Suites, ofProfile(run, profile))
	}
	for _, extra := range []suite{ofLoad(run), ofTroubles(run)} {
		if len(extra.Cases) > 0 {
			all.Suites = append(all.Suites, extra)
		}
	}
	seconds := 0.0
	for i := range all.Suites {
		seconds += all.Suites[i].finish(run)
		all.add(all.Suites[i].totals)
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

func (c *totals) add(o totals) {
	c.Tests += o.Tests
	c.Failures += o.Failures
	c.Errors += o.Errors
}

// finish counts the cases of a suite, says what was tested and returns the
// seconds that it took.
func (s *suite) finish(run *reports.Run) float64 {
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
	s.Properties = append([]property{
		{"version", words.Line(run.Tool.Version)},
		{"catalogue", words.Line(run.Tool.Catalogue)},
		{"seed", strconv.FormatInt(run.Seed, 10)},
		{"verdict", words.Line(run.Sentence)},
	}, s.Properties...)
	return total
}

func secondsText(s float64) string { return strconv.FormatFloat(s, 'f', 3, 64) }

// profiles lists the profiles of the targets and then those that only findings
// name.
func profiles(run *reports.Run) []string {
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
