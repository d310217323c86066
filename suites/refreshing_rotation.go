package suites

import (
	"cmp"
	"time"

	"github.com/authassay/authassay/scenarios"
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
func refreshingRotates(w World) {
	w.Check("REF-11", "use a refresh token twice", func(t *Trial) {
		grant := t.Grant()
		r := t.Refresh(grant.RefreshToken)
		t.Control(r, Granted())
		again := t.Refresh(grant.RefreshToken)
		t.sound(again)
		rotates := rotation(grant, r.Grant)
		t.Measure("refresh tokens", "%s; the used one %s", rotates, map[bool]string{true: "dies", false: "lives on"}[refused(again)])
		t.judgeRotation(rotates, again)
	})
	w.Check("REF-13", "use the former access token after a refresh", func(t *Trial) {
		grant := t.Grant()
		t.Control(t.Refresh(grant.RefreshToken), Granted())
		r := t.Call(grant.Credentials())
		t.sound(r)
		t.Measure("the former access token lives on after a refresh", "%v", r.Class == scenarios.Alive)
		t.Judge(r, Alive())
	}, Looks)
	refreshingGrace(w)
}

// refreshingGrace holds a rotated refresh token to the end of its grace.
func refreshingGrace(w World) {
	w.Check("REF-23", "use a rotated refresh token just before the end of its grace", func(t *Trial) {
		if t.Policy.RefreshGrace == 0 {
			t.Inapplicable("the target declares no grace of rotated refresh tokens")
		}
		r := t.brink(func() mortal {
			asked := t.Clock.Now()
			used, _ := t.rotated()
			return mortal{asked.Add(t.Policy.RefreshGrace), func() *scenarios.Reply { return t.Refresh(used) }}
		})
		t.declaredBy(r, r.Class == scenarios.Alive, "a rotated refresh token works for another "+t.Policy.RefreshGrace.String())
	}, Waits, ofGraces)
	w.Check("REF-24", "use a rotated refresh token just after the end of its grace", func(t *Trial) {
		t.judgeSpent(t.Policy.RefreshGrace)
	}, Waits, ofGraces)
	w.Check("REF-25", "use a rotated refresh token a long time later", func(t *Trial) {
		t.judgeSpent(cmp.Or(max(t.Policy.RefreshGrace, t.Policy.AccessTokenLifetime), time.Hour))
	}, Waits, ofRevivals)
}

// judgeRotation holds a refresh, and the second use of its token, to whatever
// asks most of them: the target file, RFC 9700 of public clients, the profile.
func (t *Trial) judgeRotation(rotates string, again *scenarios.Reply) {
	free := t.Policy.RefreshGrace > 0 || t.Policy.RefreshReuse == "nothing"
	dies := rotates == rotating && (refused(again) || free)
	declared := t.Policy.Rotation
	if declared != "" {
		kept := rotates == rotations[declared] && (rotates != rotating || dies)
		t.Declared(kept, "refresh tokens "+rotations[declared], "refresh tokens %s; the used one: %s", rotates, describe(again))
	}
	const acceptable = "a new refresh token, and the used one refused"
	if t.public() && !dies {
		t.Demanded(false, ofPublic, acceptable, "refresh tokens "+rotates+"; the used one: "+describe(again))
	}
	if declared == "" {
		t.Require(dies, acceptable, "%s; the used one: %s", rotates, describe(again))
	}
}

// rotated is given: a refresh token that was used once and replaced, and the
// one that came of it.
func (t *Trial) rotated() (used, newer string) {
	grant := t.Grant()
	r := t.Refresh(grant.RefreshToken)
	t.Control(r, Granted())
	if rotation(grant, r.Grant) != rotating {
		t.Inapplicable("refresh tokens are not rotated here")
	}
	return grant.RefreshToken, r.Grant.RefreshToken
}

// judgeSpent uses a rotated refresh token for the second time when so long has
// passed since the first.
func (t *Trial) judgeSpent(since time.Duration) {
	if t.Policy.RefreshReuse == "nothing" {
		t.Inapplicable("the target declares that using a rotated refresh token again costs nothing")
	}
	used, _ := t.rotated()
	t.Until(t.justAfter(since))
	r := t.Refresh(used)
	if t.Policy.Rotation == "rotating" || t.Policy.RefreshGrace > 0 {
		t.declaredBy(r, refused(r), "a rotated refresh token is dead "+since.String()+" later")
	}
	t.Judge(r, Refused("invalid_grant"))
}
