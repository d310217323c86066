package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/reports"
)

// exporter serves how a load stands in the OpenMetrics text format.
type exporter struct {
	listener net.Listener
	server   *http.Server
	labels   string
	text     atomic.Pointer[[]byte]
}

// openMetrics is the media type of the format.
const openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8"

// newExporter listens at the address.
func newExporter(address, profile string) (*exporter, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("serve metrics: %w", err)
	}
	e := &exporter{listener: listener, labels: "{profile=" + strconv.Quote(profile) + "}"}
	e.live(nil, load.Live{})
	e.server = &http.Server{Handler: e, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = e.server.Serve(listener) }()
	return e, nil
}

// address is where the figures are.
func (e *exporter) address() string { return e.listener.Addr().String() }

// ServeHTTP answers /metrics.
func (e *exporter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/metrics" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", openMetrics)
	_, _ = w.Write(*e.text.Load())
}

// live writes the figures anew. Times are in seconds, as the format asks.
func (e *exporter) live(levels []reports.Level, now load.Live) {
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
		{"levels", "gauge", "Rates that a capacity search has tried.", float64(len(levels))},
	} {
		total := ""
		if m.kind == "counter" {
			total = "_total"
		}
		fmt.Fprintf(&b, "# TYPE authassay_load_%s %s\n# HELP authassay_load_%s %s\nauthassay_load_%s%s%s %g\n",
			m.name, m.kind, m.name, m.help, m.name, total, e.labels, m.value)
	}
	b.WriteString("# EOF\n")
	text := b.Bytes()
	e.text.Store(&text)
}

// close stops serving.
func (e *exporter) close() { _ = e.server.Close() }
