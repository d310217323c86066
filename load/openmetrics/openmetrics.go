// Package openmetrics serves how a load stands in the OpenMetrics text format,
// while it runs.
//
//	figures := openmetrics.New("clearxp")
//	go http.Serve(listener, figures)
//	result, err := load.Run(ctx, plan, func(now load.Live) { figures.Set(0, now) })
//
// It knows what a load tells of itself, and neither what is sent nor who looks.
package openmetrics

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"

	"github.com/authassay/authassay/load"
)

// ContentType is the media type of the format.
const ContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8"

// Figures are how one load stands. They are an http.Handler that answers
// /metrics, and safe for concurrent use.
type Figures struct {
	labels string
	text   atomic.Pointer[[]byte]
}

// New returns the figures of a load on a target of a profile, all 0.
func New(profile string) *Figures {
	f := &Figures{labels: "{profile=" + strconv.Quote(profile) + "}"}
	f.Set(0, load.Live{})
	return f
}

// ServeHTTP answers /metrics.
func (f *Figures) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/metrics" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", ContentType)
	_, _ = w.Write(*f.text.Load())
}

// Set writes the figures anew, with how many rates a search has tried. Times are
// in seconds, as the format asks.
func (f *Figures) Set(levels int, now load.Live) {
	var b bytes.Buffer
	for _, m := range []struct {
		name, kind, help string
		value            float64
	}{
		{"requests", "counter", "Requests that came to an end.", float64(now.Requests)},
		{"wrong_answers", "counter", "Answers that such credentials must not get.", float64(now.Wrong)},
		{"errors", "counter", "Requests without a usable answer.", float64(now.Errors)},
		{"throttled", "counter", "Requests answered with 429.", float64(now.Throttled)},
		{"offered_per_second", "gauge", "Rate that is asked for.", now.Offered},
		{"done_per_second", "gauge", "Rate of answers.", now.Done},
		{"in_flight", "gauge", "Requests in flight.", float64(now.InFlight)},
		{"connections", "gauge", "Open connections.", float64(now.Connections)},
		{"behind_seconds", "gauge", "How long the next request has been due.", now.Behind.Seconds()},
		{"response_p50_seconds", "gauge", "Median response time of the open second.", now.P50 / 1e3},
		{"response_p99_seconds", "gauge", "99th percentile of the response time of the open second.", now.P99 / 1e3},
		{"levels", "gauge", "Rates that a capacity search has tried.", float64(levels)},
	} {
		total := ""
		if m.kind == "counter" {
			total = "_total"
		}
		fmt.Fprintf(&b, "# TYPE authassay_load_%s %s\n# HELP authassay_load_%s %s\nauthassay_load_%s%s%s %g\n",
			m.name, m.kind, m.name, m.help, m.name, total, f.labels, m.value)
	}
	b.WriteString("# EOF\n")
	text := b.Bytes()
	f.text.Store(&text)
}
