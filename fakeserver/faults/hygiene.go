package faults

import (
	"bytes"
	"encoding/json"
	"html"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver"
)

// hygiene are the faults of answers to nonsense.
func hygiene() []Fault {
	return slices.Concat(hygieneBreaks(), hygieneLeaks(), hygieneTraces(), hygieneEchoes(), hygieneFields())
}

// hygieneBreaks are the faults that answer nonsense with a server error.
func hygieneBreaks() []Fault {
	return []Fault{
		{Name: "malformed-body-500", Summary: "breaks over a malformed body", Breaks: clearxp("EXC-14", "HYG-01", "HYG-09"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.MalformedBody.Status = http.StatusInternalServerError }},
		{Name: "wrong-type-500", Summary: "breaks over a member of the wrong type", Breaks: clearxp("EXC-21", "HYG-01"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.WrongType.Status = http.StatusInternalServerError }},
		{Name: "bad-base64-500", Summary: "breaks over credentials that are not base64", Breaks: both(clearxp("BAS-07", "HYG-02", "HYG-30").basic("BAS-07", "HYG-02"), lxhive("BAS-07", "HYG-02")),
			Bend: func(r *fakeserver.Rules) { r.Basic.Undecodable.Status = http.StatusInternalServerError }},
		{Name: "bare-scheme-500", Summary: "breaks over a scheme without credentials", Breaks: alike("PRE-16", "HYG-02"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.BareScheme.Status = http.StatusInternalServerError }},
		{Name: "long-token-500", Summary: "breaks over a long token", Breaks: alike("HYG-03"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.OversizedToken.Status = http.StatusInternalServerError }},
		{Name: "nul-500", Summary: "breaks over a NUL byte", Breaks: both(alike("HYG-09", "HYG-30"), lxhive("TMP-92")),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.NUL.Status = http.StatusInternalServerError }},
		{Name: "deep-nesting-500", Summary: "breaks over deep nesting", Breaks: both(clearxp("HYG-09"), lxhive("TMP-92")),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.TooDeep.Status = http.StatusInternalServerError }},
		{Name: "authorize-500-on-bad-escape", Summary: "breaks over a malformed query", Breaks: alike("HYG-10"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.MalformedStatus = http.StatusInternalServerError }},
		{Name: "authorize-code-on-bad-escape", Summary: "gives a code for a malformed query", Breaks: alike("HYG-10"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.MalformedGivesCode = true }},
		{Name: "breaks-after-malformed", Summary: "rests after twenty malformed requests", Breaks: both(alike("HYG-11"), lxhive("TMP-96")),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.TiresAfter, r.Hygiene.RestsFor = 20, 1 }},
	}
}

// hygieneLeaks are the faults that say too much.
func hygieneLeaks() []Fault {
	return []Fault{
		{Name: "secret-echoed", Summary: "repeats the client secret in a refusal", Breaks: alike("HYG-04", "HYG-13", "HYG-14"),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.EchoesParameters = []string{"client_secret"} }},
		{Name: "code-echoed", Summary: "repeats the code in a refusal", Breaks: alike("HYG-04", "HYG-13", "HYG-14"),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.EchoesParameters = []string{"code"} }},
		{Name: "token-echoed", Summary: "repeats the credential in a refusal of the API", Breaks: both(clearxp("HYG-05", "HYG-13", "BAS-09").basic("HYG-05", "HYG-13").forms("HYG-05", "HYG-13"), lxhive("BAS-09", "HYG-05", "TMP-46", "TMP-94")),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.EchoesCredential = true }},
		{Name: "stack-trace-shown", Summary: "shows a stack trace in refusals", Breaks: both(alike("HYG-06").basic("HYG-06"), lxhive("TMP-95")),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.Trace = "goroutine 1 [running]: main.serve() server.go:42" }},
		{Name: "allow-missing", Summary: "does not name the allowed methods", Breaks: both(alike("HYG-07"), lxhive("TMP-89")),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.AllowSent = false }},
		{Name: "password-echoed", Summary: "shows a mistyped password again", Breaks: alike("HYG-08"),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.PasswordEchoed = true }},
	}
}

// hygieneForms are the faults of nonsense where a body is a form.
func hygieneForms() []Fault {
	return []Fault{
		{Name: "malformed-form-500", Summary: "breaks over a malformed form", Breaks: forms("HYG-01", "HYG-09"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.MalformedBody.Status = http.StatusInternalServerError }},
		{Name: "undecodable-basic-500", Summary: "breaks over HTTP Basic that is not base64 at the API", Breaks: forms("HYG-02", "HYG-30"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Undecodable.Status = http.StatusInternalServerError }},
	}
}

// answered says of which answers something is shown.
type answered func(r *http.Request, status int) bool

// refusedAt are the refusals at paths that end so; "" are all.
func refusedAt(end string) answered {
	return func(r *http.Request, status int) bool { return status >= 400 && strings.HasSuffix(r.URL.Path, end) }
}

// goodAt are the good answers at paths that end so.
func goodAt(end string) answered {
	return func(r *http.Request, status int) bool { return status < 300 && strings.HasSuffix(r.URL.Path, end) }
}

// lost are the refusals at paths that nobody serves.
func lost(r *http.Request, status int) bool {
	return status >= 400 && strings.HasSuffix(r.URL.Path, ".assay")
}

// within is the body of an answer with a text in it: a member of an object, or a
// paragraph of a page.
func within(body []byte, text string) []byte {
	object, ok := bytes.CutSuffix(bytes.TrimSpace(body), []byte("}"))
	if !ok {
		return append(body, "<pre>"+html.EscapeString(text)+"</pre>"...)
	}
	quoted, _ := json.Marshal(text)
	return slices.Concat(object, []byte(`,"debug":`), quoted, []byte("}"))
}

// hygieneTraces are the faults that show the server's insides, one language and one
// place each.
func hygieneTraces() []Fault {
	showing := func(name, summary string, breaks breaks, when answered, text string) Fault {
		return Fault{Name: name, Summary: "shows " + summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) {
			r.Hygiene.Shows = func(q *http.Request, status int, _ http.Header, body []byte) []byte {
				if when(q, status) {
					return within(body, text)
				}
				return body
			}
		}}
	}
	inField := func(name, summary string, breaks breaks, when answered, field, text string) Fault {
		return Fault{Name: name, Summary: "shows " + summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) {
			r.Hygiene.Shows = func(q *http.Request, status int, fields http.Header, body []byte) []byte {
				if when(q, status) {
					fields.Set(field, text)
				}
				return body
			}
		}}
	}
	const php = "Uncaught TypeError in /app/src/Token.php:88\nStack trace:\n#0 /app/public/index.php(12): run()"
	return []Fault{
		showing("trace-of-php", "a trace of PHP at the token endpoint", oauth2("HYG-06"), refusedAt("/token"), php),
		showing("trace-of-java", "a trace of Java at the revocation endpoint", oauth2("HYG-06"), refusedAt("/revoke"), "java.lang.IllegalStateException: no session\n\tat com.acme.Token.<init>(Token.java:41)"),
		showing("trace-of-net", "a trace of .NET at the introspection endpoint", oauth2("HYG-06"), refusedAt("/introspect"), "System.FormatException: bad\r\n   at Acme.Token.Read(String text) in D:\\src\\Token.cs:line 17"),
		showing("trace-of-python", "a trace of Python on pages", oauth2("HYG-06"), refusedAt("/authorize"), "Traceback (most recent call last):\n  File \"/srv/app/views.py\", line 77, in authorize"),
		showing("trace-of-node", "a trace of Node.js at the API", clearxp("HYG-06"), refusedAt("/me"), "TypeError: x is undefined\n    at find (/app/dist/token.js:12:7)"),
		showing("trace-of-ruby", "a trace of Ruby at the userinfo endpoint", xena("HYG-06"), refusedAt("/userinfo"), "app/models/token.rb:12:in `find'"),
		showing("trace-of-perl", "a trace of Perl where nobody serves a path", clearxp("HYG-06"), lost, "Can't locate object method \"new\" at /opt/app/Token.pm line 12."),
		showing("trace-of-rust", "a trace of Rust at the metadata", oauth2("HYG-06"), func(r *http.Request, _ int) bool { return r.Method == "ASSAY" || r.Method == http.MethodPut }, "thread 'main' panicked at src/token.rs:3:5"),
		showing("query-shown", "a query at the token endpoint", oauth2("HYG-06"), refusedAt("/token"), "no rows: SELECT id FROM codes WHERE code = $1"),
		showing("database-error-shown", "an error of its database at the API", oauth2("HYG-06"), refusedAt("/me"), "ERROR: relation \"tokens\" does not exist"),
		showing("file-shown", "a file of its own where nobody serves a path", oauth2("HYG-06"), lost, "no handler in /var/www/api/routes"),
		showing("debug-page-shown", "a framework's page for developers", oauth2("HYG-06"), refusedAt("/authorize"), "You're seeing this error because you have DEBUG = True in your settings file."),
		showing("setting-shown", "its settings at the token endpoint", oauth2("HYG-06"), refusedAt("/token"), "env: DB_PASSWORD=hunter2"),
		inField("query-in-field", "a query in a field of the API's refusals", oauth2("HYG-06"), refusedAt("/me"), "Server-Timing", `db;desc="SELECT id FROM tokens"`),
		inField("exception-in-field", "an exception in a field of its pages", oauth2("HYG-06"), refusedAt("/authorize"), "X-Debug-Exception", "bad%20client"),
		showing("good-tokens-with-trace", "a trace beside good tokens", oauth2("HYG-12"), goodAt("/token"), php),
		showing("good-probe-with-query", "a query beside what the API shows", clearxp("HYG-12"), goodAt("/me"), "SELECT * FROM users WHERE id = 1"),
		showing("good-statements-with-query", "a query beside what a key opens", clearxp("HYG-12").basic("HYG-12"), goodAt("/statements"), "SELECT * FROM statements WHERE id = 1"),
		showing("good-probe-with-hash", "the hash of a password beside what the API shows", oauth2("HYG-12"), goodAt("/me"), "$2b$12$abcdefghijklmnopqrstuuZ1Zc5Vb7Qn0o1p2q3r4s5t6u7v8w9x0"),
		showing("good-page-with-warning", "a warning of PHP on the login page", oauth2("HYG-12"), goodAt("/authorize"), "PHP Warning:  Undefined variable $scope in /app/login.php on line 3"),
		showing("good-introspection-with-store", "the address of its store beside what a token is worth", oauth2("INT-03", "HYG-12"), goodAt("/introspect"), "postgres://app:pw@db/app"),
		showing("good-user-with-file", "a file of its own at the userinfo endpoint", xena("HYG-12"), goodAt("/userinfo"), "/srv/app/users.sqlite"),
		inField("good-tokens-with-query-in-field", "a query in a field beside good tokens", xena("HYG-12"), goodAt("/token"), "X-Query-Log", "INSERT INTO tokens VALUES (1)"),
	}
}

// hygieneEchoes are the faults that repeat what they were sent in secret.
func hygieneEchoes() []Fault {
	echoing := func(name, summary string, breaks breaks, when answered, echo func(r *http.Request, fields http.Header, body []byte) []byte) Fault {
		return Fault{Name: name, Summary: "repeats " + summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) {
			r.Hygiene.Shows = func(q *http.Request, status int, fields http.Header, body []byte) []byte {
				if when(q, status) {
					return echo(q, fields, body)
				}
				return body
			}
		}}
	}
	inBody := func(r *http.Request, _ http.Header, body []byte) []byte {
		return within(body, "sent: "+r.Header.Get("Authorization"))
	}
	inField := func(field string) func(*http.Request, http.Header, []byte) []byte {
		return func(r *http.Request, fields http.Header, body []byte) []byte {
			fields.Set(field, r.Header.Get("Authorization"))
			return body
		}
	}
	return []Fault{
		echoing("credential-echoed-astray", "the credential where nobody serves a path", oauth2("HYG-13"), lost, inBody),
		echoing("credential-echoed-in-field", "the credential in a field of the API's refusals", oauth2("HYG-05", "HYG-13"), refusedAt("/me"), inField("X-Request-Authorization")),
		echoing("credential-echoed-at-userinfo", "the token in refusals of the userinfo endpoint", xena("HYG-13"), refusedAt("/userinfo"), inBody),
		echoing("token-echoed-in-cookie", "the token in a cookie of the API", oauth2("HYG-14"), goodAt("/me"), func(r *http.Request, fields http.Header, body []byte) []byte {
			fields.Set("Set-Cookie", "t="+strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")+"; HttpOnly")
			return body
		}),
		echoing("token-echoed-when-good", "the token beside what the API shows", clearxp("HYG-14"), goodAt("/me"), inBody),
		{Name: "secret-echoed-at-revocation", Summary: "repeats the client secret in refusals of other endpoints", Breaks: oauth2("HYG-13"),
			Bend: func(r *fakeserver.Rules) { r.Hygiene.EchoesElsewhere = []string{"client_secret"} }},
	}
}

// hygieneFields are the faults of fields that give answers away.
func hygieneFields() []Fault {
	setting := func(name, summary string, b breaks, end string, set func(r *http.Request, fields http.Header)) Fault {
		return Fault{Name: name, Summary: summary, Breaks: b, Bend: func(r *fakeserver.Rules) {
			r.Hygiene.Shows = func(q *http.Request, status int, fields http.Header, body []byte) []byte {
				if status == http.StatusOK && strings.HasSuffix(q.URL.Path, end) {
					set(q, fields)
				}
				return body
			}
		}}
	}
	shared := func(value string) func(*http.Request, http.Header) {
		return func(_ *http.Request, fields http.Header) { fields.Set("Cache-Control", value) }
	}
	opened := func(to func(origin string) bool) func(*http.Request, http.Header) {
		return func(r *http.Request, fields http.Header) {
			if origin := r.Header.Get("Origin"); origin != "" && to(origin) {
				fields.Set("Access-Control-Allow-Origin", origin)
				fields.Set("Access-Control-Allow-Credentials", "true")
			}
		}
	}
	anybody := func(string) bool { return true }
	return []Fault{
		setting("resource-shared", "gives what a token opens to shared caches", oauth2("HYG-15"), "/api/me", shared("public, max-age=600")),
		setting("resource-shared-by-age", "names an age for shared caches for what a token opens", clearxp("HYG-15"), "/me", shared("s-maxage=600")),
		setting("introspection-shared", "gives what is said of a token to shared caches", oauth2("HYG-15"), "/introspect", shared("public, max-age=3600")),
		setting("user-shared", "gives what is said of a user to shared caches", xena("HYG-15"), "/userinfo", shared("public")),
		setting("resource-opened-to-origins", "opens the API to every origin with its credentials", oauth2("HYG-16"), "/api/me", opened(anybody)),
		setting("tokens-opened-to-origins", "opens the token endpoint to every origin with its credentials", oauth2("HYG-16"), "/token", opened(anybody)),
		setting("resource-opened-to-null", "opens the API to the origin null with its credentials", clearxp("HYG-16"), "/me", opened(func(o string) bool { return o == "null" })),
	}
}
