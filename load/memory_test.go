package load

import (
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
)

// simulated feeds a recorder with hits of a run at one rate, from one number
// to another: nearly all quick, some slow, a few wrong or unanswered.
func simulated(r *recorder, rng *rand.Rand, from, to uint64) {
	for seq := from; seq < to; seq++ {
		due, _ := r.plan.Shape.At(seq)
		lag := time.Duration(rng.ExpFloat64() * 50e3)
		h := hit{seq: seq, start: due + lag, took: time.Duration(200e3 + rng.ExpFloat64()*300e3), kind: Right, status: 200}
		switch rng.IntN(1000) {
		case 0:
			h.took *= 100
		case 1:
			h.kind = Wrong
		case 2:
			h.kind, h.status = ServerError, 500
		case 3:
			h.kind = Timeout
		}
		r.add(&h)
	}
}

// live returns the size of what is reachable.
func live() int64 {
	runtime.GC()
	runtime.GC() // pools keep what they hold for one collection
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// What a run leaves behind must grow neither with the number of hits nor with
// its length: half a MiB leaves room for what the collector keeps beside it.
func TestMemoryIsFlat(t *testing.T) {
	const early, late, most = 100_000, 1_000_000, 512 << 10
	for name, p := range map[string]Plan{
		"with the histogram of each second": {Rate: late / longestBySecond.Seconds(), Duration: longestBySecond},
		"a day":                             {Rate: late / (24 * time.Hour).Seconds(), Duration: 24 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			p.Classes = classes("http://target")
			p, err := p.withDefaults()
			if err != nil {
				t.Fatal(err)
			}
			r, rng := newRecorder(&p, newMix(p.Classes)), rand.New(rand.NewPCG(1, 2))
			simulated(r, rng, 0, early)
			before := live()
			simulated(r, rng, early, late)
			if grown := live() - before; grown > most {
				t.Errorf("grew by %d KiB from %d to %d hits", grown>>10, early, late)
			}
			if r.total.requests != late || len(r.rows.all) > mostRows {
				t.Errorf("%d hits, %d rows", r.total.requests, len(r.rows.all))
			}
		})
	}
}

func TestJoinedRowsLoseNothing(t *testing.T) {
	p, err := Plan{Rate: 2, Duration: 3 * mostRows * time.Second, Classes: classes("http://target")}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	r := newRecorder(&p, newMix(p.Classes))
	simulated(r, rand.New(rand.NewPCG(3, 4)), 0, 6*mostRows)
	r.close()
	var sum reports.Second
	wrong := uint64(0)
	for i, row := range r.rows.all {
		if row.Span != 4 || row.At != 4*i || row.Offered != 8 || row.Max < row.P50 {
			t.Fatalf("row %d is %+v", i, row)
		}
		sum.Done, sum.Wrong, sum.Errors = sum.Done+row.Done, sum.Wrong+row.Wrong, sum.Errors+row.Errors
	}
	for _, class := range r.classes {
		for _, m := range class.moments {
			wrong += m.Count
			if m.At%4 != 0 {
				t.Errorf("a moment at %d", m.At)
			}
		}
	}
	if sum.Wrong != r.total.wrong || wrong != r.total.wrong || sum.Errors != r.total.errors || r.total.requests != 6*mostRows {
		t.Errorf("%+v, %d wrong moments, of %+v", sum, wrong, r.total)
	}
}
