package check

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/onsi/gomega"
	"github.com/onsi/gomega/types"
)

// Trial is one check being tried: the words that its body is written in, and
// the evidence that gathers meanwhile. A body runs on a goroutine of its own
// when it waits, so it must fail through the trial only.
type T struct {
	World
	// Policy is what the target declares: lifetimes and the like.
	Policy policy
	// Held is what the tester holds.
	Held scenarios.Held

	ctx        context.Context
	entry      entry
	verified   string // the verifier of PKCE, where the server insists on one
	label      string // which of several answers is judged
	transcript *scenarios.Transcript
	finding    reports.Finding
	facts      []reports.Fact
	began      time.Time
	Ahead      *time.Duration                   // of the target's own clock; nil before it was asked
	judged     int                              // how many answers were
	place      string                           // which of several answers that are judged at once broke
	lost       bool                             // an answer was lost on the way
	fresh      string                           // the code that came last
	throttled  bool                             // a request on the way was not looked at
	asked      time.Time                        // when the last thing was asked for
	spent      map[scenarios.Verb]time.Duration // on waiting for answers
}

// stop ends a trial early with a verdict.
type stop struct {
	verdict reports.Verdict
	detail  string
	root    string // the ID of the requirement that is at the root of it; "" for none
	crash   bool   // the target broke where an answer was demanded; worth another try
	lost    bool   // it did so by no answer at all
	place   string // it did so where so many things had been judged, and at which of several
}

// attempt tries the check and returns what was found, with the evidence or
// without.
func attempt(ctx context.Context, e entry, evidence bool) (reports.Finding, []reports.Fact) {
	began := time.Now()
	t := newT(ctx, e, evidence)
	end := t.try()
	if t.throttled && decides(end) {
		t, end = t.afresh(ctx, evidence)
	}
	if end.crash || t.lost && accuses(end) {
		t, end = t.again(ctx, end, evidence)
	}
	t.outlasted()
	t.conclude(t.unsettled(end), evidence)
	t.finding.Seconds = time.Since(began).Seconds()
	return t.finding, t.facts
}

// newT prepares a trial of the check.
func newT(ctx context.Context, e entry, evidence bool) *T {
	t := &T{
		World: e.world, Policy: e.world.Profile.Policy, Held: e.world.Client.Held,
		entry: e, transcript: &scenarios.Transcript{}, finding: e.finding(), began: time.Now(),
	}
	t.Redactor = e.world.Redactor.Fork()
	if t.ctx = ctx; evidence {
		t.ctx = scenarios.Recording(ctx, t.transcript)
	}
	return t
}

// try runs the body and returns why it stopped: a pass when nothing did.
func (t *T) try() (end stop) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case stop:
			end = r
		default:
			end = stop{verdict: Crashed, detail: fmt.Sprintf("the check itself failed: %v\n%s", r, debug.Stack())}
		}
		if end.verdict == reports.Untested || end.verdict == reports.Inconclusive {
			end = t.cutShort(end)
		}
	}()
	switch e := t.entry; {
	case e.world.lacks(e.duty):
		return stop{verdict: reports.NotApplicable, detail: "the target declares that it has no " + e.duty.Needs}
	case !e.permitted():
		return stop{verdict: reports.Untested, detail: e.unpermitted()}
	}
	t.entry.Run(t)
	if t.finding.Actual == "" {
		return stop{verdict: Crashed, detail: "the check ended without judging anything"}
	}
	return stop{verdict: reports.Pass}
}

// cutShort says so when the end came because no time was left. Time is ours,
// and what it cut off is never held against the target.
func (t *T) cutShort(end stop) stop {
	switch {
	case errors.Is(t.ctx.Err(), context.DeadlineExceeded):
		return stop{verdict: reports.Inconclusive, detail: "the check ran out of time: " + end.detail}
	case t.ctx.Err() != nil:
		return stop{verdict: reports.Untested, detail: "the run was interrupted"}
	}
	return end
}

// Crashed is the verdict of a check that failed by itself. It stands in no
// report: there the run as a whole has a problem, and the check is inconclusive.
const Crashed reports.Verdict = "crashed"

// expect hands a failed assertion to f instead of ending the goroutine, which
// may be none of the test framework's.
func (t *T) expect(actual any, m types.GomegaMatcher, f func(message string)) {
	gomega.NewGomega(func(message string, _ ...int) { f(message) }).Expect(actual).To(m)
}

// Control is the positive control of the check: the same path, unspoiled. When
// it does not hold, the check has tested nothing.
func (t *T) Control(actual any, m Answer) {
	t.mark(actual, scenarios.RoleControl)
	t.finding.Control = Describe(actual)
	if IsBroken(actual) {
		panic(stop{verdict: reports.Inconclusive, detail: "the positive control broke: " + Describe(actual)})
	}
	t.expect(actual, m, func(string) {
		panic(stop{verdict: reports.Untested, detail: "the positive control failed: " + Describe(actual) + ", where only " +
			strings.Join(m.Acceptable, " or ") + " would do"})
	})
}

// Judge decides the check by one answer. A check may judge several. How a
// refusal is worded is noted for the requirement that judges wordings.
func (t *T) Judge(actual any, m Answer) {
	t.judged++
	t.mark(actual, scenarios.RoleJudged)
	t.finding.Acceptable = m.Acceptable
	t.finding.Actual = Describe(actual)
	if IsBroken(actual) && (t.ctx.Err() != nil || !m.takesBroken(actual)) {
		t.broke(actual, m.JudgesBroken)
	}
	t.expect(actual, m, func(message string) { t.violate(message) })
	t.throttled = t.throttled && !busy(actual)
	t.Note(actual, m)
}

// Require decides the check by a plain fact about several answers, such as
// that no two of them are equal.
func (t *T) Require(holds bool, acceptable, format string, args ...any) {
	t.finding.Acceptable = []string{acceptable}
	t.finding.Actual = fmt.Sprintf(format, args...)
	if !holds {
		t.violate("not what is acceptable: " + acceptable)
	}
}

// Proven decides the check as Require does, by answers that have all arrived:
// that time has run out since takes nothing from them.
func (t *T) Proven(holds bool, acceptable, format string, args ...any) {
	t.finding.Acceptable = []string{acceptable}
	t.finding.Actual = fmt.Sprintf(format, args...)
	if !holds {
		panic(stop{verdict: violated(t.entry.duty.Level), detail: "not what is acceptable: " + acceptable})
	}
}

// violate ends the check with the verdict on a duty that is not kept. What was
// seen after our own time had run out shows nothing.
func (t *T) violate(detail string) {
	verdict := violated(t.entry.duty.Level)
	if t.ctx.Err() != nil {
		verdict = reports.Inconclusive
	}
	panic(stop{verdict: verdict, detail: detail})
}

// Declared holds the target to a policy that it has declared of its own accord:
// what is free to choose is not free to be said wrongly.
func (t *T) Declared(holds bool, acceptable, format string, args ...any) {
	t.finding.Acceptable = []string{"as declared: " + acceptable}
	t.finding.Actual = fmt.Sprintf(format, args...)
	switch {
	case !holds && t.ctx.Err() != nil:
		panic(stop{verdict: reports.Inconclusive, detail: "not what the target file declares: " + acceptable})
	case !holds:
		panic(stop{verdict: reports.Fail, detail: "not what the target file declares: " + acceptable})
	}
}

// declaredBy holds the target to a policy that it has declared by one answer.
func (t *T) DeclaredBy(r any, holds bool, acceptable string) {
	t.Sound(r)
	t.Declared(holds, acceptable, "%s", Describe(r))
}

// sound ends the check where the target broke instead of answering, and marks
// the answer as one that decides.
func (t *T) Sound(r any) {
	t.mark(r, scenarios.RoleJudged)
	if IsBroken(r) {
		t.broke(r, false)
	}
}

// Untested ends the check with the reason why it cannot be tried.
func (t *T) Untested(format string, args ...any) {
	panic(stop{verdict: reports.Untested, detail: fmt.Sprintf(format, args...)})
}

// Inapplicable ends the check because the target has been seen to lack what
// the requirement speaks of, and may lack it.
func (t *T) Inapplicable(format string, args ...any) {
	panic(stop{verdict: reports.NotApplicable, detail: fmt.Sprintf(format, args...)})
}

// Measure notes a fact that no requirement decides.
func (t *T) Measure(name, format string, args ...any) {
	for i, arg := range args {
		switch v := arg.(type) {
		case bool:
			args[i] = map[bool]string{true: "yes", false: "no"}[v]
		case time.Duration:
			args[i] = scenarios.Brief(v)
		}
	}
	t.facts = append(t.facts, reports.Fact{
		Profile: t.Profile.Name, Name: name, Value: fmt.Sprintf(format, args...), Check: t.finding.ID,
	})
}

// Until waits for the target's clock, or moves it.
func (t *T) Until(moment time.Time) {
	t.settled()
	err := t.Clock.Until(t.ctx, moment)
	switch {
	case errors.Is(err, scenarios.ErrBeyondPatience):
		t.Untested("the check outwaits a lifetime: %v (see --patience)", err)
	case err != nil:
		panic(stop{verdict: reports.Inconclusive, detail: "the target's clock could not be moved: " + err.Error()})
	}
}

// Demanded decides the check by what somebody else than the profile demands, such
// as an RFC of all clients of a kind: no matter of level.
func (t *T) Demanded(holds bool, by, acceptable, actual string) {
	t.finding.Acceptable, t.finding.Actual = []string{acceptable}, actual
	if !holds {
		panic(stop{verdict: reports.Fail, detail: "not what " + by})
	}
}

// Undecided ends the check inconclusive, by what was seen.
func (t *T) Undecided(actual, format string, args ...any) {
	t.finding.Actual = actual
	panic(stop{verdict: reports.Inconclusive, detail: fmt.Sprintf(format, args...)})
}

// showControl shows an answer as the positive control without judging it.
func (t *T) ShowControl(actual any) {
	t.mark(actual, scenarios.RoleControl)
	t.finding.Control = Describe(actual)
}

// Context ends when the check has to.
func (t *T) Context() context.Context { return t.ctx }

// alike expects two refusals to tell nothing apart: same status, same code,
// same description, same challenge and a body of the same length.
func (t *T) Alike(one, other *scenarios.Reply) {
	t.Control(one, Turned())
	t.Judge(other, Reply("the same answer: "+Describe(one), func(r *scenarios.Reply) bool {
		return r.Status == one.Status && r.Problem == one.Problem && r.Description == one.Description &&
			r.Header.Get("WWW-Authenticate") == one.Header.Get("WWW-Authenticate") && len(r.Body) == len(one.Body)
	}))
}
