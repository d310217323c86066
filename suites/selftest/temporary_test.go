package selftest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites"
)

// TestTheCourseOfATokenNoticesWhenItDoesNotEnd holds the journey that load
// takes to servers that go wrong on the way.
func TestTheCourseOfATokenNoticesWhenItDoesNotEnd(t *testing.T) {
	for name, want := range map[string]scenarios.Verb{
		"temporary-refused": scenarios.Issue, "temporary-delayed": scenarios.Call, "withdrawal-without-effect": scenarios.Call,
	} {
		f, _ := faults.Find(name)
		r, err := bench(t, "lxhive").Raise(t.Context(), f.Bend)
		if err != nil {
			t.Fatal(err)
		}
		var failed *scenarios.Failure
		if err := r.Assembly.Client.Course().Run(t.Context(), r.Assembly.Client); !errors.As(err, &failed) || failed.Verb != want {
			t.Errorf("%s: the journey ended with %v, want a failed %s", name, err, want)
		}
		_ = r.Close()
	}
}

// TestHarmIsLeftOutWhereItMayNotBeDone keeps destructive checks off servers
// that are not declared sacrificial.
func TestHarmIsLeftOutWhereItMayNotBeDone(t *testing.T) {
	w := raised(t, bench(t, "lxhive")).World
	w.Sacrificial = false
	run, err := suites.Run(t.Context(), suites.Options{Seed: 1, Now: time.Now}, w)
	if err != nil {
		t.Fatal(err)
	}
	var untested []string
	for _, f := range run.Findings {
		if f.Verdict == reports.Untested {
			untested = append(untested, f.ID)
		}
	}
	if want := []string{
		"BAS-02", "BAS-07", "BAS-09", "BAS-10", "BAS-11", "BAS-14", "BAS-15", "BAS-16", "TMP-65", "TMP-66", "TMP-100", "HYG-02",
	}; !slices.Equal(untested, want) {
		t.Errorf("untested %v, want %v", untested, want)
	}
}

// TestAnExpiryIsWrittenOnTheTargetsClock runs the checks against a server whose
// clock somebody else has moved.
func TestAnExpiryIsWrittenOnTheTargetsClock(t *testing.T) {
	for _, ahead := range []time.Duration{-26 * time.Hour, 77 * time.Minute} {
		r := raised(t, bench(t, "lxhive"))
		r.Server.Clock.Advance(ahead)
		run, err := suites.Run(t.Context(), suites.Options{Only: []string{"temporary"}, Seed: 1, Now: time.Now}, r.World)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range run.Findings {
			if f.Verdict != reports.Pass {
				t.Errorf("%s ahead: %s %s: %s", ahead, f.ID, f.Verdict, f.Detail)
			}
		}
	}
}

// TestEverybodyIsANewUser sees that no two checks ask for the same address.
func TestEverybodyIsANewUser(t *testing.T) {
	w := raised(t, bench(t, "lxhive")).World
	seen := map[string]bool{}
	for range 100 {
		text := w.Client.Nonce()
		if seen[text] || len(text) < 20 {
			t.Fatalf("%q came twice, or is short", text)
		}
		seen[text] = true
	}
	if _, err := w.Client.Obtain(t.Context()); err != nil {
		t.Error(err)
	}
	if as := w.Client.Stranger("x"); as.Scheme != scenarios.SchemeBasic {
		t.Errorf("a stranger comes with %s", as.Scheme)
	}
	if r, err := w.Client.Do(t.Context(), scenarios.Step{Verb: scenarios.About}); err != nil || r.Class != scenarios.Alive {
		t.Errorf("about: %v, %v", r, err)
	}
}

// TestGuessingThatIsStoppedIsSeen tells a server that stops guesses from one
// that does not: no fault can, since neither breaks a requirement.
func TestGuessingThatIsStoppedIsSeen(t *testing.T) {
	for name, want := range map[string]reports.Verdict{"temporary-guessing-stopped": reports.Pass, "temporary-201": reports.Note} {
		f, _ := faults.Find(name)
		r, err := bench(t, "lxhive").Raise(t.Context(), f.Bend)
		if err != nil {
			t.Fatal(err)
		}
		run, err := suites.Run(t.Context(), suites.Options{Only: []string{"BAS-16"}, Seed: 1, Now: time.Now}, r.World)
		if err != nil || len(run.Findings) != 1 || run.Findings[0].Verdict != want {
			t.Errorf("%s: %+v, %v, want %s", name, run.Findings, err, want)
		}
		_ = r.Close()
	}
}

// TestAWholeIDChoosesItself keeps an ID from choosing the longer ones that
// begin with it.
func TestAWholeIDChoosesItself(t *testing.T) {
	w := raised(t, bench(t, "lxhive")).World
	for word, want := range map[string]int{"TMP-10": 1, "tmp-100": 1, "TMP-9": 10, "TMP-09": 1} {
		run, err := suites.Run(t.Context(), suites.Options{Only: []string{word}, Seed: 1, Now: time.Now}, w)
		if err != nil || len(run.Findings) != want {
			t.Errorf("%s chooses %d checks, %v, want %d", word, len(run.Findings), err, want)
		}
	}
}
