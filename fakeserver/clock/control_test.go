package fakeserver

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// control sends one request to a control.
func control(s *Server, secret, method, path, body string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header.Set("Authorization", secret)
	w := httptest.NewRecorder()
	s.Control("control-secret-1").ServeHTTP(w, request)
	return w
}

func TestControlNeedsItsSecret(t *testing.T) {
	s := New(Honest())
	for _, secret := range []string{"", "control-secret-1", "Bearer ", "Bearer control-secret-2", "bearer control-secret-1"} {
		for _, path := range []string{"/clock", "/healthz", "/none"} {
			if w := control(s, secret, "GET", path, ""); w.Code != http.StatusUnauthorized {
				t.Errorf("%q at %s: %d", secret, path, w.Code)
			}
		}
	}
	w := httptest.NewRecorder()
	request := httptest.NewRequest("GET", "/clock", nil)
	request.Header.Set("Authorization", "Bearer ")
	s.Control("").ServeHTTP(w, request)
	if w.Code != http.StatusUnauthorized {
		t.Errorf("no secret opens the control: %d", w.Code)
	}
}

func TestControlMovesTheClock(t *testing.T) {
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	s := New(Honest(), WithClock(func() time.Time { return start }))
	const secret = "Bearer control-secret-1"
	for _, c := range []struct {
		body   string
		status int
		now    time.Duration
	}{
		{`{"advance":"59m59s"}`, 200, 59*time.Minute + 59*time.Second},
		{`{"until":"2026-01-02T05:04:05Z"}`, 200, 2 * time.Hour},
		{`{"until":"2026-01-02T03:04:05Z"}`, 200, 2 * time.Hour},
		{`{"advance":"-1s"}`, 400, 2 * time.Hour},
		{`{"advance":"soon"}`, 400, 2 * time.Hour},
		{`{}`, 400, 2 * time.Hour},
		{`{"advance":"1s","until":"2026-01-02T05:04:05Z"}`, 400, 2 * time.Hour},
		{`nonsense`, 400, 2 * time.Hour},
	} {
		w := control(s, secret, "POST", "/clock", c.body)
		if w.Code != c.status || !s.Clock.Now().Equal(start.Add(c.now)) {
			t.Errorf("%s: %d, now %s", c.body, w.Code, s.Clock.Now())
		}
	}
	if w := control(s, secret, "GET", "/clock", ""); w.Body.String() != `{"now":"2026-01-02T05:04:05Z"}` {
		t.Errorf("clock says %s", w.Body)
	}
	if w := control(s, secret, "POST", "/reset", ""); w.Code != http.StatusNoContent || !s.Clock.Now().Equal(start) {
		t.Errorf("reset: %d, now %s", w.Code, s.Clock.Now())
	}
	if w := control(s, secret, "GET", "/healthz", ""); w.Code != http.StatusNoContent {
		t.Errorf("healthz: %d", w.Code)
	}
}

func TestResetForgetsCredentials(t *testing.T) {
	h := open(t)
	access, refresh := h.tokens()
	h.server.Reset()
	h.want(h.api(access), http.StatusUnauthorized, "")
	h.want(h.refresh(refresh), http.StatusBadRequest, invalidGrant)
	h.tokens()
}

func TestListenServesBothAndCloses(t *testing.T) {
	s := New(Honest())
	up, err := s.Listen(t.Context(), Addresses{ControlSecret: "control-secret-1"})
	if err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]int{
		up.URL + "/xapi/about": http.StatusOK, up.URL + "/clock": http.StatusNotFound, up.ControlURL + "/clock": http.StatusUnauthorized,
	} {
		response, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != want || !strings.HasPrefix(url, "http://127.0.0.1:") {
			t.Errorf("%s: %d", url, response.StatusCode)
		}
	}
	for range 2 {
		if err := up.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := http.Get(up.URL); err == nil {
		t.Error("still up")
	}
	if _, err := s.Listen(t.Context(), Addresses{Public: "nowhere"}); err == nil {
		t.Error("listened nowhere")
	}
}
