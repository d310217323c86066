package suites

import (
	"github.com/authassay/authassay/scenarios"
)

// refreshingReuses looks at what using a rotated refresh token again costs.
// RFC 9700 §4.14.2.
func refreshingReuses(w World) {
	var waits []Trait
	if w.Profile.Policy.RefreshGrace > 0 {
		waits = append(waits, Waits, ofGraces)
	}
	w.Check("REF-12", "use a refresh token twice, then the one that came of it", func(t *Trial) {
		used, newer := t.rotated()
		if grace := t.Policy.RefreshGrace; grace > 0 {
			t.Until(t.wellAfter(grace))
		}
		again := t.Refresh(used)
		if declared := t.Policy.RefreshReuse; declared != "" {
			t.costs(declared, again, t.Refresh(newer))
			return
		}
		if again.Class != scenarios.Dead {
			t.Inapplicable("a used refresh token lives on here")
		}
		t.Judge(t.Refresh(newer), Refused("invalid_grant"))
	}, waits...)
	w.Check("REF-22", "use one refresh token many times at the same moment", func(t *Trial) {
		if t.Policy.RefreshGrace > 0 || t.Policy.RefreshReuse == "nothing" {
			t.Inapplicable("the target declares that a rotated refresh token still works")
		}
		t.Control(t.Refresh(t.Grant().RefreshToken), Granted())
		step := scenarios.Step{Verb: scenarios.Refresh, Client: t.Held.Client, RefreshToken: t.Grant().RefreshToken}
		replies, err := t.Client.Race(t.ctx, 8, step)
		if err != nil {
			t.Untested("the race cannot be run: %v", err)
		}
		t.mark(replies, scenarios.RoleJudged)
		won := 0
		for _, r := range replies {
			if r.Grant.AccessToken != "" {
				won++
			}
		}
		t.Measure("simultaneous refreshes that succeed", "%d of %d", won, len(replies))
		t.Require(won <= 1, "at most one success", "%d of %d succeeded", won, len(replies))
	})
}

// costs holds the second use of a rotated refresh token to what the target
// declares that it costs: nothing, that token, or its family.
func (t *Trial) costs(declared string, again, newer *scenarios.Reply) {
	seen := "family"
	switch {
	case again.Class == scenarios.Alive && newer.Class == scenarios.Alive:
		seen = "nothing"
	case again.Class == scenarios.Alive:
		seen = "the newer token alone"
	case newer.Class == scenarios.Alive:
		seen = "token"
	}
	t.Measure("using a rotated refresh token again costs", "%s", seen)
	t.sound(again)
	t.sound(newer)
	t.Declared(seen == declared, "using a rotated refresh token again costs "+declared,
		"it costs %s: the used one is answered with %s, then the newer one with %s", seen, describe(again), describe(newer))
}
