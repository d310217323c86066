package fakeserver

import (
	"net/http"
	"strings"

	"github.com/authassay/authassay/fakeserver/internal/store"
	"github.com/authassay/authassay/fakeserver/rules"
)

// admitBearer judges the token first, then its tenant.
func (v *Visit) admitBearer(sent string) (Principal, *Rebuff) {
	if v.Rules.Tenancy.JudgedFirst {
		if b := v.tenantMustExist(); b != nil {
			return Principal{}, b
		}
	}
	p, refusal := v.judgeToken(sent)
	if refusal != nil {
		tenant := v.R.Header.Get(v.Rules.Tenancy.Header)
		vouches := v.Rules.Tenancy.Vouches
		if vouches == nil || !v.tenantExists(tenant) || !vouches(tenant, sent) {
			return Principal{}, &Rebuff{Refusal: refusal, Challenges: v.Rules.Bearer.ChallengeToBadToken}
		}
		p = v.StandIn(tenant)
	}
	return p, v.checkTenant(p)
}

func (v *Visit) judgeToken(sent string) (Principal, *Refusal) {
	rules := &v.Rules.Bearer
	switch {
	case sent == "" && rules.EmptyBearerAdmitted:
		return v.StandIn(v.firstTenant()), nil
	case sent == "":
		return Principal{}, v.bareScheme()
	case len(sent) > rules.MaxTokenBytes:
		return Principal{}, &rules.OversizedToken
	case rules.Token68Checked && !token68(sent):
		return Principal{}, &rules.NoToken68
	}
	found, ok := v.findAccess(sent)
	admitted := rules.UnknownTokenAdmitted != nil && rules.UnknownTokenAdmitted(sent)
	if !ok && (admitted || v.admittedIDToken(sent)) {
		return v.StandIn(v.firstTenant()), nil
	}
	if ok && v.cached(found) {
		return Principal{User: found.acts().user, Tenant: found.tenant, Scope: found.scope}, nil
	}
	if !ok || !rules.BearerAccepted || found.revoked.Load() || found.grant.accessRevoked.Load() {
		return Principal{}, v.badToken()
	}
	if v.expired(found) && v.judgesExpiry() {
		v.endGrant(found.grant, v.Rules.Expiring.Reach, true, true)
		return Principal{}, &v.Rules.Expiring.ExpiredToken
	}
	if v.Rules.Expiring.AccessSlides {
		found.expires.Store(v.Now.Add(v.Rules.Expiring.AccessLifetime).UnixNano())
	}
	v.remembered(found)
	return Principal{User: found.acts().user, Tenant: found.tenant, Scope: found.scope}, nil
}

// expired says whether the life of a token has ended, as the rules count it.
func (v *Visit) expired(t *accessToken) bool {
	r := &v.Rules.Expiring
	seen := t.seen.Load()
	switch {
	case r.UnusedImmortal && seen == 0, r.UsedImmortal && seen != 0:
		return false
	case r.IdleLifetime > 0 && v.Now.UnixNano()-max(seen, t.DiesAt()-int64(r.AccessLifetime)) > int64(r.IdleLifetime):
		return true
	}
	return store.Dead(t, v.Now.Add(-r.Leeway))
}

// token68 says whether a text keeps to the characters of RFC 6750 §2.1.
func token68(text string) bool {
	return strings.IndexFunc(strings.TrimRight(text, "="), func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && !strings.ContainsRune("-._~+/", r)
	}) < 0
}

func (v *Visit) bareScheme() *Refusal { return &v.Rules.Bearer.BareScheme }

func (v *Visit) badToken() *Refusal { return &v.Rules.Bearer.BadToken }

// findAccess looks a token up, and where the rules are bent other credentials too.
func (v *Visit) findAccess(sent string) (*accessToken, bool) {
	rules := &v.Rules.Bearer
	if found, ok := v.issuedAccess(sent); ok {
		return found, true
	}
	if rules.RefreshTokenAdmitted {
		if t, ok := v.state.refreshes.Get(sent); ok {
			return t.grant.asAccess(t.scope, t.expires), true
		}
	}
	if rules.CodeAdmitted {
		if c, ok := v.state.codes.Get(sent); ok {
			return c.grant.asAccess(c.grant.scope, c.DiesAt()), true
		}
	}
	return nil, false
}

// Me answers GET /api/users/me, a resource that shows whom a token serves.
func Me(v *Visit) {
	p, b := v.Admit(false)
	if b == nil {
		b = v.checkScope(p, v.Rules.Scoping.Needed)
	}
	switch {
	case b != nil:
		v.TurnAway(b)
	case !v.Allows(http.MethodGet):
		v.RefuseMethod()
	default:
		v.answerMe(p)
	}
}

func (v *Visit) answerMe(p Principal) {
	v.SetHeader("Cache-Control", "no-store")
	v.Write(http.StatusOK, "application/json; charset=utf-8", v.Encode(userView(v.servedUser(p)).members()))
}

// userView is what the API shows of a user.
type userView User

func (u userView) members() []Member {
	return []Member{{Name: "id", Value: u.ID}, {Name: "username", Value: u.Username}, {Name: "email", Value: u.Email}, {Name: "tenant", Value: u.Tenant}}
}

// MarshalJSON keeps passwords out.
func (u userView) MarshalJSON() ([]byte, error) { return Object(u.members()).Text(false), nil }

// NotFound tells only those with credentials that a resource does not exist.
func NotFound(v *Visit) {
	_, b := v.Admit(false)
	if b == nil {
		b = &Rebuff{Refusal: &Refusal{Status: http.StatusNotFound, Error: rules.NotFoundError, Description: "there is no such resource"}}
	}
	v.TurnAway(b)
}
