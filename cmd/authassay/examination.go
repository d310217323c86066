package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// examination is the trying of one target, question by question. What one
// question brings to light the next may need.
type examination struct {
	ctx     context.Context
	now     time.Time
	subject *subject
	dark    bool // the server does not answer at all
	code    string
	grant   scenarios.Grant
	first   *scenarios.Reply // the first answer, for its date
}

// question is one thing that must be so before checks make sense.
type question struct {
	name string
	ask  func(*examination) (said string, err error)
	hint string
	// of says whether the question is one of this target at all; nil for every
	// target.
	of func(scenarios.Held) bool
}

// questions are asked in this order.
var questions = []question{
	{"auth", (*examination).auth, "is the server up, and is auth: its address?", nil},
	{"api", (*examination).api, "is the server up, and is api: its address?", nil},
	{"tls", (*examination).tls, "see tls: in the target file", nil},
	{"discovery", (*examination).discovery, "take over what the server publishes, or leave the key out", ofClient},
	{"login", (*examination).login, "compare login.steps with the pages: when names a field or a button of each", ofClient},
	{"client", (*examination).client, "are client.id, client.secret and client.redirect_uri those of the registration?", ofClient},
	{"other client", (*examination).otherClient, "are other_client.id and other_client.secret those of a second registration?", ofClient},
	{"administrator", (*examination).administrator, "are administrator.key and administrator.secret a living pair that may issue tokens?", ofAdministrator},
	{"probe", (*examination).alive, "does probe name a resource that such a token opens, and tenant.name its tenant?", nil},
	{"probe refuses", (*examination).dead, "does probe name a resource that needs a token?", nil},
	{"other tenant", (*examination).otherTenant, "see tenant: in the target file", ofClient},
	{"withdrawal", (*examination).withdrawal, "may administrator.key withdraw tokens, too?", ofAdministrator},
	{"basic", (*examination).basic, "are basic.key and basic.secret a living pair, and does basic_probe name what it opens?", nil},
	{"clock", (*examination).clock, "see clock: in the target file", nil},
}

// ofClient says that tokens come from a client.
func ofClient(h scenarios.Held) bool { return !ofAdministrator(h) }

// ofAdministrator says that tokens are issued by an administrator.
func ofAdministrator(h scenarios.Held) bool { return h.Client.ID == "" && h.Administrator != nil }

// asked are the questions of a target.
func asked(h scenarios.Held) []question {
	return slices.DeleteFunc(slices.Clone(questions), func(q question) bool { return q.of != nil && !q.of(h) })
}

// answer asks the question, unless an answer would only repeat that nobody is
// there.
func (q question) answer(e *examination) (string, error) {
	if e.dark && q.name != "api" {
		return "", &unasked{"the server does not answer"}
	}
	return q.ask(e)
}

// unasked is a question that there is nothing to ask about.
type unasked struct{ reason string }

// Error gives the reason.
func (u *unasked) Error() string { return u.reason }

func (e *examination) auth() (string, error) { return e.answers(e.subject.Client.Bases.Auth) }

func (e *examination) api() (string, error) { return e.answers(e.subject.Client.Bases.API) }

// answers sees that a server answers anything at all.
func (e *examination) answers(base string) (string, error) {
	reply := e.subject.knock(e.ctx, base)
	if reply.Err != nil {
		e.dark = true
		return "", fmt.Errorf("%s: %w", base, reply.Err)
	}
	if e.first == nil {
		e.first = reply
	}
	return base + " answers", nil
}

func (e *examination) login() (string, error) {
	if e.subject.Client.Held.Client.ID == "" {
		return "", &unasked{"the file names no client"}
	}
	code, err := e.subject.Client.ObtainCode(e.ctx)
	if err != nil {
		return "", err
	}
	e.subject.Redactor.Learn(code)
	e.code = code
	return "the browser is sent back with a code", nil
}

func (e *examination) client() (string, error) {
	if e.code == "" {
		return "", &unasked{"there is no code to redeem"}
	}
	own := e.subject.Client.Held.Client
	reply, err := e.subject.Client.Do(e.ctx, scenarios.Step{
		Verb: scenarios.Exchange, Client: own, RedirectURI: own.RedirectURI, Code: e.code,
	})
	if err != nil {
		return "", err
	}
	if reply.Class != scenarios.Alive {
		return "", fmt.Errorf("the exchange is answered with %s", scenarios.Describe(reply))
	}
	e.grant = reply.Grant
	e.subject.Redactor.Learn(e.grant.AccessToken, e.grant.RefreshToken)
	if e.grant.RefreshToken == "" {
		return "the code is redeemed, for an access token without a refresh token", nil
	}
	return "the code is redeemed, for an access token and a refresh token", nil
}

func (e *examination) otherClient() (string, error) {
	other := e.subject.Client.Held.OtherClient
	if other == nil {
		return "", &unasked{"the file names none; checks that codes are bound to their client are untested"}
	}
	if e.code == "" && e.subject.Client.Held.Client.ID != "" {
		return "", &unasked{"its login is the first client's, which does not get through"}
	}
	as := *e.subject.Client
	as.Held.Client = *other
	if _, err := as.Obtain(e.ctx); err != nil {
		return "", err
	}
	return "a second client obtains tokens of its own", nil
}

// call requests the probe.
func (e *examination) call(tenant string, as scenarios.Credentials) (*scenarios.Reply, error) {
	reply, err := e.subject.Client.Do(e.ctx, scenarios.Step{Verb: scenarios.Call, As: as, Tenant: tenant})
	if err == nil && reply.Err != nil {
		err = reply.Err
	}
	return reply, err
}

func (e *examination) alive() (string, error) {
	if e.grant.AccessToken == "" {
		return "", &unasked{"there is no access token to send"}
	}
	reply, err := e.call(e.subject.Client.Held.Tenant, e.grant.Credentials())
	if err != nil {
		return "", err
	}
	if reply.Class != scenarios.Alive {
		return "", fmt.Errorf("a fresh access token is answered with %s", scenarios.Describe(reply))
	}
	return fmt.Sprintf("a fresh access token is answered with %d", reply.Status), nil
}

func (e *examination) dead() (string, error) {
	if held := e.subject.Client.Held; held.Client.ID == "" && held.Administrator == nil {
		return "", &unasked{"the file names nobody who obtains tokens"}
	}
	reply, err := e.call(e.subject.Client.Held.Tenant, e.subject.Client.Stranger("authassay-never-issued"))
	if err != nil {
		return "", err
	}
	said := "a token that was never issued is answered with " + scenarios.Describe(reply)
	switch reply.Class {
	case scenarios.Dead:
	case scenarios.Alive:
		return "", errors.New(said)
	default:
		return "", observed(said, "RFC 6750 §3.1 asks for 401; if this status means it here, name it in probe.dead")
	}
	return fmt.Sprintf("a token that was never issued is answered with %d", reply.Status), nil
}

func (e *examination) otherTenant() (string, error) {
	other := e.subject.Client.Held.OtherTenant
	if other == "" || e.grant.AccessToken == "" {
		return "", &unasked{"the file names none, or there is no access token to send"}
	}
	reply, err := e.call(other, e.grant.Credentials())
	if err != nil {
		return "", err
	}
	if reply.Class == scenarios.Alive || reply.Class == scenarios.Broken {
		return "", observed(fmt.Sprintf("a token for %s is answered with %s in %s", e.subject.Client.Held.Tenant, scenarios.Describe(reply), other),
			"tenant.other has to be a tenant that these credentials must not open; if it is, run says the same")
	}
	return fmt.Sprintf("%s is answered with %d", other, reply.Status), nil
}

func (e *examination) basic() (string, error) {
	pair := e.subject.Client.Held.Basic
	if pair == nil {
		return "", &unasked{"the file names no key"}
	}
	reply, err := e.subject.Client.Do(e.ctx, scenarios.Step{Verb: scenarios.Call, As: *pair})
	if err == nil && reply.Class != scenarios.Alive {
		err = fmt.Errorf("the pair is answered with %s", scenarios.Describe(reply))
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("the pair is answered with %d", reply.Status), nil
}
