package suites

import (
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

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
	}
}

// raceForRefresh sends one refresh token many times at once, in several rounds.
func (t *T) raceForRefresh() check.Race {
	begin := func() scenarios.Step {
		return scenarios.Step{Verb: scenarios.Refresh, Client: t.Held.Client, RefreshToken: t.Grant().RefreshToken}
	}
	after := func(scenarios.Step, *check.Round, *check.Race, []*scenarios.Reply) {}
	return t.Raced("refresh", func() check.Race {
		r := t.RunRace(8, begin, after)
		t.Measure("simultaneous refreshes", "%s", r.Shown())
		return r
	})
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
