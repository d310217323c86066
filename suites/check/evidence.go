package check

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
)

// policy is what a target declares of its own accord.
type policy = catalogue.Policy

// finding returns the finding of a check that has not been tried.
func (e entry) finding() reports.Finding {
	return reports.Finding{
		ID: string(e.ID), Profile: e.world.Profile.Name, Chapter: e.ID.Chapter(),
		Level: string(e.duty.Level), Sentence: e.duty.Sentence, Clause: e.duty.Clause,
		Link: e.duty.Link(), Statements: e.duty.From, When: e.When, Location: e.Place.String(),
	}
}

// violated is the verdict on a duty of the level that is not kept.
func violated(l catalogue.Level) reports.Verdict {
	switch l {
	case catalogue.Must:
		return reports.Fail
	case catalogue.Should:
		return reports.Warn
	}
	return reports.Note
}

// broken says whether what was seen is no answer to judge anything by.
func IsBroken(actual any) bool {
	switch a := actual.(type) {
	case *scenarios.Reply:
		return a.Class == scenarios.Broken || a.Class == scenarios.Busy
	case *scenarios.Landing:
		return a.URL == nil && (a.Last() == nil || IsBroken(a.Last()))
	}
	return false
}

// describe says in one line what was seen. It may hold secrets until the trial
// is concluded.
func Describe(actual any) string {
	switch a := actual.(type) {
	case *scenarios.Reply:
		return describeReply(a)
	case *scenarios.Landing:
		return describeLanding(a)
	}
	return fmt.Sprint(actual)
}

// describeReply says what an answer was.
func describeReply(r *scenarios.Reply) string {
	if r.Err != nil {
		return "no readable answer: " + r.Err.Error()
	}
	parts := []string{fmt.Sprintf("%d", r.Status)}
	if r.Grant.AccessToken != "" {
		parts = append(parts, "with an access token")
	}
	if r.Problem != "" {
		parts = append(parts, r.Problem)
	}
	if c := r.Header.Values("WWW-Authenticate"); len(c) > 0 {
		parts = append(parts, "WWW-Authenticate: "+strings.Join(c, ", "))
	}
	text := strings.Join(parts, ", ")
	if r.Class == "" { // a page, which no dialect has read
		return text
	}
	return text + " (" + string(r.Class) + ")"
}

// describeLanding says where a visit ended.
func describeLanding(l *scenarios.Landing) string {
	switch {
	case l.URL == nil && l.Strayed != nil:
		return "sent on to " + l.Strayed.Scheme + "://" + l.Strayed.Host + l.Strayed.Path +
			", a host of neither the server nor the client (allow_hosts in the target file names more)"
	case l.URL == nil && l.Err != nil:
		return "nowhere: " + l.Err.Error()
	case l.URL == nil && l.Last() == nil:
		return "no page at all"
	case l.URL == nil:
		return "a page of the server: " + describeReply(l.Last())
	}
	where := url.URL{Scheme: l.URL.Scheme, Host: l.URL.Host, Path: l.URL.Path}
	switch {
	case l.Answer.Get("error") != "":
		return "sent to " + where.String() + " with error " + l.Answer.Get("error")
	case l.Code() != "":
		return "sent to " + where.String() + " with a code"
	}
	return "sent to " + where.String() + " without code or error"
}

// conclude writes the end of the trial into its finding, and takes the secrets
// out of it. The transcript is kept only where somebody will want to read it.
// Without evidence the verdict stands alone, unless the check itself failed.
func (t *T) conclude(end stop, evidence bool) {
	f := &t.finding
	f.Verdict, f.Root = end.verdict, end.root
	passed := end.verdict == reports.Pass || end.verdict == reports.NotApplicable
	if !evidence {
		f.Acceptable, f.Actual, f.Control, t.facts = nil, "", "", nil
		if end.verdict == Crashed {
			f.Detail = clipped(t.Redactor.Scrub(end.detail), longestCrash)
		}
		return
	}
	exchanges := t.transcript.Exchanges()
	t.Redactor.Observe(exchanges...)
	f.Actual, f.Control = t.words(f.Actual), t.words(f.Control)
	f.Detail = t.words(end.detail)
	switch end.verdict {
	case Crashed:
		f.Detail = clipped(t.Redactor.Scrub(end.detail), longestCrash)
	case reports.Untested, reports.Inconclusive:
		f.Cause = f.Detail
	}
	for i := range f.Acceptable {
		f.Acceptable[i] = t.words(f.Acceptable[i])
	}
	for i := range t.facts {
		t.facts[i].Value = t.words(t.facts[i].Value)
	}
	if !passed {
		t.show(exchanges)
	}
}

// mark notes the role of what was seen in the transcript.
func (t *T) mark(actual any, role scenarios.Role) {
	switch a := actual.(type) {
	case *scenarios.Reply:
		t.transcript.Mark(a, role)
	case []*scenarios.Reply:
		for _, r := range a {
			t.transcript.Mark(r, role)
		}
	case *scenarios.Landing:
		t.transcript.Mark(a.Last(), role)
	}
}
