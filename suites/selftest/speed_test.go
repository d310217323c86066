package selftest

import (
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
)

// BenchmarkProfile is a whole run of a profile on a fresh reference server, the
// lifetimes included.
func BenchmarkProfile(b *testing.B) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range c.Profiles {
		b.Run(p.Name, func(b *testing.B) {
			bench, err := NewBench(c, p.Name)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				reference, err := bench.Raise(b.Context(), nil)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := check.Run(b.Context(), check.Options{Now: time.Now}, suites.All(), reference.World); err != nil {
					b.Fatal(err)
				}
				if err := reference.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFault is the time that the self-test takes for one server, of many
// that go abreast.
func BenchmarkFault(b *testing.B) {
	names := []string{"honest", "code-reusable", "tenant-ignored", "access-lives-61m", "secret-echoed", "errors-as-html", "json-indented", "state-altered"}
	servers := 0
	for b.Loop() {
		m, err := Run(b.Context(), Options{Names: names, Now: time.Now})
		if err != nil {
			b.Fatal(err)
		}
		servers += len(m.Rows)
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(servers), "s/server")
}
