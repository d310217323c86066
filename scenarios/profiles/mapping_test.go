package profiles_test

import (
	"maps"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clearxp"
	"github.com/authassay/authassay/scenarios/dialecttest"
	"github.com/authassay/authassay/scenarios/oauth2"
	"github.com/authassay/authassay/scenarios/profiles"
)

// product is a mapping that changes everything that one can.
func product() profiles.Mapping {
	return profiles.Mapping{
		Endpoints:  map[string]string{"token": "/v2/token", "authorize": "/v2/authorize"},
		Encoding:   scenarios.JSON,
		Parameters: map[string]string{"code": "ticket", "client_id": "app"},
		Members:    map[string]string{"access_token": "token", "token_type": "access_token", "error": "fault"},
	}
}

func TestMappedRequests(t *testing.T) {
	endpoints := scenarios.Endpoints{Auth: "https://a.test", API: "https://a.test", At: map[string]string{"authorize": "/authorize"}}
	client := scenarios.Registration{ID: "c1", Secret: "s"}
	d := product().Over(oauth2.Dialect())
	for step, want := range map[*scenarios.Step]string{
		{Verb: scenarios.Exchange, Client: client, Code: "c", RedirectURI: "app:/cb"}: "POST https://a.test/v2/token\nAccept: application/json\nContent-Type: application/json\n\n" +
			`{"grant_type":"authorization_code","ticket":"c","redirect_uri":"app:/cb","app":"c1","client_secret":"s"}`,
		{Verb: scenarios.Authorize, Client: client, State: "s"}: "GET https://a.test/authorize?response_type=code&app=c1&state=s\nAccept: text/html\n\n",
	} {
		if got, err := dialecttest.Written(d, endpoints, *step); err != nil || got != want {
			t.Errorf("%s: %v\n%s\nwant\n%s", step.Verb, err, got, want)
		}
	}
	if len(endpoints.At) != 1 {
		t.Errorf("the endpoints of the target changed: %v", endpoints.At)
	}
}

func TestMappedAnswers(t *testing.T) {
	d := product().Over(oauth2.Dialect())
	for name, test := range map[string]struct {
		verb   scenarios.Verb
		status int
		body   string
		class  scenarios.Class
		token  string
	}{
		"granted":           {scenarios.Exchange, 200, `{"token":"t1","access_token":"bearer"}`, scenarios.Alive, "t1"},
		"another's word":    {scenarios.Exchange, 200, `{"access_token":"t1"}`, scenarios.Broken, ""},
		"refused":           {scenarios.Exchange, 400, `{"fault":"invalid_grant"}`, scenarios.Dead, ""},
		"refused otherwise": {scenarios.Exchange, 400, `{"error":"invalid_grant"}`, scenarios.Rejected, ""},
		"no object":         {scenarios.Exchange, 200, `[]`, scenarios.Broken, ""},
		"called":            {scenarios.Call, 200, `{"token":"of the resource"}`, scenarios.Alive, ""},
	} {
		r := &scenarios.Reply{Step: scenarios.Step{Verb: test.verb}, Status: test.status, Body: []byte(test.body)}
		d.Decode(r)
		if r.Class != test.class || r.Grant.AccessToken != test.token || string(r.Body) != test.body {
			t.Errorf("%s: %s, %+v, %s", name, r.Class, r.Grant, r.Body)
		}
		if test.verb == scenarios.Call && r.Members["token"] != "of the resource" {
			t.Errorf("the resource's own members are %v", r.Members)
		}
		if test.token != "" && r.Grant.TokenType != "bearer" {
			t.Errorf("words do not trade places: %+v", r.Grant)
		}
	}
}

// TestMappedPlaces reads members that stand deeper, and keeps the words of the
// RFCs from counting beside them.
func TestMappedPlaces(t *testing.T) {
	d := profiles.Mapping{Members: map[string]string{
		"access_token": "/result/token", "expires_in": "/result/life/seconds", "error": "/error/code", "error_description": "/error/message",
	}}.Over(oauth2.Dialect())
	for body, want := range map[string]scenarios.Grant{
		`{"result":{"token":"t1","life":{"seconds":60}}}`: {AccessToken: "t1", ExpiresIn: time.Minute},
		`{"result":{"token":"t1","life":60}}`:             {AccessToken: "t1"},
		`{"access_token":"t1","expires_in":60}`:           {},
		`{"result":[]}`:                                   {},
	} {
		r := &scenarios.Reply{Step: scenarios.Step{Verb: scenarios.Exchange}, Status: 200, Body: []byte(body)}
		if d.Decode(r); r.Grant != want || string(r.Body) != body {
			t.Errorf("%s: %+v, %s", body, r.Grant, r.Body)
		}
	}
	r := &scenarios.Reply{Step: scenarios.Step{Verb: scenarios.Exchange}, Status: 400, Body: []byte(`{"error":{"code":"invalid_grant","message":"used"}}`)}
	if d.Decode(r); r.Class != scenarios.Dead || r.Problem != "invalid_grant" || r.Description != "used" {
		t.Errorf("%s, %s, %s", r.Class, r.Problem, r.Description)
	}
}

// TestMappedAuthorizationResponses hears what arrives in the browser.
func TestMappedAuthorizationResponses(t *testing.T) {
	d := profiles.Mapping{AuthorizationResponse: map[string]string{"code": "ticket", "state": "code"}}.Over(oauth2.Dialect())
	came := url.Values{"ticket": {"c1"}, "code": {"s1"}, "via": {"x"}}
	if got := d.(scenarios.Hearing).Hear(came); got.Encode() != "code=c1&state=s1&via=x" {
		t.Error(got)
	}
	if got := d.(scenarios.Hearing).Hear(url.Values{"state": {"s1"}}); len(got) != 0 {
		t.Errorf("the words of the RFC count beside the product's: %v", got)
	}
	if got := came.Encode(); got != "code=s1&ticket=c1&via=x" {
		t.Errorf("what came has changed: %s", got)
	}
}

// TestMappedWordsHideNothing keeps a name that is harmless in one place from
// showing what stands under it in another.
func TestMappedWordsHideNothing(t *testing.T) {
	d := profiles.Mapping{
		Parameters: map[string]string{"refresh_token": "kind"},
		Members:    map[string]string{"error": "code", "token_type": "kind", "access_token": "/result/grant"},
	}.Over(oauth2.Dialect())
	want := map[string][]string{"code": {"code", "error"}, "kind": {"refresh_token", "token_type"}, "grant": {"access_token"}}
	if got := d.(scenarios.Worded).Words(); !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestMappedDialectsKeepTheirHeaders lays a mapping over a dialect with more to
// it than steps.
func TestMappedDialectsKeepTheirHeaders(t *testing.T) {
	d := profiles.Mapping{Members: map[string]string{"access_token": "token"}}.Over(clearxp.Dialect{})
	if d.(scenarios.Tenanted).TenantHeader() != (clearxp.Dialect{}).TenantHeader() || d.(scenarios.Versioned).VersionHeader() != "" {
		t.Error("the headers of the dialect are lost")
	}
	step := scenarios.Step{Verb: scenarios.LaunchCredentials, Fields: scenarios.Params{{Name: "minutes", Value: 5}}}
	if text, err := dialecttest.Written(d, scenarios.Endpoints{API: "https://a.test"}, step); err != nil || text == "" || text[len(text)-13:] != `{"ttlMins":5}` {
		t.Errorf("%v\n%s", err, text)
	}
	if words := d.(scenarios.Worded).Words(); !slices.Contains(words["token"], "access_token") {
		t.Errorf("words %v", words)
	}
}
