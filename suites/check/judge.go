package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/scenarios/legible"
	"github.com/authassay/authassay/scenarios/transcript"
	"github.com/onsi/gomega"
	"github.com/onsi/gomega/types"
)

// Control is the positive control of the check: the same path, unspoiled. When
// it does not hold, the check has tested nothing.
func (t *T) Control(actual any, m Answer) {
	judgeable(actual, m)
	t.mark(actual, transcript.Control)
	t.finding.Control = Describe(actual)
	if IsBroken(actual) {
		panic(stop{verdict: reports.Inconclusive, detail: "the positive control broke: " + Describe(actual)})
	}
	if !m.Accepts(actual) {
		panic(stop{verdict: reports.Untested, detail: "the positive control failed: " + Describe(actual) + ", where only " +
			strings.Join(m.Acceptable, " or ") + " would do"})
	}
}

// Judge decides the check by one answer. A check may judge several. How a
// refusal is worded is noted for the requirement that judges wordings.
func (t *T) Judge(actual any, m Answer) {
	judgeable(actual, m)
	t.judged++
	t.mark(actual, transcript.Judged)
	t.finding.Acceptable = m.Acceptable
	t.finding.Actual = Describe(actual)
	if IsBroken(actual) && (t.ctx.Err() != nil || !m.takesBroken(actual)) {
		t.broke(actual, m.JudgesBroken)
	}
	if !m.Accepts(actual) {
		t.violate(m.misses(actual))
	}
	t.throttled = t.throttled && !busy(actual)
	t.Note(actual, m)
}

// judgeable ends the check where it holds up something that no target has answered,
// or judges by no answer at all: that is no fault of the target.
func judgeable(actual any, m Answer) {
	_, err := m.Match(actual)
	if m.ok == nil {
		err = errors.New("judge: nobody says which answers are acceptable")
	}
	if err != nil {
		panic(stop{verdict: Crashed, detail: "the check itself failed: " + err.Error()})
	}
}

// Expect decides the check by anything that a matcher of Gomega can judge, such
// as a header. What is acceptable is said in words. A matcher that fails by an error,
// since what it looks at is of another type, has the target fail: what a target
// answers may be of any type.
func (t *T) Expect(actual any, acceptable string, m types.GomegaMatcher) {
	t.finding.Acceptable = []string{acceptable}
	t.finding.Actual = fmt.Sprint(actual)
	gomega.NewGomega(func(message string, _ ...int) { t.violate(message) }).Expect(actual).To(m)
}

// Require decides the check by a plain fact about several answers, such as
// that no two of them are equal. It is to be a fact that was seen: an answer that
// never came proves nothing to be absent, and Judge alone knows one from another.
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

// DeclaredBy holds the target to a policy that it has declared by one answer.
func (t *T) DeclaredBy(r any, holds bool, acceptable string) {
	t.Sound(r)
	t.Declared(holds, acceptable, "%s", Describe(r))
}

// Sound ends the check where the target broke instead of answering, and marks
// the answer as one that decides.
func (t *T) Sound(r any) {
	t.mark(r, transcript.Judged)
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
			args[i] = legible.Duration(v)
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
	case errors.Is(err, clock.ErrBeyondPatience):
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

// ShowControl shows an answer as the positive control without judging it.
func (t *T) ShowControl(actual any) {
	t.mark(actual, transcript.Control)
	t.finding.Control = Describe(actual)
}

// Context ends when the check has to.
func (t *T) Context() context.Context { return t.ctx }

// Alike expects two refusals to tell nothing apart: same status, same code,
// same description, same challenge and a body of the same length.
func (t *T) Alike(one, other *scenarios.Reply) {
	t.Control(one, Turned())
	t.Judge(other, Reply("the same answer: "+Describe(one), func(r *scenarios.Reply) bool {
		return r.Status == one.Status && r.Problem == one.Problem && r.Description == one.Description &&
			r.Header.Get("WWW-Authenticate") == one.Header.Get("WWW-Authenticate") && len(r.Body) == len(one.Body)
	}))
}

// JudgeEach judges one of several answers of a check, as Judge does. The label
// says which one it is, such as the value that was sent, and stands before what
// was seen; it holds no secret that the redactor does not know.
func (t *T) JudgeEach(label string, actual any, m Answer) {
	t.label = label
	defer func() {
		t.label = ""
		t.finding.Actual = label + ": " + t.finding.Actual
		switch end := recover().(type) {
		case nil:
		case stop:
			if end.crash {
				end.detail = label + ": " + end.detail
			}
			panic(end)
		default:
			panic(end)
		}
	}()
	t.Judge(actual, m)
}

// briefest is how much of a value a label shows.
const briefest = 60

// Brief is a value as a label shows it: quoted, and no longer than can be read.
func Brief(value string) string {
	if len(value) > briefest {
		value = value[:briefest] + "…"
	}
	return strconv.Quote(value)
}

// UnwordedWhere is the answer, with its wording left alone in replies whose cause has
// more than one name.
func (a Answer) UnwordedWhere(several func(*scenarios.Reply) bool) Answer {
	a.worded = slices.Clone(a.worded)
	for i, w := range a.worded {
		a.worded[i].ok = func(actual any) bool {
			r, is := actual.(*scenarios.Reply)
			return w.ok(actual) || is && several(r)
		}
	}
	return a
}
