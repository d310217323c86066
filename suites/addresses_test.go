package suites

import (
	"strings"
	"testing"

	"github.com/authassay/authassay/scenarios"
)

// TestAskedIsTheAuthorizationRequest has somebody log in before they ask for a
// code: the first page of a visit is then no answer of the authorization
// endpoint, and neither is a page that holds the request in its own query.
func TestAskedIsTheAuthorizationRequest(t *testing.T) {
	page := func(address, query string) *scenarios.Reply {
		return &scenarios.Reply{Request: scenarios.Request{URL: address, RawQuery: query}}
	}
	login := page("https://auth.example/login", "next=%2Fauthorize%3Fresponse_type%3Dcode")
	authorize := page("https://auth.example/authorize", "client_id=assay&response_type=code")
	written := &scenarios.Reply{Request: scenarios.Request{URL: "https://auth.example/authorize",
		Query: scenarios.Params{{Name: "response_type", Value: "code"}}}}
	for name, test := range map[string]struct {
		pages []*scenarios.Reply
		want  *scenarios.Reply
	}{
		"asks and logs in":  {[]*scenarios.Reply{authorize, login}, authorize},
		"logs in and asks":  {[]*scenarios.Reply{login, written}, written},
		"never seen to ask": {[]*scenarios.Reply{login}, nil},
		"nothing was seen":  {nil, nil},
	} {
		if got := asked(&scenarios.Landing{Pages: test.pages}); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestNeighboursOfRedirectURIs keeps what a standard allows, and what is no
// neighbour, from being asked for.
func TestNeighboursOfRedirectURIs(t *testing.T) {
	for _, registered := range []string{"http://127.0.0.1:1/callback", "http://localhost/", "http://[::1]:1/c"} {
		if moved := portMoved(registered); moved != "" {
			t.Errorf("%s may have any port, and is asked for as %s", registered, moved)
		}
	}
	if moved := portMoved("https://client.example/c?x=1"); moved != "https://client.example:9/c?x=1" {
		t.Errorf("moved to %s", moved)
	}
	for _, registered := range []string{"https://client.example/1", "com.example.app:/callback", "https://client.example/UPPER"} {
		for _, uri := range neighbours(registered) {
			if uri == registered || strings.Contains(uri, "://:") {
				t.Errorf("%s: a neighbour is %s", registered, uri)
			}
		}
	}
}
