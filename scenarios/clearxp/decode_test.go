package clearxp_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clearxp"
)

func decode(verb scenarios.Verb, status int, body string, header ...string) *scenarios.Reply {
	h := http.Header{}
	for i := 0; i+1 < len(header); i += 2 {
		h.Add(header[i], header[i+1])
	}
	step := scenarios.Step{Verb: verb, Fields: scenarios.Params{{Name: "password", Value: "pw"}}}
	r := &scenarios.Reply{Step: step, Status: status, Header: h, Body: []byte(body)}
	clearxp.Dialect{}.Decode(r)
	return r
}

func TestDecodeTokens(t *testing.T) {
	const documented = `{"access_token":"cxa_1","refresh_token":"cxr_1","token_type":"bearer","expires_in":3600}`
	for _, c := range []struct {
		status  int
		body    string
		class   scenarios.Class
		problem string
	}{
		{200, documented, scenarios.Alive, ""},
		{201, documented, scenarios.Alive, ""},
		{200, `{"access_token":5}`, scenarios.Broken, ""},
		{200, `<html>`, scenarios.Broken, ""},
		{200, `{"error":"invalid_grant"}`, scenarios.Rejected, "invalid_grant"},
		{204, ``, scenarios.Broken, ""},
		{302, ``, scenarios.Rejected, ""},
		{400, `{"error":"invalid_grant","error_description":"used"}`, scenarios.Dead, "invalid_grant"},
		{401, `{"error":"invalid_client"}`, scenarios.Dead, "invalid_client"},
		{400, `{"error":{"code":1}}`, scenarios.Rejected, ""},
		{400, `nothing`, scenarios.Rejected, ""},
		{403, `{"error":"invalid_grant"}`, scenarios.Rejected, "invalid_grant"},
		{405, ``, scenarios.Rejected, ""},
		{429, `{"error":"slow_down"}`, scenarios.Rejected, "slow_down"},
		{500, `{"error":"server_error"}`, scenarios.Broken, "server_error"},
		{101, ``, scenarios.Broken, ""},
	} {
		for _, verb := range []scenarios.Verb{scenarios.Exchange, scenarios.Refresh} {
			r := decode(verb, c.status, c.body)
			if r.Class != c.class || r.Problem != c.problem {
				t.Errorf("%d %s: got %s %q, want %s %q", c.status, c.body, r.Class, r.Problem, c.class, c.problem)
			}
		}
	}
	g := decode(scenarios.Exchange, 200, documented).Grant
	if want := (scenarios.Grant{AccessToken: "cxa_1", RefreshToken: "cxr_1", TokenType: "bearer", ExpiresIn: time.Hour}); g != want {
		t.Errorf("got %+v", g)
	}
}

func TestDecodeOddGrants(t *testing.T) {
	for body, want := range map[string]time.Duration{
		`{"access_token":"a","expires_in":"3600"}`:            time.Hour,
		`{"data":{"access_token":"a","expires_in":3600.0}}`:   time.Hour,
		`{"access_token":"a","access_token":"a"}`:             0,
		`{"access_token":"a","expires_in":"soon"}`:            0,
		`{"access_token":"a","expires_in":-1}`:                0,
		`{"access_token":"a","expires_in":1e300}`:             0,
		`{"access_token":"a","expires_in":3600000000000}`:     0,
		`{"access_token":"a","expires_in":null,"extra":[{}]}`: 0,
	} {
		r := decode(scenarios.Refresh, 200, body)
		if r.Class != scenarios.Alive || r.Grant.AccessToken != "a" || r.Grant.ExpiresIn != want || r.Members == nil {
			t.Errorf("%s: got %s %+v", body, r.Class, r.Grant)
		}
	}
}

func TestDecodeResources(t *testing.T) {
	const documented = `{"code":403,"name":"Forbidden","body":[{"name":"TenantError","description":"not yours"}]}`
	for _, c := range []struct {
		status    int
		body      string
		challenge string
		class     scenarios.Class
		problem   string
		says      string
	}{
		{200, `{"id":1}`, "", scenarios.Alive, "", ""},
		{204, ``, "", scenarios.Alive, "", ""},
		{401, ``, `Bearer error="invalid_token", error_description="expired"`, scenarios.Dead, "invalid_token", "expired"},
		{401, `{"code":401,"name":"Unauthorized"}`, `Bearer realm="x"`, scenarios.Dead, "Unauthorized", ""},
		{403, documented, "", scenarios.Forbidden, "Forbidden", "not yours"},
		{403, documented, `Bearer error="insufficient_scope"`, scenarios.Forbidden, "insufficient_scope", ""},
		{400, `[]`, "", scenarios.Rejected, "", ""},
		{404, ``, "", scenarios.Rejected, "", ""},
		{302, ``, "", scenarios.Rejected, "", ""},
		{503, ``, "", scenarios.Broken, "", ""},
	} {
		r := decode(scenarios.Call, c.status, c.body, "WWW-Authenticate", c.challenge)
		if r.Class != c.class || r.Problem != c.problem || r.Description != c.says {
			t.Errorf("%d %s: got %s %q %q", c.status, c.body, r.Class, r.Problem, r.Description)
		}
		if want := c.body == documented; r.Documented != want && r.Problem != "Unauthorized" {
			t.Errorf("%d %s: documented %v", c.status, c.body, r.Documented)
		}
	}
	if r := decode(scenarios.Call, 400, documented); r.Documented {
		t.Error("an error body with another status's code passes for documented")
	}
}

func TestDelegatedCredentials(t *testing.T) {
	r := decode(scenarios.LaunchCredentials, 200, `{"username":"3f1c"}`)
	if r.Minted != scenarios.Basic("3f1c", "pw") {
		t.Errorf("got %+v", r.Minted)
	}
	if r := decode(scenarios.Call, 200, `{"username":"ada"}`); r.Minted != (scenarios.Credentials{}) {
		t.Errorf("a call minted %+v", r.Minted)
	}
	if r := decode(scenarios.LaunchCredentials, 403, `{"username":"3f1c"}`); r.Minted != (scenarios.Credentials{}) {
		t.Errorf("a refusal minted %+v", r.Minted)
	}
}

func TestUnsaid(t *testing.T) {
	if _, err := (clearxp.Dialect{}).Encode(endpoints(), scenarios.Step{Verb: "revoke"}); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("got %v", err)
	}
	if _, err := (clearxp.Dialect{}).Encode(scenarios.Endpoints{}, scenarios.Step{Verb: scenarios.Launch}); err == nil {
		t.Error("a launch without a page can be said")
	}
	if (clearxp.Dialect{}).TenantHeader() != "X-CXP-Tenant" {
		t.Error("the tenant header has another name")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(200, `{"access_token":"a","expires_in":"1"}`, `Bearer error="x"`)
	f.Fuzz(func(t *testing.T, status int, body, challenge string) {
		for _, verb := range []scenarios.Verb{scenarios.Exchange, scenarios.Call, scenarios.LaunchCredentials} {
			r := decode(verb, status, body, "WWW-Authenticate", challenge)
			if r.Class == "" || r.Class == scenarios.Alive && (status < 200 || status > 299) {
				t.Errorf("%d %q: %s", status, body, r.Class)
			}
		}
	})
}
