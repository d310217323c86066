package transcript

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/wire"
)

func TestTranscriptKeepsVerbAndRole(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "done") })
	c := &scenarios.Client{Dialect: exchanging{url}, Wire: wire.New(wire.Options{})}
	tr := &Transcript{}
	ctx := scenarios.Recording(context.Background(), tr)
	for _, role := range []Role{Given, Control, Judged} {
		r, err := c.Do(ctx, scenarios.Step{Verb: scenarios.Exchange, Code: "x"}, scenarios.With("code", "bent"))
		if err != nil {
			t.Fatal(err)
		}
		tr.Mark(r, role)
	}
	if _, err := c.Do(scenarios.Recording(ctx, nil), scenarios.Step{Verb: scenarios.Refresh}); err != nil {
		t.Fatal(err)
	}
	got := tr.Exchanges()
	if len(got) != 3 || got[0].Role != Given || got[2].Role != Judged || got[1].Verb != scenarios.Exchange {
		t.Fatalf("recorded %+v", got)
	}
	if x := got[0]; x.Status != 200 || string(x.Body) != `{"code":"bent"}` || string(x.Reply) != "done" || x.URL != url+"/exchange" || x.Clipped {
		t.Errorf("recorded %+v", x)
	}
}

func TestTranscriptIsBounded(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { io.Copy(w, r.Body) })
	w := wire.New(wire.Options{})
	tr := &Transcript{Keep: 3, KeepBody: 10}
	ctx := scenarios.Recording(context.Background(), tr)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { w.Send(ctx, scenarios.Request{Method: "POST", URL: url, Raw: []byte(strings.Repeat("x", 30))}) })
	}
	all.Wait()
	got := tr.Exchanges()
	if len(got) != 3 || tr.Dropped() != 5 || len(got[0].Body) != 10 || len(got[0].Reply) != 10 || !got[0].Clipped {
		t.Errorf("kept %d, dropped %d: %+v", len(got), tr.Dropped(), got[0])
	}
}

func TestTranscriptRecordsFailures(t *testing.T) {
	tr := &Transcript{}
	wire.New(wire.Options{}).Send(scenarios.Recording(context.Background(), tr), scenarios.Request{Method: "GET", URL: "http://127.0.0.1:1/"})
	if got := tr.Exchanges(); len(got) != 1 || got[0].Err == nil || got[0].Status != 0 {
		t.Errorf("recorded %+v", got)
	}
}

// What is judged is evidence, however late it comes; the first exchanges show
// how everything began.
func TestTranscriptMakesRoomForEvidence(t *testing.T) {
	url := serve(t, func(http.ResponseWriter, *http.Request) {})
	w, tr := wire.New(wire.Options{}), &Transcript{Keep: 8}
	ctx := scenarios.Recording(context.Background(), tr)
	var all []*scenarios.Reply
	for range 20 {
		all = append(all, w.Send(ctx, scenarios.Request{Method: "GET", URL: url}))
	}
	tr.Mark(all[0], Control)
	for _, r := range all[14:] {
		tr.Mark(r, Judged)
	}
	var numbers []int
	for _, x := range tr.Exchanges() {
		numbers = append(numbers, x.Number)
	}
	if want := []int{1, 2, 15, 16, 17, 18, 19, 20}; !slices.Equal(numbers, want) || tr.Dropped() != 12 {
		t.Errorf("kept %v and dropped %d, want %v and 12", numbers, tr.Dropped(), want)
	}
}

// A server that answers without measure is kept in part.
func TestTranscriptBoundsBytes(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "/"+strings.Repeat("x", 100<<10))
		for range 400 {
			w.Header().Add("Set-Cookie", "a="+strings.Repeat("y", 200))
		}
		io.WriteString(w, strings.Repeat("z", 200<<10))
	})
	w, tr := wire.New(wire.Options{}), &Transcript{}
	ctx := scenarios.Recording(context.Background(), tr)
	for range 64 {
		w.Send(ctx, scenarios.Request{Method: "GET", URL: url + "/" + strings.Repeat("u", 100<<10)})
	}
	total := 0
	for _, x := range tr.Exchanges() {
		total += x.size()
		if n := len(x.Answer.Get("Location")); n > keptHeader || len(x.URL) > keptSent || len(x.Reply) > 64<<10 || !x.Clipped {
			t.Fatalf("kept %d bytes of a field, %d of the address, %d of the body", n, len(x.URL), len(x.Reply))
		}
	}
	if total > keptInAll+256<<10 || len(tr.Exchanges()) != 64 {
		t.Errorf("kept %d bytes of %d exchanges", total, len(tr.Exchanges()))
	}
}

// as records everything as the exchanges of one verb.
type as struct {
	*Transcript
	verb scenarios.Verb
}

func (a as) Record(_ scenarios.Verb, r *scenarios.Reply, sent http.Header, body []byte) any {
	return a.Transcript.Record(a.verb, r, sent, body)
}

// The path to an exchange holds what its credentials come from, and nothing that
// has no part in it.
func TestTranscriptKnowsTheWayToAnExchange(t *testing.T) {
	tr := &Transcript{}
	add := func(x Entry) *scenarios.Reply {
		r := &scenarios.Reply{Request: scenarios.Request{URL: x.URL}, Header: x.Answer}
		scenarios.Record(scenarios.Recording(t.Context(), as{tr, x.Verb}), r, nil, x.Body)
		return r
	}
	form := func(s string) Entry { return Entry{Verb: scenarios.Exchange, Body: []byte(s)} }
	add(Entry{Verb: scenarios.Authorize, URL: "http://x/?other"})
	add(Entry{Verb: scenarios.Authorize, Answer: http.Header{"Location": {"http://cb/?code=another1"}}})
	add(form("code=another1&client_secret=shared99"))
	add(Entry{Verb: scenarios.Authorize, URL: "http://x/?first"})
	add(Entry{Verb: scenarios.Authorize, Answer: http.Header{"Location": {"http://cb/?code=wanted11"}}})
	add(form("code=wanted11&client_secret=shared99"))
	last := add(form("code=wanted11&client_secret=shared99&again=1"))
	add(form("code=wanted11"))
	var numbers []int
	for _, x := range tr.Of(last) {
		numbers = append(numbers, x.Number)
	}
	if want := []int{4, 5, 6, 7}; !slices.Equal(numbers, want) {
		t.Errorf("the way is %v, want %v", numbers, want)
	}
	other := &Transcript{}
	other.Judged(tr.Of(last))
	if got := other.Exchanges(); len(got) != 4 || got[3].Role != Judged || got[2].Role != Given {
		t.Errorf("taken in as %+v", got)
	}
	if tr.Of(&scenarios.Reply{}) != nil || tr.Of(nil) != nil {
		t.Error("an answer that was not recorded has a way")
	}
}

// A product's own words lead there, too.
func TestTranscriptFollowsAProductsWords(t *testing.T) {
	for words, want := range map[string]int{"": 1, "ticket": 2} {
		tr := &Transcript{Words: map[string][]string{words: {"code"}}}
		add := func(x Entry) *scenarios.Reply {
			r := &scenarios.Reply{Header: x.Answer}
			scenarios.Record(scenarios.Recording(t.Context(), as{tr, x.Verb}), r, nil, x.Body)
			return r
		}
		add(Entry{Verb: scenarios.Authorize, Answer: http.Header{"Location": {"http://cb/?ticket=wanted11"}}})
		last := add(Entry{Verb: scenarios.Exchange, Body: []byte(`{"ticket":"wanted11"}`)})
		if got := len(tr.Of(last)); got != want {
			t.Errorf("%q: the way has %d exchanges, want %d", words, got, want)
		}
	}
}

// What is borrowed twice was obtained once.
func TestTranscriptAdoptsAnExchangeOnce(t *testing.T) {
	sent := time.Unix(1_700_000_000, 0)
	given := []Entry{{Method: "POST", URL: "http://a/token", Sent: sent, Received: sent.Add(time.Millisecond)}}
	var tr Transcript
	tr.Adopt(given)
	tr.Adopt(given)
	if n := len(tr.Exchanges()); n != 1 {
		t.Errorf("%d exchanges, want 1", n)
	}
}

// exchanging is a dialect whose steps are POSTs with their code.
type exchanging struct{ url string }

func (d exchanging) Encode(_ scenarios.Endpoints, s scenarios.Step) (scenarios.Request, error) {
	return scenarios.Request{Method: "POST", URL: d.url + "/" + string(s.Verb), Encoding: scenarios.JSON, Body: scenarios.Params{{Name: "code", Value: s.Code}}}, nil
}

func (exchanging) Decode(*scenarios.Reply) {}

// serve starts a server that is closed with the test.
func serve(t testing.TB, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}
