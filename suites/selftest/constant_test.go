package selftest

import (
	"io"
	"net/http"
	"strings"
	"time"
)

// kind is what an answer is to a tester at a glance.
type kind string

const (
	gives   kind = "gives"   // 2xx
	sends   kind = "sends"   // 3xx
	refuses kind = "refuses" // 4xx
	breaks  kind = "breaks"  // no answer to judge anything by
)

// constant is a server that gives the same answer to everything.
type constant struct {
	name    string
	kind    kind
	answer  http.HandlerFunc
	timeout time.Duration // of one request, where the answer never comes
	plain   bool          // stands for its like where only a part of a server is tried
}

const (
	fixedText = "Kq7Xv2Lm9Zr4Tb6Wn8Yc3Pd5Hf1Gs0Ja"
	// fixedGrant is a token response, a temporary token and an introspection in
	// one, the same for everybody.
	fixedGrant = `{"access_token":"cxa_` + fixedText + `","refresh_token":"cxr_` + fixedText + `","token_type":"Bearer",` +
		`"expires_in":3600,"scope":"all","id":1,"key":"` + fixedText + `","secret":"` + fixedText + `","active":true}`
	loginPage = `<!doctype html><title>Log in</title><form method="post"><input name="username">` +
		`<input name="password" type="password"><input type="hidden" name="csrf" value="` + fixedText + `">` +
		`<button name="action" value="login">Log in</button></form>`
)

// constants is at least one server for each class of answer.
func constants() []constant {
	json, page := []string{"Content-Type", "application/json"}, []string{"Content-Type", "text/html; charset=utf-8"}
	unstored := append([]string{"Cache-Control", "no-store", "Pragma", "no-cache"}, json...)
	problem := func(status int, code string, headers ...string) http.HandlerFunc {
		return fixed(status, `{"error":"`+code+`"}`, append(headers, unstored...)...)
	}
	return []constant{
		{name: "200 with {}", kind: gives, answer: fixed(200, "{}", json...), plain: true},
		{name: "200 with a grant", kind: gives, answer: fixed(200, fixedGrant, unstored...), plain: true},
		{name: "200 with a login page", kind: gives, answer: fixed(200, loginPage, page...)},
		{name: "200 unreadable", kind: gives, answer: fixed(200, `{"access_token": nope`, json...)},
		{name: "201 with a grant", kind: gives, answer: fixed(201, fixedGrant, append(json, "Location", "/elsewhere")...)},
		{name: "204", kind: gives, answer: fixed(204, ""), plain: true},
		{name: "302 with a code", kind: sends, answer: redirect("code=" + fixedText), plain: true},
		{name: "302 with an error", kind: sends, answer: redirect("error=access_denied"), plain: true},
		{name: "302 with neither", kind: sends, answer: redirect("hello=1")},
		{name: "http.StatusFound to itself", kind: sends, answer: func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.String(), http.StatusFound) }},
		{name: "302 to a foreign host", kind: sends, answer: fixed(302, "", "Location", "https://elsewhere.example/"), plain: true},
		{name: "302 without a Location", kind: sends, answer: fixed(302, "")},
		{name: "400 invalid_request", kind: refuses, answer: problem(400, "invalid_request"), plain: true},
		{name: "400 invalid_grant", kind: refuses, answer: problem(400, "invalid_grant")},
		{name: "400 with a page", kind: refuses, answer: fixed(400, "<h1>Bad Request</h1>", page...)},
		{name: "401 Bearer", kind: refuses, answer: problem(401, "invalid_token", "WWW-Authenticate", `Bearer realm="x", error="invalid_token"`), plain: true},
		{name: "401 Basic", kind: refuses, answer: problem(401, "invalid_client", "WWW-Authenticate", `Basic realm="x"`)},
		{name: "403", kind: refuses, answer: problem(403, "insufficient_scope"), plain: true},
		{name: "404", kind: refuses, answer: fixed(404, "not found", "Content-Type", "text/plain"), plain: true},
		{name: "405", kind: refuses, answer: fixed(405, "", "Allow", "OPTIONS")},
		{name: "429", kind: refuses, answer: fixed(429, "", "Retry-After", "1")},
		{name: "500", kind: breaks, answer: fixed(500, "<h1>Internal Server Error</h1>", page...), plain: true},
		{name: "501", kind: breaks, answer: fixed(501, "")},
		{name: "503", kind: breaks, answer: fixed(503, "", "Retry-After", "1")},
		{name: "200 cut off", kind: breaks, answer: fixed(200, `{"access_token":"`, append(json, "Content-Length", "999")...)},
		{name: "hang up", kind: breaks, answer: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
		{name: "200 with 2 MiB", kind: breaks, answer: fixed(200, strings.Repeat("x", 2<<20), "Content-Type", "text/plain")},
		{name: "200 without end", kind: breaks, answer: endlessly},
		{name: "never", kind: breaks, answer: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, timeout: 20 * time.Millisecond},
	}
}

// fixed answers with a status, a body, and headers by turns of name and value.
func fixed(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// redirect sends every browser to where its request wants to be sent, or else
// to some place of the kind, with its state.
func redirect(query string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		to := r.URL.Query().Get("redirect_uri")
		if to == "" {
			to = "https://integration.example/callback"
		}
		w.Header().Set("Location", to+"?"+query+"&state="+r.URL.Query().Get("state"))
		w.WriteHeader(http.StatusFound)
	}
}

// endlessly writes until nobody reads any more.
func endlessly(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		if _, err := w.Write(make([]byte, 64<<10)); err != nil {
			return
		}
	}
}
