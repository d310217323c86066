package pace

import (
	"context"
	"testing"
	"time"

	"github.com/authassay/authassay/load/internal/hdr"
)

func TestWaiterEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w, free, err := newTimer(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer free()
	began := time.Now()
	w.Wait(ctx, 3*time.Millisecond)
	if took := time.Since(began); took < 3*time.Millisecond {
		t.Errorf("waited %v, want at least 3ms", took)
	}
	time.AfterFunc(5*time.Millisecond, cancel)
	w.Wait(ctx, time.Hour)
	w.Wait(ctx, time.Hour)
	if ctx.Err() == nil {
		t.Error("the wait ended before its context")
	}
}

// BenchmarkWait measures how late a waiter wakes from a wait of 200 µs.
func BenchmarkWait(b *testing.B) {
	precise, free, err := newTimer(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer free()
	for name, w := range map[string]Waiter{"precise": precise, "timer": Timer{}} {
		b.Run(name, func(b *testing.B) {
			h := hdr.New()
			for b.Loop() {
				began := time.Now()
				w.Wait(b.Context(), 200*time.Microsecond)
				hdr.Record(h, time.Since(began)-200*time.Microsecond)
			}
			b.ReportMetric(float64(h.ValueAtPercentile(50))/1e3, "late-p50-µs")
			b.ReportMetric(float64(h.ValueAtPercentile(99))/1e3, "late-p99-µs")
		})
	}
}
