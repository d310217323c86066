package suites

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/wire"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
	"github.com/authassay/authassay/suites/temporary"
)

// hygiene is the chapter of answers to nonsense: refused, never a server error,
// and never a secret or a stack trace in the answer.
func hygiene() []check.Check {
	return slices.Concat(
		hygieneMalformed(),
		hygieneSecrets(),
		[]check.Check{
			on("HYG-07", "look for Allow in a 405", func(t *T) {
				t.Control(t.Exchange(t.Code()), check.Granted())
				r := t.Exchange(t.Code(), scenarios.ByMethod(http.MethodPut))
				t.Sound(r)
				if r.Status != http.StatusMethodNotAllowed {
					t.Inapplicable("the token endpoint answers another method with %d here", r.Status)
				}
				t.Judge(r, check.Turned().That("names the allowed methods", func(r *scenarios.Reply) bool {
					return strings.Contains(r.Header.Get("Allow"), http.MethodPost)
				}))
			}),
			on("HYG-30", "look at what broke over near misses of good values", func(t *T) {
				t.JudgeBrokenMisses(func() {
					t.Control(t.Exchange(t.Code()), check.Granted())
					misses := nearmiss.Of(nearmiss.Credential, t.Code())
					t.Sweep(misses, func(m nearmiss.Miss) any { return t.Exchange(m.Value) }, check.Reply("an answer", func(*scenarios.Reply) bool { return true }))
				})
			}, check.Gathers),
			on("HYG-11", "send a run of malformed requests, then good ones", func(t *T) {
				t.Control(t.Exchange(t.Code()), check.Granted())
				for _, run := range []int{5, 20} {
					for range run {
						t.Exchange(t.Nonce(), scenarios.RawBody("{%", ""))
					}
					t.JudgeEach(fmt.Sprintf("after %d of them", run), t.Exchange(t.Code()), t.unbrokenGrant())
				}
			}, check.Attacks),
		},
	)
}

// unbrokenGrant accepts a grant, and holds a broken answer against the target.
func (t *T) unbrokenGrant() check.Answer {
	a := check.Granted()
	a.JudgesBroken = true
	return a
}

// malformed are bodies that are no token request.
var malformed = []string{
	"", "{", "[]", "null", "true", `"text"`, "{}}", "not json", `{"grant_type": {}}`, `{"grant_type": [], "code": {}}`,
	`{"grant_type":"authorization_code","code":{"a":1},"client_id":7,"client_secret":null,"redirect_uri":[]}`,
	"grant_type=authorization_code", "grant_type=%zz&code=%",
}

// headers are Authorization values that no scheme allows.
var headers = []string{
	"", "Basic", "Basic ", "Basic !!!", "Basic =", "Basic Og==", "Bearer", "Bearer \t", "Digest x", "Bearer a b c",
	"Basic " + base64.StdEncoding.EncodeToString([]byte("\x00:\xff")), ":", "Bearer: x", "Negotiate",
}

// hygieneMalformed sends what no client should.
func hygieneMalformed() []check.Check {
	return []check.Check{
		on("HYG-01", "send malformed bodies to the token endpoint", func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			t.survives(malformed)
		}, check.Attacks),
		on("HYG-02", "send malformed Authorization headers to the API", func(t *T) {
			t.Control(t.Call(t.atHand()), check.Alive())
			for _, value := range headers {
				t.JudgeEach("Authorization: "+check.Brief(value), t.Anonymous(scenarios.Authorized(value)), check.RefusedUnbroken())
				if t.Kit.Basic != nil {
					r := t.Call(*t.Kit.Basic, scenarios.Authorized(value))
					t.JudgeEach("Authorization: "+check.Brief(value)+" at the Basic resource", r, check.RefusedUnbroken())
				}
			}
		}, check.Attacks),
		on("HYG-03", "send credentials of many kilobytes", func(t *T) {
			long := strings.Repeat("a", 32<<10)
			if t.KeysOnly() {
				pair := t.KeyHolder()
				for _, big := range []labelled[scenarios.Credentials]{
					{"as a secret", scenarios.Basic(pair.User, long)}, {"as a key", scenarios.Basic(long, pair.Secret)},
				} {
					t.JudgeEach(big.as, arrived(func() *scenarios.Reply { return t.Call(big.thing) }), check.RefusedUnbroken())
				}
				return
			}
			t.Admitted()
			t.JudgeEach("as an access token", arrived(func() *scenarios.Reply { return t.Call(scenarios.Bearer(long)) }), check.RefusedUnbroken())
			t.JudgeEach("as a code", arrived(func() *scenarios.Reply { return t.Exchange(long) }), check.RefusedUnbroken())
		}, check.Attacks),
		on("HYG-09", "send NUL bytes, broken UTF-8 and deep nesting to the token endpoint", func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			t.survives(check.Hostile)
		}, check.Attacks),
		on("HYG-10", "send malformed queries to the authorization endpoint", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			for _, query := range []string{"%", "%zz=1", "client_id=%ff%fe", "=&=&=", "client_id=" + strings.Repeat("a", 4000), "&&&"} {
				l := t.Authorize(scenarios.Waits, scenarios.WithRawQuery(query))
				t.JudgeEach("the query "+check.Brief(query), l, turnedUnbroken())
			}
		}, check.Attacks),
	}
}

// turnedUnbroken accepts a page or an error at the redirect URI, and no code. A
// server error, a timeout or an unreadable answer is held against the target.
func turnedUnbroken() check.Answer {
	a := check.Landing("a page of the server, or an error at the redirect URI", func(l *scenarios.Landing) bool {
		return check.OnPage().Accepts(l) && l.Last().Status < 500 || l.URL != nil && l.Code() == "" && l.Answer.Get("error") != ""
	})
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
		reset := errors.Is(reply.Err, wire.ErrReset)
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
func (t *T) survives(bodies []string) {
	for _, body := range bodies {
		t.JudgeEach("the body "+check.Brief(body), t.Exchange(t.Nonce(), scenarios.RawBody(body, "")), check.RefusedUnbroken())
	}
}

// atHand is given: credentials of the kind that the tester has at hand, an
// access token where there is a client to obtain one, a key otherwise.
func (t *T) atHand() scenarios.Credentials {
	switch {
	case t.Kit.Client.ID == "" && t.Kit.Basic == nil && t.Kit.Administrator != nil:
		return temporary.Pair(t.T)
	case t.Kit.Client.ID == "":
		return t.Basic()
	}
	return t.Grant().Credentials()
}

// hygieneSecrets looks for what no answer should hold.
func hygieneSecrets() []check.Check {
	return []check.Check{
		on("HYG-04", "look for secret, code and token in the refusals of the token endpoint", func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			wrong := t.Kit.Client
			wrong.Secret = t.Nonce()
			code, token := t.Nonce(), t.Nonce()
			t.refusalsKeepBack([]string{t.Kit.Client.Secret, wrong.Secret, code, token}, []labelled[*scenarios.Reply]{
				{"an unknown code", t.Exchange(code)}, {"a wrong secret", t.exchangeAs(wrong, code)}, {"an unknown refresh token", t.Refresh(token)},
			})
		}, check.Attacks),
		on("HYG-05", "look for the credential in the refusals of the API", func(t *T) {
			t.Control(t.Call(t.atHand()), check.Alive())
			token, pair := t.Nonce(), scenarios.Basic(t.Nonce(), t.Nonce())
			seen := []labelled[*scenarios.Reply]{{"an unknown token", t.Call(scenarios.Bearer(token))}}
			if t.Kit.Basic != nil {
				seen = append(seen, labelled[*scenarios.Reply]{"an unknown pair", t.Call(pair)})
			}
			t.refusalsKeepBack([]string{token, pair.Secret, check.Encoded(pair)}, seen)
		}),
		on("HYG-06", "look for traces of the server's insides in refusals", func(t *T) {
			untold := check.Reply("an answer without trace, query or path", func(r *scenarios.Reply) bool { return !check.ShowsInsides(r.Body) })
			untold.JudgesBroken = true // a server error is for other requirements; what it shows is for this one
			looked := 0
			for _, r := range t.anyRefusals() {
				if check.IsRefused(r) || r.Status >= 500 {
					t.Judge(r, untold)
					looked++
				}
			}
			if looked == 0 {
				t.Untested("nothing was refused, so that there is no refusal to look at")
			}
		}, check.Attacks),
		on("HYG-08", "look for the password on the page of a failed login", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Authorize(scenarios.Mistypes)
			password := t.mistyped(l)
			t.Sound(l)
			if l.URL != nil || l.Last() == nil {
				t.Untested("the login with a wrong password did not end on a page: %s", check.Describe(l))
			}
			t.Judge(l.Last(), check.Reply("a page without the password", func(r *scenarios.Reply) bool {
				return !strings.Contains(string(r.Body), password)
			}))
		}, check.Attacks),
	}
}

// anyRefusals are refusals of every kind that the tester can bring about.
func (t *T) anyRefusals() []*scenarios.Reply {
	if t.KeysOnly() {
		pair := t.KeyHolder()
		return []*scenarios.Reply{t.Call(scenarios.Basic(pair.User, t.Nonce())), t.Call(scenarios.Basic(t.Nonce(), t.Nonce())), t.Anonymous()}
	}
	t.Control(t.Exchange(t.Code()), check.Granted())
	return append(t.refusals(), t.Call(scenarios.Bearer(t.Nonce())), t.Anonymous())
}

// refusalsKeepBack looks for the secrets in those answers that are refusals; one
// at least has to be.
func (t *T) refusalsKeepBack(secrets []string, seen []labelled[*scenarios.Reply]) {
	looked := 0
	for _, r := range seen {
		if check.IsRefused(r.thing) || r.thing.Status >= 500 {
			t.JudgeEach(r.as, r.thing, check.KeepsBack(secrets...))
			looked++
		}
	}
	if looked == 0 {
		t.Untested("nothing was refused, so that there is no refusal to look at")
	}
}

// mistyped returns the wrong password that a visit sent.
func (t *T) mistyped(l *scenarios.Landing) string {
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
