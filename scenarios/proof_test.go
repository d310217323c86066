package scenarios_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/authassay/authassay/scenarios"
)

// echo is a dialect that writes the proof of a step and reads nothing.
type echo struct{}

func (echo) Encode(b scenarios.Bases, s scenarios.Step) (scenarios.Request, error) {
	return scenarios.Request{Method: "GET", URL: b.Auth, Query: scenarios.Params{
		{Name: "challenge", Value: s.Challenge}, {Name: "method", Value: s.ChallengeMethod}, {Name: "verifier", Value: s.Verifier},
	}}, nil
}

func (echo) Decode(r *scenarios.Reply) {
	r.Class = scenarios.Dead
	if r.Status == http.StatusOK {
		r.Class = scenarios.Alive
	}
}

// The pair of RFC 7636 Appendix B.
const (
	verifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)

func TestStepsProveWhatTheirClientProves(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	c := &scenarios.Client{Dialect: echo{}, Bases: scenarios.Bases{Auth: server.URL}, Wire: scenarios.NewWire(scenarios.WireOptions{})}
	s256 := scenarios.Registration{PKCE: "S256", Verifier: verifier}
	plain := scenarios.Registration{PKCE: "plain", Verifier: verifier}
	for want, s := range map[string]scenarios.Step{
		"challenge=" + challenge + "&method=S256&verifier=": {Verb: scenarios.Authorize, Client: s256},
		"challenge=" + verifier + "&method=plain&verifier=": {Verb: scenarios.Authorize, Client: plain},
		"challenge=own&method=S256&verifier=":               {Verb: scenarios.Authorize, Client: plain, Challenge: "own", ChallengeMethod: "S256"},
		"challenge=&method=&verifier=" + verifier:           {Verb: scenarios.Exchange, Client: s256},
		"challenge=&method=&verifier=own":                   {Verb: scenarios.Exchange, Client: s256, Verifier: "own"},
		"challenge=&method=&verifier=":                      {Verb: scenarios.Refresh, Client: s256},
	} {
		r, err := c.Do(context.Background(), s)
		if err != nil || r.Request.Query.Encode() != want {
			t.Errorf("%s wrote %s, want %s: %v", s.Verb, r.Request.Query.Encode(), want, err)
		}
	}
}

func TestDeclaredStatusesJudgeTheProbe(t *testing.T) {
	status := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
	defer server.Close()
	c := &scenarios.Client{Dialect: echo{}, Wire: scenarios.NewWire(scenarios.WireOptions{}),
		Bases: scenarios.Bases{Auth: server.URL, Probe: scenarios.Resource{Alive: []int{204}, Dead: []int{403}}}}
	for sent, want := range map[int]scenarios.Class{
		204: scenarios.Alive, 200: scenarios.Rejected, 403: scenarios.Dead, 401: scenarios.Rejected, 500: scenarios.Broken,
	} {
		status = sent
		r, err := c.Do(context.Background(), scenarios.Step{Verb: scenarios.Call, As: scenarios.Bearer("t")})
		if err != nil || r.Class != want {
			t.Errorf("%d is %s, want %s", sent, r.Class, want)
		}
		if r, _ := c.Do(context.Background(), scenarios.Step{Verb: scenarios.Call, As: scenarios.Basic("k", "s")}); sent == 403 && r.Class != scenarios.Dead || sent == 200 && r.Class != scenarios.Alive {
			t.Errorf("%d to a key is %s", sent, r.Class)
		}
	}
}
