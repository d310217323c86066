package preflight

import (
	"context"
	"errors"
	"fmt"

	"github.com/authassay/authassay/scenarios"
)

// state is long enough for servers that refuse a short one. It guards nothing,
// since nobody connects to the redirect URI.
const state = "authassay-asks-before-it-checks"

// goThrough has the client's resource owner go through the pages.
func (e *Examination) goThrough(ctx context.Context, as scenarios.Registration, to string, how scenarios.Conduct) (*scenarios.Landing, error) {
	e.Assembly.Redactor.Invent(state)
	l, err := e.client.Visit(ctx, scenarios.Step{
		Verb: scenarios.Authorize, Client: as, RedirectURI: to, State: state, Scope: as.Scope, Tenant: e.kit.Tenant,
	}, to, how)
	switch {
	case errors.Is(err, scenarios.ErrNoConduct):
		return nil, &skipped{"the file does not say how: " + string(how)}
	case err != nil && !errors.Is(err, scenarios.ErrUnvisited) && ctx.Err() == nil:
		return nil, unwritten(err, "")
	case err != nil:
		return nil, err
	}
	e.Assembly.Redactor.Learn(l.Code())
	return l, nil
}

func (e *Examination) login(ctx context.Context) (said, error) {
	own := e.kit.Client
	if own.ID == "" {
		return skip("the file names no client")
	}
	l, err := e.goThrough(scenarios.Recording(ctx, &e.transcript), own, own.RedirectURI, scenarios.Consents)
	if err == nil {
		err = strayed(l)
	}
	if err != nil {
		return said{}, err
	}
	e.code = l.Code()
	return saying("the browser is sent back with a code")
}

// exchange redeems the code of the login.
func (e *Examination) exchange(ctx context.Context) (said, error) {
	if e.code == "" {
		return skip("there is no code to redeem")
	}
	own := e.kit.Client
	grant, err := e.redeem(scenarios.Recording(ctx, &e.transcript), own, own.RedirectURI, e.code)
	if err != nil {
		return said{}, err
	}
	e.grant = grant
	if grant.RefreshToken == "" {
		return saying("the code is redeemed, for an access token without a refresh token")
	}
	return saying("the code is redeemed, for an access token and a refresh token")
}

// redeem exchanges a code.
func (e *Examination) redeem(ctx context.Context, as scenarios.Registration, to, code string) (scenarios.Grant, error) {
	reply, err := e.client.Do(ctx, scenarios.Step{Verb: scenarios.Exchange, Client: as, RedirectURI: to, Code: code})
	if err != nil {
		return scenarios.Grant{}, unwritten(err, "")
	}
	e.Assembly.Redactor.Learn(reply.Grant.AccessToken, reply.Grant.RefreshToken)
	if reply.Class != scenarios.Alive || reply.Grant.AccessToken == "" {
		return scenarios.Grant{}, disappointed(ofAnswer(reply, ClientRefused), "the exchange", reply)
	}
	return reply.Grant, nil
}

// OfExchange is the answer to the question about the client, by an exchange that
// came later: where a person has to log in, it is not asked before. Only that the
// client is refused is excused then.
func OfExchange(r *scenarios.Reply) Answer {
	a := Answer{Question: "client", Outcome: Holds}
	cause := ofAnswer(r, ClientRefused)
	if t := new(trouble); cause == ClientRefused && errors.As(disappointed(cause, "the exchange", r), &t) {
		a.fail(question{name: a.Question}, t)
	}
	return a
}

// scope compares what was granted with what was asked for, RFC 6749 §3.3.
func (e *Examination) scope(context.Context) (said, error) {
	asked, got := e.kit.Client.Scope, e.grant.Scope
	switch {
	case asked == "" || e.grant.AccessToken == "":
		return skip("the file asks for none, or there is no grant")
	case got == "" || sameWords(asked, got):
		return saying("what is asked for is granted: " + asked)
	}
	return observed(fmt.Sprintf("asked for %q, granted %q", asked, clipped(got, 200)),
		"take out of client.scope what the client may not have: checks of scopes go by it")
}

// again is a login by the first client's people, which needs that the first one
// got through.
func (e *Examination) again() error {
	switch {
	case e.kit.Client.ID == "":
		return &skipped{"the file names no client"}
	case e.code == "":
		return &skipped{"its login is the first client's, which does not get through"}
	}
	return nil
}

func (e *Examination) otherClient(ctx context.Context) (said, error) {
	other := e.kit.OtherClient
	if other == nil {
		return skip("the file names none; checks that codes are bound to their client are untested")
	}
	if err := e.again(); err != nil {
		return said{}, err
	}
	grant, err := e.obtain(ctx, *other, other.RedirectURI, scenarios.Consents)
	if err != nil {
		return said{}, err
	}
	e.others = append(e.others, grant)
	return saying("a second client obtains tokens of its own")
}

// obtain goes all the way to tokens.
func (e *Examination) obtain(ctx context.Context, as scenarios.Registration, to string, how scenarios.Conduct) (scenarios.Grant, error) {
	l, err := e.goThrough(ctx, as, to, how)
	if err == nil {
		err = strayed(l)
	}
	if err != nil {
		return scenarios.Grant{}, err
	}
	return e.redeem(ctx, as, to, l.Code())
}

func (e *Examination) secondRedirect(ctx context.Context) (said, error) {
	if err := e.again(); err != nil {
		return said{}, err
	}
	own := e.kit.Client
	l, err := e.goThrough(ctx, own, own.QueryRedirectURI, scenarios.Consents)
	if err == nil {
		err = strayed(l)
	}
	var t *trouble
	if errors.As(err, &t) && t.cause == RedirectRefused {
		t.hint = asking("is client.redirect_uri_with_query registered, letter by letter?")
	}
	if err != nil {
		return said{}, err
	}
	return saying("the browser is sent there with a code")
}
