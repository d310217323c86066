//go:build unix

package load

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/authassay/authassay/load/internal/loadtest"
	"github.com/authassay/authassay/load/internal/pace"
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

// BenchmarkHit measures the generator's CPU for one request at full speed, of
// 10000 tokens over 64 connections. An iteration is a run of two seconds.
func BenchmarkHit(b *testing.B) {
	base := benchServer(b)
	classes := []Class{{Name: "live", Share: 1, Requests: loadtest.Bearers(base, "live", 10_000), Acceptable: []scenarios.Class{scenarios.Alive}}}
	run := func(b *testing.B, p Plan) {
		p.Classes, p.Closed, p.Duration = classes, true, 2*time.Second
		var hits uint64
		cpu := used()
		for b.Loop() {
			out := mustRun(b, p)
			if out.Wrong+out.Errors > 0 {
				b.Fatalf("%d wrong, %d errors: %v", out.Wrong, out.Errors, out.Kinds)
			}
			hits += out.Requests
		}
		b.ReportMetric(float64(used()-cpu)/1e3/float64(hits), "cpu-µs/hit")
		b.ReportMetric(float64(hits)/b.Elapsed().Seconds(), "hits/s")
	}
	b.Run("h1", func(b *testing.B) { run(b, Plan{}) })
	b.Run("net-http", func(b *testing.B) { run(b, Plan{HTTP2: true}) })
	b.Run("nothing", func(b *testing.B) {
		run(b, Plan{Transport: loadtest.Trip(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
		})})
	})
}

// BenchmarkPace measures how late requests go out at 5000 a second, and what
// the generator's CPU for one is then.
func BenchmarkPace(b *testing.B) {
	base := benchServer(b)
	for _, c := range []struct {
		name string
		wait pace.Waiter
	}{{"precise", nil}, {"timer", pace.Timer{}}} {
		b.Run(c.name, func(b *testing.B) {
			p := Plan{Rate: 5000, Duration: 2 * time.Second, Wait: c.wait, Classes: []Class{
				{Name: "live", Share: 1, Requests: loadtest.Bearers(base, "live", 10_000), Acceptable: []scenarios.Class{scenarios.Alive}}}}
			cpu, hits := used(), uint64(0)
			for b.Loop() {
				out := mustRun(b, p)
				hits += out.Requests
				b.ReportMetric(out.Lag.P50*1e3, "lag-p50-µs")
				b.ReportMetric(out.Lag.P99*1e3, "lag-p99-µs")
				b.ReportMetric(out.Response.P99*1e3, "response-p99-µs")
			}
			b.ReportMetric(float64(used()-cpu)/1e3/float64(hits), "cpu-µs/hit")
		})
	}
}

// BenchmarkMemory measures what a request leaves behind in the generator: the
// growth of its resident size from the middle of a run to its end.
func BenchmarkMemory(b *testing.B) {
	base := benchServer(b)
	p := Plan{Closed: true, Duration: 8 * time.Second, Classes: []Class{
		{Name: "live", Share: 1, Requests: loadtest.Bearers(base, "live", 10_000), Acceptable: []scenarios.Class{scenarios.Alive}}}}
	p.Resident = func() (uint64, error) {
		text, err := os.ReadFile("/proc/self/statm")
		if err != nil {
			return 0, err
		}
		return Resident(text, os.Getpagesize())
	}
	for b.Loop() {
		out := mustRun(b, p)
		if len(out.Memory) != 3 {
			b.Skip("the resident size can't be known here")
		}
		grown := float64(out.Memory[2].Bytes) - float64(out.Memory[1].Bytes)
		b.ReportMetric(grown/float64(out.Requests)*2, "bytes/hit")
		b.ReportMetric(float64(out.Memory[2].Bytes)/1e6, "MB")
		b.ReportMetric(float64(out.Requests), "hits")
	}
}
