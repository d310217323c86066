package selftest

import (
	"context"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/profiles"
)

// bench returns the bench of a profile.
func bench(t testing.TB, profile string) *Bench {
	t.Helper()
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewBench(c, profile)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// raised brings a reference server up that stops with the test.
func raised(t testing.TB, b *Bench) *Reference {
	t.Helper()
	r, err := b.Raise(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func TestEveryTemplateFitsTheReferenceServer(t *testing.T) {
	for _, profile := range profiles.Names(profiles.BuiltIn()) {
		t.Run(profile, func(t *testing.T) {
			r := raised(t, bench(t, profile))
			if err := r.Assembly.Client.Lifecycle().Run(t.Context(), r.Assembly.Client); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestReferencesShareNothing(t *testing.T) {
	b := bench(t, "clearxp")
	one, two := raised(t, b), raised(t, b)
	if err := one.World.Clock.Until(t.Context(), time.Now().Add(100*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if ahead := one.Server.Clock.Now().Sub(two.Server.Clock.Now()); ahead < 99*time.Hour {
		t.Errorf("the clocks are %s apart", ahead)
	}
	g, err := one.Assembly.Client.Obtain(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	call := scenarios.Step{Verb: scenarios.Call, As: g.Credentials(), Tenant: "acme"}
	for reference, want := range map[*Reference]scenarios.Class{one: scenarios.Alive, two: scenarios.Dead} {
		reply, err := reference.Assembly.Client.Do(t.Context(), call)
		if err != nil || reply.Class != want {
			t.Errorf("%s answered %v, %v, want %s", reference.URL, reply.Class, err, want)
		}
	}
}

func TestNobodyKnowsAnUnknownProfile(t *testing.T) {
	if _, err := Raise(t.Context(), "nope", nil); err == nil {
		t.Error("it was raised")
	}
}

// BenchmarkRaise shows what a server costs: hundreds are raised in a selftest.
func BenchmarkRaise(b *testing.B) {
	from := bench(b, "clearxp")
	b.ReportAllocs()
	for b.Loop() {
		r, err := from.Raise(context.Background(), nil)
		if err != nil {
			b.Fatal(err)
		}
		_ = r.Close()
	}
}

func BenchmarkMoveClock(b *testing.B) {
	clock := raised(b, bench(b, "clearxp")).World.Clock
	for b.Loop() {
		if err := clock.Until(context.Background(), clock.Now().Add(time.Minute)); err != nil {
			b.Fatal(err)
		}
	}
}
