package suites

import (
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
)

// TestEveryWaitIsForeseen holds the list of the checks that wait to the checks
// that do.
func TestEveryWaitIsForeseen(t *testing.T) {
	c, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Profiles {
		p.Policy.RefreshGrace, p.Policy.RevocationDelay = time.Minute, time.Minute // some checks wait for these alone
		for _, check := range planned([]World{{Profile: p}}) {
			if waits := check.outwaits() != ""; waits != check.waits() {
				t.Errorf("%s waits: %v, and what it outwaits is said: %v", check.duty.ID, check.waits(), waits)
			}
		}
	}
}

func TestForesee(t *testing.T) {
	c, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, _ := c.Profile("clearxp")
	p.Policy.CodeLifetime, p.Policy.AccessTokenLifetime, p.Policy.LaunchLifetime = time.Minute, time.Hour, 0
	p.Policy.Skew, p.Policy.RefreshGrace = 2*time.Second, 0
	w := World{Profile: p, Clock: scenarios.RealClock{}, Permit: scenarios.Testing}
	codes := Options{Only: []string{"EXP-01", "EXP-02", "EXP-03", "EXC"}}
	for _, test := range []struct {
		options  Options
		patience time.Duration
		want     Forecast
	}{
		{codes, 2 * time.Minute, Forecast{2, 64 * time.Second, "codes", 1, time.Hour + 63*time.Second}},
		{codes, 2 * time.Hour, Forecast{3, time.Hour + 63*time.Second, "access tokens", 0, 0}},
		{codes, 0, Forecast{0, 0, "", 3, time.Hour + 63*time.Second}},
		{Options{Only: []string{"LAU"}}, time.Hour, Forecast{}},
	} {
		if got, err := Foresee(test.options, test.patience, w); err != nil || got != test.want {
			t.Errorf("%v within %s: %+v, %v, want %+v", test.options.Only, test.patience, got, err, test.want)
		}
	}
	if _, err := Foresee(Options{Filter: "&&"}, 0, w); err == nil {
		t.Error("a filter that is none")
	}
}
