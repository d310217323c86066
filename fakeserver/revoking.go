package fakeserver

import (
	"net/http"
	"sync"
	"time"

	"github.com/authassay/authassay/fakeserver/internal/store"
	"github.com/authassay/authassay/fakeserver/rules"
)

// Revoke is the revocation endpoint.
func Revoke(v *Visit) {
	rules := &v.Rules.Revoking
	p, client, ok := v.aboutToken(aboutRules{rules.Methods, &v.Rules.ClientAuthentication.AtRevocation, rules.TokenOptional, false, &rules.MissingToken, rules.Errors})
	if !ok {
		return
	}
	hint := p.get("token_type_hint")
	if rules.UnknownHint != nil && hint != "" && !tokenHint(hint) {
		v.refuseAs(rules.Errors, p, rules.UnknownHint)
		return
	}
	status, refusal := v.revoke(p.get("token"), hint, client)
	if refusal != nil {
		v.refuseAs(rules.Errors, p, refusal)
		return
	}
	v.W.WriteHeader(status)
}

func tokenHint(hint string) bool { return hint == "access_token" || hint == "refresh_token" }

// aboutRules decide about a request about a token.
type aboutRules struct {
	methods  []string
	check    *rules.ClientCheck
	optional bool // a token may be missing
	bearer   bool // a living token that is sent as one's own stands for a client
	missing  *Refusal
	errors   *rules.ErrorAnswer
}

// aboutToken reads a request about a token from a client that identifies
// itself. It has answered when ok is false.
func (v *Visit) aboutToken(asked aboutRules) (p parameters, client *Client, ok bool) {
	if !v.Allows(asked.methods...) {
		v.refuseAs(asked.errors, p, &Refusal{Status: http.StatusMethodNotAllowed, Error: rules.InvalidRequest, Description: "the method is not allowed"})
		return p, nil, false
	}
	p, refusal := v.readTokenRequest()
	if refusal == nil && !(asked.bearer && v.ownToken()) {
		client, refusal = v.identify(p, asked.check, func() *Client { return &v.fixtures.Clients[0] })
	}
	if refusal == nil && p.get("token") == "" && !asked.optional {
		refusal = asked.missing
	}
	if refusal != nil {
		v.refuseAs(asked.errors, p, refusal)
		return p, nil, false
	}
	return p, client, true
}

// revoke looks for the token among both kinds, whatever the hint says, ends it and
// says with which status that is answered.
func (v *Visit) revoke(token, hint string, client *Client) (status int, refusal *Refusal) {
	rules := &v.Rules.Revoking
	trusted := rules.HintTrusted && tokenHint(hint)
	if t, ok := v.state.refreshes.Lookup(token, rules.TokenMatches); ok && !(trusted && hint != "refresh_token") {
		if t.grant.client != client && rules.BoundToClient {
			return 0, &rules.OtherClient
		}
		return v.revokeRefresh(t), nil
	}
	if t, ok := v.accessLike(token, rules.TokenMatches); ok && !(trusted && hint != "access_token") {
		if t.grant.client != client && rules.BoundToClient {
			return 0, &rules.OtherClient
		}
		return v.revokeAccess(t), nil
	}
	return rules.UnknownStatus, nil
}

// accessLike finds an access token by a text that is compared as a rule says.
func (v *Visit) accessLike(sent string, matches func(issued, sent string) bool) (*accessToken, bool) {
	if found, ok := v.findAccess(sent, Waiver{}); ok || matches == nil {
		return found, ok
	}
	return v.state.accesses.Lookup(sent, matches)
}

// revokeRefresh ends a refresh token and what came of its grant.
func (v *Visit) revokeRefresh(t *refreshToken) (status int) {
	rules, g := &v.Rules.Revoking, t.grant
	former := g.former.Load()
	spared := t.refreshed && !rules.RefreshedRevocable || rules.NeedsLivingAccess && former != nil && store.Dead(former, v.Now)
	switch {
	case g.refreshRevoked.Load():
		if rules.RevokedStatus == http.StatusOK {
			return rules.UnknownStatus
		}
		return rules.RevokedStatus
	case rules.RefreshRevocable && !spared:
		v.later(func() {
			if rules.LatestAccessOnly && former != nil {
				former.revoked.Store(true)
			}
			g.ended(rules.RefreshKillsAccess && !rules.LatestAccessOnly, true)
			v.endGrant(g, rules.Reach, rules.RefreshKillsAccess, true)
		})
	}
	switch {
	case store.Dead(t, v.Now):
		return rules.ExpiredStatus
	case t.usedAt.Load() != 0:
		return rules.RotatedStatus
	}
	return rules.Status
}

// revokeAccess ends an access token.
func (v *Visit) revokeAccess(t *accessToken) (status int) {
	rules := &v.Rules.Revoking
	dead := t.revoked.Load() || t.grant.accessRevoked.Load()
	if rules.AccessRevocable {
		v.later(func() {
			t.revoked.Store(true)
			t.grant.ended(false, rules.AccessKillsRefresh)
			v.endGrant(t.grant, rules.AccessReach, true, rules.AccessKillsRefresh)
		})
	}
	switch {
	case store.Dead(t, v.Now):
		return rules.ExpiredStatus
	case dead:
		return rules.DeadAccessStatus
	}
	return rules.Status
}

// ended ends tokens of the grant.
func (g *grant) ended(access, refresh bool) {
	if access {
		g.accessRevoked.Store(true)
	}
	if refresh {
		g.refreshRevoked.Store(true)
	}
}

// endGrant ends tokens of the other grants that a reach has beside the one.
func (v *Visit) endGrant(g *grant, reach rules.Reach, access, refresh bool) {
	if reach == rules.ReachesGrant {
		return
	}
	v.state.refreshes.Each(func(t *refreshToken) {
		if t.grant != g && reaches(reach, g, t.grant) {
			t.grant.ended(access, refresh)
		}
	})
}

// reaches says whether what ends one grant ends another by the reach.
func reaches(reach rules.Reach, g, other *grant) bool {
	client, user := other.client == g.client, other.user == g.user
	switch reach {
	case rules.ReachesSame:
		return client && user
	case rules.ReachesClient:
		return client
	case rules.ReachesUser:
		return user
	}
	return reach == rules.ReachesAll
}

// revocations are those that have been answered and not yet taken effect.
type revocations struct {
	sync.Mutex
	due []revocation
}

type revocation struct {
	at  time.Time
	end func()
}

// later ends something after the delay of revocations, at once where there is
// none.
func (v *Visit) later(end func()) {
	delay := v.Rules.Revoking.Delay
	if delay == 0 {
		end()
		return
	}
	r := &v.state.revoked
	r.Lock()
	defer r.Unlock()
	r.due = append(r.due, revocation{v.Now.Add(delay), end})
}

// settle has the revocations take effect whose time has come.
func (v *Visit) settle() *Visit {
	if v.Rules.Revoking.Delay == 0 {
		return v
	}
	r := &v.state.revoked
	r.Lock()
	defer r.Unlock()
	var left []revocation
	for _, due := range r.due {
		if due.at.After(v.Now) {
			left = append(left, due)
			continue
		}
		due.end()
	}
	r.due = left
	return v
}
