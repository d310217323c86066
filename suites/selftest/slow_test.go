package selftest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
)

// tardy counts the requests to a server that takes its time, by what they are
// for.
type tardy struct {
	server http.Handler
	wait   func(r *http.Request) time.Duration // below 0 for ever
	mu     sync.Mutex
	hung   int
}

// ServeHTTP implements http.Handler. It decides at once and answers late: what it
// looks at before it waits is as old as the request.
func (s *tardy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer, wait := httptest.NewRecorder(), s.wait(r)
	s.server.ServeHTTP(answer, r)
	_, _ = io.Copy(io.Discard, r.Body) // or it would not be seen that nobody waits any more
	if wait < 0 {
		s.mu.Lock()
		s.hung++
		s.mu.Unlock()
		wait = 24 * time.Hour
	}
	select {
	case <-time.After(wait):
		copyTo(w, answer)
	case <-r.Context().Done():
	}
}

// endure tries every check on a tardy server, in a bubble, and says how long it
// took.
func endure(t *testing.T, b *Bench, s *tardy, timeout time.Duration) (*reports.Run, time.Duration) {
	t.Helper()
	server := contracts.Bent(nil)
	s.server = server
	b.network = newMemory()
	began := time.Now()
	world := b.posed(t, pose{handler: s, clock: moved{server.Clock}, timeout: timeout})
	run, err := check.Run(t.Context(), check.Options{Bare: true, Seed: 1, Now: time.Now}, suites.All(), world)
	if err != nil {
		t.Fatal(err)
	}
	return run, time.Since(began)
}

// tardies are servers that take their time over some of what they are asked,
// with how long a run of theirs may take at the most, and what is judged all
// the same. A request may take half a minute.
var tardies = map[string]struct {
	wait    func(r *http.Request) time.Duration
	most    time.Duration
	passing int // checks that pass at the least in ClearXP
}{
	"that answers nothing": {func(*http.Request) time.Duration { return -1 }, 20 * time.Minute, 0},
	"that answers / only": {func(r *http.Request) time.Duration {
		return map[bool]time.Duration{true: 0, false: -1}[r.URL.Path == "/"]
	}, 20 * time.Minute, 0},
	"whose login never comes":        {over(-1, "/login"), 15 * time.Minute, 20},
	"whose API never answers":        {over(-1, "/api/", "/me", "/xapi/"), 15 * time.Minute, 60},
	"whose login comes just in time": {over(29*time.Second, "/authorize", "/login", "/consent"), 15 * time.Minute, 20},
	"that grants just in time":       {over(29*time.Second, "/token"), 3 * time.Hour, 60},
	"that is slow in everything":     {over(29*time.Second, "/"), 150 * time.Minute, 0},
	"that is slow and sound":         {over(2*time.Second, "/"), 2 * time.Hour, 180},
}

// over waits where the path is touched.
func over(wait time.Duration, paths ...string) func(r *http.Request) time.Duration {
	return func(r *http.Request) time.Duration {
		if touches(r, paths...) {
			return wait
		}
		return 0
	}
}

// TestARunHasABound holds runs on tardy servers to a few times the time of a
// request, or of a check, and not as often as there are checks.
func TestARunHasABound(t *testing.T) {
	b := bench(t, "clearxp")
	for name, c := range tardies {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &tardy{wait: c.wait}
				run, took := endure(t, b, s, 30*time.Second)
				reports.Score(run, reports.ScoreOptions{})
				s.mu.Lock()
				defer s.mu.Unlock()
				t.Logf("%s, %d requests without an answer: %s", took, s.hung, run.Sentence)
				if took > c.most || s.hung > 30 {
					t.Errorf("the run took %s, and %d requests went without an answer", took, s.hung)
				}
				if run.Summary.Pass < c.passing || len(accusing(run)) > 0 {
					t.Errorf("%d checks pass, want %d at the least; against the server: %v", run.Summary.Pass, c.passing, accusing(run))
				}
			})
		})
	}
}
