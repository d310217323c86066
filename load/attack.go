package load

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/load/internal/hdr"
	"github.com/authassay/authassay/load/internal/pace"
	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/reports"
)

// Live is how a run stands while it goes on.
type Live struct {
	Elapsed, Length time.Duration // warm-up included
	Warming         bool
	Offered         float64 // requests a second that are asked for now
	Done            float64 // answers a second since the last report
	Requests        uint64
	Wrong           uint64
	Errors          uint64
	Throttled       uint64        // answers of 429
	P50, P99        float64       // response times in milliseconds in the open second
	Behind          time.Duration // how long the next request has been due
	InFlight        int64
	Connections     int64 // open now; 0 where the plan brings its own transport
	// Lost says whether the run misses an objective whatever comes yet. Asked
	// from within progress only.
	Lost func() bool
}

// attack is one run of a plan.
type attack struct {
	plan     *Plan
	session  *Session
	checker  *checker
	recorder *recorder
	pacer    *pace.Pacer
	halt     func()        // stops the sending, and waits for what is in flight
	halted   bool          // it was called
	stopped  atomic.Int64  // when sending was stopped before its end, 0 if never
	ended    time.Duration // when the last result came
	resident []reports.Memory
	progress func(Live)
	last     Live
}

// Run sends the plan at the target and returns what was found. When ctx ends
// it stops sending at once and returns what there is, marked as interrupted.
// Progress, which may be nil, is called about four times a second from the
// goroutine that counts the results, so it must return quickly. The error is
// only for a plan that can't be run.
func Run(ctx context.Context, p Plan, progress func(Live)) (*reports.Load, error) {
	s, err := NewSession(ctx, p)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	a := s.attack(&s.plan, progress)
	started := time.Now()
	a.fire(ctx)
	return a.report(started, ctx.Err() != nil), nil
}

// fire sends the plan and takes in the results until the last one.
func (a *attack) fire(ctx context.Context) {
	began := time.Now()
	sending, cancel := context.WithTimeout(ctx, a.plan.length()+a.plan.Drain)
	defer cancel()
	a.halt = func() {
		a.halted = true
		cancel()
	}
	var free func()
	a.pacer, free = pace.New(sending, a.plan.schedule(), a.plan.Wait, &a.checker.flight)
	defer free()
	defer context.AfterFunc(sending, func() { a.stopped.Store(int64(time.Since(began))) })()
	a.remember(0)
	a.collect(sending, began)
	a.ended = time.Since(began)
	a.remember(a.ended)
	a.session.next += a.checker.sent.Load()
}

// collect has the pool send, and takes in its results.
func (a *attack) collect(ctx context.Context, began time.Time) {
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	p := newPool(ctx, a)
	for {
		select {
		case batch, more := <-p.batches:
			if !more {
				return
			}
			for i := range batch {
				a.recorder.add(&batch[i])
			}
			p.free(batch)
		case <-tick.C:
			a.tell(time.Since(began))
		}
	}
}

// tellEvery is how often a run says how it stands.
const tellEvery = 250 * time.Millisecond

// end returns until when requests were asked for.
func (a *attack) end(interrupted bool) time.Duration {
	end := a.plan.length()
	if interrupted || a.halted {
		end = min(end, a.ended)
	}
	if s := time.Duration(a.stopped.Load()); s > 0 {
		end = min(end, s)
	}
	return end
}

// tell reports how the run stands and takes the middle sample of memory.
func (a *attack) tell(elapsed time.Duration) {
	if len(a.resident) == 1 && elapsed > a.plan.length()/2 {
		a.remember(elapsed)
	}
	r := a.recorder
	now := Live{
		Elapsed: elapsed, Length: a.plan.length(), Warming: elapsed < a.plan.Warmup,
		Offered: a.plan.Shape.Rate(elapsed), Requests: r.total.requests,
		Wrong: r.total.wrong, Errors: r.total.errors, Throttled: r.total.throttled,
		InFlight: a.checker.flight.Now(), Connections: a.session.sender.Open(), Lost: a.lost,
	}
	if at, more := a.plan.Shape.At(a.checker.sent.Load()); more {
		now.Behind = max(0, elapsed-at)
	}
	if r.second.TotalCount() > 0 {
		now.P50, now.P99 = hdr.Quantile(r.second, 50), hdr.Quantile(r.second, 99)
	}
	if since := elapsed - a.last.Elapsed; since > 0 {
		now.Done = float64(now.Requests-a.last.Requests) / since.Seconds()
	}
	a.last = now
	if a.progress != nil {
		a.progress(now)
	}
}

// lost says that the run misses an objective whatever comes yet: so many
// requests were too slow, failed or were turned away that all the rest could
// not make up for it.
func (a *attack) lost() bool {
	r, p := a.recorder, a.plan
	planned := p.Shape.Due(p.length()) - p.Shape.Due(p.Warmup)
	if planned == 0 || r.total.requests == 0 {
		return false
	}
	now := objective.Measured{Requests: r.total.requests, Errors: r.total.errors, Throttled: r.total.throttled}
	whole := sync.OnceValue(r.measured) // put together only where a percentile asks for it
	return slices.ContainsFunc(p.Thresholds, func(t objective.Threshold) bool { return t.Lost(now, whole, planned) })
}

// carried is what the target answered and got right, a second; 0 where the run
// was too short to tell.
func (a *attack) carried() (answers, right float64) {
	seconds := (min(a.ended, a.plan.length()) - a.recorder.settled()).Seconds()
	if seconds < leastFlow {
		return 0, 0
	}
	return float64(a.recorder.flow.answers) / seconds, float64(a.recorder.flow.right) / seconds
}

// leastFlow is how many seconds of answers say how fast they come.
const leastFlow = 0.3
