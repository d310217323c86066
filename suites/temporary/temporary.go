// Package temporary is the chapter of temporary tokens: pairs for HTTP Basic
// that an administrator has made for somebody else, as lxHive does. [Checks] are
// its checks, which a profile adopts like those of package suites:
//
//	check.Run(ctx, check.Options{Only: []string{"TMP-03"}}, temporary.Checks(), world)
//
// It knows no dialect and no product, and no other chapter.
package temporary

import (
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
)

// Checks is the chapter of temporary tokens: pairs for HTTP Basic that a
// caller with administration rights has made for somebody else. Every token is
// asked for a user of its own, whom nobody has seen before. What a withdrawal
// spares comes first of all that withdraws: a server that ends more than it is
// told to is caught there.
func Checks() []check.Check {
	return slices.Concat(
		issuing(),
		users(),
		strangers(),
		loggingIn(),
		requests(),
		answers(),
		defaultLife(),
		askedLife(),
		writtenLife(),
		oddExpiries(),
		afterlife(),
		outliving(),
		inspecting(),
		scopes(),
		replacing(),
		surface(),
		nonsense(),
		sparing(),
		withdrawing(),
		asLongAsPossible(),
		delegation(),
		elevation(),
		chance(),
		misnaming(),
		worded(),
	)
}

// administrator is given: a credential that may issue temporary tokens.
func (t *T) administrator() scenarios.Credentials {
	if t.Kit.Administrator == nil {
		t.Untested("the target file names no administrator")
	}
	return *t.Kit.Administrator
}

// somebody is what a token is asked for: a user of a fresh address, and
// nothing else.
func (t *T) somebody() scenarios.Asked {
	return scenarios.Asked{Email: strings.ToLower(t.Nonce()) + "@authassay.example"}
}

// Temporary is given: a temporary token for a fresh user that is alive. It is
// issued by POST, whatever way the check is tried on: what a check needs beside
// the thing that it is about comes the plainest way.
func (t *T) Temporary() scenarios.Credentials {
	pair := t.posted(t.someone()).Minted
	t.Control(t.Call(pair), check.Alive())
	return pair
}

// Inspect looks at a temporary token as the administrator.
func (t *T) Inspect(of scenarios.Credentials, bends ...scenarios.Bend) *scenarios.Reply {
	return t.Do(scenarios.Step{Verb: scenarios.Inspect, As: t.administrator(), Of: of}, bends...)
}

// Withdraw ends a temporary token as the administrator.
func (t *T) Withdraw(of scenarios.Credentials, bends ...scenarios.Bend) *scenarios.Reply {
	return t.Do(scenarios.Step{Verb: scenarios.Withdraw, As: t.administrator(), Of: of}, bends...)
}

// Write writes to the protected resource.
func (t *T) Write(as scenarios.Credentials) *scenarios.Reply {
	return t.Do(scenarios.Step{Verb: scenarios.Write, As: as})
}

// Issued accepts an answer that hands out a key and a secret.
func Issued() check.Answer {
	return check.Reply("2xx with a key and a secret", func(r *scenarios.Reply) bool {
		return r.Class == scenarios.Alive && r.Minted.User != "" && r.Minted.Secret != ""
	})
}

// rights is a list of rights as a token is asked for.
func rights(list ...scenarios.Right) []scenarios.Right { return list }

// near says whether two times are the same but for the skew, the second that
// whole seconds cut off, and what is not known of the target's clock.
func (t *T) near(a, b time.Time) bool {
	return a.Sub(b).Abs() <= t.Policy.Skew+check.WholeSecond+t.ClockDoubt()
}

// soon is the end of a short life, in whole seconds of the target's.
func (t *T) soon() time.Time {
	return t.there(t.Clock.Now()).Add(check.ShortLife).Truncate(time.Second).Add(-*t.Ahead)
}

// there is what the target's own clock shows at a moment of ours. An
// expiry is written on the target's clock, which may be wrong, or may have been
// moved by others: the Date of an answer tells. A difference within the skew is
// taken for none, since that header counts whole seconds.
func (t *T) there(at time.Time) time.Time {
	if t.Ahead == nil {
		t.Ahead = new(time.Duration)
		skew, told := clock.SkewOf(t.Call(t.administrator()))
		skew -= time.Until(t.Clock.Now())
		if told && skew.Abs() > t.Policy.Skew {
			*t.Ahead = skew
		}
	}
	return at.Add(*t.Ahead)
}

// Pair is given: a temporary token for a fresh user that is alive, for
// checks of other chapters.
func Pair(t *check.T) scenarios.Credentials { return (&T{T: t}).Temporary() }

// T is a check being tried: [check.T] with the words of temporary tokens.
type T struct {
	*check.T
}

// on is a check of the requirement. The words of when say what it does.
func on(id, when string, body func(*T), traits ...check.Trait) check.Check {
	return check.New(catalogue.ID(id), when, func(t *check.T) { (&T{T: t}).onItsWay(body) }, traits...).At(check.Caller(1))
}

// wordings is the check that judges how refusals of one kind are worded,
// wherever they were seen; where they were seen nowhere, ask brings one about.
func wordings(id, when string, k check.Kind, worded check.Answer, ask func(*T) any) check.Check {
	return check.Wordings(catalogue.ID(id), when, k, worded, func(t *check.T) any { return ask(&T{T: t}) }).At(check.Caller(1))
}

// labelled is one of several things that a check goes through, with its label.
type labelled[V any] struct {
	as    string
	thing V
}
