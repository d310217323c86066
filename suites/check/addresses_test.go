package check_test

import (
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
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
		if got := check.AskedAt(&scenarios.Landing{Pages: test.pages}); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
