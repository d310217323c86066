package settings_test

import (
	"context"
	"crypto/rand"
	"errors"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/load/settings"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// head is the beginning of a target file.
const head = `profile: clearxp
auth: http://127.0.0.1:1
client: { id: a, secret: b, redirect_uri: 'http://127.0.0.1:2/cb' }
login: { method: form, steps: [{ when: username }] }
`

// ready is the target of a file.
func ready(text string) (*assembly.Assembly, error) {
	t, err := targetfile.Load("t.yaml", []byte(text), os.LookupEnv, os.ReadFile)
	if err != nil {
		return nil, err
	}
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		return nil, err
	}
	return assembly.Assemble(t, assembly.Options{Profiles: profiles.BuiltIn(), Catalogue: c, Random: rand.Reader})
}

func mustBeReady(t *testing.T, text string) *assembly.Assembly {
	t.Helper()
	a, err := ready(text)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

// nowhere finds every host on another machine.
type nowhere struct{}

func (nowhere) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr("192.0.2.1")}, nil
}

func TestWhatTheFileSaysBecomesThePlan(t *testing.T) {
	a := mustBeReady(t, head+`limits: { timeout: 3s, max_body: 2048 }
load: { rate: 400/s, duration: 10s, warmup: 1s, shape: step, pool: 7, connections: 9, slo: [p99 < 50ms], shares: { valid: 1 } }
`)
	s, err := settings.Of(a, a.Load, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := s.Plan
	if p.Rate != 400 || p.Shape.Peak() != 400 || p.Warmup != time.Second || p.Connections != 9 || len(p.Thresholds) != 1 {
		t.Errorf("the plan is %+v", p)
	}
	if p.Timeout != 3*time.Second || p.MaxBody != 2048 || p.Render == nil || p.Closed {
		t.Errorf("the plan is %+v", p)
	}
	if c := s.Credentials; c.Pool != 7 || c.PerLogin != 1 || c.Length != 11*time.Second || c.Shares["valid"] != 1 {
		t.Errorf("the credentials are %+v", c)
	}
	if got := s.Words(); got != "steps up to 400/s for 10s" {
		t.Errorf("in words %q", got)
	}
}

func TestWhatIsLaidOverTakesItsPlace(t *testing.T) {
	a := mustBeReady(t, head+"load: { rate: 400/s, duration: 10s, warmup: 0s, shape: step }\n")
	rates := func(name string) ([]byte, error) {
		if name != "rates.txt" {
			return nil, &os.PathError{Op: "open", Path: name, Err: os.ErrNotExist}
		}
		return []byte("100\n200\n"), nil
	}
	for shape, want := range map[string]string{
		"":                      "400/s for 10s",
		"constant":              "400/s for 10s",
		reports.ClosedShape:     "64 connections for 10s",
		"100/s to 300/s for 2s": "up to 300/s for 2s",
		"@rates.txt":            "up to 200/s for 2s",
	} {
		wanted := a.Load
		wanted.Shape = shape
		s, err := settings.Of(a, wanted, rates)
		if err != nil || !strings.HasSuffix(s.Words(), want) {
			t.Errorf("%q: %s, %v", shape, s.Words(), err)
		}
		if own := shape != "" && strings.ContainsAny(shape, "@/"); settings.Shaped(wanted) != own {
			t.Errorf("%q: brings rates of its own: %v", shape, !own)
		}
	}
	wanted := a.Load
	wanted.Shape = "@none.txt"
	var m *settings.Mistake
	if _, err := settings.Of(a, wanted, rates); !errors.As(err, &m) || m.Pointer() != "/shape" || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestMistakesNameTheirKey(t *testing.T) {
	a := mustBeReady(t, head)
	for key, wanted := range map[string]targetfile.LoadPlan{
		"/shares/voyage":  {Shares: map[string]float64{"voyage": 1}},
		"/shares/a~1b~0c": {Shares: map[string]float64{"a/b~c": 1}},
		"/shares/valid":   {Shares: map[string]float64{"valid": -1}},
		"/slo/1":          {SLO: []string{"p99 < 50ms", "p99 is fine"}},
		"/shape":          {Shape: "100/s for ever"},
	} {
		var m *settings.Mistake
		if _, err := settings.Of(a, wanted, nil); !errors.As(err, &m) || m.Pointer() != key || m.Error() == "" {
			t.Errorf("%s: %v", key, err)
		}
	}
	wanted := targetfile.LoadPlan{Shares: map[string]float64{"voyage": 1}}
	if _, err := settings.Of(a, wanted, nil); !errors.Is(err, settings.ErrNoClass) {
		t.Errorf("an unknown class is %v", err)
	}
}

func TestALoadIsRefused(t *testing.T) {
	remote := strings.Replace(head, "127.0.0.1:1", "acme.example", 1)
	for want, text := range map[settings.Reason]string{
		settings.Nobody:     "profile: clearxp\nauth: http://127.0.0.1:1\npermit: attacking\n",
		settings.NotGivenUp: head + "permit: testing\n",
		settings.FarAway:    remote + "permit: attacking\n",
	} {
		var r *settings.Refusal
		if err := settings.Permitted(t.Context(), mustBeReady(t, text), nowhere{}); !errors.As(err, &r) || r.Reason != want {
			t.Errorf("reason %d: %v", want, err)
		}
	}
	for _, text := range []string{head + "permit: attacking\n", remote + "permit: attacking\nload: { ceiling: 10/s }\n"} {
		if err := settings.Permitted(t.Context(), mustBeReady(t, text), nowhere{}); err != nil {
			t.Errorf("%s\nis refused: %v", text, err)
		}
	}
}

func TestACeilingHoldsWhateverIsLaidOver(t *testing.T) {
	remote := mustBeReady(t, strings.Replace(head, "127.0.0.1:1", "acme.example", 1)+"permit: attacking\nload: { ceiling: 100/s, rate: 50/s }\n")
	for name, test := range map[string]struct {
		lay  func(*targetfile.LoadPlan)
		want settings.Reason
		held bool
	}{
		"the file's own": {func(*targetfile.LoadPlan) {}, 0, true},
		"a rate":         {func(l *targetfile.LoadPlan) { l.Rate.Count = 101 }, settings.AboveCeiling, false},
		"a shape":        {func(l *targetfile.LoadPlan) { l.Shape = "0/s to 101/s for 1s" }, settings.AboveCeiling, false},
		"a ceiling":      {func(l *targetfile.LoadPlan) { l.Ceiling.Count, l.Rate.Count = 1000, 1000 }, settings.AboveCeiling, false},
		"no rate at all": {func(l *targetfile.LoadPlan) { l.Shape = reports.ClosedShape }, settings.Endless, false},
	} {
		wanted := remote.Load
		test.lay(&wanted)
		s, err := settings.Of(remote, wanted, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = s.Within(t.Context(), remote, nowhere{})
		var r *settings.Refusal
		if test.held != (err == nil) || !test.held && (!errors.As(err, &r) || r.Reason != test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
