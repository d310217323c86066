package load

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/load/internal/h1"
)

// hit is one request that came to an end.
type hit struct {
	seq    uint64
	start  time.Duration // of the actual send, from the beginning of the run
	took   time.Duration
	kind   Kind
	status uint16
}

// volley sends requests that were encoded beforehand. Vegeta's attacker makes
// an http.Request, clones headers and hands over two channels for each hit,
// which costs as much as the sending; here the workers take turns in asking
// the pacer, and hand their results over by the batch.
type volley struct {
	attack  *attack
	batches chan []hit
	spare   sync.Pool
	stopped atomic.Bool
	next    atomic.Uint64 // of the closed model

	turn sync.Mutex // held by the worker that waits for the next request
	seq  uint64
	over bool
}

const (
	batchSize = 64
	batchAge  = 50 * time.Millisecond // results are handed over at least as often, while there are any
)

// newVolley starts the workers. The channel of batches is closed after the
// last one.
func newVolley(ctx context.Context, a *attack) *volley {
	v := &volley{attack: a, batches: make(chan []hit, a.plan.Connections)}
	v.spare.New = func() any { b := make([]hit, 0, batchSize); return &b }
	a.pacer.Began = time.Now()
	context.AfterFunc(ctx, func() { v.stopped.Store(true) })
	var all sync.WaitGroup
	for range a.plan.Connections {
		all.Go(v.work)
	}
	go func() {
		all.Wait()
		close(v.batches)
	}()
	return v
}

// work sends one request after the other.
func (v *volley) work() {
	began, a := v.attack.pacer.Began, new(h1.Answer)
	batch := *v.spare.Get().(*[]hit)
	flushed, now := time.Duration(0), time.Since(began)
	for {
		seq, more := v.take(now)
		if !more {
			v.batches <- batch
			return
		}
		kind := v.attack.checker.shoot(seq, a)
		now = time.Since(began)
		start := a.Sent.Sub(began)
		batch = append(batch, hit{seq, start, now - start, kind, uint16(a.Status)})
		if len(batch) == batchSize || now-flushed > batchAge {
			v.batches <- batch
			batch, flushed = *v.spare.Get().(*[]hit), now
		}
	}
}

// take waits until the next request is due and returns its number; false when
// there are no more.
func (v *volley) take(now time.Duration) (uint64, bool) {
	if v.attack.plan.Closed {
		if v.stopped.Load() || now >= v.attack.plan.length() {
			return 0, false
		}
		return v.next.Add(1) - 1, true
	}
	v.turn.Lock()
	defer v.turn.Unlock()
	if v.over {
		return 0, false
	}
	if _, v.over = v.attack.pacer.Pace(time.Since(v.attack.pacer.Began), v.seq); v.over {
		return 0, false
	}
	v.seq++
	return v.seq - 1, true
}

// free takes a batch back that was read.
func (v *volley) free(batch []hit) {
	batch = batch[:0]
	v.spare.Put(&batch)
}
