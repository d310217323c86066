package suites

import (
	"encoding/base64"
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// hygiene is the chapter of answers to nonsense: refused, never a server error,
// and never a secret or a stack trace in the answer.
func hygiene(w World) {
	hygieneMalformed(w)
	hygieneSecrets(w)
	w.Check("HYG-07", "look for Allow in a 405", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		r := t.Exchange(t.Code(), scenarios.ByMethod(http.MethodPut))
		if r.Status != http.StatusMethodNotAllowed {
			t.Inapplicable("the token endpoint refuses another method with %d here", r.Status)
		}
		t.Judge(r, Turned().That("names the allowed methods", func(r *scenarios.Reply) bool {
			return strings.Contains(r.Header.Get("Allow"), http.MethodPost)
		}))
	})
	w.Check("HYG-11", "send a run of malformed requests, then good ones", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		for _, run := range []int{5, 20} {
			for range run {
				t.Exchange(t.Nonce(), scenarios.RawBody("{%", ""))
			}
			t.Judge(t.Exchange(t.Code()), t.unbrokenGrant())
		}
	})
}

// keysOnly says that the tester has nothing but keys at hand.
func (t *Trial) keysOnly() bool { return t.Held.Client.ID == "" && t.Held.Administrator == nil }

// unbrokenGrant accepts a grant, and holds a broken answer against the target.
func (t *Trial) unbrokenGrant() Answer {
	a := Granted()
	a.JudgesBroken = true
	return a
}

// malformed are bodies that are no token request.
var malformed = []string{
	"", "{", "[]", "null", "true", `"text"`, "{}}", "not json", `{"grant_type": {}}`, `{"grant_type": [], "code": {}}`,
	`{"grant_type":"authorization_code","code":{"a":1},"client_id":7,"client_secret":null,"redirect_uri":[]}`,
	"grant_type=authorization_code", "grant_type=%zz&code=%",
}

// hostile are bodies that try a parser: NUL bytes, broken UTF-8, deep nesting.
var hostile = []string{
	"{\"grant_type\":\"a\x00b\"}", "\x00\x00", "{\"code\":\"\xff\xfe\"}", `{"code":"\u0000","grant_type":"authorization_code"}`,
	strings.Repeat("[", 5000), strings.Repeat(`{"a":`, 5000),
}

// headers are Authorization values that no scheme allows.
var headers = []string{
	"", "Basic", "Basic ", "Basic !!!", "Basic =", "Basic Og==", "Bearer", "Bearer \t", "Digest x", "Bearer a b c",
	"Basic " + base64.StdEncoding.EncodeToString([]byte("\x00:\xff")), ":", "Bearer: x", "Negotiate",
}

// hygieneMalformed sends what no client should.
func hygieneMalformed(w World) {
	w.Check("HYG-01", "send malformed bodies to the token endpoint", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		t.survives(malformed)
	})
	w.Check("HYG-02", "send malformed Authorization headers to the API", func(t *Trial) {
		t.Control(t.Call(t.atHand()), Alive())
		for _, value := range headers {
			t.Judge(t.anonymous(scenarios.Authorized(value)), refusedUnbroken())
			if t.Held.Basic != nil {
				t.Judge(t.Call(*t.Held.Basic, scenarios.Authorized(value)), refusedUnbroken())
			}
		}
	})
	w.Check("HYG-03", "send credentials of many kilobytes", func(t *Trial) {
		long := strings.Repeat("a", 32<<10)
		if t.keysOnly() {
			pair := t.keyHolder()
			for _, big := range []scenarios.Credentials{scenarios.Basic(pair.User, long), scenarios.Basic(long, pair.Secret)} {
				t.Judge(arrived(func() *scenarios.Reply { return t.Call(big) }), refusedUnbroken())
			}
			return
		}
		t.admitted()
		t.Judge(arrived(func() *scenarios.Reply { return t.Call(scenarios.Bearer(long)) }), refusedUnbroken())
		t.Judge(arrived(func() *scenarios.Reply { return t.Exchange(long) }), refusedUnbroken())
	})
	w.Check("HYG-09", "send NUL bytes, broken UTF-8 and deep nesting to the token endpoint", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		t.survives(hostile)
	})
	w.Check("HYG-10", "send malformed queries to the authorization endpoint", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		for _, query := range []string{"%", "%zz=1", "client_id=%ff%fe", "=&=&=", "client_id=" + strings.Repeat("a", 4000), "&&&"} {
			l := t.Authorize(scenarios.Waits, scenarios.WithRawQuery(query))
			t.Judge(l.Last(), refusedUnbroken())
		}
	})
}

// refusedUnbroken accepts a refusal below 500 and holds a server error, a
// timeout or an unreadable answer against the target.
func refusedUnbroken() Answer {
	a := Turned()
	a.JudgesBroken = true
	return a
}

// arrived sends a request until its answer arrives, ten times at most. A server
// that refuses a long request half read closes the connection, and how much of
// its answer outruns the reset is a matter of luck (RFC 9112 §9.6): a status
// that says that the client is at fault is refusal enough.
func arrived(send func() *scenarios.Reply) *scenarios.Reply {
	for tries := 1; ; tries++ {
		reply := send()
		reset := errors.Is(reply.Err, scenarios.ErrReset)
		if reset && reply.Status >= 400 && reply.Status < 500 {
			reply.Class, reply.Err = scenarios.Rejected, nil
			return reply
		}
		if !reset || tries == 10 {
			return reply
		}
	}
}

// survives sends bodies to the token endpoint and expects refusals.
func (t *Trial) survives(bodies []string) {
	for _, body := range bodies {
		t.Judge(t.Exchange(t.Nonce(), scenarios.RawBody(body, "")), refusedUnbroken())
	}
}

// traces are what stack traces, queries and file paths of a server look like.
var traces = regexp.MustCompile(`goroutine \d+|\.go:\d+|Traceback \(most recent|\.py", line \d+|at [\w.$]+\([\w.]+\.java:\d+\)|` +
	`\.php(?: on line |:)\d+|\bat .+\.[jt]s:\d+:\d+|SELECT .+ FROM |SQLSTATE|Stack trace:|/usr/(?:local|lib|src)/|/var/www/`)

// hygieneSecrets looks for what no answer should hold.
func hygieneSecrets(w World) {
	w.Check("HYG-04", "look for secret, code and token in the refusals of the token endpoint", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		wrong := t.Held.Client
		wrong.Secret = t.Nonce()
		code, token := t.Nonce(), t.Nonce()
		for _, r := range []*scenarios.Reply{t.Exchange(code), t.exchangeAs(wrong, code), t.Refresh(token)} {
			t.Judge(r, keepsBack(t.Held.Client.Secret, wrong.Secret, code, token))
		}
	})
	w.Check("HYG-05", "look for the credential in the refusals of the API", func(t *Trial) {
		t.Control(t.Call(t.atHand()), Alive())
		token, secret := t.Nonce(), t.Nonce()
		t.Judge(t.Call(scenarios.Bearer(token)), keepsBack(token))
		if t.Held.Basic != nil {
			pair := scenarios.Basic(t.Held.Basic.User, secret)
			t.Judge(t.Call(pair), keepsBack(secret, encoded(pair)))
		}
	})
	w.Check("HYG-06", "look for traces of the server's insides in refusals", func(t *Trial) {
		for _, r := range t.anyRefusals() {
			untold := reply("an answer without trace, query or path", func(r *scenarios.Reply) bool { return !traces.Match(r.Body) })
			untold.JudgesBroken = true // as in HYG-04
			t.Judge(r, untold)
		}
	})
	w.Check("HYG-08", "look for the password on the page of a failed login", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		l := t.Authorize(scenarios.Mistypes)
		password := t.mistyped(l)
		t.Judge(l.Last(), reply("a page without the password", func(r *scenarios.Reply) bool {
			return !strings.Contains(string(r.Body), password)
		}))
	})
}

// anyRefusals are refusals of every kind that the tester can bring about.
func (t *Trial) anyRefusals() []*scenarios.Reply {
	if t.keysOnly() {
		pair := t.keyHolder()
		return []*scenarios.Reply{t.Call(scenarios.Basic(pair.User, t.Nonce())), t.Call(scenarios.Basic(t.Nonce(), t.Nonce())), t.anonymous()}
	}
	t.Control(t.Exchange(t.Code()), Granted())
	return append(t.refusals(), t.Call(scenarios.Bearer(t.Nonce())), t.anonymous())
}

// keepsBack accepts a refusal that repeats none of the secrets. A public client
// has none to repeat. A server error is for other requirements, and what it shows
// is for this one.
func keepsBack(secrets ...string) Answer {
	a := reply("an answer that repeats nothing secret", func(r *scenarios.Reply) bool {
		for _, s := range secrets {
			if s != "" && strings.Contains(string(r.Body), s) {
				return false
			}
		}
		return true
	})
	a.JudgesBroken = true
	return a
}

// mistyped returns the wrong password that a visit sent.
func (t *Trial) mistyped(l *scenarios.Landing) string {
	for _, page := range l.Pages {
		for _, p := range page.Request.Body {
			if strings.Contains(strings.ToLower(p.Name), "passw") {
				return page.Request.Body.Get(p.Name)
			}
		}
	}
	t.Untested("no password was asked for")
	return ""
}
