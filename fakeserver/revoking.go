package fakeserver

import (
	"net/http"
	"sync"
	"time"

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
	found, refusal := v.revoke(p.get("token"), hint, client)
	switch {
	case refusal != nil:
		v.refuseAs(rules.Errors, p, refusal)
	case !found:
		v.W.WriteHeader(rules.UnknownStatus)
	default:
		v.W.WriteHeader(rules.Status)
	}
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

// revoke looks for the token among both kinds, whatever the hint says, and
// ends it.
func (v *Visit) revoke(token, hint string, client *Client) (found bool, refusal *Refusal) {
	rules := &v.Rules.Revoking
	trusted := rules.HintTrusted && tokenHint(hint)
	if t, ok := v.state.refreshes.Lookup(token, rules.TokenMatches); ok && !(trusted && hint != "refresh_token") && !t.grant.refreshRevoked.Load() {
		if t.grant.client != client && rules.BoundToClient {
			return true, &rules.OtherClient
		}
		if rules.RefreshRevocable {
			v.later(func() { v.endGrant(t.grant, rules.RefreshKillsAccess, true) })
		}
		return true, nil
	}
	if t, ok := v.accessLike(token, rules.TokenMatches); ok && !(trusted && hint != "access_token") {
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

// accessLike finds an access token by a text that is compared as a rule says.
func (v *Visit) accessLike(sent string, matches func(issued, sent string) bool) (*accessToken, bool) {
	if found, ok := v.findAccess(sent); ok || matches == nil {
		return found, ok
	}
	return v.state.accesses.Lookup(sent, matches)
}

// endGrant ends tokens of a grant, or of all grants of its resource owner.
func (v *Visit) endGrant(g *grant, access, refresh bool) {
	for _, g := range v.grantsLike(g) {
		if access {
			g.accessRevoked.Store(true)
		}
		if refresh {
			g.refreshRevoked.Store(true)
		}
	}
}

func (v *Visit) grantsLike(g *grant) []*grant {
	all := []*grant{g}
	if v.Rules.Revoking.EverythingOfUser {
		v.state.refreshes.Each(func(t *refreshToken) {
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
