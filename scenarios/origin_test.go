package scenarios

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func TestOrigins(t *testing.T) {
	own := Origins{"https://a.example/base", "http://b.example:8080", "c.example", "d.example:8443", "[::1]:9"}
	for address, held := range map[string]bool{
		"https://a.example/token": true, "https://A.example:443/": true, "http://a.example/token": false,
		"https://a.example:8443/": false, "https://a.example.evil.test/": false, "https://evil.test/a.example": false,
		"https://a.example@evil.test/": false, `https://a.example\@evil.test/`: false, "//a.example/": false, "": false,
		"http://b.example:8080/x": true, "http://b.example/": false, "ftp://b.example:8080/": false,
		"http://c.example/": true, "https://c.example/": true, "https://c.example:444/": false, "https://x.c.example/": false,
		"https://d.example:8443/": true, "https://d.example/": false, "http://[::1]:9/": true, "http://[::1]/": false,
	} {
		if own.Hold(address) != held {
			t.Errorf("%q is held: %t", address, !held)
		}
	}
}

func TestAnAddressOfTheTargetDoesNotReachATerminalAsItIs(t *testing.T) {
	a := &Astray{Metadata: "m", Leads: []Lead{{"token", "http://e.test/\x1b[2J" + strings.Repeat("a", 500)}}}
	if text := a.Error(); strings.ContainsRune(text, '\x1b') || len(text) > 400 || !strings.Contains(text, "token at http://e.test/?[2Jaaa") {
		t.Errorf("%q", text)
	}
}

// decoding reads JSON objects.
type decoding struct{ Standard }

func (decoding) Decode(r *Reply) {
	if json.Unmarshal(r.Body, &r.Members) == nil {
		r.Class = Alive
	}
}

// TestMetadataLeadsNowhereElse takes endpoints over from the metadata only where
// they are at the target's own origins, or at hosts that its file allows.
func TestMetadataLeadsNowhereElse(t *testing.T) {
	var own *httptest.Server
	own = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]string{
			"authorization_endpoint": own.URL + "/authorize", "token_endpoint": "http://192.0.2.1/token",
			"jwks_uri": "https://keys.example/jwks", "revocation_endpoint": "http://192.0.2.1/revoke", "userinfo_endpoint": "/me",
		})
	}))
	t.Cleanup(own.Close)
	for name, test := range map[string]struct {
		allowed Origins
		taken   string
		hosts   string
		token   string
	}{
		"nothing allowed": {nil, "[authorize userinfo]", "[keys.example 192.0.2.1]", ""},
		"one allowed":     {Origins{"192.0.2.1"}, "[authorize revoke token userinfo]", "[keys.example]", "http://192.0.2.1/token"},
		"all allowed":     {Origins{"192.0.2.1", "keys.example:443"}, "[authorize keys revoke token userinfo]", "[]", "http://192.0.2.1/token"},
	} {
		c := Client{Dialect: decoding{}, Wire: overHTTP{}, Allowed: test.allowed, Endpoints: Endpoints{
			Auth: own.URL, API: own.URL, At: map[string]string{"discovery": own.URL + "/metadata"},
		}}
		taken, _, err := c.Discover(t.Context())
		astray := &Astray{}
		if errors.As(err, &astray) != (test.hosts != "[]") {
			t.Errorf("%s: %v", name, err)
		}
		if got := fmt.Sprint(taken); got != test.taken || fmt.Sprint(astray.Hosts()) != test.hosts || c.Endpoints.At["token"] != test.token {
			t.Errorf("%s: took %s, astray to %v, token at %q", name, got, astray.Hosts(), c.Endpoints.At["token"])
		}
		if !slices.IsSortedFunc(astray.Leads, func(a, b Lead) int {
			if a.Endpoint < b.Endpoint {
				return -1
			}
			return 1
		}) {
			t.Errorf("%s: the leads are not in order: %v", name, astray.Leads)
		}
	}
}

func TestIssuer(t *testing.T) {
	for metadata, want := range map[string]string{
		"https://a.test/.well-known/openid-configuration":              "https://a.test",
		"https://a.test/x/.well-known/openid-configuration":            "https://a.test/x",
		"https://a.test/.well-known/oauth-authorization-server/tenant": "https://a.test/tenant",
		"https://a.test/metadata":                                      "",
	} {
		if got := Issuer(metadata); got != want {
			t.Errorf("%s: %q", metadata, got)
		}
	}
}
