// Package oauth2 is the contract of a plain server of RFC 6749 and its companions:
// form encoding, scopes, RFC 7009, RFC 7662, RFC 8414, RFC 9207. With the scope openid
// it speaks OpenID Connect.
//
//	server := fakeserver.New(oauth2.Contract())
//
// It is what a contract of your own begins with.
package oauth2

import (
	"net/http"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// Contract returns the honest contract.
func Contract() fakeserver.Contract {
	return fakeserver.Contract{
		Name:     "oauth2",
		Product:  "Example Accounts",
		Base:     "/oauth2",
		Pages:    "/oauth2",
		Rules:    Honest,
		Fixtures: Fixtures(),
		Metadata: fakeserver.Metadata{
			Issuer:    "/oauth2",
			Authorize: "/oauth2/authorize", Token: "/oauth2/token", Revoke: "/oauth2/revoke", Introspect: "/oauth2/introspect",
			UserInfo: "/oauth2/userinfo", Keys: "/oauth2/jwks",
			ResponseTypes: []string{"code"}, ResponseModes: []string{"query"},
			GrantTypes: []string{"authorization_code", "refresh_token"},
		},
		Routes: map[string]fakeserver.Endpoint{
			"/oauth2/authorize":  fakeserver.Authorize,
			"/oauth2/login":      fakeserver.Login,
			"/oauth2/consent":    fakeserver.Consent,
			"/oauth2/token":      fakeserver.Token,
			"/oauth2/revoke":     fakeserver.Revoke,
			"/oauth2/introspect": fakeserver.Introspect,
			"/oauth2/userinfo":   fakeserver.UserInfo,
			"/oauth2/jwks":       fakeserver.Keys,
			"/oauth2/.well-known/oauth-authorization-server": fakeserver.Discover,
			"/oauth2/.well-known/openid-configuration":       fakeserver.Discover,
			fakeserver.WellKnown + "/oauth2":                 fakeserver.Discover,
			"/oauth2/api/me":                                 fakeserver.Me,
			"/oauth2/api/profile":                            fakeserver.Me,
			"/oauth2/api/":                                   fakeserver.NotFound,
		},
	}
}

// Honest returns the rules of a server that keeps the contract.
func Honest() fakeserver.Rules {
	r := rules.Honest()
	r.Scoping.Needed = "read"
	r.Scoping.NeededAtUser = "openid"
	r.Bearer.Methods = []string{http.MethodGet, http.MethodPost}
	return r
}

// Fixtures returns a fresh copy of who exists before the first request.
func Fixtures() fakeserver.Fixtures {
	redirects := []string{"http://127.0.0.1:8765/callback", "https://client.example/callback?via=authassay"}
	return fakeserver.Fixtures{
		Tenants: []string{"everybody"},
		Scopes:  []string{"read", "write", "audit", "openid", "email"},
		Clients: []fakeserver.Client{
			{ID: "assay-client", Secret: "Vb2Xk9QwT7mRzL4yPc6DhN8sJf3GtE5u", Name: "Assay Client", Tenant: "everybody", RedirectURIs: redirects},
			{ID: "assay:second", Secret: "Kp7%Zt+4 Wq/8&Lb=1é:Xs6~Vd3", Name: "Assay Second", Tenant: "everybody", RedirectURIs: redirects},
		},
		Users: []fakeserver.User{
			{ID: "u-501", Username: "olga", Password: "hT5rW8kQ2mXz9LpC", DisplayName: "Olga Okafor", Email: "olga@example.org", Tenant: "everybody", Administrator: true},
			{ID: "u-502", Username: "otto", Password: "jN6vB3xF7sGd4YaE", DisplayName: "Otto Olsen", Email: "otto@example.org", Tenant: "everybody"},
		},
	}
}
