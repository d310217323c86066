package scenarios

import (
	"context"
	"net/http"
	"net/url"
	"testing"
)

// sending is a transport that keeps what was sent, and answers each request alike.
type sending struct {
	sent   []Request
	header http.Header
}

func (s *sending) Send(_ context.Context, r Request) *Reply {
	s.sent = append(s.sent, r)
	return &Reply{Request: r, Status: http.StatusOK, Header: s.header.Clone()}
}

func (s *sending) Race(context.Context, int, Request) []*Reply { return nil }

// TestWhatAVisitChanges has a visit send what its step says otherwise: another
// password, more fields behind the login only, cookies from elsewhere, and a request
// beside it, once.
func TestWhatAVisitChanges(t *testing.T) {
	wire := &sending{header: http.Header{"Set-Cookie": {"slot=beside"}}}
	c := &Client{Dialect: stateDialect{}, Wire: wire}
	send, err := c.browsing(Step{
		Verb: Authorize, Retypes: map[string]string{"right": "wrong"}, Slips: Params{{"scope", "more"}},
		Plants: map[string]string{"planted": "1", "slot": "old"}, Meanwhile: &Step{Verb: Authorize, State: "beside"},
	})
	if err != nil {
		t.Fatal(err)
	}
	post := func(fields Params) Request {
		return Request{Method: http.MethodPost, URL: "https://auth.example/", Body: fields, Encoding: Form, Header: http.Header{"Cookie": {"own=2"}}}
	}
	send(t.Context(), post(Params{{"username", "u"}, {"password", "right"}}))
	send(t.Context(), post(Params{{"decision", "allow"}, {"scope", "less"}}))
	send(t.Context(), post(Params{{"decision", "allow"}}))
	if len(wire.sent) != 4 {
		t.Fatalf("%d requests, want 4", len(wire.sent))
	}
	login, beside, consent, again := wire.sent[0], wire.sent[1], wire.sent[2], wire.sent[3]
	if login.Body.Get("password") != "wrong" || login.Body.Get("scope") != "" || login.Header.Get("Cookie") != "own=2; planted=1; slot=old" {
		t.Errorf("the login: %v, %v", login.Body, login.Header)
	}
	if beside.Query.Get("state") != "beside" || beside.Header.Get("Cookie") != login.Header.Get("Cookie") {
		t.Errorf("the request beside: %v, %v", beside.Query, beside.Header)
	}
	if consent.Body.Get("scope") != "more" || consent.Header.Get("Cookie") != "own=2; planted=1; slot=beside" {
		t.Errorf("the consent: %v, %v", consent.Body, consent.Header)
	}
	if again.Body.Get("scope") != "more" {
		t.Errorf("the next form: %v", again.Body)
	}
}

// TestWhatAVisitSendsTooEarlyAndTwice has a visit send a form of another one in place of
// the password, with the values of its own page, and has another send its form twice.
func TestWhatAVisitSendsTooEarlyAndTwice(t *testing.T) {
	wire := &sending{}
	c := &Client{Dialect: stateDialect{}, Wire: wire}
	form := func(query string, fields Params) Request {
		return Request{Method: http.MethodPost, URL: "https://auth.example/login", RawQuery: query, Body: fields, Encoding: Form, Header: http.Header{"Cookie": {"own=2"}}}
	}
	consent := form("request=old&lang=en", Params{{"csrf", "old"}, {"decision", "allow"}})
	consent.URL, consent.Header = "https://auth.example/consent", http.Header{"Cookie": {"own=1"}}
	early, err := c.browsing(Step{Verb: Authorize, Leaps: &consent})
	if err != nil {
		t.Fatal(err)
	}
	early(t.Context(), form("request=new", Params{{"csrf", "new"}, {"username", "u"}, {"password", "right"}}))
	r := wire.sent[0]
	if r.URL != consent.URL || r.RawQuery != "lang=en&request=new" || r.Header.Get("Cookie") != "own=2" ||
		r.Body.Get("csrf") != "new" || r.Body.Get("decision") != "allow" || r.Body.Get("password") != "" {
		t.Errorf("in place of the password: %s?%s, %v, %v", r.URL, r.RawQuery, r.Body, r.Header)
	}
	if consent.Body.Get("csrf") != "old" {
		t.Error("the form of the other visit is changed")
	}
	twice, err := c.browsing(Step{Verb: Authorize, Repeats: true})
	if err != nil {
		t.Fatal(err)
	}
	twice(t.Context(), form("", Params{{"password", "right"}}))
	twice(t.Context(), form("", Params{{"decision", "allow"}}))
	if len(wire.sent) != 4 || wire.sent[2].Body.Get("decision") != "allow" || wire.sent[3].Body.Get("decision") != "allow" {
		t.Errorf("%d requests, want the password once and the decision twice: %v", len(wire.sent)-1, wire.sent[1:])
	}
}

// stateDialect writes the state alone.
type stateDialect struct{}

func (stateDialect) Encode(_ Endpoints, s Step) (Request, error) {
	return Request{Method: http.MethodGet, URL: "https://auth.example/authorize", Query: Params{{"state", s.State}}}, nil
}

func (stateDialect) Decode(*Reply) {}

// TestObeyedReadsWhatWasWritten finds an answer at the very address that was asked for,
// be it one that nobody can read.
func TestObeyedReadsWhatWasWritten(t *testing.T) {
	for _, test := range []struct{ asked, to, code string }{
		{`https://client.example\.attacker.example/cb`, `https://client.example\.attacker.example/cb?code=1`, "1"},
		{"https://client.example/cb?a=b", "https://client.example/cb?a=b&code=1", "1"},
		{"https://client.example/cb", "https://client.example/cb#code=1", "1"},
		{"https://client.example/cb", "https://client.example/cbx?code=1", ""},
		{"https://client.example/cb", "/login?redirect_uri=https://client.example/cb", ""},
	} {
		l := &Landing{Pages: []*Reply{{Step: Step{RedirectURI: test.asked}, Status: http.StatusFound, Header: http.Header{"Location": {test.to}}}}}
		if got := l.Obeyed(); got.Get("code") != test.code || (got == nil) != (test.code == "") {
			t.Errorf("%s for %s: %v", test.to, test.asked, got)
		}
	}
	if got := (&Landing{Answer: url.Values{"code": {"1"}}}).Obeyed(); got != nil {
		t.Errorf("no page: %v", got)
	}
}
