package ledger_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/ledger"
	"github.com/authassay/authassay/scenarios/wire"
)

// minting is a dialect with grants, revocation and temporary tokens.
type minting struct{ scenarios.Standard }

func (d minting) Encode(b scenarios.Endpoints, s scenarios.Step) (scenarios.Request, error) {
	switch s.Verb {
	case scenarios.Issue:
		return scenarios.Request{Method: "POST", URL: b.Auth + "/tokens", Body: s.Fields, Encoding: scenarios.Form,
			Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}}, nil
	case scenarios.Withdraw:
		return scenarios.Request{Method: "DELETE", URL: b.Auth + "/tokens?key=" + s.Of.User}, nil
	}
	return d.Standard.Encode(b, s)
}

func (minting) Decode(r *scenarios.Reply) {
	r.Class = scenarios.Rejected
	if r.Status != http.StatusOK {
		return
	}
	r.Class = scenarios.Alive
	var said struct {
		Access, Refresh, Key, Right string
		Lives                       int
	}
	_ = json.Unmarshal(r.Body, &said)
	r.Grant = scenarios.Grant{AccessToken: said.Access, RefreshToken: said.Refresh, ExpiresIn: time.Duration(said.Lives) * time.Second}
	if said.Key != "" {
		if r.Minted = scenarios.Basic(said.Key, "of-"+said.Key); said.Key == "half" {
			r.Minted.Secret = ""
		}
		r.Temporary.Scopes = []scenarios.Right{scenarios.Right(said.Right)}
		if said.Lives > 0 {
			r.Temporary.Expires = time.Unix(int64(said.Lives), 0)
		}
	}
}

// mint hands out what the request's own body asks for, and notes what is ended.
type mint struct {
	mu    sync.Mutex
	ended []string
	deaf  bool // refuses to end anything
}

func (m *mint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	token := ""
	switch {
	case r.Method == http.MethodDelete:
		token = r.URL.Query().Get("key")
	case r.URL.Path == "/revoke":
		token = r.FormValue("token") + " as " + r.FormValue("client_id")
	default:
		io.WriteString(w, r.FormValue("hand"))
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ended = append(m.ended, token)
	if m.deaf {
		w.WriteHeader(http.StatusServiceUnavailable)
	} else if strings.HasPrefix(token, "gone") {
		w.WriteHeader(http.StatusNotFound)
	}
}

// tidied is a client of a mint that keeps a ledger by a clock that can be set.
func tidied(t *testing.T, m *mint, now *time.Time) *scenarios.Client {
	s := httptest.NewServer(m)
	t.Cleanup(s.Close)
	admin := scenarios.Basic("root", "secret")
	return &scenarios.Client{
		Dialect: minting{scenarios.Standard{Paths: map[string]string{"token": "/token", "revoke": "/revoke"}}}, Wire: wire.New(wire.Options{}),
		Endpoints: scenarios.Endpoints{Auth: s.URL}, Kit: scenarios.Kit{Administrator: &admin},
		Ledger: &ledger.Ledger{Now: func() time.Time { return *now }},
	}
}

// hand has the mint hand something out.
func hand(t *testing.T, c *scenarios.Client, verb scenarios.Verb, what string, bends ...scenarios.Bend) {
	t.Helper()
	step := scenarios.Step{Verb: verb, Client: scenarios.Registration{ID: "me"}, Fields: scenarios.Params{{Name: "hand", Value: what}}}
	if r, err := c.Do(t.Context(), step, bends...); err != nil || r.Class != scenarios.Alive {
		t.Fatalf("%s: %v", what, errors.Join(err, r.Err))
	}
}

func TestWhatWasHandedOutIsWithdrawn(t *testing.T) {
	now, m := time.Unix(1000, 0), &mint{}
	c := tidied(t, m, &now)
	hand(t, c, scenarios.Exchange, `{"access":"brief","lives":60}`)
	hand(t, c, scenarios.Exchange, `{"access":"a1","refresh":"r1","lives":3600}`)
	hand(t, c, scenarios.Refresh, `{"access":"a2","refresh":"r1","lives":3600}`)
	hand(t, c, scenarios.Issue, `{"key":"brief-key","lives":1100}`)
	hand(t, c, scenarios.Issue, `{"key":"gone","lives":9000}`)
	hand(t, c, scenarios.Issue, `{"key":"super","right":"administration","lives":9000}`)
	hand(t, c, scenarios.Issue, `{"key":"eternal"}`)
	hand(t, c, scenarios.Issue, `{"key":"bent"}`, scenarios.WithHeader("X-Odd", "1"))
	hand(t, c, scenarios.Issue, `{"key":"withdrawn"}`)
	withdraw := scenarios.Step{Verb: scenarios.Withdraw, Of: scenarios.Basic("withdrawn", "x")}
	if _, err := c.Do(t.Context(), withdraw); err != nil {
		t.Fatal(err)
	}
	// What a bent request or another client ends may be alive.
	for _, s := range []scenarios.Step{
		{Verb: scenarios.Revoke, Client: scenarios.Registration{ID: "me"}, Token: "a1"},
		{Verb: scenarios.Revoke, Client: scenarios.Registration{ID: "you"}, Token: "a2"},
	} {
		var bends []scenarios.Bend
		if s.Token == "a1" {
			bends = append(bends, scenarios.WithHeader("X-Odd", "1"))
		}
		if _, err := c.Do(t.Context(), s, bends...); err != nil {
			t.Fatal(err)
		}
	}
	m.ended, now = nil, time.Unix(1200, 0)
	if left, of := ledger.TidyUp(t.Context(), c); left != 0 || of != 10 {
		t.Errorf("%d of %d are left", left, of)
	}
	if len(m.ended) != 7 || slices.Contains(m.ended, "brief as me") || slices.Contains(m.ended, "withdrawn") {
		t.Errorf("ended %q", m.ended)
	}
	for _, token := range []string{"a1 as me", "a2 as me", "r1 as me", "bent", "eternal", "super"} {
		if !slices.Contains(m.ended, token) {
			t.Errorf("%s was not ended", token)
		}
	}
}

// TestOnlyWhatTheTesterMadeIsWithdrawn leaves alone what an answer shows only half
// of, and what the target file holds: a server that is asked to end a token and
// not told which may end all of them.
func TestOnlyWhatTheTesterMadeIsWithdrawn(t *testing.T) {
	now, m := time.Unix(1000, 0), &mint{}
	c := tidied(t, m, &now)
	for _, key := range []string{"half", "root", "mine"} {
		hand(t, c, scenarios.Issue, `{"key":"`+key+`"}`)
	}
	if left, of := ledger.TidyUp(t.Context(), c); left != 2 || of != 3 || !slices.Equal(m.ended, []string{"mine"}) {
		t.Errorf("%d of %d are left, after %q", left, of, m.ended)
	}
}

func TestWhatCannotBeWithdrawnIsCounted(t *testing.T) {
	now, m := time.Unix(1000, 0), &mint{deaf: true}
	c := tidied(t, m, &now)
	for i := range 3 {
		hand(t, c, scenarios.Exchange, fmt.Sprintf(`{"access":"a%d"}`, i))
	}
	if left, of := ledger.TidyUp(t.Context(), c); left != 3 || of != 3 || len(m.ended) != 3 {
		t.Errorf("%d of %d are left where the target ends none, after %q", left, of, m.ended)
	}
	c.Dialect = minting{scenarios.Standard{Paths: map[string]string{"token": "/token"}}}
	m.deaf, m.ended = false, nil
	if left, of := ledger.TidyUp(t.Context(), c); left != 3 || of != 3 || m.ended != nil {
		t.Errorf("%d of %d are left where there is no such endpoint, after %q", left, of, m.ended)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if left, _ := ledger.TidyUp(ended, tidied(t, m, &now)); left != 0 || m.ended != nil {
		t.Errorf("%d of nothing are left", left)
	}
	c.Ledger = nil
	hand(t, c, scenarios.Exchange, `{"access":"unnoted"}`)
	if left, of := ledger.TidyUp(t.Context(), c); left != 0 || of != 0 {
		t.Errorf("without a ledger %d of %d are left", left, of)
	}
}

// TestALedgerDoesNotGrowForEver counts what it no longer remembers.
func TestALedgerDoesNotGrowForEver(t *testing.T) {
	if testing.Short() {
		t.Skip("some thousand requests")
	}
	now, m := time.Unix(1000, 0), &mint{}
	c := tidied(t, m, &now)
	for i := range 5100 {
		hand(t, c, scenarios.Exchange, fmt.Sprintf(`{"access":"a%d"}`, i))
	}
	if left, of := ledger.TidyUp(t.Context(), c); of != 5100 || left != 4100 || len(m.ended) != 1000 || slices.Contains(m.ended, "a5000 as me") {
		t.Errorf("%d of %d are left, %d were ended", left, of, len(m.ended))
	}
}
