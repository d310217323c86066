package suites

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
type Trial struct {
	World
	// Policy is what the target declares: lifetimes and the like.
	Policy policy
	// Held is what the tester holds.
	Held scenarios.Held

	ctx        context.Context
	check      check
	verified   string // the verifier of PKCE, where the server insists on one
	transcript *scenarios.Transcript
	finding    reports.Finding
	facts      []reports.Fact
	ahead      *time.Duration // of the target's own clock; nil before it was asked
}

// stop ends a trial early with a verdict.
type stop struct {
	verdict reports.Verdict
	detail  string
}

// attempt tries the check and returns what was found, with the evidence or
// without.
func attempt(ctx context.Context, c check, evidence bool) (reports.Finding, []reports.Fact) {
	t := &Trial{
		World: c.world, Policy: c.world.Profile.Policy, Held: c.world.Client.Held,
		check: c, transcript: &scenarios.Transcript{}, finding: c.finding(),
	}
	t.Redactor = c.world.Redactor.Fork()
	if t.ctx = ctx; evidence {
		t.ctx = scenarios.Recording(ctx, t.transcript)
	}
	began := time.Now()
	t.conclude(t.try(), evidence)
	t.finding.Seconds = time.Since(began).Seconds()
	return t.finding, t.facts
}

// try runs the body and returns why it stopped: a pass when nothing did.
func (t *Trial) try() (end stop) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case stop:
			end = r
		default:
			end = stop{crashed, fmt.Sprintf("the check itself failed: %v\n%s", r, debug.Stack())}
		}
		if end.verdict == reports.Untested || end.verdict == reports.Inconclusive {
			end = t.cutShort(end)
		}
	}()
	switch c := t.check; {
	case c.world.lacks(c.duty):
		return stop{reports.NotApplicable, "the target declares that it has no " + c.duty.Needs}
	case c.has(Destructive) && !c.world.Sacrificial:
		return stop{reports.Untested, "the check is destructive and the target is not declared sacrificial"}
	}
	t.check.body(t)
	if t.finding.Actual == "" {
		return stop{crashed, "the check ended without judging anything"}
	}
	return stop{verdict: reports.Pass}
}

// cutShort says so when the end came because no time was left.
func (t *Trial) cutShort(end stop) stop {
	switch {
	case errors.Is(t.ctx.Err(), context.DeadlineExceeded):
		return stop{reports.Inconclusive, "the check ran out of time: " + end.detail}
	case t.ctx.Err() != nil:
		return stop{reports.Untested, "the run was interrupted"}
	}
	return end
}

// crashed is the verdict of a check that failed by itself. It never leaves
// this package: the run fails as a whole.
const crashed reports.Verdict = "crashed"

// expect hands a failed assertion to f instead of ending the goroutine, which
// may be none of the test framework's.
func (t *Trial) expect(actual any, m types.GomegaMatcher, f func(message string)) {
	gomega.NewGomega(func(message string, _ ...int) { f(message) }).Expect(actual).To(m)
}

// Control is the positive control of the check: the same path, unspoiled. When
// it does not hold, the check has tested nothing.
func (t *Trial) Control(actual any, m Answer) {
	t.mark(actual, scenarios.RoleControl)
	t.finding.Control = describe(actual)
	if broken(actual) {
		panic(stop{reports.Inconclusive, "the positive control broke: " + describe(actual)})
	}
	t.expect(actual, m, func(string) {
		panic(stop{reports.Untested, "the positive control failed: " + describe(actual) + ", where only " +
			strings.Join(m.Acceptable, " or ") + " would do"})
	})
}

// Judge decides the check by one answer. A check may judge several.
func (t *Trial) Judge(actual any, m Answer) {
	t.mark(actual, scenarios.RoleJudged)
	t.finding.Acceptable = m.Acceptable
	t.finding.Actual = describe(actual)
	if broken(actual) && !m.JudgesBroken {
		panic(stop{reports.Inconclusive, "the target broke: " + describe(actual)})
	}
	t.expect(actual, m, func(message string) { panic(stop{violated(t.check.duty.Level), message}) })
}

// Require decides the check by a plain fact about several answers, such as
// that no two of them are equal.
func (t *Trial) Require(holds bool, acceptable, format string, args ...any) {
	t.finding.Acceptable = []string{acceptable}
	t.finding.Actual = fmt.Sprintf(format, args...)
	if !holds {
		panic(stop{violated(t.check.duty.Level), "not what is acceptable: " + acceptable})
	}
}

// Declared holds the target to a policy that it has declared of its own accord:
// what is free to choose is not free to be said wrongly.
func (t *Trial) Declared(holds bool, acceptable, format string, args ...any) {
	t.finding.Acceptable = []string{"as declared: " + acceptable}
	t.finding.Actual = fmt.Sprintf(format, args...)
	if !holds {
		panic(stop{reports.Fail, "not what the target file declares: " + acceptable})
	}
}

// declaredBy holds the target to a policy that it has declared by one answer.
func (t *Trial) declaredBy(r any, holds bool, acceptable string) {
	t.sound(r)
	t.Declared(holds, acceptable, "%s", describe(r))
}

// sound ends the check where the target broke instead of answering, and marks
// the answer as one that decides.
func (t *Trial) sound(r any) {
	t.mark(r, scenarios.RoleJudged)
	if broken(r) {
		panic(stop{reports.Inconclusive, "the target broke: " + describe(r)})
	}
}

// Untested ends the check with the reason why it cannot be tried.
func (t *Trial) Untested(format string, args ...any) {
	panic(stop{reports.Untested, fmt.Sprintf(format, args...)})
}

// Inapplicable ends the check because the target has been seen to lack what
// the requirement speaks of, and may lack it.
func (t *Trial) Inapplicable(format string, args ...any) {
	panic(stop{reports.NotApplicable, fmt.Sprintf(format, args...)})
}

// Measure notes a fact that no requirement decides.
func (t *Trial) Measure(name, format string, args ...any) {
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
func (t *Trial) Until(moment time.Time) {
	err := t.Clock.Until(t.ctx, moment)
	switch {
	case errors.Is(err, scenarios.ErrBeyondPatience):
		t.Untested("the check outwaits a lifetime: %v (see --patience)", err)
	case err != nil:
		panic(stop{reports.Inconclusive, "the target's clock could not be moved: " + err.Error()})
	}
}
