package fakeserver

import "net/http"

// The contract xena is that of Xena: OpenID Connect with scopes, signed access
// tokens, and the fiscal id in the path as the tenant.
func xenaContract() contract {
	return contract{
		product: "Xena",
		base:    "/xena",
		issuer:  "/xena",
		pages:   "/xena/account",
		asks:    asksForScopes,
		wording: wording{
			authorize: "/xena/connect/authorize", token: "/xena/connect/token", revoke: "/xena/connect/revocation",
			userinfo: "/xena/connect/userinfo", keys: "/xena/.well-known/openid-configuration/jwks",
			responseTypes: []string{"code", hybrid, implicit}, responseModes: []string{"query", "fragment", "form_post"},
			grants: []string{"authorization_code", "implicit", "refresh_token"},
		},
		routes: map[string]func(*visit){
			"/xena/connect/authorize":                      (*visit).serveAuthorize,
			"/xena/account/login":                          (*visit).serveLogin,
			"/xena/account/consent":                        (*visit).serveConsent,
			"/xena/connect/token":                          (*visit).serveToken,
			"/xena/connect/revocation":                     (*visit).serveRevoke,
			"/xena/connect/userinfo":                       (*visit).serveUser,
			"/xena/.well-known/openid-configuration":       (*visit).serveMetadata,
			"/xena/.well-known/openid-configuration/jwks":  (*visit).serveKeys,
			"/xena/Api/Fiscal/{fiscal}/XenaUserMembership": (*visit).serveMe,
			"/xena/Api/":                                   (*visit).serveUnknown,
		},
	}
}

// hybrid is the response type of the hybrid flow (OpenID Connect Core 1.0 §3.3).
const hybrid = "code id_token"

// HonestXena returns the rules of a server that keeps the contract xena.
func HonestXena() Rules {
	r := Honest()
	standard(&r, "xena")
	r.Authorizing.IssuerSent = false
	r.Authorizing.ResponseTypeSupported = func(sent string) bool { return sent == "code" || sent == hybrid || sent == implicit }
	r.Authorizing.NonceRequired, r.Authorizing.ImplicitNonceRequired = true, true
	for _, bad := range []*Refusal{
		&r.Identifying.UnknownClient, &r.Identifying.WrongSecret, &r.Identifying.MissingID, &r.Identifying.MissingSecret,
	} {
		bad.Status, bad.Error = http.StatusBadRequest, invalidClient
	}
	r.Expiring.CodeLifetime = 5 * 60 * 1e9
	r.Scoping.Needed = "testapi"
	r.Scoping.NeededAtUser = "openid"
	r.Scoping.NeededToRefresh = "offline_access"
	r.Asserting.AccessSigned = true
	return r
}

// XenaFixtures returns a fresh copy of the fixtures of the contract xena.
func XenaFixtures() Fixtures {
	redirects := []string{"http://127.0.0.1:8765/callback", "https://client.example/callback?via=authassay"}
	return Fixtures{
		Tenants: []string{"14021", "14077"},
		Scopes:  []string{"testapi", "profile", "email", "offline_access", "openid"},
		Clients: []Client{
			{ID: "assay.xena.biz", Secret: "Rt8Nw3LkQ6vXz1YbMc9PdH5sJg2FuE7a", Name: "Assay", Tenant: "14021", RedirectURIs: redirects},
			{ID: "assay-second.xena.biz", Secret: "Ux4 Gm7+Tq/2%Vb9:Kw1&Zn6=Ry3é", Name: "Assay Second", Tenant: "14021", RedirectURIs: redirects},
			{ID: "assay-resident.xena.biz", Secret: "Wc6Jr2NkX9vTq4ZbLm8PyH3sDg5FuE7a", Name: "Assay Resident", Tenant: "14077", RedirectURIs: redirects},
		},
		Users: []User{
			{ID: "x-701", Username: "xenia", Password: "pQ7tR2vW9mKz4LcX", DisplayName: "Xenia Xu", Email: "xenia@example.com", Tenant: "14021", Administrator: true},
			{ID: "x-702", Username: "xaver", Password: "dF5gH8jK3nBs6VyT", DisplayName: "Xaver Xylander", Email: "xaver@example.com", Tenant: "14021"},
		},
	}
}
