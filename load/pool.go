package load

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/load/internal/h1"
)

// pool is the workers of an attack over the HTTP/1.1 client: one for each
// connection. They take turns in asking the pacer for the next request.
type pool struct {
	*batches
	attack *attack
	next   atomic.Uint64 // of the closed model

	turn chan struct{} // held by the worker that waits for the next request
	seq  uint64
	over bool
}

// startPool starts the workers. The turn is a channel and no mutex, so that
// workers who wait for theirs let the clock of a testing/synctest bubble go on.
func startPool(a *attack) driver {
	p := &pool{batches: newBatches(a.plan.Connections), attack: a, turn: make(chan struct{}, 1)}
	a.pacer.Start()
	var all sync.WaitGroup
	for range a.plan.Connections {
		all.Go(p.work)
	}
	go func() {
		all.Wait()
		close(p.full)
	}()
	return p
}

// work sends one request after the other.
func (p *pool) work() {
	began, a := p.attack.pacer.Began, new(h1.Answer)
	batch := p.empty()
	flushed, now := time.Duration(0), time.Since(began)
	for {
		seq, more := p.take(now)
		if !more {
			p.full <- batch
			return
		}
		kind := p.attack.checker.check(seq, a)
		now = time.Since(began)
		start := a.Sent.Sub(began)
		batch = append(batch, hit{seq, start, now - start, kind, uint16(a.Status)})
		if len(batch) == batchSize || now-flushed > batchAge {
			p.full <- batch
			batch, flushed = p.empty(), now
		}
	}
}

// take waits until the next request is due and returns its number; false when
// there are no more.
func (p *pool) take(now time.Duration) (uint64, bool) {
	if p.attack.plan.Closed {
		if !p.attack.pacer.On(now) {
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
