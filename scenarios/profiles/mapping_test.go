package profiles_test

import (
	"testing"

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
	if words := d.(scenarios.Worded).Words(); words["token"] != "access_token" {
		t.Errorf("words %v", words)
	}
}
