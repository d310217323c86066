package scenarios

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
)

// echo is a dialect that writes the proof of a step and reads nothing.
type echo struct{}

func (echo) Encode(b Endpoints, s Step) (Request, error) {
	return Request{Method: "GET", URL: b.Auth, Query: Params{
		{Name: "challenge", Value: s.Challenge}, {Name: "method", Value: s.ChallengeMethod}, {Name: "verifier", Value: s.Verifier},
	}}, nil
}

func (echo) Decode(r *Reply) {
	r.Class = Dead
	if r.Status == http.StatusOK {
		r.Class = Alive
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
	c := &Client{Dialect: echo{}, Endpoints: Endpoints{Auth: server.URL}, Wire: overHTTP{}}
	s256 := Registration{PKCE: "S256", Verifier: verifier}
	plain := Registration{PKCE: "plain", Verifier: verifier}
	for want, s := range map[string]Step{
		"challenge=" + challenge + "&method=S256&verifier=": {Verb: Authorize, Client: s256},
		"challenge=" + verifier + "&method=plain&verifier=": {Verb: Authorize, Client: plain},
		"challenge=own&method=S256&verifier=":               {Verb: Authorize, Client: plain, Challenge: "own", ChallengeMethod: "S256"},
		"challenge=&method=&verifier=" + verifier:           {Verb: Exchange, Client: s256},
		"challenge=&method=&verifier=own":                   {Verb: Exchange, Client: s256, Verifier: "own"},
		"challenge=&method=&verifier=":                      {Verb: Refresh, Client: s256},
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
	c := &Client{Dialect: echo{}, Wire: overHTTP{},
		Endpoints: Endpoints{Auth: server.URL, Probe: Resource{Alive: []int{204}, Dead: []int{403}}}}
	for sent, want := range map[int]Class{
		204: Alive, 200: Rejected, 403: Dead, 401: Rejected, 500: Broken,
	} {
		status = sent
		r, err := c.Do(context.Background(), Step{Verb: Call, As: Bearer("t")})
		if err != nil || r.Class != want {
			t.Errorf("%d is %s, want %s", sent, r.Class, want)
		}
		if r, _ := c.Do(context.Background(), Step{Verb: Call, As: Basic("k", "s")}); sent == 403 && r.Class != Dead || sent == 200 && r.Class != Alive {
			t.Errorf("%d to a key is %s", sent, r.Class)
		}
	}
}
