package preflight

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/scenarios/transcript"
)

// Options say how a target is examined.
type Options struct {
	Assembly *assembly.Assembly
	Now      func() time.Time
	// Taken are the endpoints that the metadata filled in, by our names.
	Taken []string
	// Astray is metadata that leads to servers that the file does not name; nil
	// for none.
	Astray *scenarios.Astray
	// Look finds a program that the target file names; nil leaves programs alone.
	Look func(name string) error
	// Chapters are those whose checks there are to run.
	Chapters []string
	// Whole says that the whole file is to be tried, for its own sake, and not
	// only what those checks need of it.
	Whole bool
	// Unattended leaves out what a person would have to come for.
	Unattended bool
	// Told is told of every answer as it comes; nil for nobody.
	Told func(Answer)
}

// Examination is the trying of one target, question by question. What one
// question brings to light the next may need.
type Examination struct {
	Options
	client     *scenarios.Client
	kit        scenarios.Kit
	transcript transcript.Transcript // how the first grant came

	dark    bool // the server does not answer at all
	late    bool // an answer did not come in time
	code    string
	grant   scenarios.Grant
	keyless bool // there is no pair for HTTP Basic that is taken
	others  []scenarios.Grant
	first   *scenarios.Reply // the first answer, for its date
	opened  *scenarios.Reply // the answer of the probe to the grant
}

// New prepares the examination of a target.
func New(o Options) *Examination {
	return &Examination{Options: o, client: o.Assembly.Client, kit: o.Assembly.Client.Kit}
}

// Ask asks every question that is one of this target, in their order, and stops
// when the context ends.
func (e *Examination) Ask(ctx context.Context) []Answer {
	return e.put(ctx, func(q question) bool { return e.concerns(q) })
}

// Reach sees only that the target answers, and leads to nobody else.
func (e *Examination) Reach(ctx context.Context) []Answer {
	return e.put(ctx, func(q question) bool {
		return q.name == "auth" || q.name == "api" && !e.oneBase() || q.name == "metadata" && e.strays()
	})
}

// put asks the questions that are wanted.
func (e *Examination) put(ctx context.Context, wanted func(question) bool) []Answer {
	var all []Answer
	for _, q := range questions {
		if !wanted(q) {
			continue
		}
		answer := e.answer(ctx, q)
		if ctx.Err() != nil {
			break // what was cut short says nothing
		}
		all = append(all, answer)
		if e.Told != nil {
			e.Told(answer)
		}
	}
	return all
}

// concerns says whether a question is one of this target, and of the checks
// that will be run.
func (e *Examination) concerns(q question) bool {
	if q.of != nil && !q.of(e.kit) || q.name == "metadata" && !e.strays() {
		return false
	}
	if e.Whole {
		return true
	}
	if q.checkOnly || q.name == "api" && e.oneBase() || q.person && e.Unattended {
		return false
	}
	return len(q.chapters) == 0 || e.needed(q.chapters)
}

// needed says whether checks of one of the chapters will be run.
func (e *Examination) needed(chapters []string) bool {
	return slices.ContainsFunc(chapters, func(c string) bool { return slices.Contains(e.Chapters, c) })
}

func (e *Examination) strays() bool { return e.Astray != nil }

func (e *Examination) oneBase() bool { return e.client.Endpoints.API == e.client.Endpoints.Auth }

// answer asks one question, unless an answer would only repeat that nobody is
// there.
func (e *Examination) answer(ctx context.Context, q question) Answer {
	switch {
	case e.dark && q.name != "api":
		return Answer{Question: q.name, Outcome: Skipped, Said: "the server does not answer"}
	case e.strays() && !e.Whole && q.of != nil && q.name != "metadata":
		return Answer{Question: q.name, Outcome: Skipped, Said: "the metadata leads elsewhere"}
	case e.late && !e.Whole:
		return Answer{Question: q.name, Outcome: Skipped, Said: "the server has kept another question waiting"}
	}
	said, err := q.ask(e, ctx)
	a := Answer{Question: q.name, Outcome: Holds, Said: said.text, More: said.more, Rests: q.rests}
	var (
		not    *skipped
		seen   *observation
		failed *trouble
	)
	switch {
	case errors.As(err, &not):
		a.Outcome, a.Said = Skipped, not.reason
	case errors.As(err, &seen):
		a.Outcome, a.Said, a.Hint = Finding, seen.what, seen.hint
	case errors.As(err, &failed):
		a.fail(q, failed)
		if failed.whole {
			a.Rests = ""
		}
	case err != nil:
		a.fail(q, &trouble{cause: causeOf(err), said: err.Error()})
	}
	e.late = e.late || a.Cause == Late
	return a
}

// fail fills in why a question failed and what to do about it.
func (a *Answer) fail(q question, t *trouble) {
	a.Outcome, a.Cause, a.Said, a.Page = Failed, t.cause, t.said, t.page
	best := cmp.Or(t.hint, t.cause.hint(q), q.hint)
	a.Hint, a.Asks = best.text, best.asks
}

// Skew is how far the clock of the target is ahead, as its first answer shows
// it, or where that has no date, such as an error page of something before the
// server, whichever other does; false where none shows it.
func (e *Examination) Skew() (time.Duration, bool) {
	if e.first == nil {
		return 0, false
	}
	if skew, known := clock.SkewOf(e.first); known {
		return skew, true
	}
	at, err := url.Parse(e.client.Endpoints.Auth)
	if err != nil {
		return 0, false
	}
	return e.Assembly.Watch.Ahead(at.Host)
}

// Grant is what the client was granted, to be looked at and never to be spent,
// and how it came. It is empty where nothing was.
func (e *Examination) Grant() (scenarios.Grant, []transcript.Entry) {
	return e.grant, e.transcript.Exchanges()
}

// said is what is to be told of a question that holds.
type said struct {
	text string
	more []string
}

func saying(text string, more ...string) (said, error) { return said{text, more}, nil }

func skip(reason string) (said, error) { return said{}, &skipped{reason} }

func observed(what, hint string) (said, error) { return said{}, &observation{what, hint} }
