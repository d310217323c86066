package selftest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
)

// bubbled tries a server in a bubble, whose hours are milliseconds. The clock
// is made by with.
func bubbled(t *testing.T, profile, server string, only []string, with func(*Reference) clock.Clock) (run *reports.Run, took time.Duration) {
	t.Helper()
	f, _ := faults.Find(server)
	return tried(t, bench(t, profile), f.Bend, only, with)
}

// tried tries the server of a bench in a bubble.
func tried(t *testing.T, b *Bench, bend func(*fakeserver.Rules), only []string, with func(*Reference) clock.Clock) (run *reports.Run, took time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b.network = newMemory()
		r, err := b.Raise(t.Context(), bend)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		r.World.Clock = with(r)
		began := time.Now()
		run, err = check.Run(t.Context(), check.Options{Bare: true, Only: only, Seed: 1, Timeout: time.Hour, Now: time.Now}, suites.All(), r.World)
		if err != nil {
			t.Fatal(err)
		}
		took = time.Since(began)
	})
	return run, took
}

// broke are the requirements that were found broken, and those that came to no
// verdict.
func broke(run *reports.Run) (broken, unjudged []string) {
	for _, f := range run.Findings {
		switch f.Verdict {
		case reports.Fail, reports.Warn:
			broken = append(broken, f.ID)
		case reports.Untested, reports.Inconclusive:
			unjudged = append(unjudged, f.ID+": "+f.Detail)
		}
	}
	slices.Sort(broken)
	return slices.Compact(broken), unjudged
}

// slowHooks move the clock of the reference server in so long, at their beginning
// or at their end, by a way or to a time.
func slowHooks(slow time.Duration) map[string]func(*Reference) clock.Clock {
	made := map[string]func(*Reference) clock.Clock{}
	for _, placeholder := range []string{"{until}", "{advance}"} {
		for name, first := range map[string]time.Duration{"at once": 0, "at last": slow} {
			made[placeholder+" "+name] = func(r *Reference) clock.Clock {
				return clock.NewCommand(func(_ context.Context, argv []string) error {
					time.Sleep(first)
					defer time.Sleep(slow - first)
					if by, err := time.ParseDuration(argv[0]); err == nil {
						return r.Server.Clock.Advance(by)
					}
					to, err := time.Parse(time.RFC3339Nano, argv[0])
					if err != nil {
						return err
					}
					return r.Server.Clock.Until(to)
				}, []string{placeholder}, 0, r.Assembly.Watch)
			}
		}
	}
	return made
}

// TestASlowHookBreaksNothing tries the honest server through hooks that take
// longer than the skew, and servers whose lifetimes are off by a tenth and less.
func TestASlowHookBreaksNothing(t *testing.T) {
	chapters := []string{"EXP", "REF", "LAU", "TMP", "INT", "IDT"}
	// The tokens that lxhive's checks ask for live for 20 s.
	for profile, slow := range map[string]time.Duration{
		"clearxp": 6 * time.Second, "lxhive": 2500 * time.Millisecond, "oauth2": 2500 * time.Millisecond, "xena": 6 * time.Second,
	} {
		for name, clock := range slowHooks(slow) {
			t.Run(name+" "+profile, func(t *testing.T) {
				run, _ := bubbled(t, profile, "", chapters, clock)
				if broken, unjudged := broke(run); len(broken)+len(unjudged) > 0 || len(run.Problems) > 0 {
					t.Errorf("broken %v, no verdict %q, problems %q", broken, unjudged, run.Problems)
				}
			})
		}
	}
	for name, clock := range slowHooks(2500 * time.Millisecond) {
		for _, server := range []string{"code-lives-9m", "code-lives-11m", "access-lives-59m", "access-lives-61m", "refreshed-token-lives-59m"} {
			t.Run(name+" "+server, func(t *testing.T) {
				f, _ := faults.Find(server)
				run, _ := bubbled(t, "clearxp", server, chapters, clock)
				if broken, _ := broke(run); !slices.Equal(broken, f.Breaks["clearxp"]) {
					t.Errorf("broken %v", broken)
				}
			})
		}
	}
}

// TestTooLateIsTriedAgain has the first move of a clock, which nobody knows yet to
// be slow, end after the end of a life.
func TestTooLateIsTriedAgain(t *testing.T) {
	for name, clock := range slowHooks(6 * time.Second) {
		for id, profile := range map[string]string{
			"EXP-01": "clearxp", "EXP-03": "xena", "REF-04": "oauth2", "LAU-03": "clearxp", "TMP-30": "lxhive", "TMP-34": "lxhive",
		} {
			run, _ := bubbled(t, profile, "", []string{id}, clock)
			if f := run.Findings[0]; f.ID != id || f.Verdict != reports.Pass {
				t.Errorf("%s, %s: %s is %s, %s", name, profile, f.ID, f.Verdict, f.Detail)
			}
		}
	}
}

// TestARunLastsAsLongAsALifetime holds a whole run on a clock that nobody can
// move to the longest lifetime and two hundredths.
func TestARunLastsAsLongAsALifetime(t *testing.T) {
	for profile, longest := range map[string]time.Duration{"clearxp": time.Hour, "lxhive": time.Hour} {
		run, took := bubbled(t, profile, "", nil, func(*Reference) clock.Clock { return clock.Real{Patience: 2 * time.Hour} })
		if took < longest || took > longest*102/100+10*time.Second {
			t.Errorf("%s took %s", profile, took)
		}
		c, err := profiles.Catalogue(profiles.BuiltIn())
		if err != nil {
			t.Fatal(err)
		}
		p, _ := c.Profile(profile)
		w := check.World{Profile: p, Clock: clock.Real{}, Permit: scenarios.Attacking}
		if ahead, err := check.Foresee(check.Options{}, 2*time.Hour, suites.All(), w); err != nil || took > ahead.Longest || ahead.Longest-took > 65*time.Second {
			t.Errorf("%s took %s, and %+v was foreseen, %v", profile, took, ahead, err)
		}
		if broken, unjudged := broke(run); len(broken)+len(unjudged) > 0 {
			t.Errorf("%s: broken %v, no verdict %s", profile, broken, strings.Join(unjudged, "\n"))
		}
	}
}

// TestShortCodesOutliveTheQueue holds checks that wait with codes of ten seconds
// to their verdict on a target that wants to be asked no more than a few times
// a second.
func TestShortCodesOutliveTheQueue(t *testing.T) {
	for name, limits := range map[string]targetfile.Limits{
		"unlimited": {}, "one at a time": {Concurrency: 1}, "six a second": {RequestsPerSecond: 6}, "both": {RequestsPerSecond: 10, Concurrency: 2},
	} {
		b := bench(t, "clearxp")
		limits.Timeout, limits.MaxBody = b.target.Limits.Timeout, b.target.Limits.MaxBody
		b.target.Limits, b.target.Policy.CodeLifetime = limits, targetfile.Lifetime(10*time.Second)
		b.target.Policy.AccessTokenLifetime = targetfile.Lifetime(time.Minute)
		bend := func(r *fakeserver.Rules) {
			r.Expiring.CodeLifetime, r.Expiring.AccessLifetime, r.Expiring.RefreshedLifetime = 10*time.Second, time.Minute, time.Minute
			r.TokenResponse.Exchange.ExpiresIn, r.TokenResponse.Refresh.ExpiresIn = 60, 60
			r.Manners.Latency = 20 * time.Millisecond
		}
		run, _ := tried(t, b, bend, nil, func(*Reference) clock.Clock { return clock.Real{Patience: 2 * time.Hour} })
		if broken, unjudged := broke(run); len(broken)+len(unjudged) > 0 {
			t.Errorf("%s: broken %v, no verdict:\n%s", name, broken, strings.Join(unjudged, "\n"))
		}
	}
}

// TestAJumpIsNoFinding has somebody else move the clock of an honest server by
// an hour, while checks wait on a clock that they cannot move, and again and
// again while they move it themselves.
func TestAJumpIsNoFinding(t *testing.T) {
	for name, clock := range map[string]func(*Reference) clock.Clock{
		"real": func(r *Reference) clock.Clock {
			time.AfterFunc(30*time.Minute, func() { _ = r.Server.Clock.Advance(time.Hour) })
			return clock.Real{Patience: 2 * time.Hour, Watch: r.Assembly.Watch}
		},
		"moved": func(r *Reference) clock.Clock {
			return clock.NewCommand(func(_ context.Context, argv []string) error {
				by, err := time.ParseDuration(argv[0])
				time.AfterFunc(time.Millisecond, func() { _ = r.Server.Clock.Advance(time.Hour) })
				return errors.Join(err, r.Server.Clock.Advance(by))
			}, []string{"{advance}"}, 0, r.Assembly.Watch)
		},
	} {
		b := bench(t, "clearxp")
		slow := func(r *fakeserver.Rules) { r.Manners.Latency = 5 * time.Millisecond }
		run, _ := tried(t, b, slow, []string{"EXP", "REF", "LAU"}, clock)
		broken, unjudged := broke(run)
		if len(broken) > 0 || !strings.Contains(strings.Join(unjudged, "\n"), "EXP-") {
			t.Errorf("%s: broken %v, no verdict %s", name, broken, strings.Join(unjudged, "\n"))
		}
	}
}

// TestCodesThatNeverExpire break RFC 6749 §4.1.2, whoever declares them.
func TestCodesThatNeverExpire(t *testing.T) {
	b := bench(t, "clearxp")
	b.target.Policy.CodeLifetime = targetfile.Unlimited
	run, _ := tried(t, b, func(r *fakeserver.Rules) { r.Expiring.CodeLifetime = 1000 * time.Hour }, []string{"EXP-01", "EXP-02", "EXP-09"},
		func(r *Reference) clock.Clock { return r.World.Clock })
	for i, want := range []reports.Verdict{reports.NotApplicable, reports.Fail, reports.NotApplicable} {
		if f := run.Findings[i]; f.Verdict != want {
			t.Errorf("%s is %s: %s", f.ID, f.Verdict, f.Detail)
		}
	}
	if words := run.Targets[0].Policy["code_lifetime"]; words != "unlimited" {
		t.Errorf("the report says %q", words)
	}
}

// TestNobodyWaitsInVain has checks that would outwait the patience say so at
// once, also those that wait in steps.
func TestNobodyWaitsInVain(t *testing.T) {
	for _, profile := range []string{"clearxp", "oauth2"} {
		_, took := bubbled(t, profile, "", []string{"EXP", "REF", "LAU"}, func(*Reference) clock.Clock {
			return clock.Real{Patience: 50 * time.Second} // less than any lifetime
		})
		if took > 10*time.Second {
			t.Errorf("%s took %s", profile, took)
		}
	}
}
