package selftest

import (
	"cmp"
	"crypto/rand"
	"io"
	"log"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/assay"
	"github.com/authassay/authassay/suites/check"
)

// benches returns a bench of every profile. They share a network without a
// kernel.
func benches(t testing.TB) map[string]*Bench {
	t.Helper()
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	out, network := map[string]*Bench{}, newMemory()
	for _, profile := range profiles.Names(profiles.BuiltIn()) {
		b, err := NewBench(c, profile)
		if err != nil {
			t.Fatal(err)
		}
		b.network, out[profile] = network, b
	}
	return out
}

// pose is how a server is posed as the target of a bench.
type pose struct {
	handler http.Handler
	timeout time.Duration // of one request; that of the template where zero
	clock   clock.Clock   // nil for one that is waited for
	rounds  int           // of races; 0 for 3
}

// posed brings the server up and assembles the bench's target for it.
func (b *Bench) posed(t testing.TB, p pose) check.World {
	t.Helper()
	l, err := b.network.open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: p.handler, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = server.Serve(l) }()
	there, err := b.at(&fakeserver.Listening{URL: "http://" + l.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	there.Clock = targetfile.Clock{}
	if p.timeout > 0 {
		there.Limits.Timeout = targetfile.Duration(p.timeout)
	}
	a, err := assembly.Assemble(there, assembly.Options{Profiles: profiles.BuiltIn(),
		Catalogue: b.catalogue, Random: rand.Reader, ReadFile: os.ReadFile, Dial: b.network.dial,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		a.Close()
		_ = server.Close()
	})
	world := assay.World(a)
	if p.clock != nil {
		world.Clock = p.clock
	}
	world.Rounds = cmp.Or(p.rounds, 3)
	return world
}
