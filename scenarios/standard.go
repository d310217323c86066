package scenarios

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Standard is how steps look where a product follows the RFCs: form encoding,
// bearer tokens, and the endpoints' own requests. A dialect lays its paths over
// it. It is a codec and does no I/O.
type Standard struct {
	Paths map[string]string // where endpoints stand below Endpoints.Auth, by name; those of Endpoints come first
	Probe string            // the protected resource below Endpoints.API; {tenant} stands for the step's tenant
}

// formType is the media type of RFC 6749 Appendix B.
const formType = "application/x-www-form-urlencoded"

// Encode writes a step as its RFC shows it. It is an error when nobody knows
// where the endpoint stands, and errors.ErrUnsupported for other verbs.
func (d Standard) Encode(b Endpoints, s Step) (Request, error) {
	switch s.Verb {
	case Authorize:
		return d.authorize(b, s)
	case Exchange, Refresh, ClientCredentials:
		return d.posted(b, s, "token", grantParams(s))
	case Revoke, Introspect:
		p := Params{}.with("token", s.Token).with("token_type_hint", s.TokenHint)
		return d.posted(b, s, string(s.Verb), p)
	case Call:
		return d.call(b, s)
	case EndSession:
		return d.endSession(b, s)
	case UserInfo:
		return d.read(b, s, "userinfo")
	case Discover:
		return d.read(b, s, "discovery")
	case Keys:
		return d.read(b, s, "keys")
	}
	return Request{}, fmt.Errorf("%s: %w", s.Verb, errors.ErrUnsupported)
}

// with appends a parameter that is not empty.
func (p Params) with(name, value string) Params {
	if value == "" {
		return p
	}
	return append(p, Param{name, value})
}

// authorize is RFC 6749 §4.1.1, with RFC 7636 §4.3 and OpenID Connect Core 1.0
// §3.1.2.1.
func (d Standard) authorize(b Endpoints, s Step) (Request, error) {
	kind := s.ResponseType
	if kind == "" {
		kind = "code"
	}
	p := Params{}.with("response_type", kind).with("client_id", s.Client.ID).with("redirect_uri", s.RedirectURI).
		with("scope", s.Scope).with("state", s.State).with("response_mode", s.ResponseMode).with("nonce", s.OIDCNonce).
		with("code_challenge", s.Challenge).with("code_challenge_method", s.ChallengeMethod)
	at, err := d.endpoint(b, "authorize")
	return Request{
		Method: http.MethodGet, URL: at, Header: b.HeaderWith("Accept", "text/html"),
		Query: append(append(p, s.Client.Extra...), s.Fields...),
	}, err
}

// endSession is OpenID Connect RP-Initiated Logout 1.0 §2.
func (d Standard) endSession(b Endpoints, s Step) (Request, error) {
	p := Params{}.with("id_token_hint", s.Token).with("post_logout_redirect_uri", s.RedirectURI).with("state", s.State)
	at, err := d.endpoint(b, "end_session")
	return Request{Method: http.MethodGet, URL: at, Header: b.HeaderWith("Accept", "text/html"), Query: append(p, s.Fields...)}, err
}

// grantParams are the parameters of RFC 6749 §4.1.3, §4.4.2 and §6.
func grantParams(s Step) Params {
	switch s.Verb {
	case Exchange:
		return Params{}.with("grant_type", "authorization_code").with("code", s.Code).
			with("redirect_uri", s.RedirectURI).with("code_verifier", s.Verifier)
	case Refresh:
		return Params{}.with("grant_type", "refresh_token").with("refresh_token", s.RefreshToken).with("scope", s.Scope)
	}
	return Params{}.with("grant_type", "client_credentials").with("scope", s.Scope)
}

// posted is a form from a client that authenticates in the way of its
// registration, RFC 6749 §2.3.1.
func (d Standard) posted(b Endpoints, s Step, name string, p Params) (Request, error) {
	h := b.HeaderWith("Accept", "application/json", "Content-Type", formType)
	switch s.Client.AuthenticationTo(name) {
	case "basic":
		if s.Client.ID != "" || s.Client.Secret != "" {
			h.Set("Authorization", ClientBasic(s.Client.ID, s.Client.Secret))
		}
	case "none":
		p = p.with("client_id", s.Client.ID)
	default:
		p = p.with("client_id", s.Client.ID).with("client_secret", s.Client.Secret)
	}
	at, err := d.endpoint(b, name)
	return Request{
		Method: http.MethodPost, URL: at, Header: h, Body: append(p, s.Fields...), Encoding: Form,
	}, err
}

// ClientBasic is the Authorization value of a client, whose id and secret are
// form-encoded before they are joined: RFC 6749 §2.3.1.
func ClientBasic(id, secret string) string {
	pair := url.QueryEscape(id) + ":" + url.QueryEscape(secret)
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair))
}

// call requests the probe.
func (d Standard) call(b Endpoints, s Step) (Request, error) {
	path := b.Probe.Path
	if path == "" {
		path = d.Probe
	}
	if path == "" {
		return Request{}, errors.New("no probe is given")
	}
	h := b.HeaderWith("Accept", "application/json")
	for name, values := range b.Probe.Header {
		h[name] = values
	}
	Sign(h, s.As)
	method := b.Probe.Method
	if method == "" {
		method = http.MethodGet
	}
	path = strings.ReplaceAll(path, "{tenant}", url.PathEscape(s.Tenant))
	return Request{Method: method, URL: Below(b.API, path), Header: h, Query: s.Fields}, nil
}

// read gets a document, with credentials where the step has some.
func (d Standard) read(b Endpoints, s Step, name string) (Request, error) {
	h := b.HeaderWith("Accept", "application/json")
	Sign(h, s.As)
	at, err := d.endpoint(b, name)
	return Request{Method: http.MethodGet, URL: at, Header: h, Query: s.Fields}, err
}

// Sign writes credentials into a header, as RFC 6750 §2.1 and RFC 7617 §2 have
// it. No credentials leave it as it is.
func Sign(h http.Header, as Credentials) {
	switch as.Scheme {
	case SchemeBearer:
		h.Set("Authorization", "Bearer "+as.Token)
	case SchemeBasic:
		h.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(as.User+":"+as.Secret)))
	case SchemeVerbatim:
		h.Set("Authorization", as.Token)
	}
}

func (d Standard) endpoint(b Endpoints, name string) (string, error) {
	at := b.At[name]
	if at == "" {
		at = d.Paths[name]
	}
	if at == "" {
		return "", fmt.Errorf("nobody says where the endpoint %s stands", name)
	}
	return Below(b.Auth, at), nil
}

// Below joins a path with its base URL; an absolute URL stands for itself.
func Below(base, path string) string {
	if strings.Contains(path, "://") {
		return path
	}
	return strings.TrimRight(base, "/") + "/" + strings.TrimLeft(path, "/")
}
