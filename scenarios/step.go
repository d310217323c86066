package scenarios

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
)

// Verb names what a client does, in the words of the RFCs and without a wire
// format.
type Verb string

// The verbs that dialects may know. A dialect answers errors.ErrUnsupported
// for a verb that its product lacks.
const (
	Authorize         Verb = "authorize" // ask the resource owner for an authorization code, RFC 6749 §4.1.1
	Exchange          Verb = "exchange"  // redeem an authorization code, RFC 6749 §4.1.3
	Refresh           Verb = "refresh"   // redeem a refresh token, RFC 6749 §6
	Call              Verb = "call"      // request the protected resource that shows whether a credential lives
	LaunchCredentials Verb = "delegate"  // make launch credentials for a learner, ClearXP content launch
	Launch            Verb = "open"      // open a content launch in the learner's browser, ClearXP content launch
	ClientCredentials Verb = "credit"    // obtain a token for the client itself, RFC 6749 §4.4

	Revoke     Verb = "revoke"     // end a token, RFC 7009 §2
	Introspect Verb = "introspect" // ask what a token is worth, RFC 7662 §2
	UserInfo   Verb = "userinfo"   // ask who the resource owner is, OpenID Connect Core 1.0 §5.3
	Discover   Verb = "discover"   // read the metadata, RFC 8414 §3
	Keys       Verb = "keys"       // read the keys that sign tokens, RFC 7517 §5

	EndSession Verb = "end session" // log the resource owner out, OpenID Connect RP-Initiated Logout 1.0 §2
)

// Step is one thing that a client does. Fields that a verb has no use for are
// ignored by the dialect; an empty field is left out of the request.
type Step struct {
	Verb   Verb
	As     Credentials  // how the request authenticates at a resource
	Client Registration // who asks at the authorization and token endpoints
	Tenant string       // the tenant that the request names, in the dialect's own way

	Forgets   string            // the name of a cookie that the browser of a visit does not send back
	Retypes   map[string]string // what the person of a visit types in otherwise: fields of a value get another one
	Slips     Params            // fields that are slipped into the forms of a visit behind the login, in the place of their own
	Plants    map[string]string // cookies that the browser of a visit was given elsewhere, by name, until the server sets them anew
	Meanwhile *Step             // what the browser of a visit opens beside it before a form behind the login is sent
	Leaps     *Request          // what the browser of a visit sends in place of the password, with the values of its own page in the fields that both have

	Clings  bool // the browser of a visit takes no cookies: it keeps those that it had
	Repeats bool // the browser of a visit sends a form behind the login twice, and goes on with the second answer

	RedirectURI     string // for EndSession the post_logout_redirect_uri
	State           string
	Scope           string
	Code            string
	RefreshToken    string
	Challenge       string // code_challenge, RFC 7636 §4.3
	ChallengeMethod string // code_challenge_method: S256 or plain
	Verifier        string // code_verifier, RFC 7636 §4.5
	ResponseType    string // code where empty
	ResponseMode    string // query, fragment or form_post; empty leaves it to the server
	OIDCNonce       string // nonce, OpenID Connect Core 1.0 §3.1.2.1
	Token           string // the token that Revoke and Introspect are about; for EndSession the id_token_hint
	TokenHint       string // token_type_hint, RFC 7009 §2.1

	Asked Asked       // what a temporary token is asked for
	Of    Credentials // the temporary token that is inspected or withdrawn

	Fields Params // members that only this verb of this dialect has
}

// Registration is a client as the authorization server knows it, RFC 6749 §2.
type Registration struct {
	ID     string
	Secret string
	// RedirectURI is the registered redirection endpoint.
	RedirectURI string
	// QueryRedirectURI is a second registered one that has a query of its own,
	// RFC 6749 §3.1.2; empty where the client has none.
	QueryRedirectURI string
	// Authentication is how the client authenticates at the token endpoint:
	// post, basic or none; empty leaves it to the dialect.
	Authentication string
	// Methods are all the ways in which the token endpoint takes this client,
	// Authentication the first of them; nil where nobody says.
	Methods []string
	// AuthenticationAt is how it does at other endpoints, by their name in Endpoints,
	// where that differs.
	AuthenticationAt map[string]string
	Scope            string
	Extra            Params // further authorization request parameters; {nonce} stands for new text
	// PKCE is the challenge method that the server asks this client for, S256
	// or plain; empty where it asks for none.
	PKCE string
	// Verifier goes, by that method, with authorization requests and exchanges
	// that bring no proof of their own; empty for none. One serves a whole run.
	Verifier string
}

// Public says whether the client has no secret to prove itself with, RFC 6749 §2.1.
func (r Registration) Public() bool { return r.Authentication == "none" || r.Secret == "" }

// AuthenticationTo is how the client authenticates at an endpoint, by its name
// in Endpoints.
func (r Registration) AuthenticationTo(endpoint string) string {
	if how := r.AuthenticationAt[endpoint]; how != "" {
		return how
	}
	return r.Authentication
}

// Takes says whether the token endpoint takes this client when it proves itself
// in a way, as far as anybody says.
func (r Registration) Takes(method string) bool {
	return r.Authentication == method || slices.Contains(r.Methods, method)
}

// noncePlace stands in a parameter of the target file for text that is new in
// every request.
const noncePlace = "{nonce}"

// renew puts new text into a step that asks for some: where its own parameters
// hold the place of a nonce, and where an ID token is asked for without one,
// OpenID Connect Core 1.0 §3.1.2.1.
func (s Step) renew(nonce func() string) Step {
	if s.Verb != Authorize || nonce == nil {
		return s
	}
	named := s.Fields.Get("nonce") != ""
	extra := slices.Clone(s.Client.Extra)
	for i, p := range extra {
		if text, ok := p.Value.(string); ok && strings.Contains(text, noncePlace) {
			extra[i].Value = strings.ReplaceAll(text, noncePlace, nonce())
		}
		named = named || p.Name == "nonce"
	}
	// What the step says for itself comes before what the file adds to all.
	if s.OIDCNonce != "" {
		extra = extra.Without("nonce")
	}
	s.Client.Extra = extra
	if s.OIDCNonce == "" && !named && slices.Contains(strings.Fields(s.Scope), "openid") {
		s.OIDCNonce = nonce()
	}
	return s
}

// prove adds the registration's proof to a step that brings none, RFC 7636
// §4.2.
func (s Step) prove() Step {
	own := s.Client
	switch {
	case own.PKCE == "" || own.Verifier == "":
	case s.Verb == Authorize && s.Challenge == "" && s.ChallengeMethod == "":
		s.Challenge, s.ChallengeMethod = own.Verifier, own.PKCE
		if own.PKCE != "plain" {
			sum := sha256.Sum256([]byte(own.Verifier))
			s.Challenge = base64.RawURLEncoding.EncodeToString(sum[:])
		}
	case s.Verb == Exchange && s.Verifier == "":
		s.Verifier = own.Verifier
	}
	return s
}

// Scheme is an HTTP authentication scheme, RFC 9110 §11.1.
type Scheme string

// The schemes that credentials come in. Verbatim stands for a complete
// Authorization value that was handed over as it is.
const (
	SchemeNone     Scheme = ""
	SchemeBearer   Scheme = "Bearer"
	SchemeBasic    Scheme = "Basic"
	SchemeVerbatim Scheme = "verbatim"
)

// Credentials authenticate a request at a resource.
type Credentials struct {
	Scheme Scheme
	Token  string // the bearer token, or the whole value of a verbatim one
	User   string // the user-id of Basic: a key
	Secret string // the password of Basic
}

// Bearer returns an access token as credentials, RFC 6750 §2.1.
func Bearer(token string) Credentials { return Credentials{Scheme: SchemeBearer, Token: token} }

// Basic returns a key and its secret as credentials, RFC 7617 §2.
func Basic(key, secret string) Credentials {
	return Credentials{Scheme: SchemeBasic, User: key, Secret: secret}
}

// Verbatim returns a whole Authorization value as credentials, as a content
// launch hands it over.
func Verbatim(value string) Credentials {
	return Credentials{Scheme: SchemeVerbatim, Token: value}
}
