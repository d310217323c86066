package check

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
func rounds(n int, kind Round, more ...Round) []Round {
	var out []Round
	for range n {
		out = append(out, kind)
	}
	return append(out, more...)
}

// TestRacesAreJudgedByWhatTheyHaveShown holds verdicts to the rounds that could
// be run, whatever cut the race off.
func TestRacesAreJudgedByWhatTheyHaveShown(t *testing.T) {
	noTime := &stop{verdict: reports.Inconclusive, detail: "no time for more rounds"}
	clean, broke := Round{Won: 1, Refused: 19}, Round{Won: 1, Failed: 19}
	again := &scenarios.Reply{Grant: scenarios.Grant{AccessToken: "once more"}}
	for name, test := range map[string]struct {
		race Race
		over bool // no time is left
		want reports.Verdict
		says string
	}{
		"all rounds":                    {Race{Rounds: rounds(3, clean)}, false, reports.Pass, ""},
		"no round":                      {Race{cut: noTime}, true, reports.Inconclusive, "ran out of time"},
		"five rounds, then no time":     {Race{Rounds: rounds(5, clean), cut: noTime}, true, reports.Pass, ""},
		"four rounds, then no time":     {Race{Rounds: rounds(4, clean), cut: noTime}, true, reports.Inconclusive, "4 of 4 rounds"},
		"a fork, then no time":          {Race{Rounds: rounds(1, clean, Round{Won: 2, Refused: 18}), cut: noTime}, true, reports.Fail, ""},
		"a code that lives on":          {Race{Rounds: rounds(1, Round{Won: 1, Refused: 19, Again: again})}, false, reports.Fail, ""},
		"a round that broke":            {Race{Rounds: rounds(2, clean, broke)}, false, reports.Inconclusive, "2 of 3 rounds"},
		"a round that broke after five": {Race{Rounds: rounds(5, clean, broke)}, false, reports.Pass, ""},
		"nothing but broken rounds":     {Race{Rounds: rounds(20, broke)}, false, reports.Inconclusive, "380 server errors"},
		"half of them lost":             {Race{Rounds: rounds(3, Round{Refused: 10, Lost: 10})}, false, reports.Pass, ""},
		"more than half of them lost":   {Race{Rounds: rounds(3, Round{Refused: 9, Lost: 11})}, false, reports.Inconclusive, "33 requests"},
		"nobody wins, and all answer":   {Race{Rounds: rounds(3, Round{Refused: 20})}, false, reports.Pass, ""},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			if test.over {
				var cancel context.CancelFunc
				ctx, cancel = context.WithDeadline(ctx, time.Now())
				defer cancel()
			}
			found := triedIn(t, ctx, catalogue.Must, func(t *T) { t.JudgeOnce(test.race, "at most one", "") })
			if found.Verdict != test.want || !strings.Contains(found.Detail, test.says) {
				t.Errorf("verdict %q (%s; %s), want %q", found.Verdict, found.Detail, found.Actual, test.want)
			}
		})
	}
}

func TestADeclaredRaceIsNoMatterOfLevel(t *testing.T) {
	forked := Race{Rounds: []Round{{Won: 3, Refused: 17}}}
	for declared, want := range map[string]reports.Verdict{"": reports.Note, "each is used once": reports.Fail} {
		found := tried(t, catalogue.May, func(t *T) { t.JudgeOnce(forked, "at most one", declared) })
		if found.Verdict != want {
			t.Errorf("%q: verdict %q", declared, found.Verdict)
		}
	}
}

// TestARaceSaysWhereAllWereGivenTheSame tells a server that answers all racers
// with one token from one that makes a token for each.
func TestARaceSaysWhereAllWereGivenTheSame(t *testing.T) {
	given := func(tokens ...string) (replies []*scenarios.Reply) {
		for _, token := range tokens {
			replies = append(replies, &scenarios.Reply{Status: 200, Class: scenarios.Alive, Grant: scenarios.Grant{AccessToken: token}})
		}
		return replies
	}
	for name, test := range map[string]struct {
		rounds [][]*scenarios.Reply
		same   bool
	}{
		"one winner":             {[][]*scenarios.Reply{given("a")}, false},
		"two tokens":             {[][]*scenarios.Reply{given("a", "b")}, false},
		"the same token":         {[][]*scenarios.Reply{given("a", "a"), given("b")}, true},
		"the same in one of two": {[][]*scenarios.Reply{given("a", "a"), given("b", "c")}, false},
	} {
		race := Race{Lives: -1}
		for _, replies := range test.rounds {
			race.Rounds = append(race.Rounds, tally(replies))
		}
		if says := strings.Contains(race.Shown(), "all with the same access token"); says != test.same {
			t.Errorf("%s: %s", name, race.Shown())
		}
	}
}
