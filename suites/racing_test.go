package suites

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
)

// rounds are so many of one kind, and then others.
func rounds(n int, kind round, more ...round) []round {
	var out []round
	for range n {
		out = append(out, kind)
	}
	return append(out, more...)
}

// TestRacesAreJudgedByWhatTheyHaveShown holds verdicts to the rounds that could
// be run, whatever cut the race off.
func TestRacesAreJudgedByWhatTheyHaveShown(t *testing.T) {
	noTime := &stop{verdict: reports.Inconclusive, detail: "no time for more rounds"}
	clean, broke := round{won: 1, refused: 19}, round{won: 1, failed: 19}
	again := &scenarios.Reply{Grant: scenarios.Grant{AccessToken: "once more"}}
	for name, test := range map[string]struct {
		race race
		over bool // no time is left
		want reports.Verdict
		says string
	}{
		"all rounds":                    {race{rounds: rounds(3, clean)}, false, reports.Pass, ""},
		"no round":                      {race{cut: noTime}, true, reports.Inconclusive, "ran out of time"},
		"five rounds, then no time":     {race{rounds: rounds(5, clean), cut: noTime}, true, reports.Pass, ""},
		"four rounds, then no time":     {race{rounds: rounds(4, clean), cut: noTime}, true, reports.Inconclusive, "4 of 4 rounds"},
		"a fork, then no time":          {race{rounds: rounds(1, clean, round{won: 2, refused: 18}), cut: noTime}, true, reports.Fail, ""},
		"a code that lives on":          {race{rounds: rounds(1, round{won: 1, refused: 19, again: again})}, false, reports.Fail, ""},
		"a round that broke":            {race{rounds: rounds(2, clean, broke)}, false, reports.Inconclusive, "2 of 3 rounds"},
		"a round that broke after five": {race{rounds: rounds(5, clean, broke)}, false, reports.Pass, ""},
		"nothing but broken rounds":     {race{rounds: rounds(20, broke)}, false, reports.Inconclusive, "380 server errors"},
		"half of them lost":             {race{rounds: rounds(3, round{refused: 10, lost: 10})}, false, reports.Pass, ""},
		"more than half of them lost":   {race{rounds: rounds(3, round{refused: 9, lost: 11})}, false, reports.Inconclusive, "33 requests"},
		"nobody wins, and all answer":   {race{rounds: rounds(3, round{refused: 20})}, false, reports.Pass, ""},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			if test.over {
				var cancel context.CancelFunc
				ctx, cancel = context.WithDeadline(ctx, time.Now())
				defer cancel()
			}
			found := triedIn(t, ctx, catalogue.Must, func(t *Trial) { t.judgeOnce(test.race, "at most one", "") })
			if found.Verdict != test.want || !strings.Contains(found.Detail, test.says) {
				t.Errorf("verdict %q (%s; %s), want %q", found.Verdict, found.Detail, found.Actual, test.want)
			}
		})
	}
}

func TestADeclaredRaceIsNoMatterOfLevel(t *testing.T) {
	forked := race{rounds: []round{{won: 3, refused: 17}}}
	for declared, want := range map[string]reports.Verdict{"": reports.Note, "each is used once": reports.Fail} {
		found := tried(t, catalogue.May, func(t *Trial) { t.judgeOnce(forked, "at most one", declared) })
		if found.Verdict != want {
			t.Errorf("%q: verdict %q", declared, found.Verdict)
		}
	}
}
