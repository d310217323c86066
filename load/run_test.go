package load

import (
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/load/internal/loadtest"
	"github.com/authassay/authassay/load/internal/pace"
	"github.com/authassay/authassay/reports"
)

func TestEveryAnswerRight(t *testing.T) {
	p := short(serve(t, honest))
	p.Thresholds = objectives(t, "p99 < 5s", "errors < 0.1%", "wrong answers = 0", "rate >= 100/s")
	out := mustRun(t, p)
	if out.Requests != 200 || out.Wrong != 0 || out.Errors != 0 || out.Verdict != reports.Pass {
		t.Errorf("got %d requests, %d wrong, %d errors, %s: %s", out.Requests, out.Wrong, out.Errors, out.Verdict, out.Sentence)
	}
	if live, dead := out.Classes[0].Requests, out.Classes[1].Requests; live != 180 || dead != 20 {
		t.Errorf("got %d live and %d dead, want the shares 180 and 20", live, dead)
	}
	if out.Response.Count != 200 || out.Service.Count != 200 || out.Lag.Count != 200 {
		t.Errorf("histograms hold %d, %d, %d", out.Response.Count, out.Service.Count, out.Lag.Count)
	}
	for _, o := range out.Thresholds {
		if !o.Met {
			t.Errorf("%s missed: %s", o.Text, o.Seen)
		}
	}
}

func TestWrongAnswersAreAlarms(t *testing.T) {
	out := mustRun(t, short(serve(t, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "welcome, whoever you are")
	})))
	if out.Wrong != 20 || out.Errors != 0 || out.Verdict != reports.Fail {
		t.Errorf("got %d wrong, %d errors, %s", out.Wrong, out.Errors, out.Verdict)
	}
	dead := out.Classes[1]
	if dead.Wrong != 20 || len(dead.Samples) != maxSamples || dead.Samples[0].Status != 200 || dead.Samples[0].Wrong.Status != 200 {
		t.Errorf("dead class: %d wrong, samples %v", dead.Wrong, dead.Samples)
	}
}

func TestJudgeLooksAtTheBody(t *testing.T) {
	p := short(serve(t, honest))
	p.Classes[0].Judge = func(_ int, body []byte) *reports.WrongAnswer {
		if strings.Contains(string(body), "bob") {
			return nil
		}
		return &reports.WrongAnswer{Said: "not bob"}
	}
	out := mustRun(t, p)
	if out.Wrong != 180 || out.Classes[0].Samples[0].Error != "not bob" {
		t.Errorf("got %d wrong", out.Wrong)
	}
}

func TestErrorsAreNeverRightAnswers(t *testing.T) {
	cases := []struct {
		name  string
		serve http.HandlerFunc
		kind  string
	}{
		{"server error", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }, "server error 503"},
		{"hang up", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, Closed.String()},
		{"too large", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, strings.Repeat("x", 4000)) }, TooLarge.String()},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := short(serve(t, c.serve))
			p.MaxBody = 2000
			out := mustRun(t, p)
			if out.Errors != 200 || out.Wrong != 0 || out.Verdict != reports.Inconclusive {
				t.Errorf("got %d errors, %d wrong, %s", out.Errors, out.Wrong, out.Verdict)
			}
			if len(out.Kinds) != 1 || out.Kinds[0].Name != c.kind || out.Kinds[0].Count != 200 {
				t.Errorf("kinds %v, want %s", out.Kinds, c.kind)
			}
		})
	}
}

func TestTimeouts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := short("http://target")
		p.Timeout = 3 * time.Second
		p.Wait = pace.Timer{}
		p.Connections = 256
		p.Transport = loadtest.Trip(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		out := mustRun(t, p)
		if out.Errors != 200 || out.Kinds[0].Name != Timeout.String() || out.Response.P50 < 2990 {
			t.Errorf("got %d errors, kinds %v, p50 %v", out.Errors, out.Kinds, out.Response.P50)
		}
	})
}

func TestWarmupIsNotCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		p := short("http://target")
		p.Warmup, p.Duration, p.Wait = time.Second, 2*time.Second, pace.Timer{}
		p.Classes = p.Classes[:1]
		p.Transport = loadtest.Trip(func(*http.Request) (*http.Response, error) {
			if time.Since(began) < time.Second {
				return loadtest.Answering(500, ""), nil
			}
			return loadtest.Answering(200, "{}"), nil
		})
		out := mustRun(t, p)
		if out.Requests != 2000 || out.Errors != 0 || len(out.PerSecond) != 2 || out.Offered != 1000 || out.Done != 1000 {
			t.Errorf("got %d requests, %d errors, %d seconds, offered %v, done %v", out.Requests, out.Errors, len(out.PerSecond), out.Offered, out.Done)
		}
	})
}

func TestInterruptStopsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		p := short("http://target")
		p.Rate, p.Duration, p.Wait = 10, time.Hour, pace.Timer{}
		p.Classes = p.Classes[:1]
		p.Transport = loadtest.Trip(func(r *http.Request) (*http.Response, error) {
			select {
			case <-time.After(50 * time.Millisecond):
				return loadtest.Answering(200, "{}"), nil
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
		})
		began := time.Now()
		time.AfterFunc(2030*time.Millisecond, cancel)
		out, err := Run(ctx, p, nil)
		if took := time.Since(began); err != nil || took > 2130*time.Millisecond {
			t.Fatalf("stopped after %v, %v", took, err)
		}
		if !out.Interrupted || out.Verdict != reports.Inconclusive || out.Requests != 20 || out.Errors != 0 {
			t.Errorf("interrupted %v, %s, %d requests, %d errors", out.Interrupted, out.Verdict, out.Requests, out.Errors)
		}
	})
}

func TestClosedModelSendsAsFastAsAnswersCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := short("http://target")
		p.Closed, p.Duration, p.Connections, p.Wait = true, 2*time.Second, 5, pace.Timer{}
		p.Classes = p.Classes[:1]
		p.Transport = loadtest.Trip(func(*http.Request) (*http.Response, error) {
			loadtest.Pass(10 * time.Millisecond)
			return loadtest.Answering(200, "{}"), nil
		})
		out := mustRun(t, p)
		if out.Done < 495 || out.Done > 505 {
			t.Errorf("done %v a second, want 500", out.Done)
		}
	})
}

func TestJourneysAreHits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := short("http://target")
		p.Wait, p.Timeout, p.Transport = pace.Timer{}, time.Second, loadtest.Trip(nil)
		p.Classes = []Class{{Name: "refresh", Share: 1, Journey: func(ctx context.Context, seq uint64) error {
			switch seq % 4 {
			case 1:
				return fmt.Errorf("refresh: %w: the old token lives", ErrWrong)
			case 2:
				return fmt.Errorf("refresh: %w", io.ErrUnexpectedEOF)
			case 3:
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		}}}
		p.Connections = 64
		out := mustRun(t, p)
		if out.Requests != 200 || out.Wrong != 50 || out.Errors != 100 || len(out.Kinds) != 2 {
			t.Errorf("%d requests, %d wrong, %d errors, kinds %v", out.Requests, out.Wrong, out.Errors, out.Kinds)
		}
		if s := out.Classes[0].Samples; len(s) != maxSamples || !strings.Contains(s[0].Error, "the old token lives") {
			t.Errorf("samples %v", s)
		}
	})
}

func TestPlansThatCannotBeRun(t *testing.T) {
	for message, spoil := range map[string]func(*Plan){
		"no rate":              func(p *Plan) { p.Rate = 0 },
		": no rate":            func(p *Plan) { p.Rate = math.NaN() },
		"plan load: no rate":   func(p *Plan) { p.Rate = math.Inf(1) },
		"no duration":          func(p *Plan) { p.Duration = 0 },
		"no class":             func(p *Plan) { p.Classes = nil },
		"no requests":          func(p *Plan) { p.Classes[0].Requests = nil },
		"no acceptable answer": func(p *Plan) { p.Classes[1].Acceptable = nil },
		"share 0":              func(p *Plan) { p.Classes[1].Share = 0 },
		"connections":          func(p *Plan) { p.Connections = -1 },
		"negative":             func(p *Plan) { p.Timeout = -1 },
		"bad method":           func(p *Plan) { p.Classes[0].Requests[0].Method = "G E T" },
		"without a host":       func(p *Plan) { p.Classes[0].Requests[0].URL = "/probe" },
		"cannot be sent":       func(p *Plan) { p.Classes[0].Requests[0].Header.Set("X", "a\nb") },
	} {
		p := short("http://target")
		spoil(&p)
		if _, err := Run(t.Context(), p, nil); err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("want %q, got %v", message, err)
		}
	}
}

func TestMemoryIsSampledThreeTimes(t *testing.T) {
	p := short(serve(t, honest))
	p.Duration = time.Second
	p.Resident = func() (uint64, error) { return Resident([]byte("900 25 3"), 4096) }
	out := mustRun(t, p)
	if len(out.Memory) != 3 || out.Memory[1].Bytes != 25*4096 || out.Memory[1].At < 0.5 {
		t.Errorf("memory %v", out.Memory)
	}
}

// late is a waiter that sleeps in steps of a millisecond, as timers do that are
// rounded up.
type late struct{}

func (late) Wait(ctx context.Context, d time.Duration) {
	pace.Timer{}.Wait(ctx, max(d, time.Millisecond))
}

func TestBurstsAreCounted(t *testing.T) {
	for name, test := range map[string]struct {
		wait pace.Waiter
		want float64
	}{"even": {pace.Timer{}, 0}, "four in five at once": {late{}, 0.8}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := short("http://target")
				p.Rate, p.Duration, p.Wait, p.Classes = 5000, time.Second, test.wait, p.Classes[:1]
				p.Transport = loadtest.Trip(func(*http.Request) (*http.Response, error) { return loadtest.Answering(200, "{}"), nil })
				if out := mustRun(t, p); out.Bursts < test.want-0.05 || out.Bursts > test.want+0.05 {
					t.Errorf("%v of the requests in bursts, want %v", out.Bursts, test.want)
				}
			})
		})
	}
}

func TestThrottledAnswersAreCountedApart(t *testing.T) {
	p := short(serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.Header.Get("Authorization"), "live-0") {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		honest(w, r)
	}))
	out := mustRun(t, p)
	if out.Throttled != 4 || out.Errors != 0 || out.Wrong != 0 || len(out.Kinds) != 0 || out.RetryAfter != 7 {
		t.Errorf("throttled %d, errors %d, wrong %d, kinds %v, retry after %v", out.Throttled, out.Errors, out.Wrong, out.Kinds, out.RetryAfter)
	}
	if out.Response.Count != 196 || out.Classes[0].Throttled != 4 {
		t.Errorf("a 429 flatters: %d latencies, %d in the class", out.Response.Count, out.Classes[0].Throttled)
	}
	if out.Verdict != reports.Inconclusive || !strings.Contains(out.Sentence, "4 requests with 429") {
		t.Errorf("%s: %s", out.Verdict, out.Sentence)
	}
}

func TestThrottledIsAnObjective(t *testing.T) {
	p := short(serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) }))
	p.Thresholds = objectives(t, "throttled < 50%")
	if out := mustRun(t, p); out.Thresholds[0].Met || out.Thresholds[0].Seen != "100%" {
		t.Errorf("%+v", out.Thresholds)
	}
}
