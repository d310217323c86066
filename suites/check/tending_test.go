package check

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
)

// frail is a target that dies in its second check, and how it was tended.
type frail struct {
	tried  int
	tended int
	up     bool
	heal   bool
	now    func() time.Time // nil for the time of the machine
}

func (f *frail) world(t *testing.T) World {
	redactor, err := scenarios.NewRedactor(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	profile := catalogue.Profile{Name: "none"}
	return World{Profile: profile, Client: &scenarios.Client{}, Redactor: redactor, Clock: scenarios.RealClock{}, Permit: scenarios.Testing, Tend: func(context.Context) Health {
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
