package suites

import (
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// exchangingRaces holds the exchange of a code to its being one step, and to
// answers whatever comes at the same moment.
func exchangingRaces() []check.Check {
	const acceptable = "at most one success among the simultaneous exchanges of a code"
	return []check.Check{
		on("EXC-03", "redeem a code many times at the same moment", func(t *T) {
			t.JudgeOnce(t.raceForCode(), acceptable, "")
		}, check.Attacks),
		on("EXC-34", "redeem a code many times at the same moment and look at the losers", func(t *T) {
			r := t.raceForCode()
			failing := r.Count(check.Round.Fails)
			if failing == 1 {
				t.Undecided(r.Shown(), "one round only had server errors: %s", r.Shown())
			}
			if len(r.Rounds) > 0 && r.Count(func(one check.Round) bool { return one.Won < r.Runners }) == 0 {
				t.Inapplicable("everybody wins here, which is for EXC-03 to say: %s", r.Shown())
			}
			if failing == 0 {
				t.Enough(r, func(one check.Round) bool { return one.Refused >= one.Lost && !one.Down() })
			}
			t.Proven(failing == 0, "no server error for who loses the race", "%d rounds with server errors: %s", failing, r.Shown())
		}, check.Attacks),
		on("EXC-35", "redeem a code many times at the same moment and look for a winner", func(t *T) {
			r := t.raceForCode()
			answered := func(one check.Round) bool { return one.Failed+one.Lost == 0 }
			barren := r.Count(func(one check.Round) bool { return one.Won == 0 && answered(one) })
			if barren == 0 {
				t.Enough(r, func(one check.Round) bool { return one.Won > 0 || answered(one) })
			}
			t.Proven(barren == 0, "a success in each round whose answers all arrived", "%d rounds without one: %s", barren, r.Shown())
		}, check.Attacks),
	}
}

// raceForCode sends one code many times at once, in several rounds, and after
// each round once more.
func (t *T) raceForCode() check.Race {
	begin := func() scenarios.Step { return t.Redeeming(t.Code()) }
	after := func(step scenarios.Step, one *check.Round, r *check.Race, replies []*scenarios.Reply) {
		if one.Again = t.Do(step); one.Forked() && r.Lives < 0 {
			r.Lives = t.openers(replies)
		}
	}
	return t.Raced("code", func() check.Race {
		t.Control(t.Exchange(t.Code()), check.Granted())
		return t.RunRace(20, begin, after)
	})
}

// openers counts the access tokens of some answers that open the API.
func (t *T) openers(replies []*scenarios.Reply) int {
	n := 0
	for _, r := range replies {
		if r.Grant.AccessToken != "" && t.Call(r.Grant.Credentials()).Class == scenarios.Alive {
			n++
		}
	}
	return n
}
