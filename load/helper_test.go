package load

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/authassay/authassay/load/internal/loadtest"
	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
)

// classes are nine live tokens in ten and one dead.
func classes(base string) []Class {
	return []Class{
		{Name: "live", Share: 0.9, Requests: loadtest.Bearers(base, "live", 50), Acceptable: []scenarios.Class{scenarios.Alive}},
		{Name: "dead", Share: 0.1, Requests: loadtest.Bearers(base, "dead", 5), Acceptable: []scenarios.Class{scenarios.Dead}},
	}
}

// honest answers them rightly.
func honest(w http.ResponseWriter, r *http.Request) {
	if token := r.Header.Get("Authorization"); len(token) < 11 || token[:11] != "Bearer live" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	io.WriteString(w, `{"user":"ada"}`)
}

// serve starts a server for the length of a test.
func serve(t testing.TB, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// short is a plan of 200 requests in 0.2 s, all of which are sent however busy
// the machine is.
func short(base string) Plan {
	return Plan{
		Rate: 1000, Duration: 200 * time.Millisecond, Drain: time.Minute, Connections: 16, Classes: classes(base),
		Render: func(s Sample) reports.Exchange {
			return reports.Exchange{Status: s.Status, Error: s.Why.Words(), Wrong: s.Why}
		},
	}
}

// mustRun runs a plan that is in order.
func mustRun(t testing.TB, p Plan) *reports.Load {
	t.Helper()
	out, err := Run(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// objectives parses thresholds.
func objectives(t testing.TB, texts ...string) []objective.Threshold {
	t.Helper()
	var out []objective.Threshold
	for _, text := range texts {
		o, err := objective.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, o)
	}
	return out
}
