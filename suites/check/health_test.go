package check

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/scenarios/redact"
	"github.com/authassay/authassay/suites/catalogue"
)

// credential is what a tester holds in a run without a server.
type credential struct{ dead bool }

func (c *credential) tried(context.Context) scenarios.Class {
	if c.dead {
		return scenarios.Dead
	}
	return scenarios.Alive
}

// fine is the body of a check that finds nothing.
func fine(t *T) { t.Require(true, "anything", "anything") }

// held runs checks with a credential that some of them end, one trait each.
func held(t *testing.T, of *credential, dear bool, traits []Trait, bodies ...func(*T)) []reports.Finding {
	t.Helper()
	world := World{Clock: clock.Real{}, Client: &scenarios.Client{}, Profile: catalogue.Profile{Name: "sample"}, Permit: scenarios.Attacking}
	world.Redactor, _ = redact.New(strings.NewReader(strings.Repeat("k", 64)))
	var entries []entry
	for i, body := range bodies {
		duty := catalogue.Duty{Requirement: catalogue.Requirement{ID: catalogue.ID(fmt.Sprintf("EXP-%02d", i+1))}, Level: catalogue.Must}
		e := entry{Check: Check{ID: duty.ID, Run: body}, world: world, duty: duty}
		if traits[i] != "" {
			e.Traits = []Trait{traits[i]}
		}
		entries = append(entries, e)
	}
	r := runnerOf(t.Context(), entries)
	r.held = map[int]*holding{0: {what: "administrator", dear: dear, try: of.tried, alive: true}}
	r.all()
	var out []reports.Finding
	for _, tr := range r.turns {
		out = append(out, tr.finding)
	}
	return out
}

// verdicts are those of findings, in their order.
func verdicts(all []reports.Finding) (out []reports.Verdict) {
	for _, f := range all {
		out = append(out, f.Verdict)
	}
	return out
}

// TestWhatEndsTheTestersCredentialSaysSo holds it against the check that did,
// and against no other.
func TestWhatEndsTheTestersCredentialSaysSo(t *testing.T) {
	for _, trait := range []Trait{Ends, Destructive} {
		of := &credential{}
		kills := func(t *T) { of.dead = true; fine(t) }
		fails := func(t *T) { t.Require(!of.dead, "a living credential", "a dead one") }
		found := held(t, of, false, []Trait{"", trait, trait, Gathers}, fine, kills, fails, fine)
		want := []reports.Verdict{reports.Pass, reports.Fail, reports.Untested, reports.Pass}
		if !slices.Equal(verdicts(found), want) {
			t.Errorf("%s: %v, want %v", trait, verdicts(found), want)
		}
		if !strings.Contains(found[1].Detail, "administrator") || !strings.Contains(found[2].Detail, "since check EXP-02") {
			t.Errorf("%s: said %q and %q", trait, found[1].Detail, found[2].Cause)
		}
	}
}

// TestNobodyIsBlamedForWhatWasDeadBefore has a check end the credential that
// was not expected to: what comes after it has found nothing, and what may end
// credentials did not end this one.
func TestNobodyIsBlamedForWhatWasDeadBefore(t *testing.T) {
	of := &credential{}
	kills := func(t *T) { of.dead = true; fine(t) }
	fails := func(t *T) { t.Require(false, "a living credential", "a dead one") }
	found := held(t, of, false, []Trait{"", "", ""}, kills, fails, fails)
	if want := []reports.Verdict{reports.Pass, reports.Untested, reports.Untested}; !slices.Equal(verdicts(found), want) {
		t.Errorf("%v, want %v", verdicts(found), want)
	}
	of.dead = false
	found = held(t, of, false, []Trait{"", Ends}, kills, fine)
	if found[1].Verdict != reports.Untested {
		t.Errorf("blamed for what was dead before: %+v", found[1])
	}
}

// TestWhatWaitedWithoutItsCredentialFoundNothing takes a failure back that came
// of a death that others caused, and keeps what was found before.
func TestWhatWaitedWithoutItsCredentialFoundNothing(t *testing.T) {
	of, gone := &credential{}, make(chan struct{})
	kills := func(t *T) {
		of.dead = true
		close(gone)
		t.Require(false, "anything else", "what is wrong")
	}
	waits := func(t *T) { <-gone; t.Require(false, "a living token", "a dead one") }
	found := held(t, of, false, []Trait{Ends, Waits}, kills, waits)
	if want := []reports.Verdict{reports.Fail, reports.Untested}; !slices.Equal(verdicts(found), want) {
		t.Errorf("%v, want %v", verdicts(found), want)
	}
	died := time.Now()
	r := &Runner{held: map[int]*holding{0: {what: "administrator", after: "EXP-09", at: died}}}
	for ended, want := range map[time.Time]reports.Verdict{died.Add(-time.Second): reports.Fail, died.Add(time.Second): reports.Untested} {
		tr := newTurns(t.Context(), []entry{{Check: Check{Traits: []Trait{Waits}}}}, false)[0]
		tr.pass(reports.Fail, reports.Cause{Thing: "what was found"})
		tr.done = ended
		if r.bereft(tr); tr.finding.Verdict != want {
			t.Errorf("ended %s the death: %s, want %s", ended.Sub(died), tr.finding.Verdict, want)
		}
	}
}

// TestWhatIsDearIsTriedAroundHarmOnly spares a person's login.
func TestWhatIsDearIsTriedAroundHarmOnly(t *testing.T) {
	of, tried := &credential{}, 0
	count := func(ctx context.Context) scenarios.Class { tried++; return of.tried(ctx) }
	h := &holding{what: "client", dear: true, try: count, alive: true}
	r := &Runner{held: map[int]*holding{0: h}}
	for trait, want := range map[Trait]int{Ends: 0, "": 0, Destructive: 2} {
		tried, h.fresh = 0, false
		tr := newTurns(t.Context(), []entry{{Check: Check{Traits: []Trait{trait}}, duty: catalogue.Duty{Level: catalogue.Must}}}, false)[0]
		r.guard(t.Context(), tr)
		tr.finding.Verdict = reports.Untested
		r.holds(t.Context(), tr)
		if tried != want {
			t.Errorf("%q: tried %d times, want %d", trait, tried, want)
		}
	}
}

// TestWhatEndsKeepsItsOrder has a server die of the same check whatever the
// seed, and shuffles the rest.
func TestWhatEndsKeepsItsOrder(t *testing.T) {
	var entries []entry
	for i := range 30 {
		trait := []Trait{"", Ends, Destructive}[i%3]
		entries = append(entries, entry{Check: Check{When: fmt.Sprint(i), Traits: []Trait{trait}}})
	}
	shuffles := map[string]bool{}
	for seed := range int64(5) {
		var early, late []string
		for _, c := range shuffled(entries, seed) {
			if c.rank() == 0 {
				early = append(early, c.When)
			} else {
				late = append(late, c.When)
			}
		}
		shuffles[strings.Join(early, " ")] = true
		if got := strings.Join(late, " "); got != "1 4 7 10 13 16 19 22 25 28 2 5 8 11 14 17 20 23 26 29" {
			t.Errorf("seed %d: %s", seed, got)
		}
	}
	if len(shuffles) < 4 {
		t.Errorf("%d orders of the others in five seeds", len(shuffles))
	}
}

// frail is a target that dies in its second check, and how it was tended.
type frail struct {
	tried  int
	tended int
	up     bool
	heal   bool
	now    func() time.Time // nil for the time of the machine
}

func (f *frail) world(t *testing.T) World {
	redactor, err := redact.New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	profile := catalogue.Profile{Name: "none"}
	return World{Profile: profile, Client: &scenarios.Client{}, Redactor: redactor, Clock: clock.Real{}, Permit: scenarios.Testing, Tend: func(context.Context) Health {
		f.tended++
		died := !f.up
		f.up = f.up || f.heal
		if died {
			return Health{Up: f.up, What: "the target died"}
		}
		return Health{Up: true}
	}}
}

func (f *frail) body(t *T) {
	f.tried++
	f.up = f.up && f.tried != 2
	if !f.up {
		t.Judge(&scenarios.Reply{Class: scenarios.Broken, Err: errors.New("connection refused")}, Alive())
	}
	t.Judge(&scenarios.Reply{Status: 200, Class: scenarios.Alive}, Alive())
}

// verdicts runs four checks of one world and returns their verdicts.
func (f *frail) verdicts(t *testing.T) (verdicts []reports.Verdict, details []string) {
	world := f.world(t)
	var entries []entry
	for _, id := range []catalogue.ID{"EXC-01", "EXC-02", "EXC-03", "EXC-04"} {
		duty := catalogue.Duty{Requirement: catalogue.Requirement{ID: id, Sentence: "A sentence."}, Level: catalogue.Must}
		entries = append(entries, entry{Check: New(id, "", f.body), world: world, duty: duty})
	}
	r := runnerOf(t.Context(), entries)
	if f.now != nil {
		r.options.Now = f.now
	}
	r.all()
	for _, k := range r.turns {
		verdicts, details = append(verdicts, k.result().Verdict), append(details, k.result().Detail)
	}
	return verdicts, details
}

func TestATargetThatDiesIsBroughtBackAndTheRunGoesOn(t *testing.T) {
	f := &frail{up: true, heal: true}
	verdicts, details := f.verdicts(t)
	want := []reports.Verdict{reports.Pass, reports.Inconclusive, reports.Pass, reports.Pass}
	if !slices.Equal(verdicts, want) || f.tended != 1 || !strings.HasSuffix(details[1], "; the target died") {
		t.Errorf("verdicts %v after %d looks, said %q", verdicts, f.tended, details)
	}
}

func TestATargetThatStaysDownIsNotTriedAgain(t *testing.T) {
	f := &frail{up: true}
	verdicts, details := f.verdicts(t)
	want := []reports.Verdict{reports.Pass, reports.Inconclusive, reports.Inconclusive, reports.Inconclusive}
	if !slices.Equal(verdicts, want) || f.tried != 2 || f.tended != 3 {
		t.Errorf("verdicts %v after %d tries and %d looks", verdicts, f.tried, f.tended)
	}
	if details[3] != "the target has been down since check EXC-02" {
		t.Errorf("said %q", details[3])
	}
}

// TestATargetIsNotMournedForEver gives up looks at a target that take their
// time and change nothing.
func TestATargetIsNotMournedForEver(t *testing.T) {
	now := time.Now()
	f := &frail{up: true, now: func() time.Time { now = now.Add(mourning); return now }}
	verdicts, _ := f.verdicts(t)
	want := []reports.Verdict{reports.Pass, reports.Inconclusive, reports.Inconclusive, reports.Inconclusive}
	if !slices.Equal(verdicts, want) || f.tended != 2 {
		t.Errorf("verdicts %v after %d looks", verdicts, f.tended)
	}
}

// TestWhoIsGuessedAtMayBeLocked holds a lock against nobody who could not be judged
// for it, and has guesses come last of all that harms.
func TestWhoIsGuessedAtMayBeLocked(t *testing.T) {
	of := &credential{}
	guesser := entry{Check: Check{Traits: []Trait{Destructive, Guesses}}, duty: catalogue.Duty{Level: catalogue.Must}}
	for verdict, want := range map[reports.Verdict]reports.Verdict{
		reports.Untested: reports.Untested, reports.Fail: reports.Fail, reports.Pass: reports.Fail,
	} {
		tr := newTurns(t.Context(), []entry{guesser}, false)[0]
		tr.finding.Verdict = verdict
		tr.blame(&holding{what: "client", try: of.tried})
		if tr.finding.Verdict != want {
			t.Errorf("%s: %s, want %s", verdict, tr.finding.Verdict, want)
		}
	}
	destroyer := entry{Check: Check{Traits: []Trait{Destructive}}}
	if guesser.rank() <= destroyer.rank() || guesser.rank() >= (entry{Check: Check{Traits: []Trait{Gathers}}}).rank() {
		t.Errorf("guesses come at %d, what else is destructive at %d", guesser.rank(), destroyer.rank())
	}
}
