package selftest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/suites/assay"
	"github.com/authassay/authassay/suites/check"
)

// Reference is a reference server that is up, and the same server as a target.
type Reference struct {
	Server   *fakeserver.Server
	URL      string // of its public listener
	Assembly *assembly.Assembly
	World    check.World
	stop     func() error
	alarms   *alarms
}

// Panics are those of the server so far, with where they were: mistakes of its
// own, by which no check is to be measured.
func (r *Reference) Panics() []string { return r.alarms.all() }

// alarms gathers what a server tells of itself.
type alarms struct {
	mu  sync.Mutex
	was []string
}

func (a *alarms) ring(broken string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.was) == 0 { // the others are the same, again and again
		a.was = append(a.was, broken)
	}
}

func (a *alarms) all() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.was)
}

// Close stops the server. What it has issued is gone.
func (r *Reference) Close() error { return r.stop() }

// rounds is how many rounds the races on a reference server have: what it does
// wrong it does in every one of them.
const rounds = 3

// Raise brings up a reference server with bent rules, honest with nil, on free ports of
// loopback, and assembles the profile's own template for it. The clock is
// moved over HTTP, as a user would. The server stops with Close or when ctx
// ends.
func (b *Bench) Raise(ctx context.Context, bend func(*fakeserver.Rules)) (*Reference, error) {
	heard := &alarms{}
	server := contracts.Bent(bend, fakeserver.WithAlarm(heard.ring))
	addresses := fakeserver.Addresses{ControlSecret: ControlSecret}
	if b.network != nil {
		addresses.Open = b.network.open
	}
	up, err := server.Listen(ctx, addresses)
	if err != nil {
		return nil, fmt.Errorf("raise reference: %w", err)
	}
	assembled, err := b.assemble(up, server)
	if err != nil {
		return nil, errors.Join(err, up.Close())
	}
	stop := func() error {
		assembled.Close()
		return up.Close()
	}
	world := assay.World(assembled)
	world.Rounds = rounds
	return &Reference{Server: server, URL: up.URL, Assembly: assembled, World: world, stop: stop, alarms: heard}, nil
}

// assemble makes the target of the bench ready where the server listens.
func (b *Bench) assemble(up *fakeserver.Listening, server http.Handler) (*assembly.Assembly, error) {
	t, err := b.at(up)
	if err != nil {
		return nil, err
	}
	options := assembly.Options{Profiles: profiles.BuiltIn(),
		Catalogue: b.catalogue, Patience: time.Minute, Random: rand.Reader, ReadFile: os.ReadFile, Mark: b.mark,
	}
	if b.network != nil {
		options.Dial = b.network.dial
	}
	if b.network != nil && b.direct {
		options.Through = func(own http.RoundTripper) http.RoundTripper {
			return &direct{servers: map[string]http.Handler{strings.TrimPrefix(up.URL, "http://"): server}, network: own}
		}
	}
	a, err := assembly.Assemble(t, options)
	if err != nil {
		return nil, fmt.Errorf("raise reference: %w", err)
	}
	return a, nil
}

// Raise raises one reference server of a profile. Who raises several keeps a
// Bench.
func Raise(ctx context.Context, profile string, bend func(*fakeserver.Rules)) (*Reference, error) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		return nil, fmt.Errorf("raise reference: %w", err)
	}
	b, err := NewBench(c, profile)
	if err != nil {
		return nil, err
	}
	return b.Raise(ctx, bend)
}
