package load

import (
	"context"
	"crypto/tls"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"reflect"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/load/internal/loadtest"
	"github.com/authassay/authassay/load/internal/pace"
	"github.com/authassay/authassay/reports"
)

// seen is a server that notes the protocol of requests, and what Vegeta left on
// them.
type seen struct {
	two, marked atomic.Int64
}

func (s *seen) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.ProtoMajor == 2 {
		s.two.Add(1)
	}
	for name := range r.Header {
		if strings.HasPrefix(name, "X-Vegeta") {
			s.marked.Add(1)
		}
	}
	honest(w, r)
}

// Who drives a load shows in the stack under the judge of its answers.
func TestVegetaDrivesWhereNetHTTPSends(t *testing.T) {
	var s seen
	plain := serve(t, s.ServeHTTP)
	secure := httptest.NewUnstartedServer(&s)
	secure.EnableHTTP2 = true
	secure.StartTLS()
	defer secure.Close()
	proxy, _ := url.Parse(serve(t, (&httputil.ReverseProxy{Rewrite: func(*httputil.ProxyRequest) {}}).ServeHTTP))
	for name, test := range map[string]struct {
		base       string
		set        func(*Plan)
		vegeta, h2 int64
	}{
		"HTTP/1.1":      {plain, func(*Plan) {}, 0, 0},
		"HTTP/2":        {secure.URL, func(p *Plan) { p.HTTP2 = true }, 200, 200},
		"proxy":         {plain, func(p *Plan) { p.Proxy = http.ProxyURL(proxy) }, 200, 0},
		"own transport": {plain, func(p *Plan) { p.Transport = http.DefaultTransport }, 200, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s.two.Store(0)
			var driven atomic.Int64
			p := short(test.base)
			p.TLS, p.Timeout = &tls.Config{RootCAs: secure.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}, time.Minute
			for i := range p.Classes {
				p.Classes[i].Judge = func(int, []byte) *reports.WrongAnswer {
					if strings.Contains(string(debug.Stack()), "tsenart/vegeta") {
						driven.Add(1)
					}
					return nil
				}
			}
			test.set(&p)
			if out := mustRun(t, p); out.Requests != 200 || out.Wrong+out.Errors != 0 {
				t.Errorf("%d requests, %d wrong, kinds %v", out.Requests, out.Wrong, out.Kinds)
			}
			if driven.Load() != test.vegeta || s.two.Load() != test.h2 || s.marked.Load() != 0 {
				t.Errorf("%d driven by Vegeta, %d over HTTP/2, %d of its headers; want %d, %d and 0",
					driven.Load(), s.two.Load(), s.marked.Load(), test.vegeta, test.h2)
			}
		})
	}
}

// motley answers some tokens each in its own way, and the rest rightly, when the
// time of a request has passed.
func motley(passes func(token string)) loadtest.Trip {
	return func(r *http.Request) (*http.Response, error) {
		token := r.Header.Get("Authorization")
		passes(token)
		switch {
		case strings.HasSuffix(token, "live-1"):
			return loadtest.Answering(503, ""), nil
		case strings.HasSuffix(token, "live-2"):
			return loadtest.Answering(302, ""), nil
		case strings.HasSuffix(token, "live-3"):
			res := loadtest.Answering(429, "")
			res.Header.Set("Retry-After", "3")
			return res, nil
		case strings.HasSuffix(token, "live-4"):
			return nil, io.ErrUnexpectedEOF
		case strings.HasSuffix(token, "live-5"):
			return nil, context.DeadlineExceeded
		case strings.HasSuffix(token, "live-6"):
			return loadtest.Answering(200, strings.Repeat("x", 3000)), nil
		case strings.Contains(token, "dead"):
			return loadtest.Answering(401, ""), nil
		}
		return loadtest.Answering(200, "{}"), nil
	}
}

// uneven takes one to four milliseconds, and 40 for a token.
func uneven(token string) {
	if strings.HasSuffix(token, "live-5") {
		loadtest.Pass(36 * time.Millisecond)
	}
	loadtest.Pass(time.Duration(1+token[len(token)-1]%4) * time.Millisecond)
}

// stalling takes until the first second is over, from its middle on.
func stalling(began time.Time) func(token string) {
	return func(token string) {
		if at := time.Since(began); at > 500*time.Millisecond && at < time.Second {
			loadtest.Pass(time.Second - at)
		}
		uneven(token)
	}
}

// Whoever drives it, a plan sends the same requests at the same times, and finds
// the same of them.
func TestDriversFindTheSame(t *testing.T) {
	for name, test := range map[string]struct {
		set   func(*Plan)
		after time.Duration // of the interrupt, 0 for none
	}{
		"every outcome":   {func(p *Plan) { p.Connections = 256 }, 0},
		"a stall":         {func(p *Plan) { p.Transport = motley(stalling(time.Now())) }, 0},
		"few connections": {func(p *Plan) { p.Connections, p.Drain = 2, 100500*time.Microsecond }, 0},
		"a warm-up":       {func(p *Plan) { p.Warmup = time.Second }, 0},
		"closed": {func(p *Plan) {
			p.Closed, p.Transport = true, motley(func(string) { loadtest.Pass(3 * time.Millisecond) })
		}, 0},
		"interrupted": {func(p *Plan) { p.Connections = 256 }, 777500 * time.Microsecond},
	} {
		t.Run(name, func(t *testing.T) {
			found := map[string]*reports.Load{}
			for name, drive := range map[string]func(*attack) driver{"pool": startPool, "Vegeta": startVegeta} {
				synctest.Test(t, func(t *testing.T) {
					p := short("http://target")
					p.Rate, p.Duration, p.MaxBody, p.Wait = 1000, 2*time.Second, 2000, pace.Timer{}
					p.Transport = motley(uneven)
					test.set(&p)
					found[name] = driven(t, p, drive, test.after)
				})
			}
			same(t, found["pool"], found["Vegeta"])
		})
	}
}

// driven runs a plan with a driver.
func driven(t *testing.T, p Plan, drive func(*attack) driver, after time.Duration) *reports.Load {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if after > 0 {
		time.AfterFunc(after, cancel)
	}
	s, err := NewSession(ctx, p)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.drive = drive
	return s.run(ctx, nil)
}

// same compares all of two reports but what hangs on the order in which results
// of one moment come in: the percentiles of a single second. Vegeta asks for a
// request before a worker is free for it, so the first of a backlog is not yet
// late then: the counts of what was late may differ by the few backlogs.
func same(t *testing.T, pool, vegeta *reports.Load) {
	t.Helper()
	if pool.Requests < 700 || pool.Wrong == 0 || pool.Throttled == 0 || len(pool.Kinds) < 4 {
		t.Fatalf("%d requests, %d wrong, %d throttled, kinds %v: there is little to compare", pool.Requests, pool.Wrong, pool.Throttled, pool.Kinds)
	}
	if math.Abs(pool.Bursts-vegeta.Bursts) > 0.01 || (pool.LimitedBy == nil) != (vegeta.LimitedBy == nil) {
		t.Errorf("bursts %v and %v, limited by %+v and %+v", pool.Bursts, vegeta.Bursts, pool.LimitedBy, vegeta.LimitedBy)
	}
	if l, m := pool.LimitedBy, vegeta.LimitedBy; l != nil && m != nil {
		if l.Kind != m.Kind || max(l.Count, m.Count)-min(l.Count, m.Count) > 1+l.Count/100 {
			t.Errorf("limited by %+v and %+v", l, m)
		}
	}
	for _, out := range []*reports.Load{pool, vegeta} {
		out.Bursts, out.LimitedBy, out.Limit = 0, nil, ""
		for i := range out.PerSecond {
			s := &out.PerSecond[i]
			s.P50, s.P90, s.P99, s.Max, s.Histogram = 0, 0, 0, 0, ""
		}
	}
	p, v := reflect.ValueOf(*pool), reflect.ValueOf(*vegeta)
	for i := range p.NumField() {
		if !reflect.DeepEqual(p.Field(i).Interface(), v.Field(i).Interface()) {
			t.Errorf("%s: the pool finds %+v, Vegeta %+v", p.Type().Field(i).Name, p.Field(i), v.Field(i))
		}
	}
}
