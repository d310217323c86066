package suites

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
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
		t.sound(r)
		if r.Status != http.StatusMethodNotAllowed {
			t.Inapplicable("the token endpoint answers another method with %d here", r.Status)
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
			t.JudgeEach(fmt.Sprintf("after %d of them", run), t.Exchange(t.Code()), t.unbrokenGrant())
		}
	}, Attacks)
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
	}, Attacks)
	w.Check("HYG-02", "send malformed Authorization headers to the API", func(t *Trial) {
		t.Control(t.Call(t.atHand()), Alive())
		for _, value := range headers {
			t.JudgeEach("Authorization: "+brief(value), t.anonymous(scenarios.Authorized(value)), refusedUnbroken())
			if t.Held.Basic != nil {
				r := t.Call(*t.Held.Basic, scenarios.Authorized(value))
				t.JudgeEach("Authorization: "+brief(value)+" at the Basic resource", r, refusedUnbroken())
			}
		}
	}, Attacks)
	w.Check("HYG-03", "send credentials of many kilobytes", func(t *Trial) {
		long := strings.Repeat("a", 32<<10)
		if t.keysOnly() {
			pair := t.keyHolder()
			for _, big := range []labelled[scenarios.Credentials]{
				{"as a secret", scenarios.Basic(pair.User, long)}, {"as a key", scenarios.Basic(long, pair.Secret)},
			} {
				t.JudgeEach(big.as, arrived(func() *scenarios.Reply { return t.Call(big.thing) }), refusedUnbroken())
			}
			return
		}
		t.admitted()
		t.JudgeEach("as an access token", arrived(func() *scenarios.Reply { return t.Call(scenarios.Bearer(long)) }), refusedUnbroken())
		t.JudgeEach("as a code", arrived(func() *scenarios.Reply { return t.Exchange(long) }), refusedUnbroken())
	}, Attacks)
	w.Check("HYG-09", "send NUL bytes, broken UTF-8 and deep nesting to the token endpoint", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		t.survives(hostile)
	}, Attacks)
	w.Check("HYG-10", "send malformed queries to the authorization endpoint", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		for _, query := range []string{"%", "%zz=1", "client_id=%ff%fe", "=&=&=", "client_id=" + strings.Repeat("a", 4000), "&&&"} {
			l := t.Authorize(scenarios.Waits, scenarios.WithRawQuery(query))
			t.JudgeEach("the query "+brief(query), l, turnedUnbroken())
		}
	}, Attacks)
}

// turnedUnbroken accepts a page or an error at the redirect URI, and no code. A
// server error, a timeout or an unreadable answer is held against the target.
func turnedUnbroken() Answer {
	a := landing("a page of the server, or an error at the redirect URI", func(l *scenarios.Landing) bool {
		return OnPage().accepts(l) && l.Last().Status < 500 || l.URL != nil && l.Code() == "" && l.Answer.Get("error") != ""
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
		t.JudgeEach("the body "+brief(body), t.Exchange(t.Nonce(), scenarios.RawBody(body, "")), refusedUnbroken())
	}
}

// atHand is given: credentials of the kind that the tester has at hand, an
// access token where there is a client to obtain one, a key otherwise.
func (t *Trial) atHand() scenarios.Credentials {
	switch {
	case t.Held.Client.ID == "" && t.Held.Basic == nil && t.Held.Administrator != nil:
		return temporaryPair(t)
	case t.Held.Client.ID == "":
		return t.Basic()
	}
	return t.Grant().Credentials()
}
