package clearxp

import (
	"encoding/base64"
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
	case scenarios.Exchange, scenarios.Refresh:
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
		Header: header(b, "Accept", "text/html"),
	}
}

// token writes both grants with their members in the documented order. The
// tenant has no place here: the samples show none.
func token(b scenarios.Endpoints, s scenarios.Step) scenarios.Request {
	p := list{}
	if s.Verb == scenarios.Exchange {
		p.add("grant_type", "authorization_code")
	} else {
		p.add("grant_type", "refresh_token")
	}
	p.add("client_id", s.Client.ID)
	p.add("client_secret", s.Client.Secret)
	if s.Verb == scenarios.Exchange {
		p.add("redirect_uri", s.RedirectURI)
		p.add("code", s.Code)
		p.add("code_verifier", s.Verifier)
	} else {
		p.add("refresh_token", s.RefreshToken)
	}
	return scenarios.Request{
		Method:   http.MethodPost,
		URL:      endpoint(b, "token", b.Auth, tokenPath),
		Header:   header(b, "Accept", "application/json", "Content-Type", "application/json"),
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
	h := header(b, "Accept", "application/json")
	if xapi {
		h.Set("X-Experience-API-Version", "1.0.3")
	}
	for name, values := range res.Header {
		h[name] = values
	}
	sign(h, s)
	return scenarios.Request{
		Method: or(res.Method, http.MethodGet),
		URL:    under(b.API, or(res.Path, fallback)),
		Header: h,
		Query:  s.Fields,
	}
}

// delegate asks for launch credentials: Fields hold username, password, ttlMins
// and data.actor.
func delegate(b scenarios.Endpoints, s scenarios.Step) scenarios.Request {
	h := header(b, "Accept", "application/json", "Content-Type", "application/json")
	sign(h, s)
	return scenarios.Request{
		Method:   http.MethodPost,
		URL:      endpoint(b, "delegate", b.API, delegatePath),
		Header:   h,
		Body:     nested(s.Fields),
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
		URL:    under(b.API, page),
		Header: header(b, "Accept", "text/html"),
		Query:  s.Fields,
	}, nil
}

// nested puts members with a dotted name into objects of their own, in the
// place of the first: data.actor becomes the member actor of data.
func nested(fields scenarios.Params) scenarios.Params {
	out := scenarios.Params{}
	at := map[string]int{}
	for _, f := range fields {
		outer, inner, dotted := strings.Cut(f.Name, ".")
		if !dotted {
			out = append(out, f)
			continue
		}
		i, ok := at[outer]
		if !ok {
			i = len(out)
			at[outer] = i
			out = append(out, scenarios.Param{Name: outer, Value: scenarios.Params(nil)})
		}
		members, _ := out[i].Value.(scenarios.Params)
		out[i].Value = append(members, scenarios.Param{Name: inner, Value: f.Value})
	}
	return out
}

// sign adds the credentials and the tenant that the step names.
func sign(h http.Header, s scenarios.Step) {
	switch s.As.Scheme {
	case scenarios.SchemeBearer:
		h.Set("Authorization", "Bearer "+s.As.Token)
	case scenarios.SchemeBasic:
		pair := s.As.User + ":" + s.As.Secret
		h.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(pair)))
	case scenarios.SchemeVerbatim:
		h.Set("Authorization", s.As.Token)
	}
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

func header(b scenarios.Endpoints, pairs ...string) http.Header {
	h := b.Header.Clone()
	if h == nil {
		h = http.Header{}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

func endpoint(b scenarios.Endpoints, name, base, path string) string {
	return under(base, or(b.At[name], path))
}

// under joins a path with its base; an absolute URL stands for itself.
func under(base, path string) string {
	if strings.Contains(path, "://") {
		return path
	}
	return strings.TrimRight(base, "/") + "/" + strings.TrimLeft(path, "/")
}

func or(value, otherwise string) string {
	if value != "" {
		return value
	}
	return otherwise
}
