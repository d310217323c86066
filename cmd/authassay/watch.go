package main

import (
	"context"

	"github.com/authassay/authassay/load"
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
func (o loadOptions) watch(j *job, s *subject, shown *progress) (*watch, error) {
	w := &watch{ctx: j.ctx}
	if o.prometheus != "" {
		exporter, err := newExporter(o.prometheus, s.Target.Profile)
		if err != nil {
			return nil, wrong(err, "--prometheus takes an address such as 127.0.0.1:9464 that is free")
		}
		w.views = append(w.views, exporter)
		shown.note("load: OpenMetrics at http://%s/metrics", exporter.address())
	}
	if width, ok := j.Terminal(j.Stderr); o.ui && ok {
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
	if n := len(levels); n > 0 && levels[n-1].Why != "" {
		l.say("level %d: %.0f/s asked, %.0f/s answered, p99 %.1f ms, %d wrong, %d errors; %.0f/s failed: %s",
			n+1, now.Offered, now.Done, now.P99, now.Wrong, now.Errors, levels[n-1].Rate, levels[n-1].Why)
		return
	}
	l.say("load: %.0f of %.0f s, %.0f/s asked, %.0f/s answered, p99 %.1f ms, %d wrong, %d errors",
		now.Elapsed.Seconds(), now.Length.Seconds(), now.Offered, now.Done, now.P99, now.Wrong, now.Errors)
}

func (l lines) close() {}
