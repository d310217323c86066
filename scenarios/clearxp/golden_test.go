package clearxp_test

import (
	"net/http"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clearxp"
	"github.com/authassay/authassay/scenarios/dialecttest"
)

func endpoints() scenarios.Endpoints {
	return scenarios.Endpoints{Auth: "https://auth.clearxp.test/", API: "https://lrs.clearxp.test",
		At: map[string]string{"launch": "/launch/fire-safety"}}
}

func client() scenarios.Registration {
	return scenarios.Registration{ID: "acme-integration", Secret: `s3"cret&<acme>`, RedirectURI: "http://127.0.0.1:8765/callback?via=a b"}
}

// golden names the requests that golden holds byte for byte.
func golden() map[string]scenarios.Step {
	c := client()
	actor := map[string]any{"mbox": "mailto:lea@example.test", "objectType": "Agent"}
	return map[string]scenarios.Step{
		"authorize":       {Verb: scenarios.Authorize, Client: c, RedirectURI: c.RedirectURI},
		"authorize_state": {Verb: scenarios.Authorize, Client: c, RedirectURI: c.RedirectURI, State: "ü &=%+\"", Scope: "a b"},
		"authorize_pkce": {Verb: scenarios.Authorize, Client: scenarios.Registration{ID: "c", Extra: scenarios.Params{{Name: "prompt", Value: "consent"}}},
			RedirectURI: "app:/cb", Challenge: "E9Mel", ChallengeMethod: "S256"},
		"exchange":      {Verb: scenarios.Exchange, Client: c, RedirectURI: c.RedirectURI, Code: "c0de"},
		"exchange_pkce": {Verb: scenarios.Exchange, Client: c, RedirectURI: c.RedirectURI, Code: "c0de", Verifier: "dBjft", Tenant: "acme"},
		"refresh":       {Verb: scenarios.Refresh, Client: c, RefreshToken: "cxr_1"},
		"credit":        {Verb: scenarios.ClientCredentials, Client: c},
		"call_bearer":   {Verb: scenarios.Call, As: scenarios.Bearer("cxa_1"), Tenant: "acme"},
		"call_none":     {Verb: scenarios.Call},
		// The pair and its encoding are those of the ClearXP documentation.
		"call_basic":        {Verb: scenarios.Call, As: scenarios.Basic("key", "secret")},
		"call_verbatim":     {Verb: scenarios.Call, As: scenarios.Verbatim("Basic bDpw"), Fields: scenarios.Params{{Name: "agent", Value: `{"mbox":"mailto:a@b.c"}`}}},
		"call_basic_tenant": {Verb: scenarios.Call, As: scenarios.Basic("key", "se:cret"), Tenant: "globex"},
		"delegate_bearer": {Verb: scenarios.LaunchCredentials, As: scenarios.Bearer("cxa_1"), Tenant: "acme", Fields: scenarios.Params{
			{Name: "username", Value: "lea"}, {Name: "password", Value: "pw"}, {Name: "minutes", Value: 60}, {Name: "actor", Value: actor}}},
		"delegate_basic": {Verb: scenarios.LaunchCredentials, As: scenarios.Basic("key", "secret"), Fields: scenarios.Params{{Name: "username", Value: "lea"}}},
		"open":           {Verb: scenarios.Launch},
	}
}

func TestGolden(t *testing.T) { dialecttest.Golden(t, clearxp.Dialect{}, endpoints(), golden()) }

func TestOverrides(t *testing.T) {
	b := endpoints()
	b.Header = http.Header{"X-Team": {"red"}}
	b.Probe = scenarios.Resource{Method: "POST", Path: "/api/import/users", Header: http.Header{"X-Probe": {"1"}}}
	b.Basic = scenarios.Resource{Path: "https://org.clearlrs.test/xapi/about"}
	b.At = map[string]string{"authorize": "https://id.test/a", "token": "/t", "delegate": "/d", "launch": "https://app.test/l"}
	for verb, want := range map[scenarios.Verb]string{
		scenarios.Authorize: "GET https://id.test/a", scenarios.Exchange: "POST https://auth.clearxp.test/t",
		scenarios.Refresh: "POST https://auth.clearxp.test/t", scenarios.LaunchCredentials: "POST https://lrs.clearxp.test/d",
		scenarios.Launch: "GET https://app.test/l", scenarios.Call: "POST https://lrs.clearxp.test/api/import/users",
	} {
		r, err := clearxp.Dialect{}.Encode(b, scenarios.Step{Verb: verb})
		if got := r.Method + " " + r.URL; err != nil || got != want || r.Header.Get("X-Team") != "red" {
			t.Errorf("%s: got %s with %v, %v", verb, got, r.Header, err)
		}
		if (r.Header.Get("X-Probe") == "1") != (verb == scenarios.Call) {
			t.Errorf("%s: probe header %v", verb, r.Header)
		}
	}
	r, _ := clearxp.Dialect{}.Encode(b, scenarios.Step{Verb: scenarios.Call, As: scenarios.Basic("k", "s")})
	if r.Method != "GET" || r.URL != "https://org.clearlrs.test/xapi/about" {
		t.Errorf("basic: %s %s", r.Method, r.URL)
	}
	if len(b.Header) != 1 {
		t.Errorf("the base header changed: %v", b.Header)
	}
}
