//go:build unix

package load

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/authassay/authassay/load/internal/loadtest"
	"github.com/authassay/authassay/load/internal/pace"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
)

// serveEnv makes the test binary a server for benchmarks, so that the CPU of
// this process is the generator's alone.
const serveEnv = "AUTHASSAY_LOAD_BENCH_SERVER"

func TestMain(m *testing.M) {
	if os.Getenv(serveEnv) != "" {
		serveBench()
		return
	}
	os.Exit(m.Run())
}

// serveBench answers every request alike, with as little work as can be, until
// its standard input ends.
func serveBench() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		os.Exit(1)
	}
	os.Stdout.WriteString(listener.Addr().String() + "\n")
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go answerAll(c)
		}
	}()
	io.Copy(io.Discard, os.Stdin)
}

// answerAll answers each read that ends a head.
func answerAll(c net.Conn) {
	const body = `{"username":"ada","tenant":"acme"}`
	text := []byte("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Mon, 01 Jan 2026 00:00:00 GMT\r\nContent-Length: 34\r\n\r\n" + body)
	buf := make([]byte, 4096)
	for {
		n, err := c.Read(buf)
		if err != nil {
			return
		}
		if strings.HasSuffix(string(buf[:n]), "\r\n\r\n") {
			c.Write(text)
		}
	}
}

// benchServer starts the server in a process of its own.
func benchServer(b *testing.B) string {
	b.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), serveEnv+"=1", "GOMAXPROCS=1")
	in, _ := command.StdinPipe()
	out, _ := command.StdoutPipe()
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { in.Close(); command.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return "http://" + strings.TrimSpace(address)
}

// used returns the CPU time of this process.
func used() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// benchPlan sends 10000 tokens to a server, over 64 connections.
func benchPlan(base string) Plan {
	return Plan{Classes: []Class{
		{Name: "live", Share: 1, Requests: loadtest.Bearers(base, "live", 10_000), Acceptable: []scenarios.Class{scenarios.Alive}}}}
}

// runHits sends as fast as connections answer until b.N requests were answered
// rightly, so that an iteration is a request, however many are asked for. Each is
// told of with its number.
func runHits(b *testing.B, p Plan, told func(n int64)) (hits uint64) {
	b.Helper()
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	var n atomic.Int64
	p.Closed, p.Duration = true, time.Hour
	p.Classes[0].Judge = func(int, []byte) *reports.WrongAnswer {
		now := n.Add(1)
		told(now)
		if now == int64(b.N) {
			cancel()
		}
		return nil
	}
	out, err := Run(ctx, p, nil)
	if err != nil || out.Wrong+out.Errors > 0 {
		b.Fatalf("%v: %d wrong, %d errors: %v", err, out.Wrong, out.Errors, out.Kinds)
	}
	return out.Requests
}

// BenchmarkHit measures the generator's CPU for one request at full speed.
func BenchmarkHit(b *testing.B) {
	base := benchServer(b)
	run := func(b *testing.B, set func(*Plan)) {
		p := benchPlan(base)
		set(&p)
		cpu := used()
		b.ResetTimer()
		hits := float64(runHits(b, p, func(int64) {}))
		b.ReportMetric(float64(used()-cpu)/1e3/hits, "cpu-µs/hit")
		b.ReportMetric(hits/b.Elapsed().Seconds(), "hits/s")
	}
	b.Run("h1", func(b *testing.B) { run(b, func(*Plan) {}) })
	b.Run("net-http", func(b *testing.B) { run(b, func(p *Plan) { p.HTTP2 = true }) })
	b.Run("nothing", func(b *testing.B) {
		run(b, func(p *Plan) {
			p.Transport = loadtest.Trip(func(*http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
			})
		})
	})
}

// BenchmarkPace measures how late requests go out at 5000 a second, and what
// the generator's CPU for one is then.
func BenchmarkPace(b *testing.B) {
	const rate = 5000
	base := benchServer(b)
	for _, c := range []struct {
		name string
		wait pace.Waiter
	}{{"precise", nil}, {"timer", pace.Timer{}}} {
		b.Run(c.name, func(b *testing.B) {
			p := benchPlan(base)
			p.Rate, p.Duration, p.Wait = rate, time.Duration(b.N)*time.Second/rate, c.wait
			cpu := used()
			b.ResetTimer()
			out := mustRun(b, p)
			b.ReportMetric(float64(used()-cpu)/1e3/float64(out.Requests), "cpu-µs/hit")
			b.ReportMetric(out.Lag.P50*1e3, "lag-p50-µs")
			b.ReportMetric(out.Lag.P99*1e3, "lag-p99-µs")
			b.ReportMetric(out.Response.P99*1e3, "response-p99-µs")
		})
	}
}

// BenchmarkMemory measures what a request leaves behind in the generator: the
// growth of its resident size from the middle of a run to its end. A million
// iterations and more tell it from what the collector has not yet come to.
func BenchmarkMemory(b *testing.B) {
	base := benchServer(b)
	resident := func() float64 {
		text, err := os.ReadFile("/proc/self/statm")
		if err != nil {
			b.Skip("the resident size can't be known here")
		}
		bytes, err := Resident(text, os.Getpagesize())
		if err != nil {
			b.Fatal(err)
		}
		return float64(bytes)
	}
	b.Run("closed", func(b *testing.B) {
		var middle atomic.Value
		p := benchPlan(base)
		middle.Store(resident())
		b.ResetTimer()
		hits := runHits(b, p, func(n int64) {
			if n == int64(b.N/2) {
				middle.Store(resident())
			}
		})
		end := resident()
		b.ReportMetric((end-middle.Load().(float64))/float64(hits)*2, "bytes/hit")
		b.ReportMetric(end/1e6, "MB")
	})
}
