package scenarios

import (
	"net/http"
	"testing"
	"time"
)

func TestStandardDecode(t *testing.T) {
	bearer := http.Header{"Www-Authenticate": {`Bearer error="invalid_token", error_description="over"`}}
	for name, test := range map[string]struct {
		verb    Verb
		status  int
		header  http.Header
		body    string
		class   Class
		problem string
	}{
		"granted":          {Exchange, 200, nil, `{"access_token":"a","token_type":"bearer"}`, Alive, ""},
		"granted nothing":  {Exchange, 200, nil, `{"token_type":"bearer"}`, Broken, ""},
		"no JSON":          {Refresh, 200, nil, `<h1>ok</h1>`, Broken, ""},
		"refused":          {Exchange, 400, nil, `{"error":"invalid_grant"}`, Dead, "invalid_grant"},
		"client refused":   {ClientCredentials, 401, nil, `{"error":"invalid_client"}`, Dead, "invalid_client"},
		"refused in words": {Exchange, 400, nil, `no`, Rejected, ""},
		"refused with 200": {Exchange, 200, nil, `{"error":"invalid_grant"}`, Rejected, "invalid_grant"},
		"revoked not, 200": {Revoke, 200, nil, `{"error":"invalid_request"}`, Rejected, "invalid_request"},
		"elsewhere":        {Exchange, 302, nil, ``, Rejected, ""},
		"broke":            {Exchange, 500, nil, `{"error":"server_error"}`, Broken, "server_error"},
		"revoked":          {Revoke, 200, nil, ``, Alive, ""},
		"revoked not":      {Revoke, 400, nil, `{"error":"unsupported_token_type"}`, Dead, "unsupported_token_type"},
		"introspected":     {Introspect, 200, nil, `{"active":false}`, Alive, ""},
		"method refused":   {Introspect, 405, nil, ``, Rejected, ""},
		"called":           {Call, 204, nil, ``, Alive, ""},
		"dead":             {Call, 401, bearer, ``, Dead, "invalid_token"},
		"forbidden":        {UserInfo, 403, nil, `{"error":"insufficient_scope"}`, Forbidden, "insufficient_scope"},
		"not there":        {Discover, 404, nil, ``, Rejected, ""},
	} {
		r := &Reply{Step: Step{Verb: test.verb}, Status: test.status, Header: test.header, Body: []byte(test.body)}
		Standard{}.Decode(r)
		if r.Class != test.class || r.Problem != test.problem {
			t.Errorf("%s: %s %q", name, r.Class, r.Problem)
		}
	}
}

func TestReadGrant(t *testing.T) {
	g := ReadGrant(map[string]any{
		"access_token": "a", "refresh_token": "r", "token_type": "Bearer", "scope": "x y", "id_token": "i", "expires_in": "3600",
	})
	want := Grant{AccessToken: "a", RefreshToken: "r", TokenType: "Bearer", Scope: "x y", IDToken: "i", ExpiresIn: time.Hour}
	if g != want {
		t.Errorf("%+v", g)
	}
	for _, odd := range []any{-1.0, 1e300, "soon", nil, true} {
		if g := ReadGrant(map[string]any{"expires_in": odd}); g.ExpiresIn != 0 {
			t.Errorf("expires_in %v: %s", odd, g.ExpiresIn)
		}
	}
}
