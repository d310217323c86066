package xena_test

import (
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/dialecttest"
	"github.com/authassay/authassay/scenarios/xena"
)

func endpoints() scenarios.Endpoints {
	return scenarios.Endpoints{Auth: "https://login.xena.test/", API: "https://my.xena.test"}
}

func client() scenarios.Registration {
	return scenarios.Registration{ID: "assay.xena.biz", Secret: `s3:cr%t+& é`, RedirectURI: "http://127.0.0.1:8765/callback?via=a b", Scope: "testapi openid"}
}

// golden names the requests that golden holds byte for byte.
func golden() map[string]scenarios.Step {
	c, basic, public := client(), client(), client()
	basic.Authentication, public.Authentication = "basic", "none"
	return map[string]scenarios.Step{
		"authorize":        {Verb: scenarios.Authorize, Client: c, RedirectURI: c.RedirectURI, State: "ü &=%+\"", Scope: c.Scope},
		"authorize_pkce":   {Verb: scenarios.Authorize, Client: c, RedirectURI: "app:/cb", Challenge: "E9Mel", ChallengeMethod: "S256"},
		"authorize_hybrid": {Verb: scenarios.Authorize, Client: c, RedirectURI: "app:/cb", ResponseType: "code id_token", ResponseMode: "form_post", OIDCNonce: "n1"},
		"exchange":         {Verb: scenarios.Exchange, Client: c, RedirectURI: c.RedirectURI, Code: "c0de", Verifier: "dBjft"},
		"exchange_basic":   {Verb: scenarios.Exchange, Client: basic, RedirectURI: c.RedirectURI, Code: "c0de"},
		"exchange_public":  {Verb: scenarios.Exchange, Client: public, RedirectURI: c.RedirectURI, Code: "c0de"},
		"refresh":          {Verb: scenarios.Refresh, Client: c, RefreshToken: "r1", Scope: "read"},
		"credit":           {Verb: scenarios.ClientCredentials, Client: c},
		"end_session":      {Verb: scenarios.EndSession, Token: "i1", RedirectURI: "app:/bye", State: "a b"},
		"revoke":           {Verb: scenarios.Revoke, Client: basic, Token: "r1", TokenHint: "refresh_token"},
		"introspect":       {Verb: scenarios.Introspect, Client: c, Token: "a1"},
		"userinfo":         {Verb: scenarios.UserInfo, As: scenarios.Bearer("a1")},
		"discover":         {Verb: scenarios.Discover},
		"keys":             {Verb: scenarios.Keys},
		"call_bearer":      {Verb: scenarios.Call, As: scenarios.Bearer("a1"), Tenant: "14021"},
		"call_basic":       {Verb: scenarios.Call, As: scenarios.Basic("key", "se:cret"), Tenant: "14 021/.."},
		"call_none":        {Verb: scenarios.Call},
	}
}

func TestGolden(t *testing.T) { dialecttest.Golden(t, xena.Dialect(), endpoints(), golden()) }

func TestVerbsOfOthersAreUnsupported(t *testing.T) {
	dialecttest.Lacks(t, xena.Dialect(), endpoints(), scenarios.LaunchCredentials, scenarios.Launch)
}
