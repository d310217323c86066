package suites

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/jwt"
	"github.com/authassay/authassay/scenarios/pointer"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
)

// What the moments of the catalogue are in requests.

// unused says that the check is about something that nobody has used before.
func (t *T) unused() bool { return t.Moment() == "never used" }

// redeemed is given: a code that was redeemed so long ago as the moment says, and
// every access token that came of it, the newest last, with the newest refresh
// token.
func (t *T) redeemed() (code string, came []scenarios.Grant) {
	code = t.Code()
	end := t.WellAfter(t.Policy.CodeLifetime)
	grant := t.Granted(t.Exchange(code))
	switch t.Moment() {
	case "later":
		t.pauses(grant)
	case "after its end":
		t.CodeLife()
		if slices.Contains(t.Absent, "access_expiry") {
			t.Until(end) // which access tokens without an end outlive
			break
		}
		if outlives := t.Latest().Add(t.LifeOf(grant)).Sub(end); outlives < check.Share(t.LifeOf(grant)) {
			t.Inapplicable("access tokens live no longer than codes here")
		}
		t.Until(end)
	case "refreshed":
		r := t.Refresh(grant.RefreshToken)
		t.Control(r, check.Granted())
		came = append(came, grant)
		grant = check.Newest(grant, r.Grant)
	}
	return code, append(came, grant)
}

// pauses lets a while pass that the access token of a grant outlives.
func (t *T) pauses(grant scenarios.Grant) {
	pause := check.Pause
	if !slices.Contains(t.Absent, "access_expiry") {
		pause = min(pause, t.LifeOf(grant)/2)
	}
	t.Until(t.Latest().Add(pause))
}

// revocable is given: tokens whose refresh token is as old as the moment says.
func (t *T) revocable() (grant scenarios.Grant) {
	grant = t.Grant()
	switch t.Moment() {
	case "refreshed":
		r := t.Refresh(grant.RefreshToken)
		t.Control(r, check.Granted())
		return check.Newest(grant, r.Grant)
	case "access expired":
		t.Until(t.WellAfter(t.LifeOf(grant)))
	}
	return grant
}

// dying is given: a token that is worth nothing any more, for the reason that the
// moment names, and the hint that goes with it, RFC 7009 §2.1.
func (t *T) dying() (token, hint string) {
	grant := t.Grant()
	switch t.Moment() {
	case "access expired":
		t.Until(t.WellAfter(t.LifeOf(grant)))
	case "refresh expired":
		t.Until(t.WellAfter(t.Lifetime("refresh tokens", t.Policy.RefreshTokenLifetime)))
		return grant.RefreshToken, "refresh_token"
	case "refresh rotated":
		used, _ := t.rotated()
		return used, "refresh_token"
	case "refresh revoked":
		t.revoked(grant.RefreshToken, "refresh_token", t.Control)
		return grant.RefreshToken, "refresh_token"
	case "grant revoked":
		t.revoked(grant.RefreshToken, "refresh_token", t.Control)
	case "access revoked":
		t.revoked(grant.AccessToken, "access_token", t.Control)
	}
	return grant.AccessToken, "access_token"
}

// lives says whether a token is good for anything. A refresh token is used up by
// that.
func (t *T) lives(token string) bool {
	return t.Call(scenarios.Bearer(token)).Class == scenarios.Alive || t.Refresh(token).Grant.AccessToken != ""
}

// ageing is given: a refresh token from a code or, at that moment, one that a pause
// after it came of another, so that it can be told whose end it dies at.
func (t *T) ageing() string {
	if t.Moment() != "refreshed" {
		return t.Grant().RefreshToken
	}
	_, newer := t.rotated()
	return newer
}

// course is what is said of an access token from a code, and of those that came of
// it by the moment of the check.
type course struct {
	before acting
	after  []acting
}

// changed is what changed of a kind on the way, and how much could be compared.
func (c course) changed(kinds ...string) (changed []string, compared int) {
	for _, after := range c.after {
		wrong, seen := c.before.changed(after, kinds...)
		changed, compared = append(changed, wrong...), compared+seen
	}
	return changed, compared
}

// served is given: whom the tokens of a grant act for before its refreshes and after
// as many as the moment says. What was seen serves every check of the moment.
func (t *T) served() course {
	return check.Borrow(t.T, "course "+t.Moment(), func(course) bool { return true }, func() course {
		grant := t.widest()
		c := course{before: t.actingOf(grant)}
		for _, before := range t.between() {
			before()
			r := t.Refresh(grant.RefreshToken)
			t.Control(r, check.Granted())
			grant = check.Newest(grant, r.Grant)
			c.after = append(c.after, t.actingOf(grant))
		}
		return c
	})
}

// between is what happens before each of the refreshes of the moment.
func (t *T) between() []func() {
	nothing := func() {}
	switch t.Moment() {
	case "refreshed twice":
		return []func(){nothing, nothing}
	case "among others":
		out := []func(){nothing}
		if other := t.Kit.OtherClient; other != nil {
			out = append(out, func() { t.GrantTo(*other, t.Kit.Tenant, scenarios.Consents) })
		}
		if t.Kit.OtherUser != "" {
			out = append(out, func() { t.GrantTo(t.Kit.Client, t.Kit.Tenant, scenarios.AsOther) })
		}
		return out[len(out)-max(1, len(out)-1):]
	}
	return []func(){nothing}
}

// widest is given: tokens with an ID token's scope where the target has that, so
// that the userinfo endpoint answers.
func (t *T) widest() (grant scenarios.Grant) {
	tells := slices.ContainsFunc(t.Profile.Duties, func(d catalogue.Duty) bool { return d.Needs == "openid" })
	if !tells || t.UntilCut(func() { grant = t.GrantFor(t.OpenID()) }) {
		return t.Grant()
	}
	return grant
}

// actingOf gathers what a target says of a token: in the probe's answer, in the
// token itself, at the introspection and the userinfo endpoint, and in the response
// that it came in.
func (t *T) actingOf(grant scenarios.Grant) acting {
	out := acting{}
	notes := func(place string, value any) {
		if text := fmt.Sprint(value); value != nil && text != "" {
			out[place] = text
		}
	}
	r := t.Call(grant.Credentials())
	t.Control(r, check.Alive())
	for kind, name := range map[string]scenarios.ProbeName{"user": t.Kit.ProbeUser, "tenant": t.Kit.ProbeTenant} {
		if is, found := pointer.Find(r.Body, name.Pointer); found && name.Pointer != "" {
			notes(kind+" the probe's "+name.Pointer, is)
		}
	}
	notes("scope the token response", grant.Scope)
	if token, signed := jwt.Peek(grant.AccessToken); signed {
		for _, claim := range [][2]string{{"user", "sub"}, {"client", "client_id"}, {"client", "azp"}, {"tenant", "tenant"}} {
			notes(claim[0]+" the claim "+claim[1], token.Claims[claim[1]])
		}
		notes("scope the claim scope", listed(token.Claims["scope"]))
	}
	t.UntilCut(func() {
		said := t.Introspect(grant.AccessToken, "").Members
		for _, member := range [][2]string{{"user", "sub"}, {"user", "username"}, {"client", "client_id"}, {"scope", "scope"}} {
			notes(member[0]+" the introspection's "+member[1], said[member[1]])
		}
	})
	t.UntilCut(func() { notes("user the userinfo's sub", t.userInfo(grant.Credentials()).Members["sub"]) })
	return out
}

// Introspect asks what a token is worth.
func (t *T) Introspect(token, hint string, bends ...scenarios.Bend) *scenarios.Reply {
	if t.public() {
		t.Inapplicable("introspection asks for authorization, RFC 7662 §2.1, and the client of the target file is a public one")
	}
	return t.introspectAs(t.Kit.Client, token, hint, bends...)
}

func (t *T) introspectAs(client scenarios.Registration, token, hint string, bends ...scenarios.Bend) *scenarios.Reply {
	return t.Do(scenarios.Step{Verb: scenarios.Introspect, Client: client, Token: token, TokenHint: hint}, bends...)
}

// active accepts an answer about a living token.
func active() check.Answer {
	return check.RefusedWith(http.StatusOK).That("says active true", func(r *scenarios.Reply) bool { return r.Members["active"] == true })
}

// inactive accepts an answer about a token that is worth nothing.
func inactive() check.Answer {
	return check.RefusedWith(http.StatusOK).That("says active false", func(r *scenarios.Reply) bool { return r.Members["active"] == false })
}

// controlActive is the positive control of the chapter: a good access token is
// active. The grant is on loan.
func (t *T) controlActive() scenarios.Grant {
	var seen *scenarios.Reply
	counts := func(g scenarios.Grant) bool {
		seen = t.Introspect(g.AccessToken, "")
		return active().Accepts(seen)
	}
	grant := check.Borrow(t.T, "grant", counts, func() scenarios.Grant {
		g := t.Grant()
		counts(g)
		return g
	})
	t.Control(seen, active())
	return grant
}

// untold accepts an answer that says nothing of a token.
func untold() check.Answer {
	return check.Reply("no answer about the token", func(r *scenarios.Reply) bool { return r.Members["active"] == nil })
}

// userInfo asks who the resource owner is.
func (t *T) userInfo(as scenarios.Credentials) *scenarios.Reply {
	return t.Do(scenarios.Step{Verb: scenarios.UserInfo, As: as})
}

// listed is a scope that may be written as a list, RFC 9068 §2.2.3 notwithstanding.
func listed(scope any) any {
	if names, ok := scope.([]any); ok {
		text := ""
		for _, name := range names {
			text += fmt.Sprint(name, " ")
		}
		return text
	}
	return scope
}
