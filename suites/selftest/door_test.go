package selftest

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/redact"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"
)

// heard receives Ginkgo's failure signal.
type heard struct{ failed bool }

func (h *heard) Fail() { h.failed = true }

// specs runs the planted specs of a world, and returns the result of their
// runner, the states of the specs by their IDs, and whether the suite failed.
func specs(t *testing.T, p suites.Planting, filter string) (run *reports.Run, states specStates, failed bool) {
	t.Helper()
	out := formatter.ColorableStdOut
	formatter.ColorableStdOut = io.Discard
	defer func() { formatter.ColorableStdOut = out }()
	globals.Reset()
	p.Done = func(r *reports.Run) { run = r }
	ginkgo.Describe("a suite of somebody's own", ginkgo.Label("theirs"), func() {
		suites.Plant(p)
		ginkgo.It("has specs of its own", func() {})
	})
	states = specStates{}
	ginkgo.ReportAfterSuite("states", func(r types.Report) {
		for _, s := range r.SpecReports {
			if s.LeafNodeType == types.NodeTypeIt {
				id, _, _ := strings.Cut(s.LeafNodeText, " ")
				states[id] = append(states[id], s.State)
			}
		}
	})
	suite, reporter := ginkgo.GinkgoConfiguration()
	suite.Timeout, suite.LabelFilter, suite.RandomSeed = 0, filter, 7
	reporter.NoColor, reporter.Succinct = true, true
	h := &heard{}
	ginkgo.RunSpecs(h, "door", suite, reporter)
	return run, states, h.failed
}

// specStates are how specs ended, by the ID that each is about.
type specStates map[string][]types.SpecState

// agree holds the specs to what their runner has found: as many of each end.
func (s specStates) agree(t *testing.T, run *reports.Run) {
	t.Helper()
	wanted := specStates{}
	for _, f := range run.Findings {
		wanted[f.ID] = append(wanted[f.ID], ends(f.Verdict))
	}
	for id, want := range wanted {
		got := slices.Sorted(slices.Values(s[id]))
		if slices.Sort(want); !slices.Equal(got, want) {
			t.Errorf("%s: the specs are %s, by the verdicts %s", id, got, want)
		}
	}
}

// ends is how a spec ends whose check has found something.
func ends(v reports.Verdict) types.SpecState {
	switch v {
	case reports.Fail, reports.Inconclusive:
		return types.SpecStateFailed
	case reports.Untested, reports.NotApplicable:
		return types.SpecStateSkipped
	}
	return types.SpecStatePassed
}

// some are faults of a profile from all over the list, and nothing at all.
func some(profile string, n int) []faults.Fault {
	all := slices.DeleteFunc(faults.All(), func(f faults.Fault) bool { return len(f.Breaks[profile]) == 0 })
	out := []faults.Fault{{Name: string(Honest), Bend: func(*fakeserver.Rules) {}}}
	for i := range n {
		out = append(out, all[i*len(all)/n])
	}
	return out
}

// verdictsOf are the verdicts of a run by check.
func verdictsOf(run *reports.Run) map[string]reports.Verdict {
	out := map[string]reports.Verdict{}
	for _, f := range run.Findings {
		out[f.ID+" "+f.When] = f.Verdict
	}
	return out
}

// TestDoorAndRunnerAgree tries servers by the runner and through the door of
// specs: the same verdicts, and specs that end as they say.
func TestDoorAndRunnerAgree(t *testing.T) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, p := range c.Profiles {
		bench, err := NewBench(c, p.Name)
		if err != nil {
			t.Fatal(err)
		}
		bench.network = newMemory()
		for _, f := range some(p.Name, 6) {
			tried++
			t.Run(p.Name+" "+f.Name, func(t *testing.T) { agree(t, bench, p, f) })
		}
	}
	if tried < 31 {
		t.Errorf("%d servers were tried", tried)
	}
}

// agree tries one server both ways.
func agree(t *testing.T, bench *Bench, p catalogue.Profile, f faults.Fault) {
	raise := func() *Reference {
		r, err := bench.Raise(t.Context(), f.Bend)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = r.Close() })
		return r
	}
	options := check.Options{Seed: 7}
	want, err := check.Run(t.Context(), options, suites.All(), raise().World)
	if err != nil {
		t.Fatal(err)
	}
	got, states, failed := specs(t, suites.Planting{
		Profile: p, Options: options, World: func(context.Context, []check.Check) (check.World, error) { return raise().World, nil },
	}, "")
	wanted := verdictsOf(want)
	for key, verdict := range verdictsOf(got) {
		if wanted[key] != verdict {
			t.Errorf("%s: %s by the specs, %s by the runner", key, verdict, wanted[key])
		}
		delete(wanted, key)
	}
	states.agree(t, got)
	if len(wanted) > 0 {
		t.Errorf("without a spec: %v", wanted)
	}
	reports.Score(want, reports.ScoreOptions{})
	if failed != (want.ExitCode != reports.ExitPass) {
		t.Errorf("the suite failed: %t; the runner's exit code is %d: %s", failed, want.ExitCode, want.Sentence)
	}
	if !slices.Equal(states["has"], []types.SpecState{types.SpecStatePassed}) {
		t.Errorf("the spec beside them is %s", states["has"])
	}
}

// TestLabelsChooseSpecs runs what a label filter lets through, and begins
// nothing else.
func TestLabelsChooseSpecs(t *testing.T) {
	bench := bench(t, "clearxp")
	c, _ := profiles.Catalogue(profiles.BuiltIn())
	p, _ := c.Profile("clearxp")
	for filter, chapter := range map[string]string{"MUST && refreshing": "refreshing", "theirs && exchanging && !EXC-03": "exchanging"} {
		run, states, failed := specs(t, suites.Planting{Profile: p, World: func(ctx context.Context, _ []check.Check) (check.World, error) {
			r, err := bench.Raise(ctx, nil)
			if err != nil {
				return check.World{}, err
			}
			ginkgo.DeferCleanup(r.Close)
			return r.World, nil
		}}, filter)
		if failed || len(run.Findings) < 5 {
			t.Errorf("%s: failed %t, %d findings", filter, failed, len(run.Findings))
		}
		for _, f := range run.Findings {
			if f.Chapter != chapter {
				t.Errorf("%s: %s is tried", filter, f.ID)
			}
		}
		states.agree(t, run)
	}
}

// TestWhatWasNotTriedIsNotGreen leaves MUSTs untried and tries nothing at all:
// the suite is red for it, whether or not the spec that looks back is let through.
func TestWhatWasNotTriedIsNotGreen(t *testing.T) {
	duty := catalogue.Duty{Requirement: catalogue.Requirement{ID: "EXC-02", Sentence: "A sentence."}, Level: catalogue.Must}
	p := catalogue.Profile{Name: "theirs-alone", Duties: []catalogue.Duty{duty}}
	for name, test := range map[string]struct {
		body    func(*check.T)
		allowed bool
		filter  string
		want    bool
	}{
		"untested":                 {func(t *check.T) { t.Untested("nobody is there") }, false, "", true},
		"untested, not looked at":  {func(t *check.T) { t.Untested("nobody is there") }, false, "!REF-01 && !EXC-03", true},
		"nothing judged":           {func(t *check.T) { t.Untested("nobody is there") }, true, "", true},
		"a crash":                  {func(*check.T) { panic(fmt.Errorf("slip")) }, false, "", true},
		"judged":                   {func(t *check.T) { t.Require(true, "anything", "anything") }, false, "", false},
		"a target that never came": {nil, false, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			world := func(context.Context, []check.Check) (check.World, error) {
				if test.body == nil {
					return check.World{}, fmt.Errorf("no such host")
				}
				return check.World{
					Profile: p, Client: &scenarios.Client{}, Clock: clock.Real{}, Permit: scenarios.Testing, Redactor: redactor(t),
				}, nil
			}
			_, _, failed := specs(t, suites.Planting{
				Profile: p, World: world, AllowUntested: test.allowed, Options: check.Options{Timeout: time.Second},
				Checks: []check.Check{check.New("EXC-02", "try a body", test.body)},
			}, test.filter)
			if failed != test.want {
				t.Errorf("failed: %t", failed)
			}
		})
	}
}

// redactor is one that knows nothing.
func redactor(t *testing.T) *redact.Redactor {
	t.Helper()
	r, err := redact.New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
