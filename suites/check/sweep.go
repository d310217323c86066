package check

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/transcript"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/nearmiss"
)

// sideBySide is how many near misses are sent at the same time, where the limits
// of the target let them go.
const sideBySide = 8

// Sweep sends every near miss of a value and holds the target to the same answer to
// each: the finding names those that got another one, and says how many were tried.
// What is sent must leave the real value as good as it was, and whoever sweeps
// shows afterwards that it is; send says what came of one, and may be called from
// several goroutines at once, so that it must judge nothing.
func (t *T) Sweep(misses []nearmiss.Miss, send func(nearmiss.Miss) any, a Answer) {
	t.judgeSwept(t.Swept(misses, send), a)
}

// judgeSwept judges the answers to near misses. A server that breaks over some of them,
// such as over any NUL, has one mistake and not as many as there are sweeps: where
// a requirement of the profile gathers such answers, they are left to it, and where that
// is what is judged here, they are not.
func (t *T) judgeSwept(all []Labelled, a Answer) {
	t.sweptMore(len(all))
	judged := slices.Clone(all)
	if _, gathers := t.Profile.Duty(BreaksOverMisses); gathers && t.shared != nil && !a.JudgesBroken {
		judged = slices.DeleteFunc(judged, func(s Labelled) bool { return broke(s.Actual) && !a.takesBroken(s.Actual) })
	}
	if 2*len(judged) <= len(all) { // it is not the spelling that it breaks over
		t.JudgeAll(all, a)
		return
	}
	for _, s := range all {
		if !slices.Contains(judged, s) {
			t.noteBroken(s)
		}
	}
	t.JudgeAll(judged, a)
	if n := len(all) - len(judged); n > 0 {
		t.finding.Actual += fmt.Sprintf("; %d more were answered with a server error, which %s judges", n, BreaksOverMisses)
	}
}

// BreaksOverMisses is the requirement that gathers the near misses of all checks
// that were answered with a server error.
const BreaksOverMisses catalogue.ID = "HYG-30"

// noteBroken enters a server error where a refusal was due.
func (t *T) noteBroken(s Labelled) {
	t.mark(s.Actual, transcript.Judged)
	t.label = s.Label
	noted := t.notedAs(s.Actual, wording{kind: KindBroken, acceptable: "a refusal, and no server error", ok: func(any) bool { return false }})
	t.label = ""
	t.shared.ledger.mu.Lock()
	defer t.shared.ledger.mu.Unlock()
	t.shared.ledger.list = append(t.shared.ledger.list, noted)
}

// JudgeBrokenMisses holds the target to refusals of all near misses that were sent,
// in sweeps of other checks or, where there were none, in the one given.
func (t *T) JudgeBrokenMisses(sweep func()) {
	if t.sweptMore(0) == 0 {
		sweep()
	}
	seen, sent := t.Noticed(KindBroken), t.sweptMore(0)
	t.Proven(len(seen) == 0, "a refusal of every near miss, and no server error", "%s", places(seen, sent))
}

// sweptMore counts near misses that were sent, and returns how many there are of them
// so far.
func (t *T) sweptMore(n int) int {
	if t.shared == nil {
		return 0
	}
	t.shared.ledger.mu.Lock()
	defer t.shared.ledger.mu.Unlock()
	t.shared.ledger.swept += n
	return t.shared.ledger.swept
}

// Swept sends every near miss as Sweep does, for who judges the answers otherwise.
// Those with control characters, which try a parser, are left out where the target
// may not be attacked.
func (t *T) Swept(misses []nearmiss.Miss, send func(nearmiss.Miss) any) []Labelled {
	return t.swept(misses, send, true)
}

// swept is Swept. Again is whether what broke is sent once more: not with a credential
// that it may have used up, whose refusal would tell nothing.
func (t *T) swept(misses []nearmiss.Miss, send func(nearmiss.Miss) any, again bool) []Labelled {
	misses = t.harmless(misses)
	before := t.throttled
	out := make([]Labelled, len(misses))
	ends := make([]any, len(misses))
	n := min(sideBySide, t.World.abreast())
	if t.World.far() && !t.Permit.Allows(scenarios.Attacking) {
		n /= 2 // others are tried beside it
	}
	slots := make(chan struct{}, max(1, n))
	var sent sync.WaitGroup
	var ended atomic.Bool
	for i, m := range misses {
		if slots <- struct{}{}; ended.Load() || t.ctx.Err() != nil {
			break // what was not sent must not look refused: the check ends below
		}
		sent.Go(func() {
			defer func() { <-slots }()
			defer func() {
				if ends[i] = recover(); ends[i] != nil {
					ended.Store(true)
				}
			}()
			if out[i] = (Labelled{m.As, send(m)}); again && broke(out[i].Actual) {
				out[i].Actual = send(m) // once is no habit
			}
		})
	}
	sent.Wait()
	for _, end := range ends {
		if end != nil {
			panic(end) // the end of the check, by the words of T
		}
	}
	if t.ctx.Err() != nil && slices.ContainsFunc(out, func(s Labelled) bool { return s.Label == "" }) {
		panic(stop{verdict: reports.Inconclusive, detail: "not every near miss could be sent"})
	}
	t.throttled = t.resent(out, misses, send) || before
	return out
}

// resent sends once more, one after another, what the target did not look at, RFC 6585
// §4, and says whether it still looks away.
func (t *T) resent(out []Labelled, misses []nearmiss.Miss, send func(nearmiss.Miss) any) (throttled bool) {
	for i, m := range misses {
		for range 2 {
			if busy(out[i].Actual) {
				out[i].Actual = send(m)
			}
		}
		throttled = throttled || busy(out[i].Actual)
	}
	return throttled
}

// harmless are the near misses that a target may be tried with that is not to be
// attacked: those without NUL bytes.
func (t *T) harmless(misses []nearmiss.Miss) []nearmiss.Miss {
	if t.Permit.Allows(scenarios.Attacking) {
		return misses
	}
	return slices.DeleteFunc(slices.Clone(misses), func(m nearmiss.Miss) bool {
		return strings.Contains(m.Value, "\x00") || strings.Contains(m.Value, "%00")
	})
}

// Lent is a credential that near misses are sent with, such as the code of an
// exchange whose client secret is spelt wrongly.
type Lent[C any] struct {
	Obtain func() C                   // a fresh one
	Send   func(C, nearmiss.Miss) any // a near miss, with it; from several goroutines at once
	Use    func(C) any                // it, with everything as it should be
	Good   Answer                     // to that
}

// SweepWith sweeps with one credential for all near misses, and uses it itself
// afterwards, so that none was refused for a credential that was dead. Where it is
// dead, since a near miss got through or since the server gives no credential a
// second try, each near miss has its own.
func SweepWith[C any](t *T, misses []nearmiss.Miss, lent Lent[C], a Answer) {
	misses = t.harmless(misses)
	shared := lent.Obtain()
	seen := t.Swept(misses, func(m nearmiss.Miss) any { return lent.Send(shared, m) })
	if used := lent.Use(shared); lent.Good.Accepts(used) {
		t.Control(used, lent.Good)
	} else {
		for _, s := range append(seen, Labelled{Actual: used}) {
			t.mark(s.Actual, transcript.Void)
		}
		t.Control(lent.Use(lent.Obtain()), lent.Good)
		through := func(s Labelled) bool { return failedBy(s.Actual) && !IsBroken(s.Actual) && !a.Accepts(s.Actual) }
		first := slices.DeleteFunc(slices.Clone(seen), func(s Labelled) bool { return !through(s) })
		seen = sweptApart(t, misses, lent)
		if !slices.ContainsFunc(seen, through) { // perhaps only what was tried before lets some through
			seen = append(seen, first...)
		}
	}
	t.judgeSwept(seen, a)
}

// sweptApart sends each near miss with a credential of its own, as soon as it is had, for
// those that wait for many others may be dead by then; and with another one where the
// target broke over it.
func sweptApart[C any](t *T, misses []nearmiss.Miss, lent Lent[C]) []Labelled {
	sweep := func(misses []nearmiss.Miss) []Labelled {
		var seen []Labelled
		for _, m := range misses {
			own := lent.Obtain()
			seen = append(seen, t.swept([]nearmiss.Miss{m}, func(m nearmiss.Miss) any { return lent.Send(own, m) }, false)...)
		}
		return seen
	}
	seen := sweep(misses)
	var again []nearmiss.Miss
	for i, s := range seen {
		if broke(s.Actual) {
			again = append(again, misses[i])
		}
	}
	for i, s := range sweep(again) {
		seen[slices.Index(misses, again[i])] = s
	}
	return seen
}

// Labelled is one of several answers that are judged alike, with what tells it
// from the others.
type Labelled struct {
	Label  string
	Actual any
}

// JudgeAll judges every one of several requests, at least one, and names those that
// went wrong: the first of them must not hide the rest.
func (t *T) JudgeAll(all []Labelled, a Answer) {
	if len(all) == 0 {
		panic(stop{verdict: Crashed, detail: "the check itself failed: it judges all of no answers"})
	}
	wrong := grouped{}
	var crash *Labelled
	judged := false
	for _, s := range all {
		t.label = s.Label
		t.Note(s.Actual, a)
		if a.ok(s.Actual) && (!IsBroken(s.Actual) || a.takesBroken(s.Actual)) {
			continue
		}
		t.mark(s.Actual, transcript.Judged)
		wrong.add(s)
		switch {
		case !IsBroken(s.Actual):
			judged = true
		case crash == nil || !failedBy(crash.Actual) && failedBy(s.Actual):
			crash = &s
		}
	}
	t.label = ""
	t.finding.Acceptable = a.Acceptable
	t.finding.Actual = fmt.Sprintf("all of %d, as they should be", len(all))
	if wrong.number == 0 {
		return
	}
	t.finding.Actual = fmt.Sprintf("%d of %d: %s", wrong.number, len(all), wrong)
	if judged {
		t.violate("none of the acceptable answers: " + strings.Join(a.Acceptable, "; "))
	}
	t.place = crash.Label
	t.broke(crash.Actual, a.JudgesBroken)
}

// grouped are answers with their labels, those together that look alike.
type grouped struct {
	number int
	seen   []string // what the answers look like, in the order in which they came
	labels map[string][]string
}

// add takes in an answer.
func (g *grouped) add(s Labelled) {
	look := Describe(s.Actual)
	if g.labels == nil {
		g.labels = map[string][]string{}
	}
	if g.labels[look] == nil {
		g.seen = append(g.seen, look)
	}
	g.labels[look] = append(g.labels[look], s.Label)
	g.number++
}

// String names what there is by its labels, then says what it looks like.
func (g grouped) String() string {
	var parts []string
	for _, look := range g.seen {
		parts = append(parts, strings.Join(g.labels[look], ", ")+": "+look)
	}
	return strings.Join(parts, "; ")
}
