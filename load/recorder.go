package load

import (
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/authassay/authassay/load/internal/hdr"
	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/reports"
)

// recorder folds results into counts and histograms. One goroutine uses it.
type recorder struct {
	plan    *Plan
	mix     *mix
	first   uint64 // added to the numbers of hits
	classes []tally
	statusN map[uint16]uint64       // server errors by status
	second  *hdrhistogram.Histogram // of the open row, to 1 %: each of them is kept
	rows    series
	latest  time.Duration // the end of the last measured result
	total   tally         // without histograms
	heat    heat
	flow    flow
}

// flow counts answers by when they came, whenever they were due: where a target
// falls behind, what it gets done in the measured part was due before it.
type flow struct{ answers, right uint64 }

// tally is what is known of one class.
type tally struct {
	requests, wrong, errors uint64
	throttled               uint64
	kinds                   [kinds]uint64
	moments                 []reports.Moment // seconds that had wrong answers
	response, service, lag  *hdrhistogram.Histogram
}

// newRecorder makes an empty recorder for the plan.
func newRecorder(p *Plan, m *mix) *recorder {
	r := &recorder{plan: p, mix: m, rows: series{step: 1}, second: hdrhistogram.New(hdr.Shortest, hdr.Longest, 2), statusN: map[uint16]uint64{}}
	for range p.Classes {
		r.classes = append(r.classes, tally{
			response: hdr.New(), service: hdr.New(), lag: hdr.New(),
		})
	}
	return r
}

// add folds one result in.
func (r *recorder) add(h *hit) {
	kind, start := h.kind, h.start
	if kind == Cut {
		return
	}
	if kind.isAnswer() && start+h.took >= r.settled() {
		r.flow.answers++
		r.flow.right += one(kind == Right)
	}
	due := start
	if !r.plan.Closed {
		due, _ = r.plan.Shape.At(h.seq)
	}
	if due < r.plan.Warmup && kind != Wrong {
		return
	}
	t := &r.classes[r.mix.class(r.first+h.seq)]
	t.count(kind)
	r.total.count(kind)
	if kind == ServerError {
		r.statusN[h.status]++
	}
	end := start + h.took
	r.latest = max(r.latest, end)
	second := r.row(end)
	row := r.rows.at(second)
	row.Done += one(kind.isAnswer())
	row.Wrong, row.Errors = row.Wrong+one(kind == Wrong), row.Errors+one(kind.isError())
	row.Throttled += one(kind == Throttled)
	if kind == Wrong {
		t.wrongAt(row.At)
	}
	if !kind.hasLatency() {
		return
	}
	hdr.Record(r.second, end-due)
	r.heat.add(second, end-due)
	hdr.Record(t.response, end-due)
	hdr.Record(t.service, h.took)
	hdr.Record(t.lag, start-due)
}

// settled is when the flow begins to be counted: the first half of the warm-up
// is left to queues and allowances to fill.
func (r *recorder) settled() time.Duration { return r.plan.Warmup / 2 }

// count counts one outcome.
func (t *tally) count(k Kind) {
	t.requests++
	t.kinds[k]++
	t.wrong += one(k == Wrong)
	t.errors += one(k.isError())
	t.throttled += one(k == Throttled)
}

// wrongAt counts a wrong answer of a second. Results come nearly in order.
func (t *tally) wrongAt(second int) {
	for i := len(t.moments) - 1; i >= 0 && t.moments[i].At >= second; i-- {
		if t.moments[i].At == second {
			t.moments[i].Count++
			return
		}
	}
	t.moments = append(t.moments, reports.Moment{At: second, Count: 1})
}

// one returns 1 for true.
func one(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// row returns the second that a result ended in, closing those before it. A
// result that comes late from a closed second is counted there, and its
// latency in the open one.
func (r *recorder) row(end time.Duration) int {
	second := max(0, int((end-r.plan.Warmup)/time.Second))
	for r.rows.end() <= second {
		r.close()
		if r.rows.full() {
			r.rows.join()
			for i := range r.classes {
				r.classes[i].moments = joinMoments(r.classes[i].moments, r.rows.step)
			}
		}
		next := r.rows.end()
		r.rows.add(r.offered(next, next+r.rows.step))
	}
	return second
}

// close writes the percentiles of the open row.
func (r *recorder) close() {
	if len(r.rows.all) == 0 || r.second.TotalCount() == 0 {
		return
	}
	row := &r.rows.all[len(r.rows.all)-1]
	row.P50, row.P90, row.P99 = hdr.Quantile(r.second, 50), hdr.Quantile(r.second, 90), hdr.Quantile(r.second, 99)
	row.Max = hdr.Millis(r.second.Max())
	if r.plan.length() <= longestBySecond {
		row.Histogram = hdr.Encode(r.second)
	}
	r.second.Reset()
}

// offered returns how many requests were due between two seconds of the
// measured part.
func (r *recorder) offered(from, to int) uint64 {
	at := func(second int) uint64 { return r.plan.Shape.Due(r.plan.Warmup + time.Duration(second)*time.Second) }
	return at(to) - at(from)
}

// unsent counts the wait so far of requests that were due by end and never
// sent: leaving them out would flatter the target that kept them waiting. Of
// very many, evenly spread ones stand for those next to them.
func (r *recorder) unsent(sent uint64, end time.Duration) uint64 {
	due := r.plan.Shape.Due(min(end, r.plan.length()))
	first := max(sent, r.plan.Shape.Due(r.plan.Warmup))
	if due <= first {
		return 0
	}
	stride := 1 + (due-first)/maxUnsent
	for k := first; k < due; k += stride {
		at, _ := r.plan.Shape.At(k)
		wait := min(max(int64(end-at), 0), hdr.Longest)
		_ = r.classes[r.mix.class(r.first+k)].response.RecordValues(wait, int64(min(stride, due-k)))
	}
	return due - first
}

// maxUnsent is how many unsent requests are looked at one by one.
const maxUnsent = 1_000_000

// longestBySecond is the length of a run up to which the histogram of each
// second is kept: longer ones keep their percentiles only, so that memory and
// report stay small.
const longestBySecond = mostRows * time.Second

// histograms returns the whole distributions of a run: of all classes, and the
// response times of each.
func (r *recorder) histograms(m *objective.Measured) []reports.Histogram {
	var out []reports.Histogram
	add := func(class, of string, h *hdrhistogram.Histogram) {
		if h.TotalCount() > 0 {
			out = append(out, reports.Histogram{Class: class, Of: of, Count: uint64(h.TotalCount()), HDR: hdr.Encode(h)})
		}
	}
	add("", "response", m.Response)
	add("", "service", m.Service)
	add("", "lag", m.Lag)
	if len(r.classes) > 1 {
		for i, t := range r.classes {
			add(r.plan.Classes[i].Name, "response", t.response)
		}
	}
	return out
}
