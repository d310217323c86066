package main

import (
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
	e, err := newExporter("127.0.0.1:0", `clear"xp`)
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	e.live(make([]reports.Level, 3), load.Live{Requests: 12, Wrong: 2, Done: 100.5, P99: 250})
	res, err := http.Get("http://" + e.address() + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	for _, want := range []string{
		"# TYPE authassay_load_requests counter\n", `authassay_load_requests_total{profile="clear\"xp"} 12` + "\n",
		`authassay_load_wrong_answers_total{profile="clear\"xp"} 2`, `authassay_load_response_p99_seconds{profile="clear\"xp"} 0.25`,
		`authassay_load_levels{profile="clear\"xp"} 3`, "# EOF\n",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if res.Header.Get("Content-Type") != openMetrics {
		t.Errorf("served as %q", res.Header.Get("Content-Type"))
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
