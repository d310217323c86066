package fakeserver

import (
	"io"
	"net/http"
	"strings"
)

// principal is on whose behalf the API serves a request.
type principal struct {
	user   *User
	tenant string
	scope  string
	launch *launchCredentials // nil for everybody but launched content
}

// rebuff is how the API turns a request away.
type rebuff struct {
	refusal    *Refusal
	challenges []string // WWW-Authenticate, a header each
	leaked     *User    // shown in the body by a bent rule
}

// admit finds out who sends a request to the API. Basic resources take API keys
// and launch credentials beside bearer tokens.
func (v *visit) admit(basic bool) (principal, *rebuff) {
	rules := &v.rules.Presenting
	value, ok := v.authorization()
	if !ok {
		return principal{}, &rebuff{refusal: &rules.SeveralAuthorizations}
	}
	scheme, credentials, _ := strings.Cut(value, " ")
	credentials = strings.Trim(credentials, " ")
	switch {
	case scheme == "":
		return v.admitAnonymous(basic)
	case rules.SchemeMatches(scheme):
		return v.admitBearer(credentials)
	case v.rules.Basic.SchemeMatches(scheme):
		return v.admitBasic(credentials, basic)
	}
	return principal{}, v.nobody(basic)
}

// authorization is the value that a request identifies itself with; "" is none.
func (v *visit) authorization() (string, bool) {
	rules := &v.rules.Presenting
	if values := v.r.Header["Authorization"]; len(values) > 0 {
		return rules.PickAuthorization(values)
	}
	token := ""
	if rules.QueryTokenAdmitted {
		token = v.r.URL.Query().Get("access_token")
	}
	if rules.BodyTokenAdmitted && token == "" {
		token = v.bodyToken()
	}
	if token == "" {
		return "", true
	}
	return "Bearer " + token, true
}

// bodyToken reads RFC 6750 §2.2's form, whatever the method.
func (v *visit) bodyToken() string {
	body, _ := v.readBody()
	v.r.Body = io.NopCloser(strings.NewReader(string(body)))
	form, _ := parseQuery(string(body))
	return form.Get("access_token")
}

func (v *visit) admitAnonymous(basic bool) (principal, *rebuff) {
	admitted := v.rules.Presenting.AnonymousAdmitted
	if basic {
		admitted = admitted || v.rules.Basic.AnonymousAdmitted
	}
	if admitted {
		return v.standIn(v.fixtures.Tenants[0]), nil
	}
	return principal{}, v.nobody(basic)
}

// nobody refuses a request that brought no credentials of a known scheme.
func (v *visit) nobody(basic bool) *rebuff {
	challenges := v.rules.Presenting.ChallengeToAnonymous
	if basic {
		challenges = v.rules.Basic.ChallengeToAnonymous
	}
	return &rebuff{refusal: &v.rules.Presenting.Anonymous, challenges: challenges}
}

// standIn is served where a bent rule admits somebody unknown.
func (s *Server) standIn(tenant string) principal {
	return principal{user: s.firstAdministrator(tenant), tenant: tenant, scope: s.allScopes()}
}

func (s *Server) allScopes() string { return strings.Join(s.fixtures.Scopes, " ") }

// servedUser is the user whose data a request gets.
func (v *visit) servedUser(p principal) User {
	served := v.rules.Presenting.Serves(*v.mixedUp(p.user), v.fixtures.Users)
	served.Tenant = v.tenantMixedUp(served.Tenant)
	return served
}

// rebuffed answers for the API.
func (v *visit) rebuffed(b *rebuff) {
	rules, refusal := &v.rules.Presenting, *b.refusal
	if v.rules.Hygiene.EchoesCredential {
		refusal.Description += ": " + v.r.Header.Get("Authorization")
	}
	members := rules.ErrorBody(refusal)
	if b.leaked != nil {
		members = append(members, Member{"user", userView(*b.leaked)})
	}
	members = v.trace(members)
	body := v.encode(members)
	if rules.ErrorEncode != nil {
		body = rules.ErrorEncode(members)
	}
	if len(b.challenges) > 0 {
		v.w.Header()["Www-Authenticate"] = b.challenges
	}
	v.write(refusal.Status, rules.ErrorContentType, body)
}

// methodRefused is the API's 405.
func (v *visit) methodRefused() {
	v.rebuffed(&rebuff{refusal: &Refusal{http.StatusMethodNotAllowed, methodError, "the method is not allowed"}})
}
