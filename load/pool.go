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

// pool is the workers of an attack: one for each connection. They take turns in
// asking the pacer for the next request, and hand their results over by the
// batch, for a hand-over costs as much as the sending.
type pool struct {
	attack  *attack
	batches chan []hit
	spare   sync.Pool
	stopped atomic.Bool
	next    atomic.Uint64 // of the closed model

	turn chan struct{} // held by the worker that waits for the next request
	seq  uint64
	over bool
}

const (
	batchSize = 64
	batchAge  = 50 * time.Millisecond // results are handed over at least as often, while there are any
)

// newPool starts the workers. The channel of batches is closed after the last
// one. The turn is a channel and no mutex, so that workers who wait for theirs
// let the clock of a testing/synctest bubble go on.
func newPool(ctx context.Context, a *attack) *pool {
	p := &pool{attack: a, batches: make(chan []hit, a.plan.Connections), turn: make(chan struct{}, 1)}
	p.spare.New = func() any { b := make([]hit, 0, batchSize); return &b }
	a.pacer.Start()
	context.AfterFunc(ctx, func() { p.stopped.Store(true) })
	var all sync.WaitGroup
	for range a.plan.Connections {
		all.Go(p.work)
	}
	go func() {
		all.Wait()
		close(p.batches)
	}()
	return p
}

// work sends one request after the other.
func (p *pool) work() {
	began, a := p.attack.pacer.Began, new(h1.Answer)
	batch := *p.spare.Get().(*[]hit)
	flushed, now := time.Duration(0), time.Since(began)
	for {
		seq, more := p.take(now)
		if !more {
			p.batches <- batch
			return
		}
		kind := p.attack.checker.check(seq, a)
		now = time.Since(began)
		start := a.Sent.Sub(began)
		batch = append(batch, hit{seq, start, now - start, kind, uint16(a.Status)})
		if len(batch) == batchSize || now-flushed > batchAge {
			p.batches <- batch
			batch, flushed = *p.spare.Get().(*[]hit), now
		}
	}
}

// take waits until the next request is due and returns its number; false when
// there are no more.
func (p *pool) take(now time.Duration) (uint64, bool) {
	if p.attack.plan.Closed {
		if p.stopped.Load() || now >= p.attack.plan.length() {
			return 0, false
		}
		return p.next.Add(1) - 1, true
	}
	p.turn <- struct{}{}
	defer func() { <-p.turn }()
	if p.over {
		return 0, false
	}
	if p.over = !p.attack.pacer.Wait(p.seq); p.over {
		return 0, false
	}
	p.seq++
	return p.seq - 1, true
}

// free takes a batch back that was read.
func (p *pool) free(batch []hit) {
	batch = batch[:0]
	p.spare.Put(&batch)
}
