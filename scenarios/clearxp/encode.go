package clearxp

import (
	"embed"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// The paths that the ClearXP documentation names, below the base URL of the
// authorization server or of the API.
const (
	authorizePath = "/auth/oauth/authorize"
	tokenPath     = "/auth/oauth/token"
	delegatePath  = "/api/auth/basic"
	probePath     = "/api/users/me"
	basicPath     = "/xapi/statements"

	tenantHeader = "X-CXP-Tenant"
)

//go:embed profile.yaml target.yaml
var files embed.FS

// Profile is the contract of ClearXP.
func Profile() scenarios.Profile {
	return scenarios.Profile{Name: "clearxp", Dialect: Dialect{}, Files: files}
}

// Dialect is the ClearXP codec. Endpoints.At may override authorize, token,
// launch and delegate.
type Dialect struct{}

// TenantHeader names the tenant of a request with a bearer token.
func (Dialect) TenantHeader() string { return tenantHeader }

// Encode writes a step as ClearXP's documentation shows it.
func (Dialect) Encode(b scenarios.Endpoints, s scenarios.Step) (scenarios.Request, error) {
	switch s.Verb {
	case scenarios.Authorize:
		return authorize(b, s), nil
	case scenarios.Exchange, scenarios.Refresh, scenarios.ClientCredentials:
		return token(b, s), nil
	case scenarios.Call:
		return call(b, s), nil
	case scenarios.LaunchCredentials:
		return delegate(b, s), nil
	case scenarios.Launch:
		return open(b, s)
	}
	return scenarios.Request{}, fmt.Errorf("clearxp: %s: %w", s.Verb, errors.ErrUnsupported)
}

func authorize(b scenarios.Endpoints, s scenarios.Step) scenarios.Request {
	p := list{}
	p.add("client_id", s.Client.ID)
	p.add("redirect_uri", s.RedirectURI)
	p.add("response_type", "code")
	p.add("state", s.State)
	p.add("scope", s.Scope)
	p.add("code_challenge", s.Challenge)
	p.add("code_challenge_method", s.ChallengeMethod)
	query := append(scenarios.Params(p), s.Client.Extra...)
	return scenarios.Request{
		Method: http.MethodGet,
		URL:    endpoint(b, "authorize", b.Auth, authorizePath),
		Query:  append(query, s.Fields...),
		Header: b.HeaderWith("Accept", "text/html"),
	}
}

// token writes both grants with their members in the documented order, and the one
// for the client itself, which is not documented, in the same way. The
// tenant has no place here: the samples show none.
func token(b scenarios.Endpoints, s scenarios.Step) scenarios.Request {
	p := list{}
	kinds := map[scenarios.Verb]string{scenarios.Exchange: "authorization_code", scenarios.Refresh: "refresh_token"}
	p.add("grant_type", or(kinds[s.Verb], "client_credentials"))
	p.add("client_id", s.Client.ID)
	p.add("client_secret", s.Client.Secret)
	switch s.Verb {
	case scenarios.Exchange:
		p.add("redirect_uri", s.RedirectURI)
		p.add("code", s.Code)
		p.add("code_verifier", s.Verifier)
	case scenarios.Refresh:
		p.add("refresh_token", s.RefreshToken)
	}
	return scenarios.Request{
		Method:   http.MethodPost,
		URL:      endpoint(b, "token", b.Auth, tokenPath),
		Header:   b.HeaderWith("Accept", "application/json", "Content-Type", "application/json"),
		Body:     append(scenarios.Params(p), s.Fields...),
		Encoding: scenarios.JSON,
	}
}

// call asks for the resource that fits the credentials: the probe for bearer
// tokens and for none at all, the xAPI for everything that stands for Basic.
func call(b scenarios.Endpoints, s scenarios.Step) scenarios.Request {
	res, fallback := b.Probe, probePath
	xapi := s.As.Scheme == scenarios.SchemeBasic || s.As.Scheme == scenarios.SchemeVerbatim
	if xapi {
		res, fallback = b.Basic, basicPath
	}
	h := b.HeaderWith("Accept", "application/json")
	if xapi {
		h.Set("X-Experience-API-Version", "1.0.3")
	}
	for name, values := range res.Header {
		h[name] = values
	}
	sign(h, s)
	return scenarios.Request{
		Method: or(res.Method, http.MethodGet),
		URL:    scenarios.Below(b.API, or(res.Path, fallback)),
		Header: h,
		Query:  s.Fields,
	}
}

// delegate asks for launch credentials: Fields hold username, password, minutes
// and actor.
func delegate(b scenarios.Endpoints, s scenarios.Step) scenarios.Request {
	h := b.HeaderWith("Accept", "application/json", "Content-Type", "application/json")
	sign(h, s)
	return scenarios.Request{
		Method:   http.MethodPost,
		URL:      endpoint(b, "delegate", b.API, delegatePath),
		Header:   h,
		Body:     s.Fields,
		Encoding: scenarios.JSON,
	}
}

func open(b scenarios.Endpoints, s scenarios.Step) (scenarios.Request, error) {
	page := b.At["launch"]
	if page == "" {
		return scenarios.Request{}, errors.New("clearxp: open: no launch page is given")
	}
	return scenarios.Request{
		Method: http.MethodGet,
		URL:    scenarios.Below(b.API, page),
		Header: b.HeaderWith("Accept", "text/html"),
		Query:  s.Fields,
	}, nil
}

// launchWords are what ClearXP calls the parameters of launch credentials. A
// dotted one is the member of an object.
func launchWords() map[string]string {
	return map[string]string{"minutes": "ttlMins", "actor": "data.actor"}
}

// Spell writes a request for launch credentials in ClearXP's words.
func (Dialect) Spell(r scenarios.Request) scenarios.Request {
	if r.Encoding != scenarios.JSON {
		return r
	}
	out := scenarios.Params{}
	for _, p := range r.Body {
		word, ours := launchWords()[p.Name]
		switch outer, inner, dotted := strings.Cut(word, "."); {
		case dotted:
			p = scenarios.Param{Name: outer, Value: scenarios.Params{{Name: inner, Value: p.Value}}}
		case ours:
			p.Name = word
		}
		out = append(out, p)
	}
	r.Body = out
	return r
}

// sign adds the credentials and the tenant that the step names.
func sign(h http.Header, s scenarios.Step) {
	scenarios.Sign(h, s.As)
	if s.Tenant != "" {
		h.Set(tenantHeader, s.Tenant)
	}
}

// list leaves out what a step does not hold.
type list scenarios.Params

func (l *list) add(name, value string) {
	if value != "" {
		*l = append(*l, scenarios.Param{Name: name, Value: value})
	}
}

func endpoint(b scenarios.Endpoints, name, base, path string) string {
	return scenarios.Below(base, or(b.At[name], path))
}

func or(value, otherwise string) string {
	if value != "" {
		return value
	}
	return otherwise
}
