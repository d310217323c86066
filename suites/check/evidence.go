package check

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/transcript"
	"github.com/authassay/authassay/suites/catalogue"
)

// finding returns the finding of a check that has not been tried.
func (e entry) finding() reports.Finding {
	return reports.Finding{
		ID: string(e.ID), Profile: e.world.Profile.Name, Chapter: e.ID.Chapter(),
		Level: string(e.duty.Level), Sentence: e.duty.Sentence, Clause: e.duty.Clause,
		Link: e.duty.Link(), Statements: e.duty.From, When: e.when(),
		Way: e.way.Says, Moment: e.moment.Says, Location: e.Place.String(),
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

// IsBroken says whether what was seen is no answer to judge anything by. A visit
// may end without a page, and so without any answer: nil is one of these.
func IsBroken(actual any) bool {
	switch a := actual.(type) {
	case *scenarios.Reply:
		return a == nil || a.Class == scenarios.Broken || a.Class == scenarios.Busy
	case *scenarios.Landing:
		return a == nil || a.URL == nil && IsBroken(a.Last())
	}
	return false
}

// Describe says in one line what was seen. It may hold secrets until the check
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

// Match implements the matcher. Only what a scenarios client brings back can be
// one of the answers; an error says that something else was looked at.
func (a Answer) Match(actual any) (bool, error) {
	switch actual.(type) {
	case *scenarios.Reply, *scenarios.Landing:
		return a.Accepts(actual), nil
	}
	return false, fmt.Errorf("match answer: it is to be a *scenarios.Reply or a *scenarios.Landing, and not %T", actual)
}

// FailureMessage implements the matcher: it says what was seen, and what would have
// done. It holds no secret but what a server writes into its titles.
func (a Answer) FailureMessage(actual any) string { return shown(actual) + ": " + a.misses(actual) }

// misses says what would have done.
func (a Answer) misses(actual any) string {
	if a.short != nil {
		if text := a.short(actual); text != "" {
			return text
		}
	}
	return "none of the acceptable answers: " + strings.Join(a.Acceptable, "; ")
}

// NegatedFailureMessage implements the matcher. No check negates an answer: it
// names the acceptable ones.
func (a Answer) NegatedFailureMessage(actual any) string {
	return shown(actual) + ": one of the answers that are not acceptable: " + strings.Join(a.Acceptable, "; ")
}

// shown says what was seen to whoever holds a reply to an answer himself, where no
// redactor takes the secrets out.
func shown(actual any) string {
	switch a := actual.(type) {
	case *scenarios.Reply:
		return scenarios.Describe(a)
	case *scenarios.Landing:
		if a != nil && a.URL == nil && a.Strayed == nil && a.Err == nil {
			return "a page of the server: " + scenarios.Describe(a.Last())
		}
		return describeLanding(a)
	}
	return fmt.Sprintf("%T", actual)
}

// describeReply says what an answer was.
func describeReply(r *scenarios.Reply) string {
	switch {
	case r == nil:
		return "no page at all"
	case r.Err != nil:
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
	if l == nil {
		return describeReply(nil)
	}
	text := describeEnd(l)
	if len(l.Planted) > 0 {
		text += ", with what the request brought in as HTML: " + strings.Join(l.Planted, ", ")
	}
	return text
}

// describeEnd says where a visit ended, whatever it went by.
func describeEnd(l *scenarios.Landing) string {
	switch {
	case l.URL == nil && l.Obeyed() != nil:
		return "sent to the redirect URI that was asked for " + describeAnswer(l.Obeyed())
	case l.URL == nil && l.Strayed != nil:
		return "sent on to " + l.Strayed.Scheme + "://" + l.Strayed.Host + l.Strayed.Path +
			", a host of neither the server nor the client (allow_hosts in the target file names more)"
	case l.URL == nil && l.Err != nil:
		return "nowhere: " + l.Err.Error()
	case l.URL == nil && l.Last() == nil:
		return describeReply(nil)
	case l.URL == nil:
		return "a page of the server: " + describeReply(l.Last())
	}
	where := url.URL{Scheme: l.URL.Scheme, Host: l.URL.Host, Path: l.URL.Path}
	return "sent to " + where.String() + " " + describeAnswer(l.Answer)
}

// conclude writes the end of the try into its finding, and takes the secrets
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
	if end.why != nil {
		f.Why = &reports.Cause{Kind: end.why.Kind, Thing: t.words(end.why.Thing), Seen: t.words(end.why.Seen), Since: end.why.Since, Times: end.why.Times}
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
func (t *T) mark(actual any, role transcript.Role) {
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

// How long what a finding says may be, in bytes: a target has a hand in it.
const (
	longestWords      = 2 << 10
	longestCrash      = 16 << 10
	longestTranscript = 512 << 10
)

// words takes the secrets out of what a finding says, and clips it.
func (t *T) words(text string) string { return clipped(t.Redactor.Scrub(text), longestWords) }

// clipped cuts a text that is too long, and says so.
func clipped(text string, most int) string {
	if len(text) <= most {
		return text
	}
	end := most
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return fmt.Sprintf("%s… [clipped, %d of %d bytes]", text[:end], end, len(text))
}

// slim takes headers and bodies out of the latest exchanges that are no evidence
// themselves, and then of any, until a transcript has a size that a report can
// bear.
func slim(all []reports.Exchange) {
	total := 0
	for _, e := range all {
		total += sizeOf(e)
	}
	for _, evidence := range []bool{false, true} {
		for i := len(all) - 1; i >= 0 && total > longestTranscript; i-- {
			if e := &all[i]; evidence || e.Role != string(transcript.Control) && e.Role != string(transcript.Judged) {
				total -= sizeOf(*e)
				e.Header, e.Answer, e.Body, e.Reply, e.Clipped = []string{}, nil, "", "", true
			}
		}
	}
}

func sizeOf(e reports.Exchange) int {
	n := len(e.Body) + len(e.Reply)
	for _, line := range slices.Concat(e.Header, e.Answer) {
		n += len(line)
	}
	return n
}

// show puts the exchanges into the finding, and how to reproduce it.
func (t *T) show(exchanges []transcript.Entry) {
	f := &t.finding
	for _, e := range exchanges {
		shown := t.Redactor.Render(e)
		f.Transcript = append(f.Transcript, reports.Exchange{
			Sequence: e.Number, Step: string(e.Verb), Role: string(e.Role), Method: shown.Method, URL: shown.URL,
			Header: shown.Header, Body: shown.Body, Status: e.Status, Answer: shown.Answer,
			Reply: shown.Reply, Error: shown.Err, Clipped: shown.Clipped,
			Millis: float64(shown.Took.Microseconds()) / 1000,
		})
	}
	slim(f.Transcript)
	f.Reproduce = append(t.Redactor.Script(t.keepBody).Lines(exchanges), "authassay run "+f.ID+t.Aim)
	f.Omitted = t.transcript.Dropped()
}

// keepBody keeps a part of a body beside the report, since no command line can
// hold it, and returns the name of its file there.
func (t *T) keepBody(part []byte) string {
	f := &t.finding
	for _, b := range f.Bodies {
		if bytes.Equal(b.Content, part) {
			return b.Name
		}
	}
	name := fmt.Sprintf("%s/%s-%s-%d.bin", reports.BodiesFolder, f.Profile, f.ID, len(f.Bodies)+1)
	f.Bodies = append(f.Bodies, reports.Body{Name: name, Content: slices.Clone(part)})
	return name
}
