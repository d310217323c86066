package check

import (
	"fmt"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/transcript"
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

// Round is what came of the uses of one credential.
type Round struct {
	Won     int // were granted
	Tokens  int // how many access tokens those were given that differ
	Refused int // were refused in words
	Failed  int // were answered with a server error, or with what cannot be read
	Lost    int // were not answered at all, or not for now
	Again   *scenarios.Reply
}

// Forked says whether a credential was granted more than once: at the same
// moment, or to one of the racers and afterwards once more.
func (r Round) Forked() bool {
	return r.Won > 1 || r.Won == 1 && r.Again != nil && r.Again.Grant.AccessToken != ""
}

// Fails says whether who lost a round, or came after it, got a server error.
func (r Round) Fails() bool {
	return r.Failed > 0 || r.Again != nil && IsBroken(r.Again) && failedBy(r.Again)
}

// Down says whether the target did not answer any more after a round.
func (r Round) Down() bool { return r.Again != nil && IsBroken(r.Again) && !failedBy(r.Again) }

// clear says whether enough of a round can be read to say that nobody else won:
// broken answers may hide a grant.
func (r Round) clear() bool { return !r.Forked() && r.Refused >= r.Failed+r.Lost }

// Race is all rounds, and why there are no more of them.
type Race struct {
	Runners int
	Rounds  []Round
	cut     *stop // nil where all rounds were run
	Lives   int   // how many access tokens of the first fork open the API; -1 where that was not tried
}

// races are those of one world, by what they are for.
type races struct {
	track gate
	run   map[string]raced
}

// raced is a race with the exchanges that it is evidence of.
type raced struct {
	race Race
	how  []transcript.Entry
}

// Raced runs a race once for all the checks that judge it.
func (t *T) Raced(name string, run func() Race) Race {
	defer t.shared.races.track.enter()()
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

// RunRace has so many runners take one step at the same moment, round after round.
// begin makes the step of a round, and after looks at what it left.
func (t *T) RunRace(runners int, begin func() scenarios.Step, after func(scenarios.Step, *Round, *Race, []*scenarios.Reply)) Race {
	r := Race{Runners: runners, Lives: -1}
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
				if t.ctx.Err() == nil || one.Forked() { // what was cut off shows nothing, but what had arrived
					r.Rounds = append(r.Rounds, one)
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
func (t *T) markForks(one Round, replies []*scenarios.Reply) {
	for _, reply := range replies {
		if one.Forked() && reply.Grant.AccessToken != "" {
			t.mark(reply, transcript.Judged)
		}
	}
}

// UntilCut does something that may be cut off, without ending the check for it,
// and says whether it was.
func (t *T) UntilCut(f func()) (cut bool) { return t.untilCut(f) != nil }

// untilCut does something and returns the stop that cut it off, nil for none.
func (t *T) untilCut(f func()) (cut *stop) {
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
func tally(replies []*scenarios.Reply) Round {
	var one Round
	given := map[string]bool{}
	for _, r := range replies {
		switch {
		case r.Grant.AccessToken != "":
			one.Won++
			given[r.Grant.AccessToken] = true
		case IsRefused(r):
			one.Refused++
		case !busy(r) && failedBy(r):
			one.Failed++
		default:
			one.Lost++
		}
	}
	one.Tokens = len(given)
	return one
}

// Count says of how many rounds something holds.
func (r Race) Count(holds func(Round) bool) int {
	n := 0
	for _, one := range r.Rounds {
		if holds(one) {
			n++
		}
	}
	return n
}

// Shown says in words what a race has shown.
func (r Race) Shown() string {
	var sum Round
	most := 0
	for _, one := range r.Rounds {
		sum.Failed, sum.Lost = sum.Failed+one.Failed, sum.Lost+one.Lost
		most = max(most, one.Won)
	}
	parts := []string{fmt.Sprintf("%d rounds of %d at the same moment: %d with more than one success, at most %d",
		len(r.Rounds), r.Runners, r.Count(Round.Forked), most)}
	if r.Count(func(one Round) bool { return one.Won > 1 && one.Tokens == 1 }) == r.Count(Round.Forked) && most > 1 {
		parts[0] += ", each time all with the same access token"
	}
	if n := r.Count(func(one Round) bool { return one.Won == 0 }); n > 0 {
		parts = append(parts, fmt.Sprintf("%d with none", n))
	}
	if sum.Failed > 0 {
		parts = append(parts, fmt.Sprintf("%d server errors or unreadable answers", sum.Failed))
	}
	if sum.Lost > 0 {
		parts = append(parts, fmt.Sprintf("%d requests without an answer", sum.Lost))
	}
	if n := r.Count(Round.Down); n > 0 {
		parts = append(parts, fmt.Sprintf("after %d of them the target did not answer any more", n))
	}
	if r.Lives >= 0 {
		parts = append(parts, fmt.Sprintf("of the tokens of the first such round %d open the API", r.Lives))
	}
	return strings.Join(parts, "; ")
}

// JudgeOnce holds a race to at most one success a round. Where somebody demands
// that, such as the target file of itself, it is no matter of level.
func (t *T) JudgeOnce(r Race, acceptable, demanded string) {
	forks := r.Count(Round.Forked)
	if forks > 0 && demanded != "" {
		t.Demanded(false, demanded, acceptable, r.Shown())
	}
	if forks == 0 {
		t.Enough(r, Round.clear)
	}
	t.Proven(forks == 0, acceptable, "%s", r.Shown())
}

// Enough ends the check where too few rounds show anything: all that were to be
// run, or five.
func (t *T) Enough(r Race, shows func(Round) bool) {
	n := r.Count(shows)
	if n >= enoughRounds || n > 0 && n == len(r.Rounds) && r.cut == nil {
		return
	}
	t.finding.Actual = r.Shown()
	if r.cut != nil && len(r.Rounds) == 0 {
		panic(*r.cut)
	}
	detail := fmt.Sprintf("%d of %d rounds can be judged, which is too few: %s", n, len(r.Rounds), r.Shown())
	if r.cut != nil {
		detail += "; then " + r.cut.detail
	}
	panic(stop{verdict: reports.Inconclusive, detail: detail})
}
