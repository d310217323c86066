package suites

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// What a refresh does with the refresh token.
const (
	rotating = "rotated"
	kept     = "given again as they were"
	omitted  = "not given again"
)

// ofPublic is what demands rotation whatever a profile says: the tester's own
// refresh tokens are bound to no key.
const ofPublic = "RFC 9700 §2.2.2 demands of the refresh tokens of public clients: to be rotated, or bound to their sender"

// rotations are the words of a declared policy.
var rotations = map[string]string{"rotating": rotating, "same": kept, "none": omitted}

// rotation says what a refresh did with the refresh token.
func rotation(before, after scenarios.Grant) string {
	switch after.RefreshToken {
	case "":
		return omitted
	case before.RefreshToken:
		return kept
	}
	return rotating
}

// refreshingRotates looks at what becomes of the tokens before a refresh.
func refreshingRotates() []check.Check {
	return slices.Concat(
		[]check.Check{
			on("REF-11", "use a refresh token twice", func(t *T) {
				grant := t.Grant()
				r := t.Refresh(grant.RefreshToken)
				t.Control(r, check.Granted())
				again := t.Refresh(grant.RefreshToken)
				t.Sound(again)
				rotates := rotation(grant, r.Grant)
				t.Measure("refresh tokens", "%s; the used one %s", rotates, map[bool]string{true: "dies", false: "lives on"}[check.IsRefused(again)])
				t.judgeRotation(rotates, again)
			}),
			on("REF-13", "use the former access token after a refresh", func(t *T) {
				grant := t.Grant()
				t.Control(t.Refresh(grant.RefreshToken), check.Granted())
				r := t.Call(grant.Credentials())
				t.Sound(r)
				t.Measure("the former access token lives on after a refresh", "%v", r.Class == scenarios.Alive)
				t.Judge(r, check.Alive())
			}, check.Looks),
		},
		refreshingGrace(),
	)
}

// refreshingGrace holds a rotated refresh token to the end of its grace.
func refreshingGrace() []check.Check {
	return []check.Check{
		on("REF-23", "use a rotated refresh token just before the end of its grace", func(t *T) {
			if t.Policy.RefreshGrace == 0 {
				t.Inapplicable("the target declares no grace of rotated refresh tokens")
			}
			r := t.JustBefore(func() check.Mortal {
				asked := t.Clock.Now()
				used, _ := t.rotated()
				return check.Mortal{End: asked.Add(t.Policy.RefreshGrace), Use: func() *scenarios.Reply { return t.Refresh(used) }}
			})
			t.DeclaredBy(r, r.Class == scenarios.Alive, "a rotated refresh token works for another "+t.Policy.RefreshGrace.String())
		}, check.Waits, check.OfGraces),
		on("REF-24", "use a rotated refresh token just after the end of its grace", func(t *T) {
			t.judgeSpent(t.Policy.RefreshGrace)
		}, check.Waits, check.OfGraces),
		on("REF-25", "use a rotated refresh token a long time later", func(t *T) {
			t.judgeSpent(cmp.Or(max(t.Policy.RefreshGrace, t.Policy.AccessTokenLifetime), time.Hour))
		}, check.Waits, check.OfRevivals),
	}
}

// judgeRotation holds a refresh, and the second use of its token, to whatever
// asks most of them: the target file, RFC 9700 of public clients, the profile.
func (t *T) judgeRotation(rotates string, again *scenarios.Reply) {
	free := t.Policy.RefreshGrace > 0 || t.Policy.RefreshReuse == "nothing"
	dies := rotates == rotating && (check.IsRefused(again) || free)
	declared := t.Policy.Rotation
	if declared != "" {
		kept := rotates == rotations[declared] && (rotates != rotating || dies)
		t.Declared(kept, "refresh tokens "+rotations[declared], "refresh tokens %s; the used one: %s", rotates, check.Describe(again))
	}
	const acceptable = "a new refresh token, and the used one refused"
	if t.public() && !dies {
		t.Demanded(false, ofPublic, acceptable, "refresh tokens "+rotates+"; the used one: "+check.Describe(again))
	}
	if declared == "" {
		t.Require(dies, acceptable, "%s; the used one: %s", rotates, check.Describe(again))
	}
}

// rotated is given: a refresh token that was used once and replaced, and the
// one that came of it.
func (t *T) rotated() (used, newer string) {
	grant := t.Grant()
	r := t.Refresh(grant.RefreshToken)
	t.Control(r, check.Granted())
	if rotation(grant, r.Grant) != rotating {
		t.Inapplicable("refresh tokens are not rotated here")
	}
	return grant.RefreshToken, r.Grant.RefreshToken
}

// judgeSpent uses a rotated refresh token for the second time when so long has
// passed since the first.
func (t *T) judgeSpent(since time.Duration) {
	if t.Policy.RefreshReuse == "nothing" {
		t.Inapplicable("the target declares that using a rotated refresh token again costs nothing")
	}
	used, _ := t.rotated()
	t.Until(t.JustAfter(since))
	r := t.Refresh(used)
	if t.Policy.Rotation == "rotating" || t.Policy.RefreshGrace > 0 {
		t.DeclaredBy(r, check.IsRefused(r), "a rotated refresh token is dead "+since.String()+" later")
	}
	t.Judge(r, check.Refused("invalid_grant"))
}

// refreshingReuses looks at what using a rotated refresh token again costs.
// RFC 9700 §4.14.2.
func refreshingReuses() []check.Check {
	return []check.Check{
		on("REF-12", "use a refresh token twice, then the one that came of it", func(t *T) {
			used, newer := t.rotated()
			if grace := t.Policy.RefreshGrace; grace > 0 {
				t.Until(t.WellAfter(grace))
			}
			again := t.Refresh(used)
			if declared := t.Policy.RefreshReuse; declared != "" {
				t.costs(declared, again, t.Refresh(newer))
				return
			}
			t.Sound(again)
			if !check.IsRefused(again) {
				t.Inapplicable("a used refresh token lives on here")
			}
			t.Judge(t.Refresh(newer), check.Refused("invalid_grant"))
		}, check.OfGraces),
		on("REF-22", "use one refresh token many times at the same moment", func(t *T) {
			if t.Policy.RefreshGrace > 0 || t.Policy.RefreshReuse == "nothing" {
				t.Inapplicable("the target declares that a rotated refresh token still works")
			}
			used, _ := t.rotated()
			if again := t.Refresh(used); again.Grant.AccessToken != "" {
				t.Inapplicable("a used refresh token lives on here, which is for REF-11 to say")
			}
			demanded := ""
			switch {
			case t.Policy.Rotation == "rotating":
				demanded = "the target file declares: refresh tokens are rotated, so that each is used once"
			case t.public():
				demanded = ofPublic
			}
			t.JudgeOnce(t.raceForRefresh(), "at most one success among the simultaneous uses of a refresh token", demanded)
		}, check.Attacks),
		on("REF-30", "use one refresh token many times at the same moment and look at the losers", func(t *T) {
			t.judgeLosers(t.raceForRefresh(), "REF-22")
		}, check.Attacks),
		on("REF-31", "use one refresh token many times at the same moment and look for a winner", func(t *T) {
			t.judgeWinners(t.raceForRefresh())
		}, check.Attacks),
		on("REF-32", "use one refresh token many times at the same moment and look whether the server still answers", func(t *T) {
			t.judgeStanding(t.raceForRefresh())
		}, check.Attacks),
		on("REF-35", "use one refresh token many times at the same moment and look at the grants of others", func(t *T) {
			t.sparedByRace(t.stepToRefresh, "the race for a refresh token")
		}, check.Attacks),
	}
}

// raceForRefresh sends one refresh token many times at once, in several rounds.
func (t *T) raceForRefresh() check.Race {
	after := func(step scenarios.Step, one *check.Round, _ *check.Race, _ []*scenarios.Reply) {
		one.Again = t.Do(step)
	}
	return t.Raced("refresh", func() check.Race {
		t.Control(t.Refresh(t.Grant().RefreshToken), check.Granted())
		r := t.RunRace(racers, t.stepToRefresh, after)
		t.Measure("simultaneous refreshes", "%s", r.Shown())
		return r
	})
}

// stepToRefresh is a refresh with a fresh token.
func (t *T) stepToRefresh() scenarios.Step {
	return scenarios.Step{Verb: scenarios.Refresh, Client: t.Kit.Client, RefreshToken: t.Grant().RefreshToken}
}

// costs holds the second use of a rotated refresh token to what the target
// declares that it costs: nothing, that token, or its family.
func (t *T) costs(declared string, again, newer *scenarios.Reply) {
	seen := "family"
	switch {
	case again.Class == scenarios.Alive && newer.Class == scenarios.Alive:
		seen = "nothing"
	case again.Class == scenarios.Alive:
		seen = "the newer token alone"
	case newer.Class == scenarios.Alive:
		seen = "token"
	}
	t.Sound(again)
	t.Sound(newer)
	t.Measure("using a rotated refresh token again costs", "%s", seen)
	t.Declared(seen == declared, "using a rotated refresh token again costs "+declared,
		"it costs %s: the used one is answered with %s, then the newer one with %s", seen, check.Describe(again), check.Describe(newer))
}

// refreshingSpares looks at whom the use of a refresh token harms that is none of
// his.
func refreshingSpares() []check.Check {
	return []check.Check{
		on("REF-33", "use a rotated refresh token again and look at the grants of others", func(t *T) {
			all := t.bystanders()
			used, _ := t.rotated()
			again := t.Refresh(used)
			if t.Sound(again); !check.IsRefused(again) {
				t.Inapplicable("a used refresh token lives on here, so that using it costs nobody anything")
			}
			t.spared(all, "using a rotated refresh token again")
		}),
		on("REF-34", "refresh wrongly in every way, then rightly", func(t *T) {
			all := t.bystanders()
			grant := t.Living()
			guesser := t.Kit.Client
			guesser.ID, guesser.Secret = t.Nonce(), t.Nonce()
			t.Refresh(t.Nonce())
			wrong := []*scenarios.Reply{t.refreshAs(guesser, grant.RefreshToken), t.Refresh(grant.RefreshToken, scenarios.With("grant_type", "assay"))}
			if t.Kit.OtherClient != nil {
				wrong = append(wrong, t.refreshAs(*t.Kit.OtherClient, grant.RefreshToken))
			}
			if names := strings.Fields(t.Kit.Client.Scope); len(names) > 0 {
				wrong = append(wrong, t.refreshFor(grant.RefreshToken, t.Nonce()))
			}
			if slices.ContainsFunc(wrong, func(r *scenarios.Reply) bool { return r.Grant.AccessToken != "" }) {
				t.Inapplicable("a refresh that is wrong is granted here, which uses the token up")
			}
			t.spared(append(all, bystander{"the grant that was to be refreshed", grant, t.Kit.Client, t.Kit.Tenant}), "refreshing wrongly")
		}),
	}
}

// refreshingCourse holds the tokens of a refresh to whom the first ones acted for.
func refreshingCourse() []check.Check {
	same := func(id, when string, kinds ...string) check.Check {
		return on(id, when, func(t *T) {
			c := t.served()
			changed, compared := c.changed(kinds...)
			if compared == 0 {
				t.Inapplicable("nothing that the target file describes tells the %s of a token", strings.Join(kinds, " or the "))
			}
			t.Require(len(changed) == 0, "the same as before, wherever it can be seen: "+strings.Join(c.before.facts(kinds...), "; "),
				"%s", cmp.Or(strings.Join(changed, "; "), "the same"))
		}, check.Looks)
	}
	return []check.Check{
		same("REF-27", "compare the user of the tokens before and after", "user"),
		same("REF-28", "compare the client and the tenant of the tokens before and after", "client", "tenant"),
		same("REF-29", "compare the scope of the tokens before and after", "scope"),
	}
}
