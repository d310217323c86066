package fakeserver

import (
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver/rules"
)

// Principal is on whose behalf the API serves a request.
type Principal struct {
	User   *User
	Tenant string // "" is bound to none
	Scope  string // names between spaces
	Own    any    // what a contract's own Pair found; nil for everybody else
}

// Rebuff is how the API turns a request away.
type Rebuff struct {
	Refusal    *Refusal
	Challenges []string // WWW-Authenticate, a header each
	leaked     *User    // shown in the body by a bent rule
}

// Admit finds out who sends a request to the API, or how it is to be turned away.
// Basic resources take API keys, and what the contract's Pair knows, beside
// bearer tokens.
func (v *Visit) Admit(basic bool) (Principal, *Rebuff) {
	rules := &v.Rules.Bearer
	value, ok := v.authorization()
	if !ok {
		return Principal{}, &Rebuff{Refusal: &rules.SeveralAuthorizations}
	}
	scheme, credentials, _ := strings.Cut(value, " ")
	credentials = strings.Trim(credentials, " ")
	switch {
	case scheme == "":
		return v.admitAnonymous(basic)
	case rules.SchemeMatches(scheme):
		return v.admitBearer(credentials)
	case v.Rules.Basic.SchemeMatches(scheme):
		return v.admitBasic(credentials, basic)
	}
	return Principal{}, v.nobody(basic)
}

// authorization is the value that a request identifies itself with; "" is none.
func (v *Visit) authorization() (string, bool) {
	rules := &v.Rules.Bearer
	if values := v.R.Header["Authorization"]; len(values) > 0 {
		return rules.PickAuthorization(values)
	}
	token := ""
	if rules.QueryTokenAdmitted {
		token = v.R.URL.Query().Get("access_token")
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
func (v *Visit) bodyToken() string {
	body, _ := v.ReadBody()
	v.R.Body = io.NopCloser(strings.NewReader(string(body)))
	form, _ := parseQuery(string(body))
	return form.Get("access_token")
}

func (v *Visit) admitAnonymous(basic bool) (Principal, *Rebuff) {
	admitted := v.Rules.Bearer.AnonymousAdmitted
	if basic {
		admitted = admitted || v.Rules.Basic.AnonymousAdmitted
	}
	if admitted {
		return v.StandIn(v.firstTenant()), nil
	}
	return Principal{}, v.nobody(basic)
}

// nobody refuses a request that brought no credentials of a known scheme.
func (v *Visit) nobody(basic bool) *Rebuff {
	challenges := v.Rules.Bearer.ChallengeToAnonymous
	if basic {
		challenges = v.Rules.Basic.ChallengeToAnonymous
	}
	return &Rebuff{Refusal: &v.Rules.Bearer.Anonymous, Challenges: challenges}
}

// StandIn is served where a bent rule admits somebody unknown.
func (v *Visit) StandIn(tenant string) Principal {
	return Principal{User: v.firstAdministrator(tenant), Tenant: tenant, Scope: v.allScopes()}
}

func (s *site) allScopes() string { return strings.Join(s.fixtures.Scopes, " ") }

// servedUser is the user whose data a request gets.
func (v *Visit) servedUser(p Principal) User {
	served := v.Rules.Bearer.Serves(*v.mixedUp(p.User), v.fixtures.Users)
	served.Tenant = v.tenantMixedUp(served.Tenant)
	return served
}

// TurnAway answers for the API.
func (v *Visit) TurnAway(b *Rebuff) {
	rules, refusal := &v.Rules.Bearer, *b.Refusal
	if v.Rules.Hygiene.EchoesCredential {
		refusal.Description += ": " + v.R.Header.Get("Authorization")
	}
	members := rules.ErrorBody(refusal)
	if b.leaked != nil {
		members = append(members, Member{Name: "user", Value: userView(*b.leaked)})
	}
	members = v.Trace(members)
	body := v.Encode(members)
	if rules.ErrorEncode != nil {
		body = rules.ErrorEncode(members)
	}
	if len(b.Challenges) > 0 {
		v.W.Header()["Www-Authenticate"] = b.Challenges
	}
	v.Write(refusal.Status, rules.ErrorContentType, body)
}

// Refuse turns a request to the API away, without a challenge.
func (v *Visit) Refuse(refusal *Refusal) { v.TurnAway(&Rebuff{Refusal: refusal}) }

// RefuseMethod is the API's 405.
func (v *Visit) RefuseMethod() {
	v.Refuse(&Refusal{Status: http.StatusMethodNotAllowed, Error: rules.MethodError, Description: "the method is not allowed"})
}

// checkScope asks a token for the scope of a resource.
func (v *Visit) checkScope(p Principal, needed string) *Rebuff {
	if rules.HoldsScope(p.Scope, needed) {
		return nil
	}
	rules := &v.Rules.Scoping
	return &Rebuff{Refusal: &rules.Insufficient, Challenges: rules.Challenge(needed)}
}

// tenantNamed is the tenant that a request names; "" is none.
func (v *Visit) tenantNamed() (string, bool) {
	rules := &v.Rules.Tenancy
	if rules.PathValue != "" {
		if named := v.R.PathValue(rules.PathValue); named != "" {
			return named, true
		}
	}
	if values := v.R.Header[rules.Header]; len(values) > 0 {
		return rules.PickHeader(values)
	}
	if rules.FromQuery != "" {
		return v.R.URL.Query().Get(rules.FromQuery), true
	}
	return "", true
}

// checkTenant asks a bearer request for the tenant of its token.
func (v *Visit) checkTenant(p Principal) *Rebuff {
	rules := &v.Rules.Tenancy
	name, ok := v.tenantNamed()
	switch {
	case !ok:
		return &Rebuff{Refusal: &rules.Several}
	case name == "" && rules.Required:
		return &Rebuff{Refusal: &rules.Missing}
	case name == "" || p.Tenant == "" || rules.Matches(p.Tenant, name):
		return nil
	case v.tenantExists(name):
		return v.tenantRefused(&rules.Other, p)
	case rules.UnknownAdmitted != nil && rules.UnknownAdmitted(name):
		return nil
	}
	return v.tenantRefused(v.unknownTenant(), p)
}

func (v *Visit) unknownTenant() *Refusal { return &v.Rules.Tenancy.Unknown }

func (v *Visit) tenantRefused(refusal *Refusal, p Principal) *Rebuff {
	b := &Rebuff{Refusal: refusal}
	if v.Rules.Tenancy.RefusalLeaks {
		b.leaked = p.User
	}
	return b
}

func (v *Visit) tenantMustExist() *Rebuff {
	if name := v.R.Header.Get(v.Rules.Tenancy.Header); name != "" && !v.tenantExists(name) {
		return &Rebuff{Refusal: v.unknownTenant()}
	}
	return nil
}

// admitBasic reads HTTP Basic. A resource that takes bearer tokens only still
// reads it, so that malformed credentials meet the same code everywhere.
func (v *Visit) admitBasic(credentials string, basic bool) (Principal, *Rebuff) {
	r := &v.Rules.Basic
	key, secret, refusal := v.decodeBasic(credentials)
	if refusal == nil && v.Rules.Bearer.ClientCredentialsAdmitted {
		if c := v.client(key); c != nil && rules.SameSecret(c.Secret, secret) {
			return v.StandIn(c.Tenant), nil
		}
	}
	if !basic {
		b := v.nobody(basic)
		if refusal != nil {
			b.Refusal = refusal
		}
		return Principal{}, b
	}
	var p Principal
	if refusal == nil {
		p, refusal = v.judgeKey(key, secret)
	}
	if refusal != nil {
		return Principal{}, &Rebuff{Refusal: refusal, Challenges: r.Challenge}
	}
	if r.TenantChecked {
		for _, tenant := range v.R.Header[v.Rules.Tenancy.Header] {
			if tenant != p.Tenant {
				return Principal{}, &Rebuff{Refusal: &r.OtherTenant}
			}
		}
	}
	return p, nil
}

func (v *Visit) decodeBasic(credentials string) (key, secret string, refusal *Refusal) {
	rules := &v.Rules.Basic
	if credentials == "" {
		return "", "", v.bareScheme()
	}
	if len(credentials) > rules.Longest {
		return "", "", &rules.Oversized
	}
	pair, ok := rules.Decode(credentials)
	if ok {
		key, secret, ok = rules.Split(pair)
	}
	if !ok && rules.KeyAloneAdmitted {
		if stored := v.apiKey(pair); stored != nil {
			return stored.Key, stored.Secret, nil
		}
	}
	if !ok {
		return "", "", &rules.Undecodable
	}
	return key, secret, nil
}

func (v *Visit) judgeKey(key, secret string) (Principal, *Refusal) {
	rules := &v.Rules.Basic
	if v.contract.Pair != nil {
		if p, refusal, ok := v.contract.Pair(v, key, secret); ok {
			return p, refusal
		}
	}
	stored := v.apiKey(key)
	switch {
	case stored == nil && rules.UnknownKeyAdmitted != nil && rules.UnknownKeyAdmitted(key, secret):
		return v.StandIn(v.firstTenant()), nil
	case stored == nil:
		return Principal{}, v.unknownKey()
	case !rules.Accepted:
		return Principal{}, v.wrongSecret()
	case secret == "" && !rules.EmptySecretAdmitted:
		return Principal{}, v.wrongSecret()
	case secret != "" && !v.secretOf(stored, secret):
		return Principal{}, v.wrongSecret()
	}
	return v.StandIn(stored.Tenant), nil
}

// secretOf says whether a secret is that of a key.
func (v *Visit) secretOf(stored *APIKey, sent string) bool {
	rules := &v.Rules.Basic
	return rules.SecretMatches(stored.Secret, sent) || rules.SecretOfAnyKey &&
		slices.ContainsFunc(v.fixtures.APIKeys, func(k APIKey) bool { return rules.SecretMatches(k.Secret, sent) })
}

func (v *Visit) unknownKey() *Refusal { return &v.Rules.Basic.UnknownKey }

func (v *Visit) wrongSecret() *Refusal { return &v.Rules.Basic.WrongSecret }

func (s *site) apiKey(key string) *APIKey {
	for i := range s.fixtures.APIKeys {
		if s.fixtures.APIKeys[i].Key == key {
			return &s.fixtures.APIKeys[i]
		}
	}
	return nil
}
