package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// leading is a server whose metadata names the endpoints of another one for all
// but the login, and that gives a code to everybody.
func leading(t *testing.T, elsewhere string) *httptest.Server {
	var own *httptest.Server
	own = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/.well-known/oauth-authorization-server":
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(map[string]string{
				"issuer": own.URL, "authorization_endpoint": own.URL + "/authorize",
				"token_endpoint": elsewhere + "/token", "revocation_endpoint": elsewhere + "/revoke",
				"introspection_endpoint": elsewhere + "/introspect", "userinfo_endpoint": elsewhere + "/me", "jwks_uri": elsewhere + "/keys",
			})
		case "/authorize":
			http.Redirect(w, r, r.FormValue("redirect_uri")+"?code=a-code&state="+r.FormValue("state"), http.StatusFound)
		default:
			w.WriteHeader(http.StatusUnauthorized)
		}
	}))
	t.Cleanup(own.Close)
	return own
}

// carryOut carries out a command on a target file of a text.
func carryOut(t *testing.T, text string, args ...string) (string, int) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "target.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	code := Main(t.Context(), append(args, "--target", file), Surroundings{
		Stdout: &out, Stderr: &out, Getenv: func(string) (string, bool) { return "", false },
		Now: time.Now, Random: rand.Reader, Terminal: func(any) (int, bool) { return 0, false },
	})
	return out.String(), code
}

// TestMetadataThatLeadsElsewhereGetsNoSecrets has metadata name the endpoints of
// another server, which must not be sent anything by any command, unless the
// target file names its host.
func TestMetadataThatLeadsElsewhereGetsNoSecrets(t *testing.T) {
	var received atomic.Int64
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { received.Add(1) }))
	t.Cleanup(elsewhere.Close)
	host := strings.TrimPrefix(elsewhere.URL, "http://")
	text := `profile: oauth2
permit: attacking
auth: ` + leading(t, elsewhere.URL).URL + `
client: { id: a, secret: the-secret-of-the-client, redirect_uri: 'http://127.0.0.1:9/cb' }
endpoints: { discovery: /.well-known/oauth-authorization-server }
probe: { path: /me }
load: { pool: 2, ceiling: 10/s, duration: 100ms }
`
	hint := "if that is right, say allow_hosts: [" + host + "]"
	for name, test := range map[string]struct {
		args  []string
		more  string
		sent  bool
		wants []string
	}{
		"check":    {[]string{"check"}, "", false, []string{"FAILED metadata the metadata at", "token at " + elsewhere.URL + "/token", hint}},
		"run":      {[]string{"run"}, "", false, []string{"metadata: the metadata leads elsewhere: the metadata at", "revoke at " + elsewhere.URL + "/revoke", hint}},
		"load":     {[]string{"load"}, "", false, []string{"metadata: the metadata leads elsewhere"}},
		"capacity": {[]string{"capacity"}, "", false, []string{"metadata: the metadata leads elsewhere"}},
		"allowed":  {[]string{"run", "EXC-02"}, "allow_hosts: [" + host + "]\n", true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			received.Store(0)
			said, code := carryOut(t, text+test.more, test.args...)
			if !test.sent && code != exitJudge || (received.Load() > 0) != test.sent {
				t.Errorf("exit code %d, and the other server received %d requests:\n%s", code, received.Load(), said)
			}
			for _, want := range test.wants {
				if !strings.Contains(strings.Join(strings.Fields(said), " "), want) {
					t.Errorf("%q is not in\n%s", want, said)
				}
			}
		})
	}
}
