package check

import (
	"context"
	"crypto/rand"
	"errors"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/scenarios/redact"
	"github.com/authassay/authassay/suites/catalogue"
)

// rendezvous is a clock that moves on only when a number of checks wait for it
// at the same time.
type rendezvous struct {
	mu      sync.Mutex
	missing int
	met     chan struct{}
}

func (*rendezvous) Now() time.Time { return time.Unix(0, 0) }
func (*rendezvous) Instant() bool  { return false }

func (r *rendezvous) Until(ctx context.Context, _ time.Time) error {
	r.mu.Lock()
	if r.missing--; r.missing == 0 {
		close(r.met)
	}
	r.mu.Unlock()
	select {
	case <-r.met:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ran tries bodies as the checks of one run.
func ran(t *testing.T, ctx context.Context, clock clock.Clock, traits []Trait, bodies ...func(*T)) *reports.Run {
	t.Helper()
	return runnerOf(ctx, entriesOf(t, clock, traits, bodies...)).all().Report()
}

// entriesOf are bodies as the checks of one world.
func entriesOf(t *testing.T, clock clock.Clock, traits []Trait, bodies ...func(*T)) []entry {
	t.Helper()
	redactor, err := redact.New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	world := World{Client: &scenarios.Client{}, Redactor: redactor, Clock: clock, Permit: scenarios.Testing, Profile: catalogue.Profile{Name: "sample"}}
	var entries []entry
	for _, body := range bodies {
		duty := catalogue.Duty{Requirement: catalogue.Requirement{ID: "EXP-01", Sentence: "A sentence."}, Level: catalogue.Must}
		entries = append(entries, entry{Check: Check{ID: duty.ID, Run: body, Traits: traits}, world: world, duty: duty})
	}
	return entries
}

// runnerOf takes entries in the order in which they are given.
func runnerOf(ctx context.Context, entries []entry) *Runner {
	return &Runner{
		options: Options{Now: time.Now, Timeout: time.Minute}, ctx: ctx, turns: newTurns(ctx, entries, true), began: time.Now(),
		down: map[int]string{}, mourned: map[int]time.Duration{},
	}
}

// all takes every turn.
func (r *Runner) all() *Runner {
	r.Begin()
	for n := range r.turns {
		r.Try(r.ctx, n)
	}
	return r
}

// TestLifetimesAreOutwaitedTogether holds a run on a clock that cannot be moved
// to the time of its longest wait.
func TestLifetimesAreOutwaitedTogether(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	waits := func(t *T) {
		t.Until(t.Clock.Now())
		t.Require(true, "that it waited", "it waited")
	}
	clock := &rendezvous{missing: 3, met: make(chan struct{})}
	for _, f := range ran(t, ctx, clock, []Trait{Waits}, waits, waits, waits).Findings {
		if f.Verdict != reports.Pass {
			t.Errorf("verdict %q: %s", f.Verdict, f.Detail)
		}
	}
}

// TestInterruptLeavesTheRestUntested ends a run in its first check.
func TestInterruptLeavesTheRestUntested(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	clock := clock.Real{}
	run := ran(t, ctx, clock, nil,
		func(t *T) { cancel(); t.Require(true, "anything", "anything") },
		func(t *T) { t.Judge(&scenarios.Reply{Err: context.Canceled, Class: scenarios.Broken}, Alive()) },
	)
	if !run.Interrupted || run.Findings[0].Verdict != reports.Pass || run.Findings[1].Verdict != reports.Untested {
		t.Errorf("interrupted %v, verdicts %q and %q", run.Interrupted, run.Findings[0].Verdict, run.Findings[1].Verdict)
	}
}

// TestCrashIsAProblemOfTheRun keeps a mistake of ours from passing for the
// target's.
func TestCrashIsAProblemOfTheRun(t *testing.T) {
	run := ran(t, t.Context(), clock.Real{}, nil, func(*T) { panic(errors.New("slip")) })
	if len(run.Problems) != 1 || run.Findings[0].Verdict != reports.Inconclusive {
		t.Errorf("problems %q, verdict %q", run.Problems, run.Findings[0].Verdict)
	}
}

// TestACheckThatDoesNotEndIsLeftBehind interrupts a run whose check does not look
// at its context: the run ends all the same, and that check has found nothing.
func TestACheckThatDoesNotEndIsLeftBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		never, began := make(chan struct{}), time.Now()
		run := ran(t, ctx, clock.Real{}, nil, func(t *T) {
			cancel()
			<-never
			t.Require(false, "something", "nothing")
		})
		if took := time.Since(began); !run.Interrupted || run.Findings[0].Verdict != reports.Untested || took > 2*grace {
			t.Errorf("interrupted %v, verdict %q after %s", run.Interrupted, run.Findings[0].Verdict, took)
		}
		close(never)
		synctest.Wait()
	})
}

// TestACheckThatOutlastsItsTimeIsLeftBehind has a check ignore its deadline: the
// others get their turns, and what it says too late counts for nothing.
func TestACheckThatOutlastsItsTimeIsLeftBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		never, began := make(chan struct{}), time.Now()
		deaf := func(t *T) { <-never; t.Require(true, "something", "something") }
		next := func(t *T) { close(never); t.Require(true, "something", "something") }
		r := runnerOf(t.Context(), entriesOf(t, clock.Real{}, nil, deaf, next)).all()
		synctest.Wait()
		run := r.Report()
		if took := time.Since(began); took > 2*time.Minute {
			t.Errorf("it took %s", took)
		}
		if run.Findings[0].Verdict != reports.Inconclusive || run.Findings[1].Verdict != reports.Pass || len(run.Problems) != 1 {
			t.Errorf("verdicts %q and %q, problems %q", run.Findings[0].Verdict, run.Findings[1].Verdict, run.Problems)
		}
	})
}

// TestADeafCheckDoesNotKeepTheRunWithoutCredentials has a check that waits, and does
// not look at its context, when there is nothing to try checks with any more.
func TestADeafCheckDoesNotKeepTheRunWithoutCredentials(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		never := make(chan struct{})
		r := runnerOf(t.Context(), entriesOf(t, clock.Real{}, []Trait{Waits}, func(*T) { <-never }))
		r.held = map[int]*holding{0: {after: "EXP-02"}}
		if f := r.all().Report().Findings[0]; f.Verdict != reports.Untested || !strings.Contains(f.Detail, "told to end, and did not") {
			t.Errorf("verdict %q: %s", f.Verdict, f.Detail)
		}
		close(never)
		synctest.Wait()
	})
}

// TestACheckThatHoldsUpNothingIsAProblemOfTheRun has mistakes of a check, none of
// which may pass for the target's, nor for its innocence.
func TestACheckThatHoldsUpNothingIsAProblemOfTheRun(t *testing.T) {
	for name, body := range map[string]func(*T){
		"no answers":      func(t *T) { t.JudgeAll(nil, Dead()) },
		"no reply":        func(t *T) { t.Judge(nil, Dead()) },
		"something else":  func(t *T) { t.Judge("401", Dead()) },
		"no words":        func(t *T) { t.Judge(&scenarios.Reply{Class: scenarios.Dead}, Answer{}) },
		"another control": func(t *T) { t.Control("200", Alive()); t.Require(true, "anything", "anything") },
		"no goroutine":    func(t *T) { t.Require(true, "anything", "anything"); runtime.Goexit() },
		"no body":         nil,
	} {
		run := ran(t, t.Context(), clock.Real{}, nil, body)
		if len(run.Problems) != 1 || run.Findings[0].Verdict != reports.Inconclusive || run.Findings[0].ID == "" {
			t.Errorf("%s: problems %q, verdict %q of %q", name, run.Problems, run.Findings[0].Verdict, run.Findings[0].ID)
		}
	}
}

// TestRefusalsNeedNoWords has a refusal without error codes judged by its class.
func TestRefusalsNeedNoWords(t *testing.T) {
	if !Refused().Accepts(&scenarios.Reply{Class: scenarios.Dead}) || Refused("").Accepts(&scenarios.Reply{Class: scenarios.Alive}) {
		t.Error("a refusal is not judged by its class")
	}
}

// TestProgressIsToldOfOneCheckAtATime takes turns of a run at the same time.
func TestProgressIsToldOfOneCheckAtATime(t *testing.T) {
	var entries []entry
	redactor, err := redact.New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	world := World{Client: &scenarios.Client{}, Redactor: redactor, Clock: clock.Real{}, Permit: scenarios.Testing}
	for range 20 {
		entries = append(entries, entry{Check: New("EXP-01", "", func(t *T) { t.Require(true, "anything", "anything") }), world: world})
	}
	r := runnerOf(t.Context(), entries)
	var telling atomic.Int32
	told := 0
	r.options.Progress = func(done, planned int, _ reports.Finding) {
		if telling.Add(1) > 1 || planned != len(entries) {
			t.Errorf("%d of %d are told of at once", telling.Load(), planned)
		}
		for range 1000 {
			runtime.Gosched() // whoever else wants to tell has the time to
		}
		told++
		if done != told {
			t.Errorf("%d have ended after %d were told of", done, told)
		}
		telling.Add(-1)
	}
	var all sync.WaitGroup
	for n := range entries {
		all.Go(func() { r.Try(t.Context(), n) })
	}
	all.Wait()
	if r.Report(); told != len(entries) {
		t.Errorf("told of %d", told)
	}
}

// TestPlacesAreShort shows where checks stand: ours from the folder of the suites
// on, those of others by file and folder, and where nothing is said by the body.
func TestPlacesAreShort(t *testing.T) {
	for place, want := range map[Place]string{
		{"/src/authassay/suites/exchanging.go", 7}:        "suites/exchanging.go:7",
		{"/src/authassay/suites/temporary/issuing.go", 7}: "suites/temporary/issuing.go:7",
		{"/src/acme/tests/login_test.go", 7}:              "tests/login_test.go:7",
		{"login_test.go", 7}:                              "login_test.go:7",
	} {
		if got := place.String(); got != want {
			t.Errorf("%v is %s, want %s", place, got, want)
		}
	}
	if got := (Check{Run: func(*T) {}}).stands().String(); !strings.HasPrefix(got, "suites/check/turn_test.go:") {
		t.Errorf("a check whose place is not said stands at %s", got)
	}
}
