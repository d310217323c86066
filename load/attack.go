package load

import (
	"context"
	"fmt"
	"net/http"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"

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
	P50, P99        float64 // response times in milliseconds in the open second
	InFlight        int64
	Connections     int64 // open now; 0 where the plan brings its own transport
}

// attack is one run of a plan.
type attack struct {
	plan     *Plan
	checker  *checker
	recorder *recorder
	pacer    *pacer
	dialled  dialled
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
	p, err := p.withDefaults()
	if err != nil {
		return nil, err
	}
	a := &attack{plan: &p, progress: progress}
	engine, err := newEngine(&p, &a.dialled)
	if err != nil {
		return nil, fmt.Errorf("plan load: %w", err)
	}
	defer engine.close()
	defer engine.watch(ctx)()
	wheel := newWheel(p.Classes)
	a.checker = newChecker(ctx, &p, wheel, engine)
	a.recorder = newRecorder(&p, wheel)
	started := time.Now()
	a.fire(ctx)
	return a.report(started, ctx.Err() != nil), nil
}

// fire drives Vegeta and takes in its results until the last one.
func (a *attack) fire(ctx context.Context) {
	sending, cancel := context.WithTimeout(ctx, a.plan.length()+a.plan.Drain)
	defer cancel()
	a.pacer = &pacer{ctx: sending, plan: a.plan, wait: a.plan.Wait, flight: &a.checker.flight}
	if a.pacer.wait == nil {
		a.pacer.wait = TimerWaiter{}
	}
	n := uint64(a.plan.Connections)
	attacker := vegeta.NewAttacker(vegeta.Workers(n), vegeta.MaxWorkers(n), vegeta.MaxBody(0),
		vegeta.Client(&http.Client{Transport: a.checker, CheckRedirect: stay}))
	defer context.AfterFunc(sending, func() { attacker.Stop() })()

	began := time.Now()
	a.remember(0)
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	results := attacker.Attack(target, a.pacer, 0, "")
	for {
		select {
		case res, more := <-results:
			if !more {
				a.ended = time.Since(began)
				a.remember(a.ended)
				return
			}
			a.recorder.add(res, a.pacer.began)
		case <-tick.C:
			a.tell(time.Since(began))
		}
	}
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
		Wrong: r.total.wrong, Errors: r.total.errors,
		InFlight: a.checker.flight.Load(), Connections: a.dialled.open.Load(),
	}
	if r.second.TotalCount() > 0 {
		now.P50, now.P99 = quantile(r.second, 50), quantile(r.second, 99)
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
