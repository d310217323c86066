package fakeserver

import "net/http"

// The contract oauth2 is that of a plain server of RFC 6749 and its
// companions: form encoding, scopes, RFC 7009, RFC 7662, RFC 8414, RFC 9207.
func oauth2Contract() contract {
	return contract{
		product: "Example Accounts",
		base:    "/oauth2",
		issuer:  "/oauth2",
		pages:   "/oauth2",
		asks:    asksForScopes,
		wording: wording{
			authorize: "/oauth2/authorize", token: "/oauth2/token", revoke: "/oauth2/revoke", introspect: "/oauth2/introspect",
			responseTypes: []string{"code"}, responseModes: []string{"query"},
			grants: []string{"authorization_code", "refresh_token"},
		},
		routes: map[string]func(*visit){
			"/oauth2/authorize":  (*visit).serveAuthorize,
			"/oauth2/login":      (*visit).serveLogin,
			"/oauth2/consent":    (*visit).serveConsent,
			"/oauth2/token":      (*visit).serveToken,
			"/oauth2/revoke":     (*visit).serveRevoke,
			"/oauth2/introspect": (*visit).serveIntrospect,
			"/oauth2/.well-known/oauth-authorization-server": (*visit).serveMetadata,
			"/oauth2/.well-known/openid-configuration":       (*visit).serveMetadata,
			wellKnown + "/oauth2":                            (*visit).serveMetadata,
			"/oauth2/api/me":                                 (*visit).serveMe,
			"/oauth2/api/":                                   (*visit).serveUnknown,
		},
	}
}

// HonestOAuth2 returns the rules of a server that keeps the contract oauth2.
func HonestOAuth2() Rules {
	r := Honest()
	standard(&r, "example")
	r.Scoping.Needed = "read"
	return r
}

// standard lays what the RFCs say over what ClearXP's documentation does.
func standard(r *Rules, realm string) {
	r.Exchanging.JSONAccepted = false
	r.Exchanging.UnsupportedMedia.Description = "the body has to be application/x-www-form-urlencoded"
	r.Answering.NewAccessToken = newToken
	r.Answering.NewRefreshToken = newToken
	r.Answering.Exchange.ScopeTold, r.Answering.Refresh.ScopeTold = true, true
	r.Tenancy.Required = false
	r.Presenting.ErrorBody = standardError
	r.Presenting.ErrorContentType = "application/json"
	r.Presenting.ChallengeToAnonymous = []string{`Bearer realm="` + realm + `"`}
	r.Presenting.ChallengeToBadToken = []string{`Bearer realm="` + realm + `", error="invalid_token"`}
	r.Presenting.Anonymous.Error = invalidRequest
	for _, bad := range []*Refusal{
		&r.Presenting.BadToken, &r.Presenting.OversizedToken, &r.Presenting.BareScheme, &r.Expiring.ExpiredToken,
	} {
		bad.Error = "invalid_token"
	}
	r.Presenting.SeveralAuthorizations.Error = invalidRequest
	r.Authorizing.MayAuthorise = func(User, Client) bool { return true }
	r.Authorizing.IssuerSent = true
}

// standardError is a body in the manner of RFC 6749 §5.2. RFC 6750 asks for none.
func standardError(refusal Refusal) []Member {
	return []Member{{"error", refusal.Error}, {"error_description", refusal.Description}}
}

// OAuth2Fixtures returns a fresh copy of the fixtures of the contract oauth2.
func OAuth2Fixtures() Fixtures {
	redirects := []string{"http://127.0.0.1:8765/callback", "https://client.example/callback?via=authassay"}
	return Fixtures{
		Tenants: []string{"everybody"},
		Scopes:  []string{"read", "write", "audit"},
		Clients: []Client{
			{ID: "assay-client", Secret: "Vb2Xk9QwT7mRzL4yPc6DhN8sJf3GtE5u", Name: "Assay Client", Tenant: "everybody", RedirectURIs: redirects},
			{ID: "assay:second", Secret: "Kp7%Zt+4 Wq/8&Lb=1é:Xs6~Vd3", Name: "Assay Second", Tenant: "everybody", RedirectURIs: redirects},
		},
		Users: []User{
			{ID: "u-501", Username: "olga", Password: "hT5rW8kQ2mXz9LpC", DisplayName: "Olga Okafor", Email: "olga@example.org", Tenant: "everybody", Administrator: true},
			{ID: "u-502", Username: "otto", Password: "jN6vB3xF7sGd4YaE", DisplayName: "Otto Olsen", Email: "otto@example.org", Tenant: "everybody"},
		},
	}
}

// methodsOfAuthentication are those of the token endpoint (RFC 8414 §2).
func methodsOfAuthentication(r *IdentifyingRules) []string {
	methods := []string{"client_secret_post"}
	if r.HeaderAccepted {
		methods = append(methods, "client_secret_basic")
	}
	return methods
}

var _ http.Handler = (*Server)(nil)
