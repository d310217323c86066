package load

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/load/internal/loadtest"
	"github.com/authassay/authassay/load/internal/pace"
)

// A target that stalls for one second in ten answers a tenth of the requests
// up to a second late, so p99 is about 0.9 s, however few connections wait.
func TestAStallShowsInThePercentiles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		p := Plan{
			Rate: 500, Duration: 10 * time.Second, Connections: 8, Wait: pace.Timer{}, Classes: classes("http://target"),
			Transport: loadtest.Trip(func(r *http.Request) (*http.Response, error) {
				at := time.Since(began)
				if at >= 4*time.Second && at < 5*time.Second {
					loadtest.Pass(5*time.Second - at)
				}
				loadtest.Pass(time.Millisecond)
				if strings.Contains(r.Header.Get("Authorization"), "live") {
					return loadtest.Answering(200, "{}"), nil
				}
				return loadtest.Answering(401, "{}"), nil
			}),
		}
		out := mustRun(t, p)
		if out.Response.P99 < 880 || out.Response.P99 > 930 {
			t.Errorf("p99 of the response time is %v ms, want about 905", out.Response.P99)
		}
		if out.Service.P99 > 2 {
			t.Errorf("p99 of the service time is %v ms: eight requests in 5000 were slow", out.Service.P99)
		}
		if out.Requests != 5000 || out.Wrong+out.Errors != 0 {
			t.Errorf("got %d requests, %d wrong, %d errors", out.Requests, out.Wrong, out.Errors)
		}
		if !strings.Contains(out.Limit, "all 8 connections") {
			t.Errorf("limit %q does not name the connections", out.Limit)
		}
		if row := out.PerSecond[4]; row.Offered != 500 || row.Done > 10 {
			t.Errorf("the stalled second: %+v", row)
		}
	})
}

// A target that carries half of the rate leaves requests unsent; their wait
// counts and they are named.
func TestWhatCouldNotBeSentIsCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := short("http://target")
		p.Drain = DefaultDrain
		p.Rate, p.Duration, p.Connections, p.Wait = 800, 10*time.Second, 4, pace.Timer{}
		p.Classes = p.Classes[:1]
		p.Transport = loadtest.Trip(func(*http.Request) (*http.Response, error) {
			loadtest.Pass(10 * time.Millisecond)
			return loadtest.Answering(200, "{}"), nil
		})
		out := mustRun(t, p)
		if out.Requests < 4790 || out.Requests > 4810 { // 4 connections of 10 ms over 12 s
			t.Errorf("got %d requests, want about 4800", out.Requests)
		}
		if out.Done < 395 || out.Done > 402 {
			t.Errorf("done %v a second, want about 400", out.Done)
		}
		if out.Response.Count != 8000 || out.Kinds[0].Name != notSent || out.Kinds[0].Count+out.Requests != 8000 {
			t.Errorf("response times of %d, kinds %v", out.Response.Count, out.Kinds)
		}
	})
}
