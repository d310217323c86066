package oauth2_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/oauth2"
)

func bases() scenarios.Endpoints {
	return scenarios.Endpoints{
		Auth: "https://auth.example.test/", API: "https://api.example.test", Probe: scenarios.Resource{Path: "/me"},
		At: map[string]string{
			"authorize": "/authorize", "token": "https://token.example.test/oauth/token", "revoke": "/revoke", "introspect": "/introspect",
			"userinfo": "/userinfo", "discovery": "/.well-known/openid-configuration", "keys": "/keys",
		},
	}
}

func client() scenarios.Registration {
	return scenarios.Registration{ID: "assay", Secret: `s3:cr%t+& é`, RedirectURI: "http://127.0.0.1:8765/callback?via=a b", Scope: "read write"}
}

// golden names the requests that testdata holds byte for byte.
func golden() map[string]scenarios.Step {
	c, basic, public := client(), client(), client()
	basic.Authentication, public.Authentication = "basic", "none"
	return map[string]scenarios.Step{
		"authorize":        {Verb: scenarios.Authorize, Client: c, RedirectURI: c.RedirectURI, State: "ü &=%+\"", Scope: c.Scope},
		"authorize_pkce":   {Verb: scenarios.Authorize, Client: c, RedirectURI: "app:/cb", Challenge: "E9Mel", ChallengeMethod: "S256"},
		"authorize_hybrid": {Verb: scenarios.Authorize, Client: c, RedirectURI: "app:/cb", ResponseType: "code id_token", ResponseMode: "form_post", OIDCNonce: "n1"},
		"exchange":         {Verb: scenarios.Exchange, Client: c, RedirectURI: c.RedirectURI, Code: "c0de", Verifier: "dBjft"},
		"exchange_basic":   {Verb: scenarios.Exchange, Client: basic, RedirectURI: c.RedirectURI, Code: "c0de"},
		"exchange_public":  {Verb: scenarios.Exchange, Client: public, RedirectURI: c.RedirectURI, Code: "c0de"},
		"refresh":          {Verb: scenarios.Refresh, Client: c, RefreshToken: "r1", Scope: "read"},
		"credit":           {Verb: scenarios.ClientCredentials, Client: c},
		"revoke":           {Verb: scenarios.Revoke, Client: basic, Token: "r1", TokenHint: "refresh_token"},
		"introspect":       {Verb: scenarios.Introspect, Client: c, Token: "a1"},
		"userinfo":         {Verb: scenarios.UserInfo, As: scenarios.Bearer("a1")},
		"discover":         {Verb: scenarios.Discover},
		"keys":             {Verb: scenarios.Keys},
		"call_bearer":      {Verb: scenarios.Call, As: scenarios.Bearer("a1"), Tenant: "14021"},
		"call_basic":       {Verb: scenarios.Call, As: scenarios.Basic("key", "se:cret"), Tenant: "14 021/.."},
		"call_none":        {Verb: scenarios.Call},
	}
}

func write(t *testing.T, r scenarios.Request) string {
	t.Helper()
	body, err := r.Payload()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for name, values := range r.Header {
		for _, v := range values {
			lines = append(lines, name+": "+v+"\n")
		}
	}
	slices.Sort(lines)
	return fmt.Sprintf("%s %s\n%s\n%s", r.Method, r.Address(), strings.Join(lines, ""), body)
}

func TestGolden(t *testing.T) {
	for name, step := range golden() {
		r, err := oauth2.Dialect{}.Encode(bases(), step)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := write(t, r)
		path := filepath.Join("testdata", name+".txt")
		if update() {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", name, got, want)
		}
	}
}

// TestMain adds the flag that writes the golden requests anew.
func TestMain(m *testing.M) {
	flag.Bool("update", false, "write testdata from what the dialect encodes")
	flag.Parse()
	os.Exit(m.Run())
}

func update() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}

func TestVerbsOfOthersAreUnsupported(t *testing.T) {
	for _, verb := range []scenarios.Verb{scenarios.LaunchCredentials, scenarios.Launch} {
		if _, err := (oauth2.Dialect{}).Encode(bases(), scenarios.Step{Verb: verb}); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%s: %v", verb, err)
		}
	}
}
