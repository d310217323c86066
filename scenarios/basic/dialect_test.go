package basic_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/basic"
	"github.com/authassay/authassay/scenarios/dialecttest"
)

func endpoints() scenarios.Endpoints {
	return scenarios.Endpoints{
		API: "https://files.test/", Header: http.Header{"X-Team": {"red"}},
		Basic: scenarios.Resource{Path: "/me.json", Header: http.Header{"X-Probe": {"1"}}},
	}
}

// TestGolden holds the one request to RFC 7617 §2, whose own example it is.
func TestGolden(t *testing.T) {
	call := func(as scenarios.Credentials) scenarios.Step {
		return scenarios.Step{Verb: scenarios.Call, As: as, Tenant: "unused"}
	}
	dialecttest.Golden(t, basic.Dialect{}, endpoints(), map[string]scenarios.Step{
		"call_basic":    call(scenarios.Basic("Aladdin", "open sesame")),
		"call_colons":   call(scenarios.Basic("a", "b:c")),
		"call_nobodys":  call(scenarios.Basic("", "")),
		"call_bearer":   call(scenarios.Bearer("t")),
		"call_verbatim": call(scenarios.Verbatim("Digest x")),
		"call_none":     call(scenarios.Credentials{}),
	})
}

func TestAnotherResource(t *testing.T) {
	b := endpoints()
	b.Basic = scenarios.Resource{Method: "HEAD", Path: "https://other.test/x"}
	if r, err := (basic.Dialect{}).Encode(b, scenarios.Step{Verb: scenarios.Call}); err != nil || r.Method+" "+r.Address() != "HEAD https://other.test/x" {
		t.Errorf("%s %s, %v", r.Method, r.Address(), err)
	}
	if len(b.Header) != 1 {
		t.Errorf("the base header changed: %v", b.Header)
	}
}

func TestWhatThereIsNot(t *testing.T) {
	dialecttest.Lacks(t, basic.Dialect{}, scenarios.Endpoints{}, scenarios.Authorize, scenarios.Exchange, scenarios.Revoke, scenarios.Issue)
	if _, err := (basic.Dialect{}).Encode(scenarios.Endpoints{}, scenarios.Step{Verb: scenarios.Call}); err == nil || !strings.Contains(err.Error(), "basic_probe") {
		t.Errorf("without a resource: %v", err)
	}
}

func TestAnswersAreReadByTheirStatus(t *testing.T) {
	for status, want := range map[int]scenarios.Class{
		200: scenarios.Alive, 204: scenarios.Alive, 302: scenarios.Rejected, 400: scenarios.Rejected, 401: scenarios.Dead,
		403: scenarios.Forbidden, 404: scenarios.Rejected, 429: scenarios.Rejected, 500: scenarios.Broken, 101: scenarios.Broken,
	} {
		r := &scenarios.Reply{Status: status, Body: []byte(`{"user":"olga"}`)}
		if (basic.Dialect{}).Decode(r); r.Class != want || r.Members["user"] != "olga" {
			t.Errorf("%d is %s with %v, want %s", status, r.Class, r.Members, want)
		}
	}
}
