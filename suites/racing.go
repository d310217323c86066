package suites

import (
	"fmt"
	"strings"
	"sync"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
)

// A race is many uses of one credential at the same moment, round after round:
// one round may miss what the next one shows. What a race has shown is judged
// by several requirements, and shown once it stays, however the time runs out.

const (
	// usualRounds is how many rounds a race has where the world does not say.
	usualRounds = 20
	// enoughRounds is how many rounds show something where the others could not
	// be run or read.
	enoughRounds = 5
)

// round is what came of the uses of one credential.
type round struct {
	won     int // were granted
	refused int // were refused in words
	failed  int // were answered with a server error, or with what cannot be read
	lost    int // were not answered at all, or not for now
	again   *scenarios.Reply
}

// forked says whether a credential was granted more than once: at the same
// moment, or to one of the racers and afterwards once more.
func (r round) forked() bool {
	return r.won > 1 || r.won == 1 && r.again != nil && r.again.Grant.AccessToken != ""
}

// fails says whether who lost a round, or came after it, got a server error.
func (r round) fails() bool {
	return r.failed > 0 || r.again != nil && broken(r.again) && failedBy(r.again)
}

// down says whether the target did not answer any more after a round.
func (r round) down() bool { return r.again != nil && broken(r.again) && !failedBy(r.again) }

// clear says whether enough of a round can be read to say that nobody else won:
// broken answers may hide a grant.
func (r round) clear() bool { return !r.forked() && r.refused >= r.failed+r.lost }

// race is all rounds, and why there are no more of them.
type race struct {
	runners int
	rounds  []round
	cut     *stop // nil where all rounds were run
	lives   int   // how many access tokens of the first fork open the API; -1 where that was not tried
}

// races are those of one world, by what they are for.
type races struct {
	mu  sync.Mutex
	run map[string]raced
}

// raced is a race with the exchanges that it is evidence of.
type raced struct {
	race race
	how  []scenarios.Entry
}

// raced runs a race once for all the checks that judge it.
func (t *Trial) raced(name string, run func() race) race {
	t.shared.races.mu.Lock()
	defer t.shared.races.mu.Unlock()
	if r, ok := t.shared.races.run[name]; ok {
		t.transcript.Adopt(r.how)
		return r.race
	}
	before := len(t.transcript.Exchanges())
	r := run()
	if t.shared.races.run == nil {
		t.shared.races.run = map[string]raced{}
	}
	t.shared.races.run[name] = raced{r, t.transcript.Exchanges()[before:]}
	return r
}

// run has so many runners take one step at the same moment, round after round.
// begin makes the step of a round, and after looks at what it left.
func (t *Trial) run(runners int, begin func() scenarios.Step, after func(scenarios.Step, *round, *race, []*scenarios.Reply)) race {
	r := race{runners: runners, lives: -1}
	rounds := t.Rounds
	if rounds == 0 {
		rounds = usualRounds
	}
	for range rounds {
		if r.cut = t.untilCut(func() {
			step := begin()
			replies, err := t.Client.Race(t.ctx, runners, step)
			if err != nil {
				t.Untested("the race cannot be run: %v", err)
			}
			one := tally(replies)
			defer func() {
				if t.ctx.Err() == nil || one.forked() { // what was cut off shows nothing, but what had arrived
					r.rounds = append(r.rounds, one)
				}
			}()
			if t.ctx.Err() == nil {
				after(step, &one, &r, replies)
			}
			t.markForks(one, replies)
		}); r.cut != nil || t.ctx.Err() != nil {
			break
		}
	}
	if r.cut == nil && t.ctx.Err() != nil {
		r.cut = &stop{verdict: reports.Inconclusive, detail: "no time for more rounds"}
	}
	return r
}

// markForks marks the successes of a round that had more than one.
func (t *Trial) markForks(one round, replies []*scenarios.Reply) {
	for _, reply := range replies {
		if one.forked() && reply.Grant.AccessToken != "" {
			t.mark(reply, scenarios.RoleJudged)
		}
	}
}

// untilCut does something and returns the stop that cut it off, nil for none.
func (t *Trial) untilCut(f func()) (cut *stop) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case stop:
			cut = &r
		default:
			panic(r)
		}
	}()
	f()
	return nil
}

// tally counts the answers of a round.
func tally(replies []*scenarios.Reply) round {
	var one round
	for _, r := range replies {
		switch {
		case r.Grant.AccessToken != "":
			one.won++
		case refused(r):
			one.refused++
		case !busy(r) && failedBy(r):
			one.failed++
		default:
			one.lost++
		}
	}
	return one
}

// count says of how many rounds something holds.
func (r race) count(holds func(round) bool) int {
	n := 0
	for _, one := range r.rounds {
		if holds(one) {
			n++
		}
	}
	return n
}

// shown says in words what a race has shown.
func (r race) shown() string {
	var sum round
	most := 0
	for _, one := range r.rounds {
		sum.failed, sum.lost = sum.failed+one.failed, sum.lost+one.lost
		most = max(most, one.won)
	}
	parts := []string{fmt.Sprintf("%d rounds of %d at the same moment: %d with more than one success, at most %d",
		len(r.rounds), r.runners, r.count(round.forked), most)}
	if n := r.count(func(one round) bool { return one.won == 0 }); n > 0 {
		parts = append(parts, fmt.Sprintf("%d with none", n))
	}
	if sum.failed > 0 {
		parts = append(parts, fmt.Sprintf("%d server errors or unreadable answers", sum.failed))
	}
	if sum.lost > 0 {
		parts = append(parts, fmt.Sprintf("%d requests without an answer", sum.lost))
	}
	if n := r.count(round.down); n > 0 {
		parts = append(parts, fmt.Sprintf("after %d of them the target did not answer any more", n))
	}
	if r.lives >= 0 {
		parts = append(parts, fmt.Sprintf("of the tokens of the first such round %d open the API", r.lives))
	}
	return strings.Join(parts, "; ")
}

// judgeOnce holds a race to at most one success a round. Where somebody demands
// that, such as the target file of itself, it is no matter of level.
func (t *Trial) judgeOnce(r race, acceptable, demanded string) {
	forks := r.count(round.forked)
	if forks > 0 && demanded != "" {
		t.Demanded(false, demanded, acceptable, r.shown())
	}
	if forks == 0 {
		t.enough(r, round.clear)
	}
	t.Proven(forks == 0, acceptable, "%s", r.shown())
}

// enough ends the check where too few rounds show anything: all that were to be
// run, or five.
func (t *Trial) enough(r race, shows func(round) bool) {
	n := r.count(shows)
	if n >= enoughRounds || n > 0 && n == len(r.rounds) && r.cut == nil {
		return
	}
	t.finding.Actual = r.shown()
	if r.cut != nil && len(r.rounds) == 0 {
		panic(*r.cut)
	}
	detail := fmt.Sprintf("%d of %d rounds can be judged, which is too few: %s", n, len(r.rounds), r.shown())
	if r.cut != nil {
		detail += "; then " + r.cut.detail
	}
	panic(stop{verdict: reports.Inconclusive, detail: detail})
}
