package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/load/openmetrics"
	"github.com/authassay/authassay/reports"
)

// watch shows a load while it runs, wherever the user wants to see it.
type watch struct {
	ctx   context.Context // ends with the command, or when a viewer asks for it
	views []view
}

// view takes in how a load stands, about four times a second, with the levels
// that a search has tried. Close is called once, after the last.
type view interface {
	live(levels []reports.Level, now load.Live)
	close()
}

// watch opens the views that the options ask for.
func (l *loading) watch(j *job, s *subject, shown *progress) (*watch, error) {
	w := &watch{ctx: j.ctx}
	if l.prometheus != "" {
		served, err := serveMetrics(l.prometheus, s.Target.Profile)
		if err != nil {
			return nil, wrong(err, "--prometheus takes an address such as 127.0.0.1:9464 that is free")
		}
		w.views = append(w.views, served)
		shown.note("load: OpenMetrics at http://%s/metrics", served.listener.Addr())
	}
	if width, ok := j.Terminal(j.Stderr); l.ui && ok {
		ctx, cancel := context.WithCancel(j.ctx)
		w.ctx = ctx
		w.views = append(w.views, newScreen(j, s.Target.Name, width, cancel))
		return w, nil
	}
	w.views = append(w.views, lines{shown})
	return w, nil
}

// live hands on how the load stands.
func (w *watch) live(levels []reports.Level, now load.Live) {
	for _, v := range w.views {
		v.live(levels, now)
	}
}

// close closes the views.
func (w *watch) close() {
	for _, v := range w.views {
		v.close()
	}
}

// lines tells on the line of progress.
type lines struct{ *progress }

func (l lines) live(levels []reports.Level, now load.Live) {
	stands := fmt.Sprintf("%s%.0f/s answered, p99 %.1f ms, %d wrong, %d errors", askedFor(now), now.Done, now.P99, now.Wrong, now.Errors)
	if n := len(levels); n > 0 && levels[n-1].Why != "" {
		l.say("level %d: %s; %.0f/s failed: %s", n+1, stands, levels[n-1].Rate, levels[n-1].Why)
		return
	}
	l.say("load: %.0f of %.0f s, %s", now.Elapsed.Seconds(), now.Length.Seconds(), stands)
}

// askedFor says how much is asked for now. That is nothing with the closed model,
// where a ramp begins, and when all that is left is to wait for answers.
func askedFor(now load.Live) string {
	if now.Offered < 0.5 {
		return ""
	}
	return fmt.Sprintf("%.0f/s asked, ", now.Offered)
}

func (l lines) close() {}

// metrics are served for whoever scrapes them.
type metrics struct {
	*openmetrics.Figures
	listener net.Listener
	server   *http.Server
}

// serveMetrics serves the figures of a load at an address.
func serveMetrics(address, profile string) (*metrics, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("serve metrics: %w", err)
	}
	m := &metrics{Figures: openmetrics.New(profile), listener: listener}
	m.server = &http.Server{Handler: m.Figures, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = m.server.Serve(listener) }()
	return m, nil
}

func (m *metrics) live(levels []reports.Level, now load.Live) { m.Set(len(levels), now) }

func (m *metrics) close() { _ = m.server.Close() }
