package clock

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/scenarios"
)

func TestRealClockWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := Real{Patience: time.Hour, Skew: 5 * time.Second}
		start := time.Now()
		if !c.Now().Equal(start.Add(5 * time.Second)) {
			t.Errorf("the target's time is %v", c.Now())
		}
		if err := c.Until(t.Context(), start.Add(time.Hour+5*time.Second)); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(start); waited != time.Hour {
			t.Errorf("waited %s", waited)
		}
		if err := c.Until(t.Context(), start); err != nil || time.Since(start) != time.Hour {
			t.Errorf("a time that is past: %v after %s", err, time.Since(start))
		}
	})
}

func TestRealClockRefusesBeforeWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		if (Real{Patience: time.Hour}).Bears(time.Hour) != nil || !errors.Is(Real{Patience: time.Hour}.Bears(time.Hour+1), ErrBeyondPatience) {
			t.Error("a wait of an hour and no more is to be borne")
		}
		err := Real{Patience: time.Hour}.Until(t.Context(), start.Add(time.Hour+time.Second))
		if !errors.Is(err, ErrBeyondPatience) || !time.Now().Equal(start) {
			t.Errorf("got %v after %s", err, time.Since(start))
		}
		if err := (Real{}).Until(t.Context(), start.Add(time.Nanosecond)); !errors.Is(err, ErrBeyondPatience) {
			t.Errorf("without patience: %v", err)
		}
	})
}

func TestRealClockCanBeGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		err := Real{Patience: time.Hour}.Until(ctx, start.Add(time.Hour))
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Minute {
			t.Errorf("got %v after %s", err, time.Since(start))
		}
	})
}

func TestSkewOf(t *testing.T) {
	sent := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	r := &scenarios.Reply{Sent: sent, Received: sent.Add(time.Second), Header: http.Header{"Date": {"Sun, 01 Mar 2026 12:01:00 GMT"}}}
	if skew, ok := SkewOf(r); !ok || skew != time.Minute {
		t.Errorf("got %s, %v", skew, ok)
	}
	for _, r := range []*scenarios.Reply{{}, {Sent: sent}, {Sent: sent, Header: http.Header{"Date": {"today"}}}} {
		if _, ok := SkewOf(r); ok {
			t.Errorf("%v has a skew", r.Header)
		}
	}
}

func TestPostClock(t *testing.T) {
	var body, query, key string
	status := http.StatusNoContent
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		body, query, key = string(b), r.URL.Query().Get("by"), r.Header.Get("X-Key")
		w.WriteHeader(status)
	})
	h := Hook{URL: url + "/?by={advance}", Header: http.Header{"X-Key": {"k"}},
		JSON: map[string]any{"steps": []any{"{until}", 1.0, map[string]any{"d": "in {advance}"}}}}
	c := NewPost(post, h, time.Minute, nil)
	base := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	c.now = func() time.Time { return base }
	until := base.Add(time.Minute + 90*time.Second)
	if err := c.Until(t.Context(), until); err != nil || !c.Now().Equal(until) || !c.Instant() {
		t.Fatalf("shows %v, %v", c.Now(), err)
	}
	if want := `{"steps":["2026-01-02T03:06:35Z",1,{"d":"in 1m30s"}]}`; body != want || query != "1m30s" || key != "k" {
		t.Errorf("got %s, by %s, key %s", body, query, key)
	}
	status = http.StatusForbidden
	if err := c.Until(t.Context(), until.Add(time.Hour)); err == nil || !c.Now().Equal(until) {
		t.Errorf("a refused move moved the clock to %v, %v", c.Now(), err)
	}
}

func TestCommandClock(t *testing.T) {
	var ran []string
	fail := errors.New("exit status 1")
	run := func(_ context.Context, argv []string) error {
		ran = argv
		if strings.HasSuffix(argv[1], "1h0m0s") {
			return fail
		}
		return nil
	}
	c := NewCommand(run, []string{"date", "+{advance}", "{until}"}, 0, nil)
	base := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	c.now = func() time.Time { return base }
	if err := c.Until(t.Context(), base.Add(time.Minute)); err != nil || !c.Now().Equal(base.Add(time.Minute)) {
		t.Fatalf("shows %v, %v", c.Now(), err)
	}
	if want := []string{"date", "+1m0s", "2026-01-02T03:05:05Z"}; !slices.Equal(ran, want) {
		t.Errorf("ran %q", ran)
	}
	if err := c.Until(t.Context(), base.Add(time.Hour+time.Minute)); !errors.Is(err, fail) {
		t.Errorf("got %v", err)
	}
}

var (
	_ Clock = Real{}
	_ Clock = (*Post)(nil)
	_ Clock = (*Command)(nil)
)

// serve starts a server that is closed with the test.
func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// post sends a request over HTTP.
func post(ctx context.Context, r scenarios.Request) *scenarios.Reply {
	body, _ := r.Payload()
	q, err := http.NewRequestWithContext(ctx, r.Method, r.Address(), bytes.NewReader(body))
	if err != nil {
		return &scenarios.Reply{Err: err}
	}
	if r.Header != nil {
		q.Header = r.Header
	}
	resp, err := http.DefaultClient.Do(q)
	if err != nil {
		return &scenarios.Reply{Err: err}
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return &scenarios.Reply{Status: resp.StatusCode, Header: resp.Header, Body: text, Err: err}
}
