package load

import (
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// Response times count from the intended send time: a server that stalls for 0.5 s in 2 s makes a quarter of the requests late.
func TestTheWaitIsCounted(t *testing.T) {
	began := time.Now()
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if at := time.Since(began); at > 500*time.Millisecond && at < time.Second {
			<-time.After(time.Second - at)
		}
		honest(w, r)
	})
	out := mustRun(t, Plan{Rate: 1000, Duration: 2 * time.Second, Connections: 8, Classes: classes(base)})
	if out.Requests != 2000 || out.Wrong+out.Errors != 0 {
		t.Fatalf("%d requests, %d wrong, %v", out.Requests, out.Wrong, out.Kinds)
	}
	// A busy machine only makes these longer, so there is no upper bound.
	if r := out.Response; r.P90 < 150 || r.P99 < 350 || out.Service.P90 >= r.P90 {
		t.Errorf("p90 %v, p99 %v; service p90 %v", r.P90, r.P99, out.Service.P90)
	}
}

func TestEveryHitIsCountedOnce(t *testing.T) {
	var served atomic.Uint64
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		served.Add(1)
		io.Copy(io.Discard, r.Body)
		honest(w, r)
	})
	out := mustRun(t, Plan{Closed: true, Duration: 300 * time.Millisecond, Connections: 8, Classes: classes(base)})
	if out.Requests != served.Load() || out.Response.Count != out.Requests || out.Requests < 100 {
		t.Errorf("%d counted, %d served, %d times", out.Requests, served.Load(), out.Response.Count)
	}
	var rows uint64
	for _, s := range out.PerSecond {
		rows += s.Done
	}
	if rows != out.Requests {
		t.Errorf("%d in the seconds, %d in all", rows, out.Requests)
	}
}
