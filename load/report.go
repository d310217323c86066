package load

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/authassay/authassay/load/internal/hdr"
	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/reports"
)

// notSent names the requests that were due and never went out.
const notSent = "not sent in time"

// grace is how long a request may have been due when an interrupt came without
// counting as not sent.
const grace = 10 * time.Millisecond

// report sums the run up.
func (a *attack) report(started time.Time, interrupted bool) *reports.Load {
	r, p := a.recorder, a.plan
	end := a.end(interrupted)
	asked := end
	if interrupted {
		asked -= grace // what was due just before the interrupt had no time to be sent
	}
	late := r.unsent(a.checker.sent.Load(), asked)
	r.close()
	if n := len(r.rows.all); n > 0 && interrupted {
		last := &r.rows.all[n-1]
		last.Offered = p.Shape.Due(end) - p.Shape.Due(p.Warmup+time.Duration(last.At)*time.Second)
	}
	m := r.measured()
	seconds := max(r.latest, end) - p.Warmup
	out := &reports.Load{
		Interrupted: interrupted, Started: started, Seconds: max(0, seconds.Seconds()),
		Requests: m.Requests, Wrong: m.Wrong, Errors: m.Errors, Throttled: m.Throttled,
		RetryAfter:  time.Duration(a.checker.retry.Load()).Seconds(),
		Connections: p.Connections, PerSecond: r.rows.all, Memory: a.resident,
		Response: hdr.Summary(m.Response), Service: hdr.Summary(m.Service), Lag: hdr.Summary(m.Lag),
		Kinds: r.kinds(late), Curve: hdr.Distribution(m.Response, m.Service), Histograms: r.histograms(m), Heat: r.heat.report(),
	}
	if seconds > 0 {
		m.Done = float64(m.Requests-m.Unanswered) / seconds.Seconds()
		out.Done = m.Done
	}
	if planned := (end - p.Warmup).Seconds(); planned > 0 && !p.Closed {
		out.Bursts = float64(a.pacer.Bursts) / float64(max(1, p.Shape.Due(end)-p.Shape.Due(p.Warmup)))
		out.Offered = float64(p.Shape.Due(end)-p.Shape.Due(p.Warmup)) / planned
	}
	a.classes(out)
	out.Steps, out.Shape = p.Steps.Report(), p.Shape.Name
	if p.Closed {
		out.Shape = reports.ClosedShape
	}
	for _, t := range p.Thresholds {
		out.Thresholds = append(out.Thresholds, t.Judge(m))
	}
	out.LimitedBy, out.Unsent = a.limit(late), late
	out.Conclude(ground(out, p.Thresholds))
	return out
}

// measured merges the classes.
func (r *recorder) measured() *objective.Measured {
	m := &objective.Measured{Response: hdr.New(), Service: hdr.New(), Lag: hdr.New()}
	for _, t := range r.classes {
		m.Response.Merge(t.response)
		m.Service.Merge(t.service)
		m.Lag.Merge(t.lag)
	}
	m.Requests, m.Wrong, m.Errors, m.Throttled = r.total.requests, r.total.wrong, r.total.errors, r.total.throttled
	for k, n := range r.total.kinds {
		if !Kind(k).isAnswer() {
			m.Unanswered += n
		}
	}
	return m
}

// classes writes how each class came out.
func (a *attack) classes(out *reports.Load) {
	turn := uint64(len(a.recorder.mix.slots))
	for i, t := range a.recorder.classes {
		c := &a.plan.Classes[i]
		out.Pool += len(c.Requests)
		out.Classes = append(out.Classes, reports.LoadClass{
			Name: c.Name, Share: float64(a.recorder.mix.count[i]) / float64(turn),
			Acceptable: c.acceptable(), Requests: t.requests, Wrong: t.wrong, Errors: t.errors, Throttled: t.throttled,
			Response: hdr.Summary(t.response), Samples: a.checker.samples[i], Moments: t.moments,
		})
	}
}

// kinds lists the kinds of errors that were seen, the most frequent first.
func (r *recorder) kinds(late uint64) []reports.Kind {
	var out []reports.Kind
	for k := range kinds {
		if n := r.total.kinds[k]; n > 0 && k.isError() && k != ServerError {
			out = append(out, reports.Kind{Name: k.String(), Count: n})
		}
	}
	for status, n := range r.statusN {
		out = append(out, reports.Kind{Name: fmt.Sprintf("%s %d", ServerError, status), Count: n})
	}
	if late > 0 {
		out = append(out, reports.Kind{Name: notSent, Count: late})
	}
	slices.SortFunc(out, func(x, y reports.Kind) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Name, y.Name))
	})
	return out
}
