package scenarios

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestTranscriptKeepsVerbAndRole(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "done") })
	c := &Client{Dialect: plainDialect{url}, Wire: wire(t, WireOptions{})}
	tr := &Transcript{}
	ctx := Recording(context.Background(), tr)
	for _, role := range []Role{RoleGiven, RoleControl, RoleJudged} {
		if _, err := c.Do(InRole(ctx, role), Step{Verb: Exchange, Code: "x"}, With("code", "bent")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Do(Recording(ctx, nil), Step{Verb: Refresh}); err != nil {
		t.Fatal(err)
	}
	got := tr.Exchanges()
	if len(got) != 3 || got[0].Role != RoleGiven || got[2].Role != RoleJudged || got[1].Verb != Exchange {
		t.Fatalf("recorded %+v", got)
	}
	if x := got[0]; x.Status != 200 || string(x.Body) != `{"code":"bent"}` || string(x.Reply) != "done" || x.URL != url+"/exchange" || x.Clipped {
		t.Errorf("recorded %+v", x)
	}
}

func TestTranscriptIsBounded(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { io.Copy(w, r.Body) })
	w := wire(t, WireOptions{})
	tr := &Transcript{Keep: 3, KeepBody: 10}
	ctx := Recording(context.Background(), tr)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { w.Send(ctx, Request{Method: "POST", URL: url, Raw: []byte(strings.Repeat("x", 30))}) })
	}
	all.Wait()
	got := tr.Exchanges()
	if len(got) != 3 || tr.Dropped() != 5 || len(got[0].Body) != 10 || len(got[0].Reply) != 10 || !got[0].Clipped {
		t.Errorf("kept %d, dropped %d: %+v", len(got), tr.Dropped(), got[0])
	}
}

func TestTranscriptRecordsFailures(t *testing.T) {
	tr := &Transcript{}
	wire(t, WireOptions{}).Send(Recording(context.Background(), tr), Request{Method: "GET", URL: "http://127.0.0.1:1/"})
	if got := tr.Exchanges(); len(got) != 1 || got[0].Err == nil || got[0].Status != 0 {
		t.Errorf("recorded %+v", got)
	}
}

// What is judged is evidence, however late it comes; the first exchanges show
// how everything began.
func TestTranscriptMakesRoomForEvidence(t *testing.T) {
	url := serve(t, func(http.ResponseWriter, *http.Request) {})
	w, tr := wire(t, WireOptions{}), &Transcript{Keep: 8}
	ctx := Recording(context.Background(), tr)
	var all []*Reply
	for range 20 {
		all = append(all, w.Send(ctx, Request{Method: "GET", URL: url}))
	}
	tr.Mark(all[0], RoleControl)
	for _, r := range all[14:] {
		tr.Mark(r, RoleJudged)
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
	w, tr := wire(t, WireOptions{}), &Transcript{}
	ctx := Recording(context.Background(), tr)
	for range 64 {
		w.Send(ctx, Request{Method: "GET", URL: url + "/" + strings.Repeat("u", 100<<10)})
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

// The transcript shows what net/http wrote, with what it added by itself.
func TestTranscriptShowsTheHeaderOnTheWire(t *testing.T) {
	var got http.Header
	url := serve(t, func(_ http.ResponseWriter, r *http.Request) { got = r.Header.Clone() })
	w, tr := wire(t, WireOptions{Header: http.Header{"X-Team": {"red"}, "X-Version": {"1"}}}), &Transcript{}
	r := bend(Request{Method: "POST", URL: url, Raw: []byte("abc"), Header: http.Header{"x-Odd": {"1", "2"}}}, []Bend{WithoutHeader("X-Version")})
	w.Send(Recording(context.Background(), tr), r)
	shown := tr.Exchanges()[0].Header
	if shown.Get("Host") != strings.TrimPrefix(url, "http://") || shown.Get("Content-Length") != "3" || shown.Get("X-Team") != "red" || shown.Get("User-Agent") != "authassay" {
		t.Errorf("shown %v", shown)
	}
	if _, sent := got["X-Version"]; sent || shown.Get("X-Version") != "" {
		t.Errorf("what the check left out was sent: %v, shown %v", got, shown)
	}
	if odd := map[string][]string(shown)["x-Odd"]; len(odd) != 2 { // as it was written, not as net/http would
		t.Errorf("shown %v", shown)
	}
}

// The path to an exchange holds what its credentials come from, and nothing that
// has no part in it.
func TestTranscriptKnowsTheWayToAnExchange(t *testing.T) {
	tr := &Transcript{}
	add := func(x Entry) *Reply {
		r := &Reply{}
		x.of = r
		tr.add(x)
		return r
	}
	form := func(s string) Entry { return Entry{Verb: Exchange, Body: []byte(s)} }
	add(Entry{Verb: Authorize, URL: "http://x/?other"})
	add(Entry{Verb: Authorize, Answer: http.Header{"Location": {"http://cb/?code=another1"}}})
	add(form("code=another1&client_secret=shared99"))
	add(Entry{Verb: Authorize, URL: "http://x/?first"})
	add(Entry{Verb: Authorize, Answer: http.Header{"Location": {"http://cb/?code=wanted11"}}})
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
	if got := other.Exchanges(); len(got) != 4 || got[3].Role != RoleJudged || got[2].Role != RoleGiven {
		t.Errorf("taken in as %+v", got)
	}
	if tr.Of(&Reply{}) != nil || tr.Of(nil) != nil {
		t.Error("an answer that was not recorded has a way")
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
