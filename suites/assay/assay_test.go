package assay_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/hooks"
	"github.com/authassay/authassay/scenarios/ledger"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/assay"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/selftest"
)

// subject is a reference server with its rules bent.
func subject(t *testing.T, bend func(*fakeserver.Rules)) *assay.Subject {
	t.Helper()
	return subjectOf(t, "clearxp", bend)
}

func subjectOf(t *testing.T, profile string, bend func(*fakeserver.Rules)) *assay.Subject {
	t.Helper()
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	bench, err := selftest.NewBench(c, profile)
	if err != nil {
		t.Fatal(err)
	}
	r, err := bench.Raise(t.Context(), bend)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	s := &assay.Subject{Assembly: r.Assembly, Now: time.Now}
	t.Cleanup(s.Release)
	return s
}

// only are the options for some checks.
func only(ids ...string) assay.Options {
	return assay.Options{Checks: check.Options{Only: ids, Seed: 1, Now: time.Now}, Again: " --target acme.yaml"}
}

// A check of no requirement would never be tried, and nobody would miss it.
func TestAMisspeltCheckIsAMistakeInTheOptions(t *testing.T) {
	options := only("EXC-02")
	options.Extra = []check.Check{check.New("EXC-2", "redeem a code twice", func(*check.T) {})}
	s := subject(t, nil)
	if _, _, err := s.Run(t.Context(), options); err == nil || !strings.Contains(err.Error(), `assay_test.go:`) || !strings.Contains(err.Error(), `"EXC-2"`) {
		t.Errorf("error %v", err)
	}
	if _, err := s.Planting(options).World(t.Context(), nil); err == nil || !strings.Contains(err.Error(), `"EXC-2"`) {
		t.Errorf("planted, error %v", err)
	}
	options.Extra[0].ID = "INT-01" // of another profile
	if _, _, err := s.Run(t.Context(), options); err != nil {
		t.Error(err)
	}
}

func TestATargetIsTriedFromBeginningToEnd(t *testing.T) {
	fault, _ := faults.Find("code-reusable")
	for want, bend := range map[reports.Verdict]func(*fakeserver.Rules){reports.Pass: nil, reports.Fail: fault.Bend} {
		s := subject(t, bend)
		options := only("EXC-02")
		planned, over := 0, 0
		options.Planned, options.Over = func(check.Forecast) { planned++ }, func() { over++ }
		run, tried, err := s.Run(t.Context(), options)
		if err != nil || !tried {
			t.Fatalf("tried %v, %v", tried, err)
		}
		if len(run.Findings) != 1 || run.Findings[0].Verdict != want || len(run.Coverage) == 0 || planned != 1 || over != 1 {
			t.Errorf("%d findings, the first %+v; planned %d, over %d times", len(run.Findings), run.Findings[0], planned, over)
		}
		if lines := run.Findings[0].Reproduce; want == reports.Fail && !strings.HasSuffix(lines[len(lines)-1], "authassay run EXC-02 --target acme.yaml") {
			t.Errorf("to see it again: %v", lines)
		}
	}
}

func TestAServerThatIsDownIsUntested(t *testing.T) {
	s := subject(t, nil)
	s.Client.Endpoints.Auth = "http://127.0.0.1:1"
	run, tried, err := s.Run(t.Context(), only("EXC"))
	if err != nil || tried || len(run.Preflight) == 0 || run.Preflight[0].Question != "auth" {
		t.Fatalf("tried %v, %v, %+v", tried, err, run)
	}
	for _, f := range run.Findings {
		if f.Verdict != reports.Untested {
			t.Errorf("%s is %s", f.ID, f.Verdict)
		}
	}
	obstacles, err := s.Reach(t.Context())
	if err != nil || len(obstacles) == 0 {
		t.Errorf("it is reached: %v, %v", obstacles, err)
	}
}

func TestAServerThatCannotBeStartedIsUntested(t *testing.T) {
	s := subject(t, nil)
	s.Keeper = hooks.New(hooks.Options{
		Hooks: targetfile.Hooks{Start: []string{"sh", "-c", "exit 7"}}, Ready: "http://127.0.0.1:1", Client: s.Client, Out: t.Output(),
	})
	defer s.Keeper.Close()
	run, tried, err := s.Run(t.Context(), only("EXC-02"))
	if err != nil || tried || len(run.Preflight) != 1 || run.Preflight[0].Question != "hooks.start" {
		t.Errorf("tried %v, %v, %+v", tried, err, run)
	}
}

func TestAnInterruptBeforeTheFirstCheck(t *testing.T) {
	s := subject(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	run, tried, err := s.Run(ctx, only("EXC-02"))
	if err != nil || tried || !run.Interrupted || len(run.Preflight) != 0 {
		t.Errorf("tried %v, %v, %+v", tried, err, run)
	}
	if facts := s.Tidy(ctx); facts != nil {
		t.Errorf("left behind without a ledger: %v", facts)
	}
}

// chapter are the checks of one chapter.
func chapter(name string) []check.Check {
	return slices.DeleteFunc(suites.All(), func(c check.Check) bool { return c.ID.Chapter() != name })
}

// TestPlantingAsksWhatItsChecksNeed plants a target whose file has a wrong secret
// for its client: it is in the way of those checks alone that log in with it.
func TestPlantingAsksWhatItsChecksNeed(t *testing.T) {
	for name, want := range map[string][]string{"exchanging": {"client"}, "basic": nil} {
		s := subject(t, nil)
		s.Client.Kit.Client.Secret = "no such secret"
		p := s.Planting(assay.Options{})
		world, err := p.World(t.Context(), chapter(name))
		var hindered *suites.Hindrance
		if errors.As(err, &hindered) != (want != nil) || err != nil && hindered == nil {
			t.Errorf("%s: %v", name, err)
		}
		var got []string
		for _, o := range p.Obstacles() {
			got = append(got, o.Question)
		}
		if !slices.Equal(got, want) || world.Profile.Name != "clearxp" {
			t.Errorf("%s: %v is in the way of %s", name, got, world.Profile.Name)
		}
	}
}

// TestPlantingLetsTheTargetGo plants a target and ends it: what it has handed out
// is withdrawn, and its server is taken down.
func TestPlantingLetsTheTargetGo(t *testing.T) {
	s := subjectOf(t, "oauth2", nil)
	s.Client.Ledger = &ledger.Ledger{Now: time.Now}
	stopped := filepath.Join(t.TempDir(), "stopped")
	s.Hooks = targetfile.Hooks{
		Restart: []string{"sh", "-c", "exit 0"}, Stop: []string{"touch", stopped}, Ready: targetfile.Ready{Within: targetfile.Duration(50 * time.Millisecond)},
	}
	s.Keep(t.TempDir(), t.Output())
	told := 0
	p := s.Planting(assay.Options{Checks: check.Options{Progress: func(int, int, reports.Finding) { told++ }}, Most: time.Hour})
	world, err := p.World(t.Context(), chapter("exchanging"))
	if err != nil || p.Most != time.Hour {
		t.Fatal(err)
	}
	if p.Options.Progress(1, 2, reports.Finding{}); told != 1 {
		t.Error("nobody is told of the progress")
	}
	if found := world.Tend(t.Context()); !found.Up || found.What != "" {
		t.Errorf("while it is well: %+v", found)
	}
	s.Keeper.Ready = "http://127.0.0.1:1"
	if found := world.Tend(t.Context()); found.Up || found.What == "" {
		t.Errorf("while nobody is there: %+v", found)
	}
	run := &reports.Run{}
	p.Close(t.Context(), run)
	if len(run.Facts) != 1 || !strings.HasPrefix(run.Facts[0].Value, "0 of ") || run.Facts[0].Value == "0 of 0" || len(run.Coverage) == 0 {
		t.Errorf("%+v, %d statements", run.Facts, len(run.Coverage))
	}
	if _, err := os.Stat(stopped); err != nil {
		t.Errorf("hooks.stop was not run: %v", err)
	}
	p.Close(t.Context(), nil) // where nothing came of it
}
