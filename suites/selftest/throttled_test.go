package selftest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
)

// throttling answers 429 to every so many requests, and the others as the server
// behind it does.
type throttling struct {
	server http.Handler
	every  int64
	after  string // Retry-After, RFC 9110 §10.2.3; "" leaves it out
	first  int64  // so many requests earlier for the first time
	count  atomic.Int64
}

// slept is the clock of a server in a bubble, where waiting takes no time.
type slept struct{ *fakeserver.Clock }

// Until implements clock.Clock.
func (s slept) Until(_ context.Context, t time.Time) error {
	time.Sleep(t.Sub(s.Now()))
	return nil
}

// Instant implements clock.Clock.
func (slept) Instant() bool { return true }

// ServeHTTP implements http.Handler.
func (s *throttling) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if (s.count.Add(1)+s.first)%s.every != 0 {
		s.server.ServeHTTP(w, r)
		return
	}
	if s.after != "" {
		w.Header().Set("Retry-After", s.after)
	}
	w.WriteHeader(http.StatusTooManyRequests)
}

// TestThrottledAnswersAreNoFinding holds every check against right servers that
// refuse to look at some of the requests: no requirement is about that. Where a
// server says to come back soon, nearly everything is judged as if it had never
// refused.
func TestThrottledAnswersAreNoFinding(t *testing.T) {
	for profile, b := range benches(t) {
		calm := map[string]reports.Verdict{}
		for _, s := range []*throttling{
			{every: 1 << 40}, {every: 3}, {every: 7, after: "3600"}, {every: 40, first: 5}, {every: 40, first: 11},
			{every: 40, first: 23, after: "2"}, {every: 3, after: "1"}, {every: 40, after: "1"},
		} {
			t.Run(fmt.Sprintf("%s every %d after %s", profile, s.every, s.after), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					run := throttled(t, b, s)
					judgeThrottled(t, s, run, calm)
				})
			})
		}
	}
}

// judgeThrottled compares what was found with what is found where nobody is
// refused, which comes first.
func judgeThrottled(t *testing.T, s *throttling, run *reports.Run, calm map[string]reports.Verdict) {
	t.Helper()
	if s.every == 1<<40 {
		for _, f := range run.Findings {
			calm[instance(f)] = f.Verdict
		}
		return
	}
	undecided := 0
	for _, f := range run.Findings {
		switch was := calm[instance(f)]; {
		case f.Verdict == was, was == reports.Note && f.Verdict == reports.Pass: // it may refuse who guesses
		case f.Verdict == reports.Inconclusive || f.Verdict == reports.Untested:
			undecided++
		default:
			t.Errorf("%s: %s, where it is %s otherwise", instance(f), f.Verdict, was)
		}
	}
	if soon := s.after == "1" || s.after == "2"; soon && undecided > 1+len(run.Findings)/50 {
		t.Errorf("%d checks of %d are left undecided", undecided, len(run.Findings))
	}
	t.Logf("%d undecided of %d", undecided, len(run.Findings))
}

// instance names what was tried: a requirement, over one way, at one moment.
func instance(f reports.Finding) string {
	return strings.TrimSpace(f.ID + " " + f.Way + " " + f.Moment)
}

// throttled tries every check on a server that refuses to look at some requests.
func throttled(t *testing.T, b *Bench, s *throttling) *reports.Run {
	t.Helper()
	server := contracts.Bent(nil)
	s.server, b.network = server, newMemory()
	world := b.posed(t, pose{handler: s, clock: slept{server.Clock}, timeout: time.Minute})
	run, err := check.Run(t.Context(), check.Options{Bare: true, Seed: 1, Now: time.Now}, suites.All(), world)
	if err != nil {
		t.Fatal(err)
	}
	reports.Score(run, reports.ScoreOptions{})
	return run
}

// TestWhatWasNotLookedAtShowsNothing refuses to look at the one request that a
// check is about and whose answer it does not judge: that nothing came of it is
// neither held against the server nor for it.
func TestWhatWasNotLookedAtShowsNothing(t *testing.T) {
	codes := sync.Map{}
	for id, refused := range map[string]func(r *http.Request) bool{
		"EXC-05": func(r *http.Request) bool { // the second use of a code
			code := r.PostFormValue("code")
			_, again := codes.LoadOrStore(code, true)
			return code != "" && again
		},
		"REV-09": func(r *http.Request) bool {
			return r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/revoke")
		},
	} {
		t.Run(id, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b, server := bench(t, "oauth2"), contracts.Bent(nil)
				b.network = newMemory()
				world := b.posed(t, pose{clock: slept{server.Clock}, timeout: time.Minute, handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					body, _ := io.ReadAll(r.Body)
					r.Body = io.NopCloser(bytes.NewReader(body))
					if refused(r) {
						w.WriteHeader(http.StatusTooManyRequests)
						return
					}
					r.Form, r.PostForm, r.Body = nil, nil, io.NopCloser(bytes.NewReader(body))
					server.ServeHTTP(w, r)
				})})
				run, err := check.Run(t.Context(), check.Options{Bare: true, Only: []string{id}, Now: time.Now}, suites.All(), world)
				if err != nil {
					t.Fatal(err)
				}
				if f := run.Findings[0]; f.Verdict != reports.Inconclusive {
					t.Errorf("%s: %s, want inconclusive", id, f.Verdict)
				}
			})
		})
	}
}
