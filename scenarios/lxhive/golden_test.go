package lxhive_test

import (
	"net/http"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/dialecttest"
	"github.com/authassay/authassay/scenarios/lxhive"
)

func endpoints() scenarios.Endpoints {
	return scenarios.Endpoints{Auth: "https://lrs.lxhive.test/", API: "https://lrs.lxhive.test/xAPI"}
}

// golden names the requests that golden holds byte for byte.
func golden() map[string]scenarios.Step {
	admin, token := scenarios.Basic("key", "secret"), scenarios.Basic("k+1", "s&2 =")
	full := scenarios.Asked{
		Email: "john@example.com", Password: "test", Permissions: []scenarios.Right{scenarios.Reading},
		Name: "Test", Description: "A test token.", Expires: "2015-05-05T12:00:00Z",
		Scopes: []scenarios.Right{scenarios.Reading, scenarios.Writing, scenarios.Everything, scenarios.Administration, "attachments"},
	}
	return map[string]scenarios.Step{
		"issue":          {Verb: scenarios.Issue, As: admin, Asked: scenarios.Asked{Email: "john@example.com"}},
		"issue_full":     {Verb: scenarios.Issue, As: admin, Asked: full},
		"issue_unix":     {Verb: scenarios.Issue, As: admin, Asked: scenarios.Asked{Email: "a@b.c", Expires: int64(1439291984)}},
		"issue_null":     {Verb: scenarios.Issue, As: admin, Asked: scenarios.Asked{Email: scenarios.Null, Expires: scenarios.Null}},
		"issue_nobody":   {Verb: scenarios.Issue},
		"replace":        {Verb: scenarios.Replace, As: scenarios.Bearer("t"), Asked: scenarios.Asked{Email: "a@b.c", Scopes: 7}},
		"inspect":        {Verb: scenarios.Inspect, As: admin, Of: token},
		"inspect_by_key": {Verb: scenarios.Inspect, As: admin, Of: scenarios.Credentials{User: "k"}},
		"withdraw":       {Verb: scenarios.Withdraw, As: admin, Of: token},
		"withdraw_bare":  {Verb: scenarios.Withdraw, As: scenarios.Verbatim("Basic a2V5OnNlY3JldA==")},
		"call":           {Verb: scenarios.Call, As: token},
		"write":          {Verb: scenarios.Write, As: token},
		"about":          {Verb: scenarios.About},
	}
}

func TestGolden(t *testing.T) { dialecttest.Golden(t, lxhive.Dialect{}, endpoints(), golden()) }

func TestOverrides(t *testing.T) {
	b := endpoints()
	b.At = map[string]string{"temporary": "https://id.test/tokens"}
	b.Header = http.Header{"X-Team": {"red"}}
	b.Basic = scenarios.Resource{Method: "HEAD", Path: "/agents?limit=2", Header: http.Header{"X-Probe": {"1"}}}
	for verb, want := range map[scenarios.Verb]string{
		scenarios.Issue: "POST https://id.test/tokens", scenarios.Withdraw: "DELETE https://id.test/tokens",
		scenarios.Call: "HEAD https://lrs.lxhive.test/xAPI/agents?limit=2", scenarios.Write: "POST https://lrs.lxhive.test/xAPI/statements",
	} {
		r, err := lxhive.Dialect{}.Encode(b, scenarios.Step{Verb: verb})
		if got := r.Method + " " + r.Address(); err != nil || got != want || r.Header.Get("X-Team") != "red" {
			t.Errorf("%s: got %s with %v, %v", verb, got, r.Header, err)
		}
	}
	if len(b.Header) != 1 {
		t.Errorf("the base header changed: %v", b.Header)
	}
}

func TestWhatLxHiveLacks(t *testing.T) {
	dialecttest.Lacks(t, lxhive.Dialect{}, endpoints(), scenarios.Authorize, scenarios.Exchange, scenarios.Refresh, scenarios.Launch)
}

// TestTheTargetFilesHeadersStand has a server that takes another version of the
// xAPI.
func TestTheTargetFilesHeadersStand(t *testing.T) {
	b := endpoints()
	b.Header = http.Header{"X-Experience-Api-Version": {"1.0.2"}, "Accept": {"*/*"}}
	for _, verb := range []scenarios.Verb{scenarios.Issue, scenarios.Call, scenarios.About} {
		r, err := lxhive.Dialect{}.Encode(b, scenarios.Step{Verb: verb})
		if err != nil || r.Header.Get("X-Experience-API-Version") != "1.0.2" || r.Header.Get("Accept") != "*/*" {
			t.Errorf("%s: %v, %v", verb, r.Header, err)
		}
	}
}
