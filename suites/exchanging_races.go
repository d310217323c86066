package suites

import (
	"github.com/authassay/authassay/scenarios"
)

// exchangingRaces holds the exchange of a code to its being one step, and to
// answers whatever comes at the same moment.
func exchangingRaces(w World) {
	const acceptable = "at most one success among the simultaneous exchanges of a code"
	w.Check("EXC-03", "redeem a code many times at the same moment", func(t *Trial) {
		t.judgeOnce(t.raceForCode(), acceptable, "")
	}, Attacks)
	w.Check("EXC-34", "redeem a code many times at the same moment and look at the losers", func(t *Trial) {
		r := t.raceForCode()
		failing := r.count(round.fails)
		if failing == 1 {
			t.Undecided(r.shown(), "one round only had server errors: %s", r.shown())
		}
		if len(r.rounds) > 0 && r.count(func(one round) bool { return one.won < r.runners }) == 0 {
			t.Inapplicable("everybody wins here, which is for EXC-03 to say: %s", r.shown())
		}
		if failing == 0 {
			t.enough(r, func(one round) bool { return one.refused >= one.lost && !one.down() })
		}
		t.Proven(failing == 0, "no server error for who loses the race", "%d rounds with server errors: %s", failing, r.shown())
	}, Attacks)
	w.Check("EXC-35", "redeem a code many times at the same moment and look for a winner", func(t *Trial) {
		r := t.raceForCode()
		answered := func(one round) bool { return one.failed+one.lost == 0 }
		barren := r.count(func(one round) bool { return one.won == 0 && answered(one) })
		if barren == 0 {
			t.enough(r, func(one round) bool { return one.won > 0 || answered(one) })
		}
		t.Proven(barren == 0, "a success in each round whose answers all arrived", "%d rounds without one: %s", barren, r.shown())
	}, Attacks)
}

// raceForCode sends one code many times at once, in several rounds, and after
// each round once more.
func (t *Trial) raceForCode() race {
	begin := func() scenarios.Step { return t.redeeming(t.Code()) }
	after := func(step scenarios.Step, one *round, r *race, replies []*scenarios.Reply) {
		if one.again = t.Do(step); one.forked() && r.lives < 0 {
			r.lives = t.openers(replies)
		}
	}
	return t.raced("code", func() race {
		t.Control(t.Exchange(t.Code()), Granted())
		return t.run(20, begin, after)
	})
}

// openers counts the access tokens of some answers that open the API.
func (t *Trial) openers(replies []*scenarios.Reply) int {
	n := 0
	for _, r := range replies {
		if r.Grant.AccessToken != "" && t.Call(r.Grant.Credentials()).Class == scenarios.Alive {
			n++
		}
	}
	return n
}
