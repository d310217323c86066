package leaks

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"testing"
)

// shown are insides as servers show them.
var shown = map[string]string{
	"go":         "goroutine 1 [running]:\nmain.serve()\n\t/src/server.go:42",
	"python":     "Traceback (most recent call last):\n  File \"/srv/app.py\", line 3, in <module>",
	"java":       "java.lang.NullPointerException: x\n\tat com.acme.Token.<init>(Token.java:12)",
	"java alone": "org.springframework.dao.DataIntegrityViolationException",
	"net":        "System.NullReferenceException: Object reference\n   at Acme.Token.Get(String id) in C:\\src\\Token.cs:line 7",
	"php":        "PHP Fatal error:  Uncaught Error in /app/Token.php:12\nStack trace:\n#0 {main}",
	"ruby":       "app/models/token.rb:12:in `find'",
	"node":       "TypeError: x is undefined\n    at Token.find (/app/src/token.js:12:7)",
	"node parse": "SyntaxError: Unexpected token\n    at JSON.parse (<anonymous>)",
	"perl":       "Can't locate object method at Token.pm line 12.",
	"rust":       "thread 'main' panicked at src/main.rs:3:5",
	"query":      "near: SELECT id FROM tokens WHERE id = ?",
	"database":   "ERROR: relation \"tokens\" does not exist",
	"sqlite":     "near \"x\": syntax error",
	"file":       "failed to open /var/www/html/config",
	"windows":    `could not read C:\inetpub\wwwroot\web.config`,
	"key":        "-----BEGIN PRIVATE KEY-----",
	"hash":       "$2b$12$abcdefghijklmnopqrstuuZ1Zc5Vb7Qn0o1p2q3r4s5t6u7v8w9x0",
	"store":      "dial postgres://app:pw@db:5432/app",
	"setting":    "DB_PASSWORD=hunter2",
}

func TestInsidesAreSeenHoweverTheyAreEscaped(t *testing.T) {
	for name, text := range shown {
		inJSON, err := json.Marshal(map[string]string{"trace": text})
		if err != nil {
			t.Fatal(err)
		}
		for as, form := range map[string]string{"plain": text, "in JSON": string(inJSON), "in HTML": "<pre>" + html.EscapeString(text) + "</pre>"} {
			if Inside(form) == "" {
				t.Errorf("%s, %s: not seen in %q", name, as, form)
			}
		}
		if InsideOf(http.Header{"Location": {"https://a.example/cb?error=x&error_description=" + url.QueryEscape(text)}}) == "" {
			t.Errorf("%s: not seen in a field", name)
		}
	}
}

// What people are told, and what pages are made of, shows nothing.
func TestWhatIsWrittenForPeopleShowsNothing(t *testing.T) {
	for _, text := range []string{
		`{"error":"invalid_grant","error_description":"The code was issued to another client at 12:30:15."}`,
		"Please select an account from the list, or update your settings.",
		`<script src="/app/main.js?v=1:2"></script><link href="/home/start/page" rel="canonical"><a href="/docs/errors.html">Stack of help</a>`,
		`{"id":"1001","email":"ada@example.com","tenant":"acme"}`,
		"Unexpected token { in JSON at position 12",
		"the body is not JSON: invalid character 'x' looking for beginning of value",
		`Bearer realm="https://api.example.com/usr", error="invalid_token"`,
		`{"jwks_uri":"https://id.example.com/keys.json","service_documentation":"https://docs.example.com/java/errors"}`,
	} {
		if what := Inside(text); what != "" {
			t.Errorf("%s in %q", what, text)
		}
	}
}

func TestSecretsAreSeenHoweverTheyAreEscaped(t *testing.T) {
	const secret = `s3cret&"<x>/+ é`
	quoted, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"a " + secret, "a=" + url.QueryEscape(secret), html.EscapeString(secret), string(quoted)} {
		if !Repeats(text, secret) {
			t.Errorf("not seen in %q", text)
		}
	}
	if Repeats("short", "short") || Repeats("nothing of it", secret) {
		t.Error("seen where it is not")
	}
	if RepeatsIn(http.Header{"Set-Cookie": {"t=" + url.QueryEscape(secret)}}, "nothing at all", secret) != "Set-Cookie" {
		t.Error("not seen in a field")
	}
}
