package preflight_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/preflight"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/catalogue"
)

// routes are how a server answers, by path. What is not there is answered as a
// server does that has nothing to complain of.
type routes map[string]http.HandlerFunc

// ServeHTTP implements http.Handler.
func (s routes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if answer, own := s[r.URL.Path]; own {
		answer(w, r)
		return
	}
	switch r.URL.Path {
	case "/authorize":
		back(w, r, url.Values{"code": {"a-code-of-twenty-letters"}, "state": {r.URL.Query().Get("state")}})
	case "/token":
		_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "an-access-token-of-some-length", "token_type": "Bearer"})
	case "/me", "/revoke", "/introspect", "/":
		fmt.Fprint(w, `{"active": true, "sub": "olga"}`)
	default:
		http.NotFound(w, r)
	}
}

// back sends the browser to the client.
func back(w http.ResponseWriter, r *http.Request, answer url.Values) {
	http.Redirect(w, r, r.URL.Query().Get("redirect_uri")+"?"+answer.Encode(), http.StatusFound)
}

// says answers always the same.
func says(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func sendsBack(answer url.Values) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { back(w, r, answer) }
}

const file = `profile: oauth2
auth: %s
endpoints: { authorize: /authorize, token: /token, revoke: /revoke, introspect: /introspect }
client: { id: assay, secret: a-client-secret, redirect_uri: "http://127.0.0.1:9/cb", scope: read }
login: { steps: [ { when: username, fill: { username: olga, password: a-password } } ] }
probe: { path: /me }
limits: { timeout: 2s }
`

// ask examines a server by a target file, for all that its profile tests.
func ask(t *testing.T, text string) []preflight.Answer {
	t.Helper()
	return askIn(t.Context(), t, text, nil)
}

// dial opens connections to a server that a test stands in for.
type dial func(ctx context.Context, network, address string) (net.Conn, error)

func askIn(ctx context.Context, t *testing.T, text string, dial dial) []preflight.Answer {
	t.Helper()
	return examination(t, text, dial).Ask(ctx)
}

// examination prepares one by a target file.
func examination(t *testing.T, text string, dial dial) *preflight.Examination {
	t.Helper()
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	read, err := targetfile.Load("target.yaml", []byte(text), func(string) (string, bool) { return "", false }, os.ReadFile)
	if err != nil {
		t.Fatal(err)
	}
	ready, err := assembly.Assemble(read, assembly.Options{Profiles: profiles.BuiltIn(), Catalogue: c, Random: rand.Reader, ReadFile: os.ReadFile, Dial: dial})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(ready.Close)
	var chapters []string
	for _, ch := range catalogue.Chapters {
		chapters = append(chapters, ch.Name)
	}
	return preflight.New(preflight.Options{Assembly: ready, Now: time.Now, Chapters: chapters})
}

// failed is the first question that failed.
func failed(answers []preflight.Answer) preflight.Answer {
	i := slices.IndexFunc(answers, func(a preflight.Answer) bool { return a.Outcome == preflight.Failed })
	if i < 0 {
		return preflight.Answer{}
	}
	return answers[i]
}

const loginPage = `<form method="post" action="/authorize"><input name="username"><input type="password" name="password"><button>Go</button></form>`

// oddity is a server that gives a wrong answer, and what is made of it.
type oddity struct {
	routes   routes
	question string
	cause    preflight.Cause
	says     string
}

// problem is a refusal of RFC 6749 §5.2.
func problem(code, text string) string {
	return fmt.Sprintf(`{"error": %q, "error_description": %q}`, code, text)
}

// mistakes are answers that a wrong file would explain.
func mistakes() map[string]oddity {
	return map[string]oddity{
		"the client is unknown":    {routes{"/token": says(401, "application/json", problem("invalid_client", "who is that?"))}, "client", preflight.ClientRefused, "who is that?"},
		"400 for the client":       {routes{"/token": says(400, "application/json", problem("unauthorized_client", ""))}, "client", preflight.ClientRefused, "unauthorized_client"},
		"403 without a body":       {routes{"/token": says(403, "text/plain", "")}, "client", preflight.ClientRefused, "403"},
		"200 with an error":        {routes{"/token": says(200, "application/json", problem("invalid_client", ""))}, "client", preflight.ClientRefused, ""},
		"a scope too much":         {routes{"/authorize": sendsBack(url.Values{"error": {"invalid_scope"}, "error_description": {"read is no scope"}})}, "login", preflight.ScopeRefused, "read is no scope"},
		"no token endpoint":        {routes{"/token": http.NotFound}, "client", preflight.Misplaced, "404"},
		"a page for tokens":        {routes{"/token": says(200, "text/html", "<p>Welcome</p>")}, "client", preflight.Misplaced, "Welcome"},
		"no login":                 {routes{"/authorize": http.NotFound}, "login", preflight.Misplaced, "404"},
		"the login again":          {routes{"/authorize": says(200, "text/html", loginPage)}, "login", preflight.LoginRefused, "200"},
		"another page":             {routes{"/authorize": says(200, "text/html", `<form><input name="email"><input type="password" name="p"></form>`)}, "login", preflight.StepMissing, "200"},
		"the redirect URI":         {routes{"/authorize": says(400, "text/html", "<p>Mismatching redirect URI.</p>")}, "login", preflight.RedirectRefused, "400"},
		"the redirect_uri as JSON": {routes{"/authorize": says(400, "application/json", problem("invalid_request", "redirect_uri does not match"))}, "login", preflight.RedirectRefused, ""},
		"a proof key":              {routes{"/authorize": sendsBack(url.Values{"error": {"invalid_request"}, "error_description": {"code_challenge missing"}})}, "login", preflight.ProofMissing, "code_challenge"},
		"no consent":               {routes{"/authorize": sendsBack(url.Values{"error": {"access_denied"}})}, "login", preflight.OwnerRefused, "access_denied"},
		"no probe":                 {routes{"/me": http.NotFound}, "probe", preflight.ProbeMissing, "404"},
		"another probe":            {routes{"/me": says(401, "text/plain", "")}, "probe", preflight.TokenRefused, "401"},
		"https wanted":             {routes{"/": says(400, "text/plain", "Client sent an HTTP request to an HTTPS server.\n")}, "auth", preflight.WantsHTTPS, "TLS only"},
		"https at the login": {routes{"/authorize": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://"+r.Host+r.URL.String(), http.StatusMovedPermanently)
		}}, "login", preflight.WantsHTTPS, ""},
		"no introspection":     {routes{"/introspect": http.NotFound}, "introspection", preflight.Misplaced, "404"},
		"another client there": {routes{"/introspect": says(401, "application/json", problem("invalid_client", ""))}, "introspection", preflight.ClientRefused, "invalid_client"},
	}
}

// faults are answers that no file can explain.
func faults() map[string]oddity {
	return map[string]oddity{
		"elsewhere":           {routes{"/authorize": says(303, "", "")}, "login", preflight.NoCode, ""},
		"token endpoint 500":  {routes{"/token": says(500, "text/html", "<h1>Oops</h1>")}, "client", preflight.Crashed, "Oops"},
		"login 500":           {routes{"/authorize": says(503, "text/html", "<h1>Oops</h1>")}, "login", preflight.Crashed, "503"},
		"no tokens":           {routes{"/token": says(200, "application/json", `{"token_type": "Bearer", "refresh_token": "a-token-that-nobody-asked-for"}`)}, "client", preflight.NoTokens, "200"},
		"no JSON":             {routes{"/token": says(200, "application/json", `{"access_token": "a-token-that-is-cut`)}, "client", preflight.Unreadable, "200"},
		"a fresh code":        {routes{"/token": says(400, "application/json", problem("invalid_grant", ""))}, "client", preflight.GrantRefused, "invalid_grant"},
		"no code":             {routes{"/authorize": sendsBack(url.Values{"state": {"s"}})}, "login", preflight.NoCode, "without a code"},
		"server_error":        {routes{"/authorize": sendsBack(url.Values{"error": {"server_error"}})}, "login", preflight.Crashed, "server_error"},
		"probe 500":           {routes{"/me": says(500, "text/plain", "")}, "probe", preflight.Crashed, "500"},
		"too many":            {routes{"/token": says(429, "text/plain", "")}, "client", preflight.Throttled, "429"},
		"an endless redirect": {routes{"/authorize": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.String(), http.StatusFound) }}, "login", preflight.Unexpected, "no end"},
		"hangs up":            {routes{"/token": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }}, "client", preflight.Lost, "no answer"},
	}
}

// TestCauses names the cause of whatever goes wrong, and tells what a file can
// explain from what none can.
func TestCauses(t *testing.T) {
	for inFile, oddities := range map[bool]map[string]oddity{true: mistakes(), false: faults()} {
		for name, test := range oddities {
			t.Run(name, func(t *testing.T) {
				server := httptest.NewServer(test.routes)
				defer server.Close()
				got := failed(ask(t, fmt.Sprintf(file, server.URL)))
				if got.Question != test.question || got.Cause != test.cause || got.Excused() != inFile {
					t.Errorf("%s: %q (in the file: %t): %s", got.Question, got.Cause, got.Excused(), got.Words())
				}
				if !strings.Contains(got.Words(), test.says) {
					t.Errorf("%q is not in %q", test.says, got.Words())
				}
				if strings.Contains(got.Words(), "a-token-that") {
					t.Errorf("a token is told: %s", got.Words())
				}
				if got.Excused() && got.Hint == "" {
					t.Error("no hint")
				}
			})
		}
	}
}

// TestNothingWrong asks a server that has every answer right.
func TestNothingWrong(t *testing.T) {
	server := httptest.NewServer(routes{})
	defer server.Close()
	answers := ask(t, fmt.Sprintf(file, server.URL))
	for _, a := range answers {
		if a.Outcome == preflight.Failed || a.Outcome == preflight.Finding {
			t.Errorf("%s: %s", a.Question, a.Words())
		}
	}
	if len(answers) < 8 {
		t.Errorf("only %d questions", len(answers))
	}
}

// TestSchemesMixedUp tells http from https, whichever is wrong.
func TestSchemesMixedUp(t *testing.T) {
	plain := httptest.NewServer(routes{})
	defer plain.Close()
	sealed := httptest.NewTLSServer(routes{})
	defer sealed.Close()
	for at, want := range map[string]preflight.Cause{
		strings.Replace(plain.URL, "http:", "https:", 1):  preflight.WantsHTTP,
		strings.Replace(sealed.URL, "https:", "http:", 1): preflight.WantsHTTPS,
		sealed.URL:                      preflight.Untrusted,
		"http://127.0.0.1:1":            preflight.Nobody,
		"http://no-such-host.invalid:1": preflight.NoHost,
	} {
		got := failed(ask(t, fmt.Sprintf(file, at)))
		if got.Question != "auth" || got.Cause != want || !got.Excused() || got.Hint == "" {
			t.Errorf("%s: %s: %q, %s (%s)", at, got.Question, got.Cause, got.Said, got.Hint)
		}
	}
}

// TestAnInterruptIsNoAnswer leaves out what was cut short.
func TestAnInterruptIsNoAnswer(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(routes{"/authorize": func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}})
	defer server.Close()
	for _, a := range askIn(ctx, t, fmt.Sprintf(file, server.URL), nil) {
		if a.Outcome == preflight.Failed {
			t.Errorf("%s: %s", a.Question, a.Said)
		}
	}
}
