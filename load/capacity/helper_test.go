package capacity

import (
	"testing"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/load/internal/loadtest"
	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/scenarios"
)

// The classes that are sent: live tokens, and one dead one in ten.
var (
	live = []load.Class{{Name: "live", Share: 0.9, Requests: loadtest.Bearers("http://target", "live", 50),
		Acceptable: []scenarios.Class{scenarios.Alive}}}
	dead = load.Class{Name: "dead", Share: 0.1, Requests: loadtest.Bearers("http://target", "dead", 5),
		Acceptable: []scenarios.Class{scenarios.Dead}}
)

// objectives parses thresholds.
func objectives(t testing.TB, texts ...string) []objective.Threshold {
	t.Helper()
	var out []objective.Threshold
	for _, text := range texts {
		o, err := objective.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, o)
	}
	return out
}
