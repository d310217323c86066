// Package plot works out what the page of a report draws: rates and times by
// second, the distribution, the levels of a search, the heat map.
//
//	curves := plot.OfRun(run) // nil where there is nothing to draw
//
// It knows figures, and no page.
package plot

import (
	"math"
	"slices"

	"github.com/authassay/authassay/reports"
)

// Plots is what the page's script draws.
type Plots struct {
	Step   int         `json:"step"` // seconds a point stands for
	At     []float64   `json:"at"`
	Rates  []Series    `json:"rates"`
	Wait   []Series    `json:"latency"`
	Bad    []Series    `json:"bad"`
	HDR    hdr         `json:"hdr"`
	Levels *levelPlots `json:"levels,omitempty"` // of a capacity search
}

// Series is one line of a plot.
type Series struct {
	Name   string     `json:"name"`
	Hue    string     `json:"hue"` // a custom property of the style sheet
	Points []*float64 `json:"points"`
}

// hdr holds quantiles as log10(1/(1-q)), where each nine takes the same room.
type hdr struct {
	At       []float64  `json:"at"`
	Response []*float64 `json:"response"`
	Service  []*float64 `json:"service"`
}

// maxPoints is more than a screen is wide; a longer run is shown by spans.
const maxPoints = 900

// OfRun is nil when there is nothing to draw.
func OfRun(run *reports.Run) *Plots {
	l := run.Load
	if l == nil || len(l.PerSecond) == 0 {
		return nil
	}
	seconds, step := thin(whole(l), maxPoints)
	p := &Plots{Step: step, HDR: newHDR(l), Levels: newLevels(run.Capacity)}
	for _, s := range seconds {
		p.At = append(p.At, float64(s.At))
	}
	line := func(name, hue string, of func(reports.Second) float64, floor bool) Series {
		s := Series{Name: name, Hue: hue}
		for _, second := range seconds {
			s.Points = append(s.Points, point(of(second), floor))
		}
		return s
	}
	lasts := func(s reports.Second) float64 { return min(float64(step), max(l.Seconds-float64(s.At), 0.5)) }
	if !l.Closed() {
		p.Rates = append(p.Rates, line("offered/s", "grey", func(s reports.Second) float64 { return float64(s.Offered) / lasts(s) }, false))
	}
	p.Rates = append(p.Rates, line("done/s", "blue", func(s reports.Second) float64 { return float64(s.Done) / lasts(s) }, false))
	p.Wait = []Series{
		line("p50", "green", func(s reports.Second) float64 { return s.P50 }, true),
		line("p90", "blue", func(s reports.Second) float64 { return s.P90 }, true),
		line("p99", "yellow", func(s reports.Second) float64 { return s.P99 }, true),
		line("max", "grey", func(s reports.Second) float64 { return s.Max }, true)}
	if l.Wrong+l.Errors > 0 {
		p.Bad = append(wrongByClass(l, p.At, step), line("errors", "magenta", func(s reports.Second) float64 { return float64(s.Errors) }, false))
	}
	if l.Throttled > 0 {
		p.Bad = append(p.Bad, line("429", "yellow", func(s reports.Second) float64 { return float64(s.Throttled) }, false))
	}
	return p
}

// point is nil where a logarithmic axis has no place.
func point(v float64, logarithmic bool) *float64 {
	if logarithmic && v <= 0 {
		return nil
	}
	return &v
}

// whole returns the rows of a run. What came in the first half of a last second
// is counted to the one before: drawn as a second it would look like a fall.
func whole(l *reports.Load) []reports.Second {
	n := len(l.PerSecond)
	if n < 2 || l.Seconds <= 0 || l.Seconds-float64(l.PerSecond[n-1].At) >= 0.5*float64(max(1, l.PerSecond[n-1].Span)) {
		return l.PerSecond
	}
	out := slices.Clone(l.PerSecond[:n-1])
	out[n-2] = out[n-2].With(l.PerSecond[n-1])
	return out
}

// thin joins neighbouring seconds until at most so many are left. Counts add
// up; of latencies the worst second is shown, for a mean would hide a stall.
func thin(seconds []reports.Second, most int) ([]reports.Second, int) {
	step, span := (len(seconds)+most-1)/most, 1
	if len(seconds) > 0 {
		span = max(1, seconds[0].Span)
	}
	if step <= 1 {
		return seconds, span
	}
	var out []reports.Second
	for i := 0; i < len(seconds); i += step {
		row := seconds[i]
		for _, s := range seconds[i+1 : min(i+step, len(seconds))] {
			row = row.With(s)
		}
		out = append(out, row)
	}
	return out, step * span
}

func newHDR(l *reports.Load) hdr {
	var h hdr
	for _, q := range curve(l) {
		at := math.Log10(1 / (1 - q.Q))
		if q.Q >= 1 {
			at = math.Log10(max(float64(l.Response.Count), 10))
		}
		if n := len(h.At); n > 0 && at <= h.At[n-1] {
			continue
		}
		h.At = append(h.At, at)
		h.Response = append(h.Response, point(q.Response, true))
		h.Service = append(h.Service, point(q.Service, true))
	}
	return h
}

// curve falls back on the percentiles where the run carries no whole curve.
// Percentiles that fewer samples hold than they need are left out.
func curve(l *reports.Load) []reports.Quantile {
	if len(l.Curve) > 0 {
		return l.Curve
	}
	r, s := l.Response, l.Service
	var out []reports.Quantile
	for _, q := range []reports.Quantile{{Q: 0, Response: r.Min, Service: s.Min}, {Q: 0.5, Response: r.P50, Service: s.P50}, {Q: 0.9, Response: r.P90, Service: s.P90}, {Q: 0.95, Response: r.P95, Service: s.P95},
		{Q: 0.99, Response: r.P99, Service: s.P99}, {Q: 0.999, Response: r.P999, Service: s.P999}, {Q: 0.9999, Response: r.P9999, Service: s.P9999}, {Q: 1, Response: r.Max, Service: s.Max}} {
		if q.Q == 1 || float64(r.Count)*(1-q.Q) >= 1 {
			out = append(out, q)
		}
	}
	return out
}
