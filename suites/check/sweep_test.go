package check

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/nearmiss"
)

// sweptOver is the finding of a check that sweeps a secret's near misses, and is
// answered by what takes the spelling.
func sweptOver(t *testing.T, profile catalogue.Profile, answer func(m nearmiss.Miss) *scenarios.Reply) reports.Finding {
	t.Helper()
	return tried(t, catalogue.Must, func(c *T) {
		c.Profile, c.shared, c.Permit = profile, newShared(), scenarios.Attacking
		c.Sweep(nearmiss.Of(nearmiss.ClientSecret, secret), func(m nearmiss.Miss) any { return answer(m) }, Dead())
	})
}

// A sweep names every spelling that got through, and how many were tried.
func TestASweepNamesWhatGotThrough(t *testing.T) {
	f := sweptOver(t, catalogue.Profile{}, func(m nearmiss.Miss) *scenarios.Reply {
		if strings.TrimSpace(m.Value) == secret {
			return answered(scenarios.Alive)
		}
		return &scenarios.Reply{Status: http.StatusUnauthorized, Class: scenarios.Dead}
	})
	if f.Verdict != reports.Fail {
		t.Fatalf("verdict %q: %s", f.Verdict, f.Detail)
	}
	if want := "a blank behind, a blank in front, a tab behind, "; !strings.Contains(f.Actual, want) || !strings.HasPrefix(f.Actual, "6 of ") {
		t.Errorf("actual %q, want 6 and %q", f.Actual, want)
	}
	if strings.Contains(f.Actual, secret) {
		t.Error("the finding holds the secret")
	}
}

// A server error to a few spellings is left to the requirement that gathers them,
// where the profile has it; one to most of them is this one's failure to refuse.
func TestAServerErrorOverAFewSpellingsIsJudgedOnce(t *testing.T) {
	gathers := catalogue.Profile{Duties: []catalogue.Duty{{Requirement: catalogue.Requirement{ID: BreaksOverMisses}}}}
	broken := &scenarios.Reply{Status: http.StatusInternalServerError, Class: scenarios.Broken}
	dead := &scenarios.Reply{Status: http.StatusUnauthorized, Class: scenarios.Dead}
	overNUL := func(m nearmiss.Miss) *scenarios.Reply {
		if strings.Contains(m.Value, "\x00") {
			return broken
		}
		return dead
	}
	for name, test := range map[string]struct {
		profile catalogue.Profile
		answer  func(nearmiss.Miss) *scenarios.Reply
		want    reports.Verdict
	}{
		"a few, gathered":           {gathers, overNUL, reports.Pass},
		"a few, gathered by nobody": {catalogue.Profile{}, overNUL, reports.Fail},
		"all":                       {gathers, func(nearmiss.Miss) *scenarios.Reply { return broken }, reports.Fail},
	} {
		if f := sweptOver(t, test.profile, test.answer); f.Verdict != test.want {
			t.Errorf("%s: verdict %q, want %q: %s", name, f.Verdict, test.want, f.Actual)
		}
	}
}

// A credential that a server error has used up is refused for that: what broke once is
// tried again with another one.
func TestAServerErrorThatUsesUpACredentialIsNoRefusal(t *testing.T) {
	broken := &scenarios.Reply{Status: http.StatusInternalServerError, Class: scenarios.Broken}
	dead := &scenarios.Reply{Status: http.StatusUnauthorized, Class: scenarios.Dead}
	var mu sync.Mutex
	used, lent := map[int]bool{}, 0
	use := func(of int, answer *scenarios.Reply) any {
		mu.Lock()
		defer mu.Unlock()
		if used[of] {
			return dead
		}
		used[of] = true
		return answer
	}
	f := tried(t, catalogue.Must, func(c *T) {
		c.Permit = scenarios.Attacking
		SweepWith(c, []nearmiss.Miss{{As: "none"}, {As: "an empty one"}}, Lent[int]{
			Obtain: func() int { lent++; return lent },
			Send:   func(of int, _ nearmiss.Miss) any { return use(of, broken) },
			Use:    func(of int) any { return use(of, answered(scenarios.Alive)) },
			Good:   Alive(),
		}, Dead())
	})
	if f.Verdict != reports.Fail {
		t.Errorf("verdict %q: %s", f.Verdict, f.Actual)
	}
}

// A sweep starts no more near misses once one of them has ended the check, or once
// its time is over, and what was not sent is not taken for refused.
func TestASweepStopsWhenTheCheckEnds(t *testing.T) {
	misses := nearmiss.Of(nearmiss.ClientSecret, secret)
	dead := &scenarios.Reply{Status: http.StatusUnauthorized, Class: scenarios.Dead}
	for name, test := range map[string]struct {
		send func(c *T, over func()) *scenarios.Reply
		want reports.Verdict
	}{
		"by a word of its own":   {func(c *T, _ func()) *scenarios.Reply { c.Untested("enough"); return nil }, reports.Untested},
		"since it has no time":   {func(_ *T, over func()) *scenarios.Reply { over(); return dead }, reports.Untested},
		"of which it is neither": {func(*T, func()) *scenarios.Reply { return dead }, reports.Pass},
	} {
		var sent atomic.Int64
		f := tried(t, catalogue.Must, func(c *T) {
			ctx, over := context.WithCancel(c.ctx)
			defer over()
			c.ctx, c.shared, c.Permit = ctx, newShared(), scenarios.Attacking
			seen := c.Swept(misses, func(nearmiss.Miss) any { sent.Add(1); return test.send(c, over) })
			if name != "of which it is neither" {
				t.Errorf("%s: the check went on", name)
			}
			c.JudgeAll(seen, Dead())
		})
		most := int64(2 * sideBySide)
		if test.want == reports.Pass {
			most = int64(len(misses))
		}
		if f.Verdict != test.want || sent.Load() > most {
			t.Errorf("%s: %s after %d of %d: %s", name, f.Verdict, sent.Load(), len(misses), f.Detail)
		}
	}
}
