package check

import (
	"cmp"
	"fmt"
	"net/http"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/suites/catalogue"
)

// WholeSecond is what a target cuts off, or adds, that keeps time in whole
// seconds: RFC 7519 §2 and expires_in count in them.
const WholeSecond = time.Second

// Latest is the latest time that it may be at the target. What has arrived now
// was made no later.
func (t *T) Latest() time.Time { return clock.Latest(t.Clock) }

// ClockDoubt is how much the tester does not know of the target's clock.
func (t *T) ClockDoubt() time.Duration {
	now := t.Clock.Now()
	return max(0, t.Latest().Sub(now))
}

// JustAfter is the first moment at which something that has arrived just now
// and lives so long is surely dead: its lifetime, the skew, and the second that
// whole seconds cut off.
func (t *T) JustAfter(life time.Duration) time.Time {
	return t.Latest().Add(life + t.Policy.Skew + WholeSecond)
}

// WellAfter is later than justAfter by so much that a small leeway of the target
// does not matter: for checks of what comes after the end, where others measure
// the end itself.
func (t *T) WellAfter(life time.Duration) time.Time {
	return t.JustAfter(life).Add(Share(life))
}

// Share is a small part of a lifetime, and never more than a minute.
func Share(life time.Duration) time.Duration { return min(time.Minute, life/60) }

// Endures says whether anybody is so patient as to wait for so long.
func (t *T) Endures(wait time.Duration) bool {
	limited, ok := t.Clock.(interface{ Bears(time.Duration) error })
	return !ok || limited.Bears(wait) == nil
}

// NeedsPatience ends a check that will wait in steps, where nobody is so patient
// as to wait for the last of them.
func (t *T) NeedsPatience(wait time.Duration) {
	limited, ok := t.Clock.(interface{ Bears(time.Duration) error })
	if !ok {
		return
	}
	if err := limited.Bears(wait); err != nil {
		t.Untested("the check outwaits a lifetime: %v (see --patience)", err)
	}
}

// Mortal is something that a check uses just before the end of its life.
type Mortal struct {
	End time.Time // the first moment at which it may rightly be dead
	Use func() *scenarios.Reply
}

// tries is how often a check tries to be in time.
const tries = 3

// queueing is how many requests of other checks that wait may go before one, where
// the limits of a target let them go one at a time.
const queueing = 6

// JustBefore obtains something and uses it just before the end of its life. Moving a
// clock may take longer than is left: what may have been used too late is tried
// again with a fresh one, earlier by as much as a move takes. Where waiting is
// all that one can do the check is inconclusive.
func (t *T) JustBefore(obtain func() Mortal) *scenarios.Reply {
	var late time.Duration
	for range tries {
		m := obtain()
		end := m.End.Add(-WholeSecond)
		early := t.Policy.Skew + clock.Slowest(t.Clock)
		if !t.Clock.Instant() { // others wait beside it, and their requests may go first
			early += min(queueing*t.Client.Interval(), end.Sub(t.Clock.Now())/10)
		}
		t.Until(end.Add(-early))
		r := m.Use()
		if late = t.Latest().Sub(end); late < 0 || r.Class == scenarios.Alive {
			return r
		}
		if !t.Clock.Instant() {
			break
		}
	}
	panic(stop{verdict: reports.Inconclusive, detail: fmt.Sprintf(
		"it was used up to %s too late to be alive for sure: the target's clock cannot be moved so exactly, or an answer took so long",
		late.Round(time.Millisecond))})
}

// Pause is how much later something is tried that is to be tried neither at once nor
// at the end of a life: longer than what a server forgives who comes twice by
// mistake, shorter than what lives for minutes.
const Pause = time.Minute

// ShortLife is how long a token lives where the check may say so: long enough
// for a slow server, short enough to be waited for.
const ShortLife = 20 * time.Second

// jumped says what the target's clock did, since the check began, that nobody
// here had ordered. What was judged by that clock is no finding then: a failure
// may be the jump's, and so may a pass where the check outwaited a lifetime.
func (t *T) jumped() (string, bool) {
	if t.Watch == nil {
		return "", false
	}
	jump, jumped := t.Watch.Jumped(t.began)
	if !jumped {
		return "", false
	}
	return jump.String(), true
}

// unsettled is the verdict of a check during which the clock jumped, and the
// verdict that it came to by itself otherwise.
func (t *T) unsettled(end stop) stop {
	t.glance(end)
	what, jumped := t.jumped()
	if !jumped {
		return end
	}
	switch verdict := end.verdict; {
	case verdict == Crashed, verdict == reports.NotApplicable, verdict == reports.Untested:
		return end
	case verdict == reports.Pass && !t.entry.waits():
		return end
	}
	detail := what
	if end.detail != "" {
		detail += "; " + end.detail
	}
	return stop{verdict: reports.Inconclusive, detail: detail}
}

// glance has a target whose clock others may move tell the time before a failure
// is believed: the clock may have jumped while the answer was under way.
func (t *T) glance(end stop) {
	found := end.verdict == reports.Fail || end.verdict == reports.Warn
	if !found || t.Watch == nil || t.Client == nil || t.Client.Wire == nil || !t.Clock.Instant() && !t.entry.waits() {
		return
	}
	t.Client.Wire.Send(scenarios.Recording(t.ctx, nil), scenarios.Request{
		Method: http.MethodGet, URL: t.Client.Endpoints.Auth + "/", Header: t.Client.Endpoints.Header.Clone(),
	})
}

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

// Pauses lets the time pass of a moment that is a while later.
func (t *T) Pauses() { t.Until(t.Latest().Add(Pause)) }

// Lately is given: a token response, of an exchange or of as many refreshes as the
// moment says, and the times between which it was made.
func (t *T) Lately() (grant scenarios.Grant, asked, arrived time.Time) {
	asked = t.Clock.Now()
	grant = t.Grant()
	if t.Moment() == "refreshed" {
		asked = t.Clock.Now()
		r := t.Refresh(grant.RefreshToken)
		t.Control(r, Granted())
		grant = Newest(grant, r.Grant)
	}
	return grant, asked, t.Latest()
}

// Living is given: tokens whose access token has been seen to live.
func (t *T) Living() scenarios.Grant {
	grant := t.Grant()
	t.Control(t.Call(grant.Credentials()), Alive())
	return grant
}

// Refreshable is the answer to a refresh, where refresh tokens are good at all: the
// check ends where a new one is refused, too.
func (t *T) Refreshable(token string) *scenarios.Reply {
	refreshed := t.Refresh(token)
	if IsRefused(refreshed) && IsRefused(t.Refresh(t.Grant().RefreshToken)) {
		t.Inapplicable("no refresh token is good for anything here, which is for REF-01 to say")
	}
	return refreshed
}
