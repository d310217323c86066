package basic_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/basic"
)

// TestACallOnTheWire holds the one request to RFC 7617 §2, whose own example it
// is.
func TestACallOnTheWire(t *testing.T) {
	bases := scenarios.Endpoints{
		API: "https://files.test/", Header: http.Header{"X-Team": {"red"}},
		Basic: scenarios.Resource{Path: "/me.json", Header: http.Header{"X-Probe": {"1"}}},
	}
	const own = "Accept: */*\n%sX-Probe: 1\nX-Team: red"
	for name, test := range map[string]struct {
		as   scenarios.Credentials
		want string
	}{
		"a pair":        {scenarios.Basic("Aladdin", "open sesame"), "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\n"},
		"two colons":    {scenarios.Basic("a", "b:c"), "Authorization: Basic YTpiOmM=\n"},
		"bearer":        {scenarios.Bearer("t"), "Authorization: Bearer t\n"},
		"verbatim":      {scenarios.Verbatim("Digest x"), "Authorization: Digest x\n"},
		"nothing":       {scenarios.Credentials{}, ""},
		"nobody's pair": {scenarios.Basic("", ""), "Authorization: Basic Og==\n"},
	} {
		r, err := basic.Dialect{}.Encode(bases, scenarios.Step{Verb: scenarios.Call, As: test.as, Tenant: "unused"})
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for name, values := range r.Header {
			lines = append(lines, name+": "+strings.Join(values, ", "))
		}
		slices.Sort(lines)
		if got, want := strings.Join(lines, "\n"), fmt.Sprintf(own, test.want); got != want || r.Method != "GET" || r.Address() != "https://files.test/me.json" {
			t.Errorf("%s: %s %s\n%s\nwant\n%s", name, r.Method, r.Address(), got, want)
		}
	}
	bases.Basic = scenarios.Resource{Method: "HEAD", Path: "https://other.test/x"}
	if r, err := (basic.Dialect{}).Encode(bases, scenarios.Step{Verb: scenarios.Call}); err != nil || r.Method+" "+r.Address() != "HEAD https://other.test/x" {
		t.Errorf("%s %s, %v", r.Method, r.Address(), err)
	}
	if len(bases.Header) != 1 {
		t.Errorf("the base header changed: %v", bases.Header)
	}
}

func TestWhatThereIsNot(t *testing.T) {
	for _, verb := range []scenarios.Verb{scenarios.Authorize, scenarios.Exchange, scenarios.Revoke, scenarios.Issue} {
		if _, err := (basic.Dialect{}).Encode(scenarios.Endpoints{}, scenarios.Step{Verb: verb}); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%s: %v", verb, err)
		}
	}
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
