// Package xena is the contract of Xena: OpenID Connect with scopes, signed access
// tokens, and the fiscal id in the path as the tenant.
//
//	server := fakeserver.New(xena.Contract())
//
// It is written from the product's documentation and the RFCs, never from the
// client that is to be tested against it.
package xena

import (
	"net/http"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// Contract returns the honest contract.
func Contract() fakeserver.Contract {
	return fakeserver.Contract{
		Name:     "xena",
		Product:  "Xena",
		Base:     "/xena",
		Pages:    "/xena/account",
		Rules:    Honest,
		Fixtures: Fixtures(),
		Metadata: fakeserver.Metadata{
			Issuer:    "/xena",
			Authorize: "/xena/connect/authorize", Token: "/xena/connect/token", Revoke: "/xena/connect/revocation",
			UserInfo: "/xena/connect/userinfo", Keys: "/xena/.well-known/openid-configuration/jwks",
			EndSession:    endSessionPath,
			ResponseTypes: []string{"code", fakeserver.Hybrid, fakeserver.Implicit}, ResponseModes: []string{"query", "fragment", "form_post"},
			GrantTypes: []string{"authorization_code", "implicit", "refresh_token"},
		},
		Routes: map[string]fakeserver.Endpoint{
			"/xena/connect/authorize":                      fakeserver.Authorize,
			"/xena/account/login":                          fakeserver.Login,
			"/xena/account/consent":                        fakeserver.Consent,
			"/xena/connect/token":                          fakeserver.Token,
			"/xena/connect/revocation":                     fakeserver.Revoke,
			"/xena/connect/userinfo":                       fakeserver.UserInfo,
			endSessionPath:                                 endSession,
			"/xena/.well-known/openid-configuration":       fakeserver.Discover,
			"/xena/.well-known/openid-configuration/jwks":  fakeserver.Keys,
			"/xena/Api/Fiscal/{fiscal}/XenaUserMembership": fakeserver.Me,
			"/xena/Api/":                                   fakeserver.NotFound,
		},
	}
}

// Honest returns the rules of a server that keeps the contract. Rules.Own is an
// *Ending.
func Honest() fakeserver.Rules {
	r := rules.Honest()
	r.Bearer.NameRealm("xena")
	r.Authorizing.IssuerSent = false
	r.Authorizing.ResponseTypeSupported = func(sent string) bool {
		return sent == "code" || sent == fakeserver.Hybrid || sent == fakeserver.Implicit
	}
	r.Authorizing.PostTaken = true
	r.Authorizing.NonceRequired, r.Authorizing.ImplicitNonceRequired = true, true
	for _, bad := range []*fakeserver.Refusal{
		&r.ClientAuthentication.UnknownClient, &r.ClientAuthentication.WrongSecret, &r.ClientAuthentication.MissingID, &r.ClientAuthentication.MissingSecret,
	} {
		bad.Status, bad.Error = http.StatusBadRequest, rules.InvalidClient
	}
	r.Expiring.CodeLifetime = 5 * time.Minute
	r.Tenancy.PathValue = "fiscal"
	r.Scoping.Needed = "testapi"
	r.Scoping.NeededAtUser = "openid"
	r.Scoping.NeededToRefresh = "offline_access"
	r.IDToken.AccessSigned = true
	own := honestEnding()
	r.Own = &own
	return r
}

// Fixtures returns a fresh copy of who exists before the first request.
func Fixtures() fakeserver.Fixtures {
	redirects := []string{"http://127.0.0.1:8765/callback", "https://client.example/callback?via=authassay"}
	return fakeserver.Fixtures{
		Tenants: []string{"14021", "14077"},
		Scopes:  []string{"testapi", "profile", "email", "offline_access", "openid"},
		Clients: []fakeserver.Client{
			{ID: "assay.xena.biz", Secret: "Rt8Nw3LkQ6vXz1YbMc9PdH5sJg2FuE7a", Name: "Assay", Tenant: "14021", RedirectURIs: redirects, LogoutURIs: []string{LogoutURI}},
			{ID: "assay-second.xena.biz", Secret: "Ux4 Gm7+Tq/2%Vb9:Kw1&Zn6=Ry3é", Name: "Assay Second", Tenant: "14021", RedirectURIs: redirects},
			{ID: "assay-resident.xena.biz", Secret: "Wc6Jr2NkX9vTq4ZbLm8PyH3sDg5FuE7a", Name: "Assay Resident", Tenant: "14077", RedirectURIs: redirects},
		},
		Users: []fakeserver.User{
			{ID: "x-701", Username: "xenia", Password: "pQ7tR2vW9mKz4LcX", DisplayName: "Xenia Xu", Email: "xenia@example.com", Tenant: "14021", Administrator: true},
			{ID: "x-702", Username: "xaver", Password: "dF5gH8jK3nBs6VyT", DisplayName: "Xaver Xylander", Email: "xaver@example.com", Tenant: "14021"},
		},
	}
}
