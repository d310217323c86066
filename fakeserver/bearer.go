package fakeserver

import (
	"net/http"
	"strings"
)

// admitBearer judges the token first, then its tenant.
func (v *visit) admitBearer(sent string) (principal, *rebuff) {
	if v.rules.Tenancy.JudgedFirst {
		if b := v.tenantMustExist(); b != nil {
			return principal{}, b
		}
	}
	p, refusal := v.judgeToken(sent)
	if refusal != nil {
		tenant := v.r.Header.Get(tenantHeader)
		vouches := v.rules.Tenancy.Vouches
		if vouches == nil || !v.tenantExists(tenant) || !vouches(tenant, sent) {
			return principal{}, &rebuff{refusal: refusal, challenges: v.rules.Presenting.ChallengeToBadToken}
		}
		p = v.standIn(tenant)
	}
	return p, v.checkTenant(p)
}

func (v *visit) judgeToken(sent string) (principal, *Refusal) {
	rules := &v.rules.Presenting
	switch {
	case sent == "" && rules.EmptyBearerAdmitted:
		return v.standIn(v.fixtures.Tenants[0]), nil
	case sent == "":
		return principal{}, v.bareScheme()
	case len(sent) > rules.MaxTokenBytes:
		return principal{}, &rules.OversizedToken
	case rules.Token68Checked && !token68(sent):
		return principal{}, &rules.NoToken68
	}
	found, ok := v.findAccess(sent)
	admitted := rules.UnknownTokenAdmitted != nil && rules.UnknownTokenAdmitted(sent)
	if !ok && (admitted || v.admittedIDToken(sent)) {
		return v.standIn(v.fixtures.Tenants[0]), nil
	}
	if ok && v.cached(found) {
		return principal{user: found.grant.user, tenant: found.tenant, scope: found.scope}, nil
	}
	if !ok || !rules.BearerAccepted || found.revoked.Load() || found.grant.accessRevoked.Load() {
		return principal{}, v.badToken()
	}
	if dead(found, v.now.Add(-v.rules.Expiring.Leeway)) && v.judgesExpiry() {
		return principal{}, &v.rules.Expiring.ExpiredToken
	}
	if v.rules.Expiring.AccessSlides {
		found.expires.Store(v.now.Add(v.rules.Expiring.AccessLifetime).UnixNano())
	}
	v.remembered(found)
	return principal{user: found.grant.user, tenant: found.tenant, scope: found.scope}, nil
}

// token68 says whether a text keeps to the characters of RFC 6750 §2.1.
func token68(text string) bool {
	return strings.IndexFunc(strings.TrimRight(text, "="), func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && !strings.ContainsRune("-._~+/", r)
	}) < 0
}

func (v *visit) bareScheme() *Refusal { return &v.rules.Presenting.BareScheme }

func (v *visit) badToken() *Refusal { return &v.rules.Presenting.BadToken }

// findAccess looks a token up, and where the rules are bent other credentials too.
func (v *visit) findAccess(sent string) (*accessToken, bool) {
	rules := &v.rules.Presenting
	if found, ok := v.issuedAccess(sent); ok {
		return found, true
	}
	if rules.RefreshTokenAdmitted {
		if t, ok := v.state.refreshes.get(sent); ok {
			return t.grant.asAccess(t.scope, t.expires), true
		}
	}
	if rules.CodeAdmitted {
		if c, ok := v.state.codes.get(sent); ok {
			return c.grant.asAccess(c.grant.scope, c.diesAt()), true
		}
	}
	return nil, false
}

// serveMe answers GET /api/users/me, a resource that shows whom a token serves.
func (v *visit) serveMe() {
	p, b := v.admit(false)
	if b == nil {
		b = v.checkScope(p, v.rules.Scoping.Needed)
	}
	switch {
	case b != nil:
		v.rebuffed(b)
	case !v.allows(http.MethodGet):
		v.methodRefused()
	default:
		v.answerMe(p)
	}
}

func (v *visit) answerMe(p principal) {
	v.setHeader("Cache-Control", "no-store")
	v.write(http.StatusOK, "application/json; charset=utf-8", v.encode(userView(v.servedUser(p)).members()))
}

// userView is what the API shows of a user.
type userView User

func (u userView) members() []Member {
	return []Member{{"id", u.ID}, {"username", u.Username}, {"email", u.Email}, {"tenant", u.Tenant}}
}

// MarshalJSON keeps passwords out.
func (u userView) MarshalJSON() ([]byte, error) { return encodeMembers(u.members(), false), nil }

// serveImport answers POST /api/import/users. It imports nothing.
func (v *visit) serveImport() {
	_, b := v.admit(false)
	switch {
	case b != nil:
		v.rebuffed(b)
	case !v.allows(http.MethodPost):
		v.methodRefused()
	default:
		_, _ = v.readBody()
		v.write(http.StatusOK, "application/json; charset=utf-8", v.encode([]Member{{"imported", 0}}))
	}
}

// serveUnknown tells only those with credentials that a resource does not exist.
func (v *visit) serveUnknown() {
	_, b := v.admit(false)
	if b == nil {
		b = &rebuff{refusal: &Refusal{http.StatusNotFound, notFoundError, "there is no such resource"}}
	}
	v.rebuffed(b)
}
