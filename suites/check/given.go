package check

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/transcript"
)

// Do takes one step and returns the answer.
func (t *T) Do(s scenarios.Step, bends ...scenarios.Bend) *scenarios.Reply {
	t.fit(s, "")
	asked := t.listen(s.Verb)
	r, err := t.Client.Do(t.ctx, s, bends...)
	if err != nil {
		t.Untested("the step cannot be taken: %v", err)
	}
	t.heard(s.Verb, asked, r)
	t.vouch(s, r, len(bends) > 0)
	return r
}

// Asking is the authorization request of the tester's own client.
func (t *T) Asking() scenarios.Step {
	step := scenarios.Step{
		Verb: scenarios.Authorize, Client: t.Kit.Client, RedirectURI: t.Kit.Client.RedirectURI,
		State: t.Nonce(), Scope: t.Kit.Client.Scope, Tenant: t.Kit.Tenant,
	}
	step.Challenge, step.ChallengeMethod, _ = t.proof(step.Client)
	return step
}

// Visit opens the authorization endpoint in a browser and goes through the
// pages until the browser is sent to the redirect URI of the step.
func (t *T) Visit(s scenarios.Step, how scenarios.Conduct, bends ...scenarios.Bend) *scenarios.Landing {
	return t.Browse(s, s.RedirectURI, how, bends...)
}

// Browse opens the page of a step in a browser and goes through the pages until
// the browser is sent to an address.
func (t *T) Browse(s scenarios.Step, to string, how scenarios.Conduct, bends ...scenarios.Bend) *scenarios.Landing {
	l, err := t.GoThrough(s, to, how, bends...)
	if err != nil {
		t.Untested("the pages cannot be gone through: %v", err)
	}
	return l
}

// GoThrough is browse for whom the target file may not have told the way: its
// error says why no page was opened, such as [scenarios.ErrNoConduct].
func (t *T) GoThrough(s scenarios.Step, to string, how scenarios.Conduct, bends ...scenarios.Bend) (*scenarios.Landing, error) {
	t.fit(s, how)
	asked := t.listen(s.Verb)
	l, err := t.Client.Visit(t.ctx, s, to, how, bends...)
	if err != nil {
		t.heard(s.Verb, asked, nil)
		return nil, err
	}
	t.heard(s.Verb, asked, l.Last())
	if code := l.Code(); code != "" {
		t.mu.Lock()
		t.fresh = code
		t.mu.Unlock()
	}
	return l, nil
}

// Authorize has the resource owner go through the pages in the way given.
func (t *T) Authorize(how scenarios.Conduct, bends ...scenarios.Bend) *scenarios.Landing {
	return t.Visit(t.Asking(), how, bends...)
}

// Code is given: a fresh authorization code.
func (t *T) Code() string {
	l := t.Authorize(scenarios.Consents)
	if l.Code() == "" {
		t.Lacking("an authorization code", l)
	}
	return l.Code()
}

// Lacking ends the check because something that was to be given was not: the
// check untested, or inconclusive where the target broke.
func (t *T) Lacking(what string, actual any) {
	verdict := reports.Untested
	if IsBroken(actual) {
		verdict = reports.Inconclusive
	}
	end := without(verdict, reports.Cause{Kind: reports.CauseLacking, Thing: what, Seen: Describe(actual)})
	end.root = t.rootOf(what)
	panic(end)
}

// Redeeming is the exchange of a code by the tester's own client.
func (t *T) Redeeming(code string) scenarios.Step {
	step := scenarios.Step{
		Verb: scenarios.Exchange, Client: t.Kit.Client, RedirectURI: t.Kit.Client.RedirectURI, Code: code,
	}
	_, _, step.Verifier = t.proof(step.Client)
	return step
}

// Exchange redeems a code.
func (t *T) Exchange(code string, bends ...scenarios.Bend) *scenarios.Reply {
	return t.Do(t.Redeeming(code), bends...)
}

// Grant is given: tokens from a fresh code.
func (t *T) Grant() scenarios.Grant {
	return t.Granted(t.Exchange(t.Code()))
}

// Granted returns what a token response handed out; the check has nothing to
// go on where it handed out nothing.
func (t *T) Granted(r *scenarios.Reply) scenarios.Grant {
	if r.Grant.AccessToken == "" {
		t.Lacking("an access token", r)
	}
	return r.Grant
}

// Refresh redeems a refresh token.
func (t *T) Refresh(token string, bends ...scenarios.Bend) *scenarios.Reply {
	if token == "" {
		t.Untested("a refresh token was to be had first, but none was handed out")
	}
	return t.Do(scenarios.Step{Verb: scenarios.Refresh, Client: t.Kit.Client, RefreshToken: token}, bends...)
}

// Call requests the protected resource, in the tester's own tenant where the
// credentials are bearer credentials.
func (t *T) Call(as scenarios.Credentials, bends ...scenarios.Bend) *scenarios.Reply {
	step := scenarios.Step{Verb: scenarios.Call, As: as}
	if as.Scheme == scenarios.SchemeBearer {
		step.Tenant = t.Kit.Tenant
	}
	return t.Do(step, bends...)
}

// CallIn requests the protected resource in a tenant; "" names none.
func (t *T) CallIn(tenant string, as scenarios.Credentials, bends ...scenarios.Bend) *scenarios.Reply {
	return t.Do(scenarios.Step{Verb: scenarios.Call, As: as, Tenant: tenant}, bends...)
}

// OtherClient is given: a second client, for the binding checks. It has been
// seen to obtain tokens of its own: that a client which nobody knows is refused
// shows nothing.
func (t *T) OtherClient() scenarios.Registration {
	if t.Kit.OtherClient == nil {
		t.Untested("the target file names no other_client")
	}
	other := *t.Kit.OtherClient
	Borrow(t, "other client", func(scenarios.Grant) bool { return true }, func() scenarios.Grant {
		return t.GrantTo(other, t.Kit.Tenant, scenarios.Consents)
	})
	return other
}

// GrantTo is given: tokens of another client than the tester's own.
func (t *T) GrantTo(client scenarios.Registration, tenant string, how scenarios.Conduct) scenarios.Grant {
	step := t.Asking()
	step.Client, step.RedirectURI, step.Scope, step.Tenant = client, client.RedirectURI, client.Scope, tenant
	l := t.Visit(step, how)
	if l.Code() == "" {
		if l.Entered {
			t.PassedLogin("the person who was to authorise "+client.ID, l)
		}
		t.Lacking("a code for the client "+client.ID, l)
	}
	redeeming := t.Redeeming(l.Code())
	redeeming.Client, redeeming.RedirectURI = client, client.RedirectURI
	r := t.Do(redeeming)
	t.Control(r, Granted())
	return r.Grant
}

// Basic is given: an API key and its secret.
func (t *T) Basic() scenarios.Credentials {
	if t.Kit.Basic == nil {
		t.Untested("the target file names no basic key")
	}
	return *t.Kit.Basic
}

// LifeOf is how long the access token of a grant is to live: as long as was
// said with it, where the target declares that this can be trusted; as long as
// is declared otherwise.
func (t *T) LifeOf(grant scenarios.Grant) time.Duration {
	if t.Policy.ExpiresIn != "trusted" {
		return t.Lifetime("access tokens", t.Policy.AccessTokenLifetime)
	}
	if grant.ExpiresIn <= 0 {
		t.Declared(false, "expires_in can be trusted", "a token response without a number of seconds in expires_in")
	}
	return grant.ExpiresIn
}

// AnnouncedLife is what expires_in says of the access token of a grant, or what the
// target declares where it declares that expires_in says nothing.
func (t *T) AnnouncedLife(grant scenarios.Grant) time.Duration {
	if t.Policy.ExpiresIn == "ignored" {
		return t.Lifetime("access tokens", t.Policy.AccessTokenLifetime)
	}
	return grant.ExpiresIn
}

// CodeLife is how long a code is to live.
func (t *T) CodeLife() time.Duration {
	if t.Policy.CodesUnlimited {
		t.Inapplicable("the target declares that codes never expire, which EXP-02 judges")
	}
	return t.Lifetime("codes", t.Policy.CodeLifetime)
}

// Lifetime returns a declared lifetime; without one there is no edge to test.
func (t *T) Lifetime(of string, life time.Duration) time.Duration {
	if life <= 0 {
		panic(without(reports.Untested, reports.Cause{Kind: reports.CauseUndeclared, Thing: of}))
	}
	return life
}

// proof has the tester's client prove itself where the server insists on it,
// with one verifier for the whole check.
func (t *T) proof(client scenarios.Registration) (challenge, method, verifier string) {
	if client.PKCE == "" {
		return "", "", ""
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.verified == "" {
		t.verified = t.Verifier()
	}
	if client.PKCE == "plain" {
		return t.verified, "plain", t.verified
	}
	return S256(t.verified), "S256", t.verified
}

// PassedLogin is the positive control of somebody whom the target file names:
// the login takes the password. Only who has come in can be turned away.
func (t *T) PassedLogin(who string, l *scenarios.Landing) {
	if l.LoggedIn || l.Code() != "" || IsBroken(l) {
		return
	}
	t.ShowControl(l)
	t.Untested("%s of the target file did not get past the login, so that being turned away shows nothing (a password that is wrong looks like this): %s",
		who, Describe(l))
}

// LogIn logs a user in where the target file says where users do.
func (t *T) LogIn(email, password string) *scenarios.Reply {
	asked := t.listen(scenarios.LogIn)
	r := t.Client.LogIn(t.ctx, email, password)
	t.heard(scenarios.LogIn, asked, r)
	return r
}

// LeftTo ends the check untested because an answer lacks something that another
// requirement is about: the one that says of what that it can be had.
func (t *T) LeftTo(what string, seen any, format string, args ...any) {
	t.mark(seen, transcript.Control)
	panic(stop{verdict: reports.Untested, root: t.rootOf(what), detail: fmt.Sprintf(format, args...)})
}

// KeyHolder is given: a key and secret that are alive.
func (t *T) KeyHolder() scenarios.Credentials {
	pair := t.Basic()
	t.Control(t.Call(pair), Alive())
	return pair
}

// Verifier returns a fresh code verifier of at least 43 characters, RFC 7636
// §4.1.
func (t *T) Verifier() string { return t.Nonce() + t.Nonce() }

// S256 returns the challenge of a verifier, RFC 7636 §4.2.
func S256(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// Newest is what a client holds after a refresh: the new access token, and the
// refresh token that the answer gave, if it gave one. RFC 6749 §6.
func Newest(before, after scenarios.Grant) scenarios.Grant {
	if after.RefreshToken == "" {
		after.RefreshToken = before.RefreshToken
	}
	return after
}
