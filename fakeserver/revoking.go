package fakeserver

import (
	"net/http"
	"sync"
	"time"
)

// RevokingRules decide about the revocation endpoint (RFC 7009).
type RevokingRules struct {
	Methods            []string
	RefreshRevocable   bool          // a refresh token dies when told
	AccessRevocable    bool          // an access token dies when told
	RefreshKillsAccess bool          // with a refresh token die the access tokens of its grant
	AccessKillsRefresh bool          // with an access token dies the refresh token of its grant
	BoundToClient      bool          // a client revokes its own tokens only
	HintTrusted        bool          // only the kind of token that the hint names is looked for
	EverythingOfUser   bool          // all grants of the resource owner die
	TokenOptional      bool          // a request without a token is answered as one about an unknown token
	Delay              time.Duration // a revocation takes effect so long after its answer (RFC 7009 §2)
	Status             int           // of a good answer, and of that to an unknown token
	UnknownStatus      int

	Errors       *ErrorAnswer // nil for that of the token endpoint (RFC 7009 §2.2.1)
	MissingToken Refusal
	OtherClient  Refusal
	UnknownHint  *Refusal // nil ignores a hint that nobody knows (RFC 7009 §2.1)
}

func honestRevoking() RevokingRules {
	return RevokingRules{
		Methods:            []string{http.MethodPost},
		RefreshRevocable:   true,
		AccessRevocable:    true,
		RefreshKillsAccess: true,
		BoundToClient:      true,
		Status:             http.StatusOK,
		UnknownStatus:      http.StatusOK,
		MissingToken:       Refusal{http.StatusBadRequest, invalidRequest, "token is missing"},
		OtherClient:        Refusal{http.StatusBadRequest, invalidGrant, "the token is another client's"},
	}
}

// serveRevoke is the revocation endpoint.
func (v *visit) serveRevoke() {
	rules := &v.rules.Revoking
	p, client, ok := v.aboutToken(aboutRules{rules.Methods, &v.rules.Identifying.AtRevocation, rules.TokenOptional, &rules.MissingToken, rules.Errors})
	if !ok {
		return
	}
	hint := p.get("token_type_hint")
	if rules.UnknownHint != nil && hint != "" && !tokenHint(hint) {
		v.refuseAs(rules.Errors, p, rules.UnknownHint)
		return
	}
	found, refusal := v.revoke(p.get("token"), hint, client)
	switch {
	case refusal != nil:
		v.refuseAs(rules.Errors, p, refusal)
	case !found:
		v.w.WriteHeader(rules.UnknownStatus)
	default:
		v.w.WriteHeader(rules.Status)
	}
}

func tokenHint(hint string) bool { return hint == "access_token" || hint == "refresh_token" }

// aboutRules decide about a request about a token.
type aboutRules struct {
	methods  []string
	check    *ClientCheck
	optional bool // a token may be missing
	missing  *Refusal
	errors   *ErrorAnswer
}

// aboutToken reads a request about a token from a client that identifies
// itself. It has answered when ok is false.
func (v *visit) aboutToken(rules aboutRules) (p parameters, client *Client, ok bool) {
	if !v.allows(rules.methods...) {
		v.refuseAs(rules.errors, p, &Refusal{http.StatusMethodNotAllowed, invalidRequest, "the method is not allowed"})
		return p, nil, false
	}
	p, refusal := v.readTokenRequest()
	if refusal == nil {
		client, refusal = v.identify(p, rules.check, func() *Client { return &v.fixtures.Clients[0] })
	}
	if refusal == nil && p.get("token") == "" && !rules.optional {
		refusal = rules.missing
	}
	if refusal != nil {
		v.refuseAs(rules.errors, p, refusal)
		return p, nil, false
	}
	return p, client, true
}

// revoke looks for the token among both kinds, whatever the hint says, and
// ends it.
func (v *visit) revoke(token, hint string, client *Client) (found bool, refusal *Refusal) {
	rules := &v.rules.Revoking
	trusted := rules.HintTrusted && tokenHint(hint)
	if t, ok := v.state.refreshes.get(token); ok && !(trusted && hint != "refresh_token") && !t.grant.refreshRevoked.Load() {
		if t.grant.client != client && rules.BoundToClient {
			return true, &rules.OtherClient
		}
		if rules.RefreshRevocable {
			v.later(func() { v.endGrant(t.grant, rules.RefreshKillsAccess, true) })
		}
		return true, nil
	}
	if t, ok := v.findAccess(token); ok && !(trusted && hint != "access_token") {
		if t.grant.client != client && rules.BoundToClient {
			return true, &rules.OtherClient
		}
		if rules.AccessRevocable {
			v.later(func() {
				t.revoked.Store(true)
				v.endGrant(t.grant, false, rules.AccessKillsRefresh)
			})
		}
		return true, nil
	}
	return false, nil
}

// endGrant ends tokens of a grant, or of all grants of its resource owner.
func (v *visit) endGrant(g *grant, access, refresh bool) {
	for _, g := range v.grantsLike(g) {
		if access {
			g.accessRevoked.Store(true)
		}
		if refresh {
			g.refreshRevoked.Store(true)
		}
	}
}

func (v *visit) grantsLike(g *grant) []*grant {
	all := []*grant{g}
	if v.rules.Revoking.EverythingOfUser {
		v.state.refreshes.each(func(t *refreshToken) {
			if t.grant.user == g.user {
				all = append(all, t.grant)
			}
		})
	}
	return all
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
func (v *visit) later(end func()) {
	delay := v.rules.Revoking.Delay
	if delay == 0 {
		end()
		return
	}
	r := &v.state.revoked
	r.Lock()
	defer r.Unlock()
	r.due = append(r.due, revocation{v.now.Add(delay), end})
}

// settle has the revocations take effect whose time has come.
func (v *visit) settle() *visit {
	if v.rules.Revoking.Delay == 0 {
		return v
	}
	r := &v.state.revoked
	r.Lock()
	defer r.Unlock()
	var left []revocation
	for _, due := range r.due {
		if due.at.After(v.now) {
			left = append(left, due)
			continue
		}
		due.end()
	}
	r.due = left
	return v
}
