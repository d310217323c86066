package lxhive_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/lxhive"
)

// documented is the sample of lxHive's wiki, with other values.
const documented = `{"key":"k","secret":"s","expiresAt":1439295584,"expiresIn":3600,"createdAt":1439291984,"expired":false,
	"scopes":[{"name":"all","description":"Full access"}],
	"user":{"email":"a@b.c","permissions":[{"name":"statements/read","description":"Reads"},{"name":"super","description":"All"}]}}`

func decode(verb scenarios.Verb, method string, status int, body string) *scenarios.Reply {
	r := &scenarios.Reply{
		Step: scenarios.Step{Verb: verb}, Request: scenarios.Request{Method: method},
		Status: status, Header: http.Header{}, Body: []byte(body),
	}
	lxhive.Dialect{}.Decode(r)
	return r
}

func TestClasses(t *testing.T) {
	const php = "<br />\n<b>Fatal error</b>: Uncaught Error in /var/www/lxhive/index.php:12"
	for _, c := range []struct {
		verb   scenarios.Verb
		method string
		status int
		body   string
		want   scenarios.Class
	}{
		{scenarios.Issue, "POST", 200, documented, scenarios.Alive},
		{scenarios.Issue, "POST", 201, documented, scenarios.Alive},
		{scenarios.Issue, "POST", 200, "", scenarios.Broken},
		{scenarios.Issue, "POST", 200, php, scenarios.Broken},
		{scenarios.Issue, "POST", 200, `{"key":"k"}`, scenarios.Broken},
		{scenarios.Issue, "POST", 500, "<h1>Error</h1>", scenarios.Broken},
		{scenarios.Issue, "POST", 400, `{"error_message":"no"}`, scenarios.Rejected},
		{scenarios.Issue, "POST", 302, "", scenarios.Rejected},
		{scenarios.Inspect, "GET", 200, "[]", scenarios.Broken},
		{scenarios.Inspect, "HEAD", 200, "", scenarios.Alive},
		{scenarios.Inspect, "GET", 404, "", scenarios.Rejected},
		{scenarios.Withdraw, "DELETE", 204, "", scenarios.Alive},
		{scenarios.Call, "GET", 200, `{"statements":[]}`, scenarios.Alive},
		{scenarios.Call, "GET", 200, php, scenarios.Broken},
		{scenarios.Call, "GET", 200, "", scenarios.Broken},
		{scenarios.Call, "GET", 401, "", scenarios.Dead},
		{scenarios.Call, "GET", 403, "", scenarios.Forbidden},
		{scenarios.Write, "POST", 200, `["id"]`, scenarios.Alive},
		{scenarios.Write, "POST", 200, php, scenarios.Broken},
		{scenarios.About, "GET", 200, `{}`, scenarios.Alive},
	} {
		if r := decode(c.verb, c.method, c.status, c.body); r.Class != c.want {
			t.Errorf("%s %d %q: got %s, want %s", c.verb, c.status, c.body, r.Class, c.want)
		}
	}
}

func TestTokenIsRead(t *testing.T) {
	r := decode(scenarios.Inspect, "GET", 200, documented)
	got := r.Temporary
	switch {
	case r.Minted != scenarios.Basic("k", "s"):
		t.Errorf("minted %+v", r.Minted)
	case got.Created.Unix() != 1439291984 || got.Left != time.Hour || got.Expires.Sub(got.Created) != time.Hour:
		t.Errorf("times %+v", got)
	case got.Expired || got.Email != "a@b.c" || !slices.Equal(got.Scopes, []scenarios.Right{scenarios.Everything}):
		t.Errorf("read %+v", got)
	case !slices.Equal(got.Permissions, []scenarios.Right{scenarios.Administration, scenarios.Reading}):
		t.Errorf("permissions %v", got.Permissions)
	case len(got.Missing)+len(got.Odd)+len(got.Bare) > 0:
		t.Errorf("noted %v, %v, %v", got.Missing, got.Odd, got.Bare)
	}
}

func TestWhatIsOddIsNoted(t *testing.T) {
	got := decode(scenarios.Issue, "POST", 200, `{"key":"k","secret":"s","expiresAt":"2015-05-05T12:00:00Z","expiresIn":1.5,
		"expired":"false","scopes":["all"],"user":{"permissions":"all"}}`).Temporary
	if want := []string{"createdAt", "user.email"}; !slices.Equal(got.Missing, want) {
		t.Errorf("missing %v, want %v", got.Missing, want)
	}
	if want := []string{"expiresAt", "expiresIn", "expired", "user.permissions"}; !slices.Equal(got.Odd, want) {
		t.Errorf("odd %v, want %v", got.Odd, want)
	}
	if !slices.Equal(got.Bare, []string{"scopes"}) || !slices.Equal(got.Scopes, []scenarios.Right{scenarios.Everything}) {
		t.Errorf("bare %v, scopes %v", got.Bare, got.Scopes)
	}
}

func TestMessagesAreRead(t *testing.T) {
	for body, want := range map[string]string{
		`{"error_message":"no token"}`:        "no token",
		`{"error":true,"message":"no token"}`: "no token",
		`{"error":"no token"}`:                "no token",
		`<h1>no token</h1>`:                   "",
	} {
		if r := decode(scenarios.Inspect, "GET", 404, body); r.Description != want {
			t.Errorf("%s: read %q, want %q", body, r.Description, want)
		}
	}
}
