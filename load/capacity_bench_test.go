package load

import (
	"io"
	"net/http"
	"testing"
	"time"
)

// overTheWire serves a target of the simulated kind over a real socket.
func overTheWire(b *testing.B, target trip) string {
	return serve(b, func(w http.ResponseWriter, r *http.Request) {
		res, err := target(r)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		for name, values := range res.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(res.StatusCode)
		io.Copy(w, res.Body)
	})
}

// BenchmarkKnownCapacity looks for the capacity of servers that have a known
// one, in real time over real sockets, and measures the error.
func BenchmarkKnownCapacity(b *testing.B) {
	for _, c := range []struct {
		name   string
		target func() trip
		want   float64
	}{
		{"8-workers-of-10ms", func() trip { return workers(8, 10*time.Millisecond) }, 800},
		{"token-bucket-500", func() trip { return bucket(500, 100) }, 500},
		{"lock-of-2ms", func() trip { return locked(8*time.Millisecond, 2*time.Millisecond) }, 500},
		{"leaking", func() trip { return leaking(10*time.Millisecond, 20*time.Nanosecond) }, 750},
	} {
		b.Run(c.name, func(b *testing.B) {
			base := overTheWire(b, c.target())
			for b.Loop() {
				out, err := FindCapacity(b.Context(), Search{Plan: Plan{
					Classes: mix(base)[:1], Thresholds: objectives(b, "p99 < 50ms", "errors < 0.1%"),
				}}, nil)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(out.Rate, "found/s")
				b.ReportMetric(100*(out.Rate/c.want-1), "error-%")
				b.Log(out.Sentence)
			}
		})
	}
}
