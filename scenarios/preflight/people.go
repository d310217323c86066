package preflight

import (
	"context"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// denial refuses consent. A server that remembers an earlier consent does not
// ask again, and cannot be refused.
func (e *Examination) denial(ctx context.Context) (said, error) {
	if slices.Contains(e.Assembly.Absent, "denial") {
		return skip("the file declares that there is none")
	}
	if err := e.again(); err != nil {
		return said{}, err
	}
	own := e.kit.Client
	l, err := e.goThrough(ctx, own, own.RedirectURI, scenarios.Denies)
	switch {
	case err != nil:
		return said{}, err
	case l.Code() != "" && !l.Finished:
		return observed("consent is not asked for again, so it cannot be refused", "checks of a refusal do not apply then")
	case l.Code() != "":
		return observed("the browser is sent back with a code", "do the last of login.deny_steps press the button that refuses? If so, run says the same")
	case l.URL != nil && l.Answer.Get("error") == "access_denied":
		return saying("the browser is sent back with access_denied")
	case l.Err != nil, l.URL == nil && ofPage(l) == LoginRefused, l.URL == nil && ofPage(l) == StepMissing && !l.Finished:
		return said{}, strayed(l)
	case l.URL != nil:
		return observed("the browser is sent back without a code"+inWords(l.Answer), "RFC 6749 §4.1.2.1 asks for access_denied; run judges it")
	}
	return observed("the visit ended on "+scenarios.Describe(l.Last()), "RFC 6749 §4.1.2.1 asks for access_denied; run judges it")
}

// member logs in without the right to authorise: somebody has to get in before
// he can be turned away.
func (e *Examination) member(ctx context.Context) (said, error) {
	if err := e.again(); err != nil {
		return said{}, err
	}
	own := e.kit.Client
	l, err := e.goThrough(ctx, own, own.RedirectURI, scenarios.AsMember)
	switch {
	case err != nil:
		return said{}, err
	case l.Err != nil:
		return said{}, strayed(l)
	case l.Code() != "":
		return observed("the member may authorise the client", "member has to be somebody who may not; if he is, run says the same")
	case l.URL != nil && l.Answer.Get("error") != "":
		return saying("the member logs in, and is turned away after that" + inWords(l.Answer))
	}
	if cause := ofPage(l); !submitted(l) || cause == LoginRefused || cause == Misplaced || !cause.InFile() {
		return said{}, strayed(l)
	}
	return saying("the member logs in, and is turned away after that, on " + scenarios.Describe(l.Last()))
}

// resident logs in as somebody of the other tenant, without whom nobody knows
// whether it is there.
func (e *Examination) resident(ctx context.Context) (said, error) {
	if err := e.again(); err != nil {
		return said{}, err
	}
	as := *e.kit.Resident
	grant, err := e.obtain(ctx, as, as.RedirectURI, scenarios.AsResident)
	if err != nil {
		return said{}, err
	}
	e.others = append(e.others, grant)
	return saying("somebody of the other tenant obtains tokens")
}

// otherUser logs in as another person, whose tokens load mixes in.
func (e *Examination) otherUser(ctx context.Context) (said, error) {
	if e.kit.OtherUser == "" {
		return skip("the file names none; load mixes no tokens of another user in")
	}
	if e.grant.AccessToken == "" {
		return skip("its client is the first one, which does not get through")
	}
	own := e.kit.Client
	grant, err := e.obtain(ctx, own, own.RedirectURI, scenarios.AsOther)
	if err != nil {
		return said{}, err
	}
	e.others = append(e.others, grant)
	return saying("another person obtains tokens")
}

// sameWords says whether two lists hold the same words, in whatever order.
func sameWords(a, b string) bool {
	one, other := strings.Fields(a), strings.Fields(b)
	slices.Sort(one)
	slices.Sort(other)
	return slices.Equal(slices.Compact(one), slices.Compact(other))
}
