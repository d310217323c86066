package scenarios

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
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
