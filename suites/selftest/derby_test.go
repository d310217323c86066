package selftest

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
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
	lanes  map[string]int // how many ran, by what they sent but for its last byte
}

// spoiling is what becomes of an answer.
type spoiling int

const (
	spoilNothing spoiling = iota
	spoilCrash            // a 500 is given instead
	spoilLoss             // the connection is closed without an answer
	spoilBar              // a refusal is given instead
	spoilKill             // the server is dead from then on
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
	raced := d.starts(first, n)
	rest, _ := io.ReadAll(r.Body)
	body := append(first[:n], rest...)
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	d.server.ServeHTTP(answer, r)
	if !raced {
		copyTo(w, answer)
		return
	}
	d.finish(w, answer, d.spoil(d.count(answer, string(body))))
}

// starts says whether a request runs in a race: its last byte is still held back, as
// it is for all but the runner who comes last.
func (d *derby) starts(body []byte, n int) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(body) == 0 {
		return false
	}
	lane := string(body[:len(body)-1])
	held := n == len(body)-1
	if !held && (d.lanes[lane] == 0 || d.lanes[lane] >= runners) {
		return false
	}
	if d.lanes == nil {
		d.lanes = map[string]int{}
	}
	d.lanes[lane]++
	return true
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
	case spoilNothing:
		copyTo(w, answer)
	case spoilCrash:
		w.WriteHeader(http.StatusInternalServerError)
	case spoilBar:
		fixed(http.StatusBadRequest, `{"error":"invalid_grant"}`, "Content-Type", "application/json")(w, nil)
	case spoilKill:
		d.dead.Store(true)
		panic(http.ErrAbortHandler)
	default:
		panic(http.ErrAbortHandler)
	}
}

// derbies are races that broke, with the verdicts that they may have: on there
// being one success at the most (EXC-03), on what losers get (EXC-34), and on
// there being a winner (EXC-35).
var derbies = map[string]struct {
	reusable bool // the server takes a code again and again
	spoil    func(granted bool, before int) spoiling
	once     []reports.Verdict
	losers   []reports.Verdict
	winner   []reports.Verdict
}{
	"nothing is broken": {false, always(spoilNothing), passes, passes, passes},
	"everybody wins":    {true, always(spoilNothing), fails, open, passes},
	"many win, and all but one see a 500": {
		true, func(_ bool, before int) spoiling { return either(before == 0, spoilNothing, spoilCrash) }, doubtful, doubtful, open},
	"many win, and all but one lose their answer": {
		true, func(_ bool, before int) spoiling { return either(before == 0, spoilNothing, spoilLoss) }, doubtful, open, open},
	"the winner loses his answer": {
		false, func(granted bool, _ int) spoiling { return either(granted, spoilLoss, spoilNothing) }, harmless, harmless, undecided},
	"the winner sees a 500": {
		false, func(granted bool, _ int) spoiling { return either(granted, spoilCrash, spoilNothing) }, harmless, doubtful, doubtful},
	"nobody wins": {false, always(spoilBar), harmless, harmless, fails},
	"the losers see a 500": {
		false, func(granted bool, _ int) spoiling { return either(granted, spoilNothing, spoilCrash) }, harmless, fails, harmless},
	"the losers lose their answers": {
		false, func(granted bool, _ int) spoiling { return either(granted, spoilNothing, spoilLoss) }, undecided, undecided, harmless},
	"nobody gets an answer": {false, always(spoilLoss), undecided, undecided, undecided},
	"the target dies":       {false, always(spoilKill), undecided, undecided, undecided},
}

// What a race may say. Where it says anything, other checks have the last word.
var (
	passes    = []reports.Verdict{reports.Pass}
	fails     = []reports.Verdict{reports.Fail, reports.Warn, reports.Note}
	undecided = []reports.Verdict{reports.Inconclusive}
	doubtful  = []reports.Verdict{reports.Inconclusive, reports.Fail, reports.Warn, reports.Note}
	harmless  = []reports.Verdict{reports.Inconclusive, reports.Pass}
	open      = []reports.Verdict{reports.Inconclusive, reports.Fail, reports.Warn, reports.Note, reports.Pass, reports.NotApplicable}
)

// always spoils every answer alike.
func always(s spoiling) func(bool, int) spoiling { return func(bool, int) spoiling { return s } }

func either(first bool, a, b spoiling) spoiling {
	if first {
		return a
	}
	return b
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
				server := contracts.Bent(func(r *fakeserver.Rules) { r.Exchanging.CodeReusable = c.reusable })
				d := &derby{server: server, spoil: c.spoil, grants: map[string]int{}}
				world := b.posed(t, pose{handler: d, clock: moved{server.Clock}})
				want := map[string][]reports.Verdict{"EXC-03": c.once, "EXC-34": c.losers, "EXC-35": c.winner}
				run, err := check.Run(t.Context(), check.Options{Bare: true, Only: slices.Collect(maps.Keys(want)), Seed: 1, Now: time.Now}, suites.All(), world)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range run.Findings {
					if !slices.Contains(want[f.ID], f.Verdict) {
						t.Errorf("%s: %s, want one of %q: %v", f.ID, f.Verdict, want[f.ID], run.Problems)
					}
				}
			})
		}
	}
}
