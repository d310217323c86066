package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// examine runs check on a target file and returns what it wrote.
func examine(t *testing.T, text string, now time.Time) (string, int) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "target.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	code := Main(t.Context(), []string{"check", "--target", file}, Surroundings{
		Stdout: &out, Stderr: &out, Getenv: func(string) (string, bool) { return "", false },
		Now: func() time.Time { return now }, Random: rand.Reader,
		Terminal: func(any) (int, bool) { return 0, false },
	})
	return out.String(), code
}

// published is a server of metadata that knows nothing else, and answers 403 to
// whoever calls.
func published(t *testing.T) *httptest.Server {
	var s *httptest.Server
	s = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/.well-known/oauth-authorization-server" {
			w.Header().Set("Date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]string{
			"issuer": s.URL, "token_endpoint": s.URL + "/token", "revocation_endpoint": s.URL + "/revoke",
		})
	}))
	t.Cleanup(s.Close)
	return s
}

func TestCheckTellsMistakesFromFindings(t *testing.T) {
	s := published(t)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	if err := os.WriteFile(ca, block, 0o600); err != nil {
		t.Fatal(err)
	}
	head := "profile: clearxp\nauth: " + s.URL + "\n"
	client := "client: { id: a, secret: b, redirect_uri: 'http://127.0.0.1:9/cb' }\nprobe: { path: /me }\n"
	end := s.Certificate().NotAfter
	for name, test := range map[string]struct {
		text string
		now  time.Time
		want []string
		code int
	}{
		"unknown authority": {head, end.AddDate(-1, 0, 0), []string{"FAILED   auth", "certificate not trusted", "tls.ca_file"}, exitJudge},
		"known authority": {head + "tls: { ca_file: " + ca + " }\n", end.AddDate(-1, 0, 0), []string{
			"ok       tls            TLS 1.3, the certificate ends", "ok       discovery      " + s.URL + "/.well-known/oauth-authorization-server",
			"skipped  login", "finding  clock          real; the clocks are 1h0m", "next: authassay run"}, exitPass},
		"certificate at its end": {head + "tls: { ca_file: " + ca + " }\n", end.AddDate(0, 0, -3), []string{"finding  tls", "hint: renew it"}, exitPass},
		"nobody verifies":        {head + "tls: { insecure: true }\n", end, []string{"finding  tls", "nobody verifies it"}, exitPass},
		"another token endpoint": {head + "tls: { insecure: true }\nendpoints: { token: /oauth/token }\n", end, []string{
			"FAILED   discovery      endpoints.token is " + s.URL + "/oauth/token, and the server publishes " + s.URL + "/token"}, exitJudge},
		"another issuer": {head + "issuer: https://id.example\nendpoints: { discovery: /.well-known/oauth-authorization-server }\ntls: { insecure: true }\n", end,
			[]string{"FAILED   discovery      issuer is https://id.example"}, exitJudge},
		"endpoints left to the metadata": {strings.Replace(head, "clearxp", "oauth2", 1) + "endpoints: { discovery: /.well-known/oauth-authorization-server }\ntls: { insecure: true }\n", end,
			[]string{"ok       discovery", "filled in: endpoints.revoke is " + s.URL + "/revoke", "filled in: endpoints.token is " + s.URL + "/token"}, exitPass},
		"endpoints that nobody takes over": {head + "tls: { insecure: true }\n", end,
			[]string{"not used:  endpoints.revoke, endpoints.token: published, and not named"}, exitPass},
		"no metadata where it is named": {head + "endpoints: { discovery: /nowhere }\ntls: { insecure: true }\n", end,
			[]string{"FAILED   discovery      endpoints.discovery is " + s.URL + "/nowhere, which is answered with 403"}, exitJudge},
		"a status of its own": {head + client + "tls: { insecure: true }\n", end, []string{
			"FAILED   login", "finding  probe refuses  a token that was never issued is answered with 403", "name it in probe.dead"}, exitJudge},
	} {
		t.Run(name, func(t *testing.T) {
			said, code := examine(t, test.text, test.now)
			for _, want := range test.want {
				if !strings.Contains(said, want) {
					t.Errorf("%q is not in\n%s", want, said)
				}
			}
			if code != test.code {
				t.Errorf("exit code %d, want %d\n%s", code, test.code, said)
			}
		})
	}
}

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
