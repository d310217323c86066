package fakeserver

import (
	"net/http"
	"strings"
	"time"

	"github.com/authassay/authassay/fakeserver/internal/store"
)

// Introspect is the introspection endpoint.
func Introspect(v *Visit) {
	rules := &v.Rules.Introspecting
	p, asker, ok := v.aboutToken(aboutRules{rules.Methods, &v.Rules.ClientAuthentication.AtIntrospection, rules.TokenOptional, rules.BearerTaken, &rules.MissingToken, rules.Errors})
	if !ok {
		return
	}
	members, alive := v.introspect(p.get("token"), p.get("token_type_hint"))
	status := http.StatusOK
	if !alive {
		status = rules.UnknownStatus
		members = []Member{{Name: "active", Value: rules.Active(false)}}
	}
	last := rules.Inactive
	if alive {
		last = rules.Living
	}
	if alive && rules.NamesAsker {
		members = replaced(members, Member{Name: "client_id", Value: asker.ID})
	}
	if last != nil {
		members = last(members)
	}
	v.SetHeader("Cache-Control", "no-store")
	v.Write(status, rules.ContentType, v.Encode(members))
}

// ownToken says whether a request is sent with a living access token.
func (v *Visit) ownToken() bool {
	token, bearer := strings.CutPrefix(v.R.Header.Get("Authorization"), "Bearer ")
	found, ok := v.findAccess(token, Waiver{})
	return bearer && ok && v.lives(found, found.revoked.Load() || found.grant.accessRevoked.Load())
}

// introspect describes a living token.
func (v *Visit) introspect(token, hint string) ([]Member, bool) {
	rules := &v.Rules.Introspecting
	trusted := rules.HintTrusted && tokenHint(hint)
	if t, ok := v.accessLike(token, rules.TokenMatches); ok && !(trusted && hint != "access_token") {
		revoked := t.revoked.Load() || t.grant.accessRevoked.Load() && !rules.GrantIgnored || rules.FormerDead && t.grant.former.Load() != t
		return v.described(t.acts(), t.scope, t.DiesAt(), "Bearer"), v.lives(t, revoked)
	}
	if t, ok := v.state.refreshes.Get(token); ok && !(trusted && hint != "refresh_token") {
		revoked := t.usedAt.Load() != 0 && !rules.RotatedActive || t.grant.refreshRevoked.Load()
		if rules.UsesUp {
			t.usedAt.Store(v.Now.UnixNano())
		}
		return v.described(t.grant, t.scope, t.DiesAt()+int64(rules.RefreshAfter), ""), v.lives(t, revoked)
	}
	if c, ok := v.state.codes.Get(token); ok && rules.CodeActive {
		return v.described(c.grant, c.grant.scope, c.DiesAt(), ""), true
	}
	if rules.UnknownActive != nil && rules.UnknownActive(token) {
		return []Member{{Name: "active", Value: rules.Active(true)}}, true
	}
	return nil, false
}

func (v *Visit) lives(t store.Mortal, revoked bool) bool {
	rules := &v.Rules.Introspecting
	return (!revoked || rules.RevokedActive) && (!store.Dead(t, v.Now) || rules.ExpiredActive)
}

// described are the members of RFC 7662 §2.2.
func (v *Visit) described(g *grant, scope string, dies int64, kind string) []Member {
	rules := &v.Rules.Introspecting
	members := []Member{{Name: "active", Value: rules.Active(true)}, {Name: "scope", Value: scope}, {Name: "client_id", Value: g.client.ID}}
	if g.user != nil {
		members = append(members, Member{Name: "sub", Value: g.user.ID}, Member{Name: "username", Value: g.user.Username})
	}
	if kind != "" {
		members = append(members, Member{Name: "token_type", Value: kind})
	}
	if rules.IssuedNow {
		members = append(members, Member{Name: "iat", Value: v.Now.Unix()})
	}
	if rules.SecretTold {
		members = append(members, Member{Name: "client_secret", Value: g.client.Secret})
	}
	exp := time.Unix(0, dies).Add(rules.ExpiresAfter).Unix()
	return append(members, Member{Name: "exp", Value: exp}, Member{Name: "iss", Value: v.issuer()})
}

// replaced are the members with another value for one of them.
func replaced(members []Member, by Member) []Member {
	for i, m := range members {
		if m.Name == by.Name {
			members[i] = by
		}
	}
	return members
}
