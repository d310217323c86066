package check

import (
	"cmp"
	"time"

	"github.com/authassay/authassay/suites/catalogue"
)

// Forecast is how long a run will wait for lifetimes on a clock that cannot be
// moved. All its checks wait at the same time.
type Forecast struct {
	Waiting int           // checks that will wait
	Longest time.Duration // how long the last of them does
	Of      string        // whose lives that are, such as access tokens
	Beyond  int           // checks that would wait for longer than the patience allows
	Needed  time.Duration // the patience that those would need
}

// What a check outwaits. Each that waits has one of these traits as well; one that
// has such a trait alone waits where the target declares that there is anything
// to outwait.
const (
	OfCodes       Trait = "codes"
	OfAccess      Trait = "access tokens"
	OfRefresh     Trait = "refresh tokens"
	OfGraces      Trait = "rotated refresh tokens"
	OfRevivals    Trait = "refresh tokens that were used"
	OfLaunches    Trait = "launch credentials"
	OfTemporaries Trait = "temporary tokens"
	OfRevocations Trait = "tokens that were revoked"
	OfShorts      Trait = "temporary tokens that were asked for until soon"
	OfPauses      Trait = "a pause"
)

// outwaited says how long what is outwaited lives, as a policy has it.
var outwaited = map[Trait]func(p catalogue.Policy) time.Duration{
	OfCodes:   func(p catalogue.Policy) time.Duration { return p.CodeLifetime },
	OfAccess:  func(p catalogue.Policy) time.Duration { return p.AccessTokenLifetime },
	OfRefresh: func(p catalogue.Policy) time.Duration { return p.RefreshTokenLifetime },
	OfGraces:  func(p catalogue.Policy) time.Duration { return p.RefreshGrace },
	OfRevivals: func(p catalogue.Policy) time.Duration {
		return cmp.Or(max(p.RefreshGrace, p.AccessTokenLifetime), time.Hour)
	},
	OfLaunches:    func(p catalogue.Policy) time.Duration { return p.LaunchLifetime },
	OfTemporaries: func(p catalogue.Policy) time.Duration { return p.TemporaryLifetime },
	OfRevocations: func(p catalogue.Policy) time.Duration { return p.RevocationDelay },
	OfShorts:      func(catalogue.Policy) time.Duration { return 2 * ShortLife },
	OfPauses:      func(catalogue.Policy) time.Duration { return Pause },
}

// Outwaits is the trait that says what the check outwaits; "" for nothing.
func (c Check) Outwaits() Trait {
	for _, t := range c.Traits {
		if outwaited[t] != nil {
			return t
		}
	}
	return ""
}

// Foresee says how long those of the checks that the options choose will wait on a world,
// where nobody waits for longer than the patience allows. It is zero where the
// clock can be moved. An error is a mistake in the options.
func Foresee(o Options, patience time.Duration, checks []Check, w World) (Forecast, error) {
	filter, err := readFilter(o.Filter)
	if err != nil || w.Clock.Instant() {
		return Forecast{}, err
	}
	var out Forecast
	for _, e := range chosen(adopted(checks, []World{w}), o.Only, filter) {
		of := e.Outwaits()
		if of == "" || w.lacks(e.duty) || !e.permitted() {
			continue
		}
		out.take(of, w.Profile.Policy, patience)
	}
	return out, nil
}

// take counts a check that waits.
func (f *Forecast) take(of Trait, p catalogue.Policy, patience time.Duration) {
	life := outwaited[of](p)
	if life <= 0 {
		return // there is no end to wait for
	}
	wait := life + p.Skew + WholeSecond + Share(life)
	if wait > patience {
		f.Beyond++
		f.Needed = max(f.Needed, wait)
		return
	}
	f.Waiting++
	if wait > f.Longest {
		f.Longest, f.Of = wait, string(of)
	}
}
