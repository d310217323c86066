package suites

import (
	"cmp"
	"time"

	"github.com/onsi/ginkgo/v2/types"
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
	ofCodes       Trait = "codes"
	ofAccess      Trait = "access tokens"
	ofRefresh     Trait = "refresh tokens"
	ofGraces      Trait = "rotated refresh tokens"
	ofRevivals    Trait = "refresh tokens that were used"
	ofLaunches    Trait = "launch credentials"
	ofTemporaries Trait = "temporary tokens"
	ofRevocations Trait = "tokens that were revoked"
	ofShorts      Trait = "temporary tokens that were asked for until soon"
)

// outwaited says how long what is outwaited lives, as a policy has it.
var outwaited = map[Trait]func(p policy) time.Duration{
	ofCodes:   func(p policy) time.Duration { return p.CodeLifetime },
	ofAccess:  func(p policy) time.Duration { return p.AccessTokenLifetime },
	ofRefresh: func(p policy) time.Duration { return p.RefreshTokenLifetime },
	ofGraces:  func(p policy) time.Duration { return p.RefreshGrace },
	ofRevivals: func(p policy) time.Duration {
		return cmp.Or(max(p.RefreshGrace, p.AccessTokenLifetime), time.Hour)
	},
	ofLaunches:    func(p policy) time.Duration { return p.LaunchLifetime },
	ofTemporaries: func(p policy) time.Duration { return p.TemporaryLifetime },
	ofRevocations: func(p policy) time.Duration { return p.RevocationDelay },
	ofShorts:      func(policy) time.Duration { return 2 * shortLife },
}

// outwaits is the trait that says what the check outwaits; "" for nothing.
func (c check) outwaits() Trait {
	for _, t := range c.traits {
		if outwaited[t] != nil {
			return t
		}
	}
	return ""
}

// Foresee says how long the checks that the options choose will wait on a world,
// where nobody waits for longer than the patience allows. It is zero where the
// clock can be moved. An error is a mistake in the options.
func Foresee(o Options, patience time.Duration, w World) (Forecast, error) {
	filter, err := types.ParseLabelFilter(o.Filter)
	if err != nil || w.Clock.Instant() {
		return Forecast{}, err
	}
	var out Forecast
	for _, c := range chosen(planned([]World{w}), o.Only, filter) {
		of := c.outwaits()
		if of == "" || w.lacks(c.duty) || !c.permitted() {
			continue
		}
		out.take(of, w.Profile.Policy, patience)
	}
	return out, nil
}

// take counts a check that waits.
func (f *Forecast) take(of Trait, p policy, patience time.Duration) {
	life := outwaited[of](p)
	if life <= 0 {
		return // there is no end to wait for
	}
	wait := life + p.Skew + wholeSecond + share(life)
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
