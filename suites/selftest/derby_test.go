package selftest

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites"
)

// derby stands before a server and spoils what it answers in a race: to token
// requests whose last byte was held back until all runners were there.
type derby struct {
	server http.Handler
	// spoil says what becomes of an answer of a race: whether it granted, and
	// how many answers to the same request did before it.
	spoil func(granted bool, before int) spoiling

	dead   atomic.Bool
	mu     sync.Mutex
	grants map[string]int // by what was sent
}

// spoiling is what becomes of an answer.
type spoiling int

const (
	kept    spoiling = iota
	crashed          // a 500 is given instead
	lost             // the connection is closed without an answer
	barred           // a refusal is given instead
	killed           // the server is dead from then on
)

// ServeHTTP implements http.Handler.
func (d *derby) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if d.dead.Load() {
		panic(http.ErrAbortHandler)
	}
	if !touches(r, "/token") {
		d.server.ServeHTTP(w, r)
		return
	}
	first := make([]byte, r.ContentLength)
	n, _ := r.Body.Read(first)
	rest, _ := io.ReadAll(r.Body)
	body := append(first[:n], rest...)
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	d.server.ServeHTTP(answer, r)
	if len(rest) != 1 {
		copyTo(w, answer)
		return
	}
	d.finish(w, answer, d.spoil(d.count(answer, string(body))))
}

// count says whether an answer granted, and how many did before it.
func (d *derby) count(answer *httptest.ResponseRecorder, sent string) (granted bool, before int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	granted, before = answer.Code == http.StatusOK, d.grants[sent]
	if granted {
		d.grants[sent]++
	}
	return granted, before
}

// finish gives an answer of a race, or what has become of it.
func (d *derby) finish(w http.ResponseWriter, answer *httptest.ResponseRecorder, s spoiling) {
	switch s {
	case kept:
		copyTo(w, answer)
	case crashed:
		w.WriteHeader(http.StatusInternalServerError)
	case barred:
		fixed(http.StatusBadRequest, `{"error":"invalid_grant"}`, "Content-Type", "application/json")(w, nil)
	case killed:
		d.dead.Store(true)
		panic(http.ErrAbortHandler)
	default:
		panic(http.ErrAbortHandler)
	}
}

// derbies are races that broke, with the verdicts that they may have.
var derbies = map[string]struct {
	reusable bool // the server takes a code again and again
	spoil    func(granted bool, before int) spoiling
	want     []reports.Verdict
}{
	"nothing is broken": {false, func(bool, int) spoiling { return kept }, []reports.Verdict{reports.Pass}},
	"everybody wins":    {true, func(bool, int) spoiling { return kept }, []reports.Verdict{reports.Fail}},
	"many win, and all but one see a 500": {true, func(_ bool, before int) spoiling {
		return map[bool]spoiling{true: kept, false: crashed}[before == 0]
	}, []reports.Verdict{reports.Fail, reports.Inconclusive}},
	"many win, and all but one lose their answer": {true, func(_ bool, before int) spoiling {
		return map[bool]spoiling{true: kept, false: lost}[before == 0]
	}, []reports.Verdict{reports.Fail, reports.Inconclusive}},
	"the winner loses his answer": {false, func(granted bool, _ int) spoiling {
		return map[bool]spoiling{true: lost, false: kept}[granted]
	}, []reports.Verdict{reports.Inconclusive}},
	"the winner sees a 500": {false, func(granted bool, _ int) spoiling {
		return map[bool]spoiling{true: crashed, false: kept}[granted]
	}, []reports.Verdict{reports.Fail, reports.Inconclusive}},
	"nobody wins": {false, func(bool, int) spoiling { return barred }, []reports.Verdict{reports.Fail, reports.Inconclusive}},
	"the losers see a 500": {false, func(granted bool, _ int) spoiling {
		return map[bool]spoiling{true: kept, false: crashed}[granted]
	}, []reports.Verdict{reports.Fail, reports.Inconclusive}},
	"the losers lose their answers": {false, func(granted bool, _ int) spoiling {
		return map[bool]spoiling{true: kept, false: lost}[granted]
	}, []reports.Verdict{reports.Inconclusive}},
	"nobody gets an answer": {false, func(bool, int) spoiling { return lost }, []reports.Verdict{reports.Inconclusive}},
	"the target dies":       {false, func(bool, int) spoiling { return killed }, []reports.Verdict{reports.Inconclusive}},
}

// TestARaceThatBroke holds the race for a code to what its answers show: what
// was lost on the way counts neither for the server nor against it.
func TestARaceThatBroke(t *testing.T) {
	for profile, b := range benches(t) {
		if profile == "lxhive" {
			continue // it has no codes
		}
		for name, c := range derbies {
			t.Run(profile+"/"+name, func(t *testing.T) {
				t.Parallel()
				server := fakeserver.Bent(func(r *fakeserver.Rules) { r.Exchanging.CodeReusable = c.reusable })
				world := b.posed(t, pose{handler: &derby{server: server, spoil: c.spoil, grants: map[string]int{}}, clock: moved{server.Clock}})
				run, err := suites.RunAlone(t.Context(), suites.Options{Only: []string{"EXC-03"}, Seed: 1, Now: time.Now}, world)
				if err != nil {
					t.Fatal(err)
				}
				if got := run.Findings[0].Verdict; !slices.Contains(c.want, got) {
					t.Errorf("%s, want one of %q: %v", got, c.want, run.Problems)
				}
			})
		}
	}
}
