package suites

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// exchangingRaces holds the exchange of a code to its being one step, and to
// answers whatever comes at the same moment.
func exchangingRaces() []check.Check {
	const acceptable = "at most one success among the simultaneous exchanges of a code"
	return []check.Check{
		on("EXC-03", "redeem a code many times at the same moment", func(t *T) {
			t.JudgeOnce(t.raceForCode(), acceptable, "")
		}, check.Attacks),
		on("EXC-34", "redeem a code many times at the same moment and look at the losers", func(t *T) {
			t.judgeLosers(t.raceForCode(), "EXC-03")
		}, check.Attacks),
		on("EXC-35", "redeem a code many times at the same moment and look for a winner", func(t *T) {
			t.judgeWinners(t.raceForCode())
		}, check.Attacks),
		on("EXC-41", "redeem a code many times at the same moment and look whether the server still answers", func(t *T) {
			t.judgeStanding(t.raceForCode())
		}, check.Attacks),
		on("EXC-42", "redeem a code many times at the same moment and look at the grants of others", func(t *T) {
			t.sparedByRace(func() scenarios.Step { return t.Redeeming(t.Code()) }, "the race for a code")
		}, check.Attacks),
		on("EXC-43", "redeem a code as two clients at the same moment", func(t *T) {
			other := t.OtherClient()
			t.Control(t.Exchange(t.Code()), check.Granted())
			if t.exchangeAs(other, t.Code()).Grant.AccessToken != "" {
				t.Inapplicable("another client may redeem a code at any time, which is for EXC-06 to say")
			}
			for range clashes {
				code := t.Code()
				foreign := t.Redeeming(code)
				foreign.Client = other
				_, stranger := t.atOnce(t.Redeeming(code), foreign)
				t.JudgeEach("the other client", stranger, check.Refused("invalid_grant"))
			}
		}, check.Attacks),
		on("EXC-44", "redeem a code twice and look at the grants of others", func(t *T) {
			all := t.bystanders()
			code := t.Code()
			t.Control(t.Exchange(code), check.Granted())
			if again := t.Exchange(code); again.Grant.AccessToken != "" {
				t.Inapplicable("a code is good again and again here, which is for EXC-02 to say")
			}
			t.spared(all, "replaying a code")
		}),
	}
}

// exchangingKeeps holds the tokens of a code to who consented, and to what.
func exchangingKeeps() []check.Check {
	return []check.Check{
		on("EXC-46", "redeem a code after somebody else has logged in, and in the name of somebody else", func(t *T) {
			before := t.actingOf(t.Grant())
			if len(before.facts("user")) == 0 {
				t.Inapplicable("nothing that the target file describes tells the user of a token")
			}
			if t.Kit.OtherUser != "" {
				code := t.Code()
				t.GrantTo(t.Kit.Client, t.Kit.Tenant, scenarios.AsOther)
				t.actsAs(before, "after the login of "+t.Kit.OtherUser, t.Exchange(code))
			}
			other, bends := cmp.Or(t.Kit.OtherUser, "assay"), []scenarios.Bend(nil)
			for _, name := range []string{"username", "user_id", "sub"} {
				bends = append(bends, scenarios.Again(name, other))
			}
			t.actsAs(before, "with parameters that name "+other, t.Exchange(t.Code(), bends...))
		}),
		on("EXC-47", "ask for more scope when a code is redeemed than when it was asked for", func(t *T) {
			names := t.Scope()
			if len(names) < 2 {
				t.Inapplicable("the target file names one scope only")
			}
			r := t.Exchange(t.CodeOf(t.AskingFor(names[0])))
			t.Control(r, check.Granted())
			if r.Grant.Scope != "" && !check.Within(r.Grant.Scope, names[0]) {
				t.Inapplicable("more than %s is given to who asks for that alone, which is for EXC-30 to say", names[0])
			}
			r = t.Exchange(t.CodeOf(t.AskingFor(names[0])), scenarios.Again("scope", strings.Join(names, " ")))
			t.Judge(r, check.Either(check.Turned(), check.Granted().That("gives no more than "+names[0], func(r *scenarios.Reply) bool {
				return r.Grant.Scope == "" || check.Within(r.Grant.Scope, names[0])
			})))
		}),
	}
}

// actsAs judges that tokens, where there are any, act for the user that others acted for.
func (t *T) actsAs(before acting, as string, r *scenarios.Reply) {
	t.JudgeEach(as, r, check.Either(check.Granted(), check.Turned()))
	if r.Grant.AccessToken == "" {
		return
	}
	changed, _ := before.changed(t.actingOf(r.Grant), "user")
	t.Require(len(changed) == 0, "the user who consented: "+strings.Join(before.facts("user"), "; "), "%s: %s", as, cmp.Or(strings.Join(changed, "; "), "the same"))
}

// clashes is how often two different requests are sent at the same moment: one
// round may miss what the next one shows.
const clashes = 3

// atOnce takes two steps at the same moment.
func (t *T) atOnce(one, other scenarios.Step) (a, b *scenarios.Reply) {
	steps, answers := []scenarios.Step{one, other}, make([]*scenarios.Reply, 2)
	var begin, end sync.WaitGroup
	begin.Add(len(steps))
	for i, s := range steps {
		end.Go(func() {
			begin.Done()
			begin.Wait()
			answers[i], _ = t.Client.Do(t.Context(), s)
		})
	}
	end.Wait()
	for i, s := range steps {
		if answers[i] == nil {
			t.Untested("the step %s cannot be taken", s.Verb)
		}
	}
	return answers[0], answers[1]
}

// judgeLosers holds a race to answers for who loses it; that nobody does is for
// another requirement to say.
func (t *T) judgeLosers(r check.Race, winnersBy string) {
	failing := r.Count(check.Round.Fails)
	if failing == 1 {
		t.Undecided(r.Shown(), "one round only had server errors: %s", r.Shown())
	}
	if len(r.Rounds) > 0 && r.Count(func(one check.Round) bool { return one.Won < r.Runners }) == 0 {
		t.Inapplicable("everybody wins here, which is for %s to say: %s", winnersBy, r.Shown())
	}
	if failing == 0 {
		t.Enough(r, func(one check.Round) bool { return one.Refused >= one.Lost && !one.Down() })
	}
	t.Proven(failing == 0, "no server error for who loses the race", "%d rounds with server errors: %s", failing, r.Shown())
}

// judgeWinners holds a race to a winner.
func (t *T) judgeWinners(r check.Race) {
	answered := func(one check.Round) bool { return one.Failed+one.Lost == 0 }
	barren := r.Count(func(one check.Round) bool { return one.Won == 0 && answered(one) })
	if barren == 0 {
		t.Enough(r, func(one check.Round) bool { return one.Won > 0 || answered(one) })
	}
	t.Proven(barren == 0, "a success in each round whose answers all arrived", "%d rounds without one: %s", barren, r.Shown())
}

// judgeStanding holds the server to its being there after a race. That it was not
// once may be our own loss.
func (t *T) judgeStanding(r check.Race) {
	down := r.Count(check.Round.Down)
	if down == 1 {
		t.Undecided(r.Shown(), "it did not answer after one round only: %s", r.Shown())
	}
	if down == 0 {
		t.Enough(r, func(one check.Round) bool { return one.Again != nil })
	}
	t.Proven(down == 0, "an answer to the request that comes after a race", "none after %d rounds: %s", down, r.Shown())
}

// racers is how many use one credential where nothing but the harm to others is
// looked at.
const racers = 8

// sparedByRace takes a step many times at once, and looks at the grants of others.
func (t *T) sparedByRace(step func() scenarios.Step, what string) {
	all := t.bystanders()
	answers, err := t.Client.Race(t.Context(), racers, step())
	if err != nil {
		t.Untested("the race cannot be run: %v", err)
	}
	won := func(r *scenarios.Reply) bool { return r.Grant.AccessToken != "" }
	if !slices.ContainsFunc(answers, check.IsRefused) || !slices.ContainsFunc(answers, won) {
		t.Inapplicable("everybody wins the race here, or nobody does")
	}
	t.spared(all, what)
}

// raceForCode sends one code many times at once, in several rounds, and after
// each round once more.
func (t *T) raceForCode() check.Race {
	begin := func() scenarios.Step { return t.Redeeming(t.Code()) }
	after := func(step scenarios.Step, one *check.Round, r *check.Race, replies []*scenarios.Reply) {
		if one.Again = t.Do(step); one.Forked() && r.Lives < 0 {
			r.Lives = t.openers(replies)
		}
	}
	return t.Raced("code", func() check.Race {
		t.Control(t.Exchange(t.Code()), check.Granted())
		return t.RunRace(20, begin, after)
	})
}

// openers counts the access tokens of some answers that open the API.
func (t *T) openers(replies []*scenarios.Reply) int {
	n := 0
	for _, r := range replies {
		if r.Grant.AccessToken != "" && t.Call(r.Grant.Credentials()).Class == scenarios.Alive {
			n++
		}
	}
	return n
}

// misdirects redeems a code for what only resembles its redirect URI.
func (t *T) misdirects() {
	p := t.requests("exchange", t.Kit.Client)
	var others []nearmiss.Miss
	if more := p.client.QueryRedirectURI; more != "" {
		others = append(others, nearmiss.Crossed("another registered one of the client", more))
	}
	check.SweepWith(t.T, filled(nearmiss.Of(nearmiss.Redirect, p.client.RedirectURI, others...)), check.Lent[string]{
		Obtain: p.obtain, Good: p.good,
		Send: func(code string, m nearmiss.Miss) any {
			return t.Exchange(code, scenarios.With("redirect_uri", m.Value))
		},
		Use: func(code string) any { return t.Exchange(code) },
	}, check.Refused("invalid_grant").UnwordedWhere(func(r *scenarios.Reply) bool { return !plainURI(r.Request.Body.Get("redirect_uri")) }))
}

// plainURI says whether a text can be the redirect URI of a web server, so that nobody has
// reason to call it malformed.
func plainURI(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && strings.HasPrefix(u.Scheme, "http") && u.User == nil && !strings.Contains(text, "#") &&
		!strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || r == '\\' || r == '*' })
}

// redeems redeems a code as a client, for a redirect URI.
func (t *T) redeems(c scenarios.Registration, redirect string) func(proving, string) *scenarios.Reply {
	return func(_ proving, code string) *scenarios.Reply {
		step := t.Redeeming(code)
		step.Client, step.RedirectURI = c, redirect
		return t.Do(step)
	}
}
