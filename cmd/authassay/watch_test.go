package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/reports"
)

func TestMetricsAreServed(t *testing.T) {
	m, err := serveMetrics("127.0.0.1:0", "clearxp")
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	m.live(make([]reports.Level, 3), load.Live{})
	res, err := http.Get("http://" + m.listener.Addr().String() + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if text, _ := io.ReadAll(res.Body); !strings.Contains(string(text), `authassay_load_levels{profile="clearxp"} 3`) {
		t.Errorf("served\n%s", text)
	}
}

func TestNothingIsAskedForAloud(t *testing.T) {
	var out bytes.Buffer
	p := &progress{w: &out, width: 200, now: func() time.Time { return time.Unix(1, 0) }}
	lines{p}.live(nil, load.Live{Done: 9})
	if got := out.String(); !strings.Contains(got, "load: 0 of 0 s, 9/s answered") {
		t.Errorf("said %q", got)
	}
	p.last = time.Time{}
	lines{p}.live([]reports.Level{{Rate: 8, Why: "late"}}, load.Live{Offered: 7, Done: 9})
	if got := out.String(); !strings.Contains(got, "level 2: 7/s asked, 9/s answered") {
		t.Errorf("said %q", got)
	}
}

func TestScreenShowsHowALoadStands(t *testing.T) {
	stopped := false
	var model tea.Model = picture{target: "acme", width: 100, stop: func() { stopped = true }}
	for i := range 100 {
		model, _ = model.Update(moment{now: load.Live{Elapsed: 3 * time.Second, Length: 30 * time.Second, Done: float64(i), P99: 1.5, Wrong: 7}})
	}
	p := model.(picture)
	if len(p.done) != sparks || p.done[sparks-1] != 99 {
		t.Errorf("%d moments, the last %v", len(p.done), p.done[len(p.done)-1])
	}
	for _, want := range []string{"acme  3 of 30 s", "99/s", "wrong             7", "▇█", "q stops"} {
		if !strings.Contains(p.View().Content, want) {
			t.Errorf("no %q in\n%s", want, p.View().Content)
		}
	}
	model, _ = model.Update(moment{levels: []reports.Level{{Rate: 800, Why: "p99 < 50ms missed"}}})
	if text := model.View().Content; !strings.Contains(text, "level 2") || !strings.Contains(text, "failed: p99 < 50ms missed") {
		t.Errorf("%s", text)
	}
	if model.Update(tea.KeyPressMsg{Code: 'q', Text: "q"}); !stopped {
		t.Error("q did not stop the load")
	}
}

func TestSparkLine(t *testing.T) {
	if got := spark([]float64{0, 1, 4, 8}); got != "▁▂▅█" {
		t.Errorf("got %s", got)
	}
	if got := spark([]float64{0, 0}); got != "▁▁" {
		t.Errorf("nothing is drawn as %s", got)
	}
}
