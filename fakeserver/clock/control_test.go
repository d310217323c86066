package clock

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// ask sends one request to the control of a clock.
func ask(c *Clock, secret, method, path, body string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header.Set("Authorization", secret)
	w := httptest.NewRecorder()
	Control(c, "control-secret-1", c.Reset).ServeHTTP(w, request)
	return w
}

func TestControlNeedsItsSecret(t *testing.T) {
	c := New(time.Now)
	for _, secret := range []string{"", "control-secret-1", "Bearer ", "Bearer control-secret-2", "bearer control-secret-1"} {
		for _, path := range []string{"/clock", "/healthz", "/none"} {
			if w := ask(c, secret, "GET", path, ""); w.Code != http.StatusUnauthorized {
				t.Errorf("%q at %s: %d", secret, path, w.Code)
			}
		}
	}
	w := httptest.NewRecorder()
	request := httptest.NewRequest("GET", "/clock", nil)
	request.Header.Set("Authorization", "Bearer ")
	Control(c, "", c.Reset).ServeHTTP(w, request)
	if w.Code != http.StatusUnauthorized {
		t.Errorf("no secret opens the control: %d", w.Code)
	}
}

func TestControlMovesTheClock(t *testing.T) {
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	m := New(func() time.Time { return start })
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
		w := ask(m, secret, "POST", "/clock", c.body)
		if w.Code != c.status || !m.Now().Equal(start.Add(c.now)) {
			t.Errorf("%s: %d, now %s", c.body, w.Code, m.Now())
		}
	}
	if w := ask(m, secret, "GET", "/clock", ""); w.Body.String() != `{"now":"2026-01-02T05:04:05Z"}` {
		t.Errorf("clock says %s", w.Body)
	}
	if w := ask(m, secret, "POST", "/reset", ""); w.Code != http.StatusNoContent || !m.Now().Equal(start) {
		t.Errorf("reset: %d, now %s", w.Code, m.Now())
	}
	if w := ask(m, secret, "GET", "/healthz", ""); w.Code != http.StatusNoContent {
		t.Errorf("healthz: %d", w.Code)
	}
}
