package selftest

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/fakeserver/lxhive"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
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
		if err := r.Assembly.Client.Lifecycle().Run(t.Context(), r.Assembly.Client); !errors.As(err, &failed) || failed.Verb != want {
			t.Errorf("%s: the journey ended with %v, want a failed %s", name, err, want)
		}
		_ = r.Close()
	}
}

// TestHarmIsLeftOutWhereItMayNotBeDone keeps destructive checks off servers
// that are not declared sacrificial.
func TestHarmIsLeftOutWhereItMayNotBeDone(t *testing.T) {
	w := raised(t, bench(t, "lxhive")).World
	w.Permit = scenarios.Testing
	run, err := check.Run(t.Context(), check.Options{Seed: 1, Now: time.Now}, suites.All(), w)
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
		"BAS-02", "BAS-07", "BAS-09", "BAS-10", "BAS-11", "BAS-14", "BAS-15", "BAS-16", "TMP-04", "TMP-16", "TMP-65", "TMP-66",
		"TMP-92", "TMP-93", "TMP-96", "TMP-100", "TMP-107", "TMP-108", "TMP-109", "HYG-02",
	}; !slices.Equal(slices.Compact(untested), want) {
		t.Errorf("untested %v, want %v", untested, want)
	}
}

// TestAnExpiryIsWrittenOnTheTargetsClock runs the checks against a server whose
// clock somebody else has moved.
func TestAnExpiryIsWrittenOnTheTargetsClock(t *testing.T) {
	for _, ahead := range []time.Duration{-26 * time.Hour, 77 * time.Minute} {
		r := raised(t, bench(t, "lxhive"))
		r.Server.Clock.Advance(ahead)
		run, err := check.Run(t.Context(), check.Options{Only: []string{"temporary"}, Seed: 1, Now: time.Now}, suites.All(), r.World)
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
		run, err := check.Run(t.Context(), check.Options{Only: []string{"BAS-16"}, Seed: 1, Now: time.Now}, suites.All(), r.World)
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
		run, err := check.Run(t.Context(), check.Options{Only: []string{word}, Seed: 1, Now: time.Now}, suites.All(), w)
		chosen := map[string]bool{}
		for _, f := range run.Findings {
			chosen[f.ID] = true
		}
		if err != nil || len(chosen) != want {
			t.Errorf("%s chooses %v, %v, want %d", word, chosen, err, want)
		}
	}
}

// lxhiveFindings are the verdicts on the reference server with a fault and a
// target file that may be changed; those by POST, where it is by PUT as well.
func lxhiveFindings(t *testing.T, fault string, seed int64, change func(*targetfile.Target), only ...string) map[string]reports.Verdict {
	t.Helper()
	out := map[string]reports.Verdict{}
	for _, f := range lxhiveRun(t, fault, seed, change, only...) {
		if !strings.Contains(f.Way, "PUT") {
			out[f.ID] = f.Verdict
		}
	}
	return out
}

// lxhiveRun are the findings themselves.
func lxhiveRun(t *testing.T, fault string, seed int64, change func(*targetfile.Target), only ...string) []reports.Finding {
	t.Helper()
	b := bench(t, "lxhive")
	own := *b
	if change != nil {
		change(&own.target)
	}
	f, known := faults.Find(fault)
	if !known {
		f.Bend = func(*fakeserver.Rules) {}
	}
	r, err := own.Raise(t.Context(), f.Bend)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	run, err := check.Run(t.Context(), check.Options{Only: only, Seed: seed, Now: time.Now}, suites.All(), r.World)
	if err != nil {
		t.Fatal(err)
	}
	return run.Findings
}

// TestAServerThatEndsEverythingFailsTheSameInEverySeed has the tester's own
// credential die, by a withdrawal of one token and by one of none.
func TestAServerThatEndsEverythingFailsTheSameInEverySeed(t *testing.T) {
	for fault, fails := range map[string]string{"withdraw-ends-everything": "TMP-61", "withdrawal-of-everything": "TMP-66"} {
		var first map[string]reports.Verdict
		for seed := range int64(5) {
			found := lxhiveFindings(t, fault, seed, nil)
			if first == nil {
				first = found
			}
			for id, verdict := range found {
				if verdict == reports.Fail != (id == fails) || verdict != first[id] {
					t.Errorf("%s, seed %d: %s %s, at first %s", fault, seed, id, verdict, first[id])
				}
			}
		}
	}
}

// TestOneBrokenThingDoesNotHideTheRest counts what is left unjudged by servers
// on which one verb, or the default token, is good for nothing.
func TestOneBrokenThingDoesNotHideTheRest(t *testing.T) {
	for fault, most := range map[string]int{"default-reads-nothing": 1, "put-500": 1, "get-500": 14, "delete-500": 12, "temporary-known-refused": 5} {
		var unjudged []string
		for id, verdict := range lxhiveFindings(t, fault, 1, nil) {
			if verdict == reports.Untested || verdict == reports.Inconclusive {
				unjudged = append(unjudged, id)
			}
		}
		slices.Sort(unjudged)
		if len(unjudged) > most {
			t.Errorf("%s leaves %d unjudged, want at most %d: %v", fault, len(unjudged), most, unjudged)
		}
	}
}

// TestTheFileSaysWhichScopesAreUsable takes the rights of the target file, and
// needs no others.
func TestTheFileSaysWhichScopesAreUsable(t *testing.T) {
	var asked []any
	says := func(t *targetfile.Target) {
		t.Temporary = &targetfile.Temporary{Scopes: []string{"all/read", "statements/write"}}
	}
	own := *bench(t, "lxhive")
	says(&own.target)
	r, err := own.Raise(t.Context(), func(r *fakeserver.Rules) {
		lxhive.Rules(r).Rights.Limits = func(_ string, scopes, permissions []string) bool {
			asked = append(asked, scopes, permissions)
			return slices.Contains(scopes, "all/read") && slices.Contains(permissions, "all/read")
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if g, err := r.Assembly.Client.Obtain(t.Context()); err != nil || r.Assembly.Client.Kit.Usable == nil {
		t.Fatalf("%v, %v", g, err)
	}
	run, err := check.Run(t.Context(), check.Options{Bare: true, Only: []string{"TMP-10"}, Now: time.Now}, suites.All(), r.World)
	if err != nil || run.Findings[0].Verdict != reports.Pass {
		t.Errorf("%+v, %v; asked for %v", run.Findings, err, asked)
	}
}

// TestALoginShowsWhichPasswordAUserHas leaves the question open where nobody
// says where users log in.
func TestALoginShowsWhichPasswordAUserHas(t *testing.T) {
	for fault, want := range map[string]reports.Verdict{"": reports.Pass, "temporary-default-password": reports.Fail} {
		if got := lxhiveFindings(t, fault, 1, nil, "TMP-16")["TMP-16"]; got != want {
			t.Errorf("%q: %s, want %s", fault, got, want)
		}
		nowhere := func(t *targetfile.Target) { t.Temporary = nil }
		if got := lxhiveFindings(t, fault, 1, nowhere, "TMP-16")["TMP-16"]; got != reports.Untested {
			t.Errorf("%q without a login: %s", fault, got)
		}
		wrong := func(t *targetfile.Target) {
			t.Temporary = &targetfile.Temporary{Login: &targetfile.UserLogin{URL: "/nowhere"}}
		}
		if got := lxhiveFindings(t, fault, 1, wrong, "TMP-16")["TMP-16"]; got != reports.Untested {
			t.Errorf("%q with a page that is none: %s", fault, got)
		}
	}
}

// TestAHeaderThatIsLeftOutIsNotAddedAgain has the target file name the header
// that a check leaves out.
func TestAHeaderThatIsLeftOutIsNotAddedAgain(t *testing.T) {
	says := func(t *targetfile.Target) {
		t.Headers = map[string]targetfile.Secret{"X-Experience-API-Version": "1.0.2"}
	}
	for fault, want := range map[string]reports.Verdict{"": reports.Pass, "version-unneeded": reports.Warn} {
		if got := lxhiveFindings(t, fault, 1, says, "TMP-97")["TMP-97"]; got != want {
			t.Errorf("%q: %s, want %s", fault, got, want)
		}
	}
}

// TestTokensWithoutAnEndAreDeclared holds a server whose tokens live on to what
// its file says of them.
func TestTokensWithoutAnEndAreDeclared(t *testing.T) {
	endless := func(r *fakeserver.Rules) { lxhive.Rules(r).Ending.Endless = true }
	unlimited := func(t *targetfile.Target) { t.Policy.TemporaryLifetime = targetfile.Unlimited }
	silent := func(*targetfile.Target) {}
	declared(t, map[string]declaration{
		"types, declared":   {"lxhive", endless, unlimited, "TMP-20", reports.Pass},
		"types, undeclared": {"lxhive", endless, silent, "TMP-20", reports.Pass},
		"life, declared":    {"lxhive", endless, unlimited, "TMP-29", reports.NotApplicable},
		"life, undeclared":  {"lxhive", endless, silent, "TMP-29", reports.Fail},
		"null, declared":    {"lxhive", endless, unlimited, "TMP-41", reports.Pass},
		"longest, declared": {"lxhive", endless, unlimited, "TMP-99", reports.NotApplicable},
	})
}
