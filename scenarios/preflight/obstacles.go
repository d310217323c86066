package preflight

import (
	"errors"
	"fmt"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/hooks"
	"github.com/authassay/authassay/scenarios/lease"
	"github.com/authassay/authassay/suites/check"
)

// Obstacles are the failed questions that a mistake in the file would explain,
// as reports put them; scrub takes the secrets out.
func Obstacles(answers []Answer, scrub func(string) string) []reports.Obstacle {
	var out []reports.Obstacle
	for _, a := range answers {
		if a.Excused() {
			out = append(out, a.obstacle(scrub))
		}
	}
	return out
}

// obstacle is one failed question, without secrets.
func (a Answer) obstacle(scrub func(string) string) reports.Obstacle {
	return reports.Obstacle{
		Question: a.Question, Cause: string(a.Cause), Said: scrub(a.Words()), Hint: scrub(a.Hint), Asks: a.Asks,
		Refused: a.Cause.Refusal(), Part: a.Rests != "",
	}
}

// Hindered says whether one of the obstacles stands in the way of all checks,
// and why no check is tried then.
func Hindered(obstacles []reports.Obstacle) (why string, hindered bool) {
	var names []string
	for _, o := range obstacles {
		if !o.Part {
			names = append(names, o.Question)
		}
	}
	return "no check was tried, because this did not work before: " + strings.Join(names, ", "), len(names) > 0
}

// Unfit are the fixtures that failed their question, with why.
func Unfit(answers []Answer, scrub func(string) string) map[check.Fixture]string {
	out := map[check.Fixture]string{}
	for _, a := range answers {
		if a.Excused() && a.Rests != "" {
			out[a.Rests] = fmt.Sprintf("%s did not work before the checks: %s", a.Rests, scrub(a.Said))
		}
	}
	return out
}

// OfStart is the answer to the question whether the server can be brought up, by
// the error of hooks.Keeper.Start.
func OfStart(err error) Answer {
	a := Answer{Question: "hooks.start", Outcome: Failed, Cause: Unstarted, Said: "start target: " + err.Error(), Hint: Unstarted.Hint()}
	var (
		occupied *hooks.Occupied
		unready  *hooks.Unready
	)
	switch {
	case errors.As(err, &occupied):
		a.Hint = "end that one, or take hooks.start out of the target file to test it as it runs"
	case errors.As(err, &unready):
		a.Hint = "ready means " + unready.Ready.Means() + "; hooks.ready may say { url, status, within }, and within gives it longer"
	}
	return a
}

// OfLease is the answer to the question whether the target's clock is the
// tester's own, by the error of assembly.Assembly.TakeClock. It holds where
// nobody can be kept from the clock: that is known to go well.
func OfLease(err error) Answer {
	a := Answer{Question: "clock", Outcome: Failed, Said: err.Error()}
	switch {
	case errors.Is(err, lease.ErrTaken):
		a.Cause = ClockTaken
	case errors.Is(err, lease.ErrNone):
		a.Cause = NoLease
	default:
		a.Outcome = Holds
	}
	a.Hint = a.Cause.Hint()
	return a
}

// Doubting says of an exchange whether a mistake in the file would explain that it
// was refused, and tells of it. It is asked by one check at a time.
func Doubting(scrub func(string) string, found func(reports.Obstacle)) func(*scenarios.Reply) string {
	return func(r *scenarios.Reply) string {
		a := OfExchange(r)
		if !a.Excused() {
			return ""
		}
		found(a.obstacle(scrub))
		return "the client was refused when somebody had logged in: " + scrub(a.Said)
	}
}
