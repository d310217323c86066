package load

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"

	"github.com/authassay/authassay/load/internal/hdr"
	"github.com/authassay/authassay/load/internal/pace"
	"github.com/authassay/authassay/load/shape"
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

// Rig is what the runs of one plan, or of one search, have in common: the
// connections to the target, and the place on the wheel.
type Rig struct {
	ctx     context.Context
	plan    Plan
	engine  *engine
	wheel   *wheel
	dialled dialled
	next    uint64 // the number of the next request
	unwatch func() bool
}

// NewRig makes the requests of a plan ready to be sent, at the rate of the plan
// or at others, until ctx ends. The error is only for a plan that can't be run.
func NewRig(ctx context.Context, p Plan) (*Rig, error) {
	p, err := p.withDefaults()
	if err != nil {
		return nil, err
	}
	r := &Rig{ctx: ctx, plan: p, wheel: newWheel(p.Classes)}
	if r.engine, err = newEngine(&r.plan, &r.dialled); err != nil {
		return nil, fmt.Errorf("plan load: %w", err)
	}
	r.unwatch = r.engine.watch(ctx)
	return r, nil
}

// Close closes the connections.
func (r *Rig) Close() {
	r.unwatch()
	r.engine.close()
}

// Outcome is what came of one attack.
type Outcome struct {
	Load   *reports.Load
	Halted bool // it was stopped before its end

	Due, Sent    uint64        // requests that were due, and those that went out
	Busy, Asleep uint64        // late because all connections were in use, or because the generator was
	RetryAfter   time.Duration // the longest wait that a 429 asked for
	// Answers and Right count what the target answered and got right, a second,
	// whenever it was due; 0 where the run was too short to tell.
	Answers, Right float64
}

// Attack sends one level: the rig's requests at a rate, with a warm-up before.
// Watch is told how it goes, and stops it by returning true.
func (r *Rig) Attack(rate float64, warmup, length time.Duration, watch func(Live) (stop bool)) Outcome {
	p := r.plan
	p.Rate, p.Duration, p.Warmup = rate, length, warmup
	p.Shape = shape.Constant(rate, length).After(warmup)
	var a *attack
	a = r.attack(&p, func(l Live) {
		if watch(l) {
			a.halt()
		}
	})
	started := time.Now()
	a.fire(r.ctx)
	out := Outcome{Load: a.report(started, r.ctx.Err() != nil), Halted: a.halted,
		Due: p.Shape.Due(min(a.ended, p.length())), Sent: a.checker.sent.Load(),
		Busy: a.pacer.Busy, Asleep: a.pacer.Asleep, RetryAfter: time.Duration(a.checker.retry.Load())}
	out.Answers, out.Right = a.carried()
	return out
}

// attack is one run of a plan.
type attack struct {
	plan     *Plan
	rig      *Rig
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
	r, err := NewRig(ctx, p)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	a := r.attack(&r.plan, progress)
	started := time.Now()
	a.fire(ctx)
	return a.report(started, ctx.Err() != nil), nil
}

// attack makes a run ready.
func (r *Rig) attack(p *Plan, progress func(Live)) *attack {
	a := &attack{plan: p, rig: r, progress: progress}
	a.checker = newChecker(r.ctx, p, r.wheel, r.engine)
	a.recorder = newRecorder(p, r.wheel)
	a.checker.first, a.recorder.first = r.next, r.next
	return a
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
	if a.rig.engine.lean != nil {
		a.volley(sending, began)
	} else {
		a.vegeta(sending, began)
	}
	a.ended = time.Since(began)
	a.remember(a.ended)
	a.rig.next += a.checker.sent.Load()
}

// volley drives the lean engine.
func (a *attack) volley(ctx context.Context, began time.Time) {
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	v := newVolley(ctx, a)
	for {
		select {
		case batch, more := <-v.batches:
			if !more {
				return
			}
			for i := range batch {
				a.recorder.add(&batch[i])
			}
			v.free(batch)
		case <-tick.C:
			a.tell(time.Since(began))
		}
	}
}

// tellEvery is how often a run says how it stands.
const tellEvery = 250 * time.Millisecond

// vegeta drives Vegeta's attacker, where net/http sends.
func (a *attack) vegeta(ctx context.Context, began time.Time) {
	n := uint64(a.plan.Connections)
	attacker := vegeta.NewAttacker(vegeta.Workers(n), vegeta.MaxWorkers(n), vegeta.MaxBody(0),
		vegeta.Client(&http.Client{Transport: a.checker, CheckRedirect: stay}))
	defer context.AfterFunc(ctx, func() { attacker.Stop() })()
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	results := attacker.Attack(target, a.pacer, 0, "")
	for {
		select {
		case res, more := <-results:
			if !more {
				return
			}
			a.recorder.add(&hit{res.Seq, res.Timestamp.Sub(a.pacer.Began), res.Latency, kindIn(res.Headers), res.Code})
		case <-tick.C:
			a.tell(time.Since(began))
		}
	}
}

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

// target implements vegeta.Targeter. The checker puts the real request in its
// place.
func target(t *vegeta.Target) error {
	t.Method, t.URL = http.MethodGet, "http://t/"
	return nil
}

// stay follows no redirect.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

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
		InFlight: a.checker.flight.Now(), Connections: a.rig.dialled.open.Load(), Lost: a.lost,
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

// remember samples the resident size of the generator.
func (a *attack) remember(at time.Duration) {
	if a.plan.Resident == nil {
		return
	}
	if bytes, err := a.plan.Resident(); err == nil {
		a.resident = append(a.resident, reports.Memory{At: at.Seconds(), Bytes: bytes})
	}
}
