package selftest

import (
	"context"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/assay"
	"github.com/authassay/authassay/suites/check"
)

// TestAMistakeInTheFileIsNoFinding plants a reference server of which the tester
// knows something wrong.
func TestAMistakeInTheFileIsNoFinding(t *testing.T) {
	right := func(*scenarios.Kit) {}
	for name, test := range map[string]struct {
		mistake        func(*scenarios.Kit)
		filter         string
		hindered, part bool
	}{
		"nothing":                      {right, "exchanging", false, false},
		"the client":                   {func(k *scenarios.Kit) { k.Client.Secret = "no such secret" }, "exchanging", true, false},
		"the client, and one check":    {func(k *scenarios.Kit) { k.Client.Secret = "no such secret" }, "EXC-02", true, false},
		"the client, which is no need": {func(k *scenarios.Kit) { k.Client.Secret = "no such secret" }, "basic", false, false},
		"the other client":             {func(k *scenarios.Kit) { k.OtherClient.Secret = "no such secret" }, "exchanging", false, true},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := bench(t, "clearxp").Raise(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			test.mistake(&r.Assembly.Client.Kit)
			s := &assay.Subject{Assembly: r.Assembly, Now: time.Now}
			p := s.Planting(assay.Options{})
			p.AllowUntested = true
			run, states, failed := specs(t, p, test.filter)
			if failed != (test.hindered || test.part) || (len(run.Preflight) > 0) != failed || len(run.Coverage) == 0 {
				t.Errorf("failed: %t; %+v; %d statements", failed, run.Preflight, len(run.Coverage))
			}
			if test.filter == "EXC-02" {
				states = nil // the container fails, and with it whatever was to come first
			}
			judgeUnhurt(t, run, states, test.hindered, test.part)
		})
	}
}

// judgeUnhurt sees that no check has found anything, and that all or some of them
// are untested where they have to be.
func judgeUnhurt(t *testing.T, run *reports.Run, states specStates, all, some bool) {
	t.Helper()
	untested := 0
	for _, f := range run.Findings {
		switch f.Verdict {
		case reports.Fail, reports.Inconclusive, reports.Warn:
			t.Errorf("%s: %s (%s)", f.ID, f.Verdict, f.Detail)
		case reports.Untested:
			untested++
		}
	}
	if states != nil {
		states.agree(t, run)
	}
	if n := len(run.Findings); n == 0 || all != (untested == n) || some && untested == 0 || !some && !all && untested > 0 {
		t.Errorf("%d of %d are untested", untested, n)
	}
}

// TestTimeEndsForTheSpecs bounds the checks: what they have not come to is
// untested.
func TestTimeEndsForTheSpecs(t *testing.T) {
	r, err := bench(t, "clearxp").Raise(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, filter := range []string{"basic", "BAS-01"} {
		run, _, failed := specs(t, suites.Planting{
			Profile: r.World.Profile, World: func(context.Context, []check.Check) (check.World, error) { return r.World, nil },
			AllowUntested: true, Most: time.Nanosecond,
		}, filter)
		if !failed || !run.Interrupted {
			t.Errorf("failed: %t, interrupted: %t", failed, run.Interrupted)
		}
		judgeUnhurt(t, run, nil, true, false)
	}
}
