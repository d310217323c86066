package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"index/suffixarray"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/selftest"
)

// TestNoSecretIsWritten runs everything against servers that say too much, and
// looks for every secret that went over the wire in everything that was
// written, the console included.
func TestNoSecretIsWritten(t *testing.T) {
	for _, name := range []string{
		"code-reusable", "secret-echoed", "code-echoed", "token-echoed", "token-in-cookie", "password-echoed",
		"basic-raw-accepted", "launch-echoes-password", "launch-auth-without-scheme", "query-token-admitted",
		"state-altered", "exchange-by-get", "errors-as-html", "truncated-token-admitted",
		"secret-unchecked-at-exchange",
	} {
		t.Run(name, func(t *testing.T) {
			heard, written := runHeard(t, name)
			if len(heard) < 500 {
				t.Fatalf("only %d secrets went over the wire", len(heard))
			}
			for where, text := range written {
				expectNoSecret(t, where, text, heard)
				expectNoPiece(t, where, text)
			}
		})
	}
}

// expectNoSecret looks for every secret in a text, however it may be written.
func expectNoSecret(t *testing.T, where, text string, secrets map[string]bool) {
	t.Helper()
	index := suffixarray.New([]byte(text))
	for secret := range secrets {
		for form, written := range writtenForms(secret) {
			if at := index.Lookup([]byte(written), 1); len(at) > 0 {
				t.Errorf("%s holds a secret of %d characters, %s: …%q…", where, len(secret), form, text[max(0, at[0]-60):at[0]])
				return
			}
		}
	}
}

// expectNoPiece looks for pieces of what the target file holds: near misses are made
// of them.
func expectNoPiece(t *testing.T, where, text string) {
	t.Helper()
	for name, secret := range selftest.Secrets() {
		for i := 0; i+8 <= len(secret); i += 4 {
			if at := strings.Index(text, secret[i:i+8]); at >= 0 {
				t.Errorf("%s holds 8 characters of %s: …%q…", where, name, text[max(0, at-60):at])
				return
			}
		}
	}
}

// writtenForms are the ways in which a secret could stand in a text.
func writtenForms(secret string) map[string]string {
	quoted, _ := json.Marshal(secret)
	return map[string]string{
		"as it is":     secret,
		"URL-escaped":  url.QueryEscape(secret),
		"base64":       base64.RawStdEncoding.EncodeToString([]byte(secret)),
		"hex":          hex.EncodeToString([]byte(secret)),
		"base64url":    base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"JSON-escaped": strings.Trim(string(quoted), `"`),
	}
}

// runHeard runs every check against a reference server with the fault and
// returns the secrets that went over the wire and all that was written.
func runHeard(t *testing.T, fault string) (heard map[string]bool, written map[string]string) {
	t.Helper()
	f, ok := faults.Find(fault)
	if !ok {
		t.Fatalf("no fault %s", fault)
	}
	server := contracts.Bent(f.Bend)
	e := &eavesdropper{next: server, heard: map[string]bool{}, made: map[string]bool{}}
	public, control := httptest.NewServer(e), httptest.NewServer(server.Control(selftest.ControlSecret))
	t.Cleanup(public.Close)
	t.Cleanup(control.Close)
	secrets := selftest.Secrets()
	for _, s := range secrets {
		e.heard[s] = true
	}
	text, err := profiles.Template("clearxp")
	if err != nil {
		t.Fatal(err)
	}
	text = targetfile.Decided(text, scenarios.Attacking)
	e.open = string(text)
	dir := t.TempDir()
	file, out := filepath.Join(dir, "target.yaml"), filepath.Join(dir, "out")
	located := strings.NewReplacer("\n#permit: testing\n", "\npermit: attacking\n", "http://127.0.0.1:8080", public.URL, "http://127.0.0.1:8081", control.URL).Replace(string(text))
	if err := os.WriteFile(file, []byte(located), 0o600); err != nil {
		t.Fatal(err)
	}
	written = consoleOf(t, secrets, "run", "--target", file, "--out", out, "--verbose")
	err = fs.WalkDir(os.DirFS(out), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			text, readErr := os.ReadFile(filepath.Join(out, name))
			written[name], err = string(text), readErr
		}
		return err
	})
	if err != nil || len(written) < 7 {
		t.Fatalf("%d artefacts were written: %v", len(written), err)
	}
	return e.heard, written
}

// consoleOf runs a command and returns what it wrote to the console.
func consoleOf(t *testing.T, secrets map[string]string, args ...string) map[string]string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := Main(t.Context(), args, Surroundings{
		Stdout: &stdout, Stderr: &stderr, Now: time.Now, Random: rand.Reader,
		Getenv:   func(name string) (string, bool) { value, ok := secrets[name]; return value, ok },
		Terminal: func(any) (int, bool) { return 0, false },
	})
	if code != exitFail && code != exitPass {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
	return map[string]string{"standard output": stdout.String(), "standard error": stderr.String()}
}

// eavesdropper hands requests on and keeps the secrets that go by: what the
// server hands out, and what is sent that was made of such a secret. What the
// client has made up itself is none, nor what the target file says openly, such as
// the name of a client that a near miss sends as its secret.
type eavesdropper struct {
	next  http.Handler
	open  string // the target file, whose secrets are names of variables
	mu    sync.Mutex
	heard map[string]bool
	made  map[string]bool // what was sent before anybody had handed it out
}

// secretMember finds the members of JSON and form bodies that are secrets.
var secretMember = regexp.MustCompile(`\b(?:access_token|refresh_token|client_secret|password|code|csrf)"?\s*[:=]\s*"?([^"&\s]+)`)

// ServeHTTP implements http.Handler.
func (e *eavesdropper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	e.hearSent(r, string(body))
	answer := httptest.NewRecorder()
	e.next.ServeHTTP(answer, r)
	result := answer.Result()
	for _, m := range secretMember.FindAllStringSubmatch(answer.Body.String(), -1) {
		e.hear(m[1])
	}
	for _, c := range result.Cookies() {
		e.hear(c.Value)
	}
	if to, err := result.Location(); err == nil {
		e.hear(to.Query().Get("code"))
		e.hear(to.Query().Get("auth"))
		e.hear(strings.TrimPrefix(to.Query().Get("auth"), "Basic "))
	}
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// hearSent keeps what the client sends and was handed out, or is close to it,
// whether it opens anything or not.
func (e *eavesdropper) hearSent(r *http.Request, body string) {
	for _, m := range secretMember.FindAllStringSubmatch(body, -1) {
		e.sent(m[1])
	}
	e.sent(r.URL.Query().Get("state"))
	for _, value := range r.Header.Values("Authorization") {
		scheme, credentials, _ := strings.Cut(value, " ")
		if strings.EqualFold(scheme, "Bearer") {
			e.sent(credentials)
		}
		if _, secret, ok := r.BasicAuth(); ok {
			e.sent(secret)
			if e.knows(secret) {
				e.hear(credentials)
			}
		}
	}
}

// sent tells secrets from what the client has made up.
func (e *eavesdropper) sent(value string) {
	if e.knows(value) {
		e.hear(value)
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.made[value] = true
}

// knows says whether a value was handed out, or was made of one that was: with
// a character less, more or changed, or in the other case.
func (e *eavesdropper) knows(value string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.heard[value] || len(value) < 12 {
		return e.heard[value]
	}
	for secret := range e.heard {
		half := min(len(secret), len(value)) / 2
		if strings.EqualFold(value, secret) || value[:half] == secret[:half] && half >= 6 || strings.Contains(value, secret) {
			return true
		}
	}
	return false
}

// hear keeps a secret that is long enough to be one.
func (e *eavesdropper) hear(secret string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(secret) >= 12 && !e.made[secret] && !strings.Contains(e.open, secret) && !strings.HasPrefix(secret, "token=") {
		e.heard[secret] = true
	}
}
