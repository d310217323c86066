package clock

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestTheClockIsLeasedToOneAtATime(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	c := New(func() time.Time { return now })
	s := Control(c, "control-secret-1", c.Reset)
	ask := func(method, path, body, holder string) int {
		request := httptest.NewRequest(method, path, strings.NewReader(body))
		request.Header.Set("Authorization", "Bearer control-secret-1")
		if holder != "" {
			request.Header.Set("Clock-Lease", holder)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, request)
		return w.Code
	}
	take := func(holder string) int {
		return ask("POST", "/clock/lease", `{"holder":"`+holder+`","ttl":"10s"}`, "")
	}
	move := func(holder string) int { return ask("POST", "/clock", `{"advance":"1s"}`, holder) }
	want := func(what string, got, want int) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %d, want %d", what, got, want)
		}
	}
	want("nobody's clock", move(""), 200)
	want("the first", take("a"), 204)
	want("the second", take("b"), 409)
	want("again", take("a"), 204)
	want("a move of the holder's", move("a"), 200)
	want("a move of another's", move("b"), 409)
	want("a move of nobody's", move(""), 409)
	want("a reset of another's", ask("POST", "/reset", "", "b"), 409)
	want("a look", ask("GET", "/clock", "", ""), 200)
	now = now.Add(9 * time.Second)
	want("before its end", move("b"), 409)
	now = now.Add(time.Second)
	want("after its end", take("b"), 204)
	want("a move of who had it", move("a"), 409)
	want("another's return", ask("DELETE", "/clock/lease", `{"holder":"a"}`, ""), 204)
	want("still", take("a"), 409)
	want("its own return", ask("DELETE", "/clock/lease", `{"holder":"b"}`, ""), 204)
	want("given back", take("a"), 204)
	for _, odd := range []string{`{}`, `{"holder":"a"}`, `{"holder":"","ttl":"1s"}`, `{"holder":"a","ttl":"61s"}`, `{"holder":"a","ttl":"-1s"}`, `{"holder":"a","ttl":"0s"}`, `x`} {
		want(odd, ask("POST", "/clock/lease", odd, ""), 400)
	}
}

func TestTheClockGoesNowhereThatItCannotTell(t *testing.T) {
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	c := New(func() time.Time { return start })
	const secret = "Bearer control-secret-1"
	for _, body := range []string{
		`{"advance":"2562047h"}`, `{"advance":"2562048h"}`, `{"advance":"9999999999h"}`, `{"advance":"-1ns"}`,
		`{"until":"9999-12-31T23:59:59Z"}`, `{"until":"2200-01-01T00:00:01Z"}`, `{"until":"10000-01-01T00:00:00Z"}`,
		`{"advance":"1s"}{"advance":"1s"}`, `{"advance":"1s"} x`,
	} {
		if w := ask(c, secret, "POST", "/clock", body); w.Code != http.StatusBadRequest || !c.Now().Equal(start) {
			t.Errorf("%s: %d, now %s", body, w.Code, c.Now())
		}
	}
	for range 3 { // each alone is short enough
		ask(c, secret, "POST", "/clock", `{"advance":"876000h"}`)
	}
	if now := c.Now(); now.Before(start) || now.After(Horizon()) {
		t.Errorf("now %s", now)
	}
	long := `{"advance":"` + strings.Repeat(" ", orderBytes) + `1s"}`
	if w := ask(c, secret, "POST", "/clock", long); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a long body: %d", w.Code)
	}
}
