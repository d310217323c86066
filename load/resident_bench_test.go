//go:build unix

package load

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// BenchmarkResident measures the resident size of the generator after one
// million hits and after ten: they must not differ. It takes a few minutes.
func BenchmarkResident(b *testing.B) {
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
		return float64(bytes) / (1 << 20)
	}
	for b.Loop() {
		early, late := 0.0, 0.0
		ctx, enough := context.WithCancel(b.Context())
		_, err := Run(ctx, Plan{Closed: true, Duration: 10 * time.Minute, Classes: []Class{
			{Name: "live", Share: 1, Requests: bearers(base, "live", 10_000), Acceptable: []scenarios.Class{scenarios.Alive}},
		}}, func(l Live) {
			if early == 0 && l.Requests >= 1_000_000 {
				early = resident()
			}
			if late == 0 && l.Requests >= 10_000_000 {
				late = resident()
				b.ReportMetric(early, "MiB-at-1M")
				b.ReportMetric(late, "MiB-at-10M")
				enough()
			}
		})
		enough()
		if err != nil {
			b.Fatal(err)
		}
	}
}
