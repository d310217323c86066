package credentials

import (
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
)

// TestLifeUnderLoad holds load to the same word as the checks of lifetimes.
func TestLifeUnderLoad(t *testing.T) {
	told := scenarios.Grant{AccessToken: "a", ExpiresIn: time.Minute}
	pair := scenarios.Grant{ExpiresIn: time.Minute, Pair: scenarios.Basic("k", "s")}
	for name, test := range map[string]struct {
		policy catalogue.Policy
		grant  scenarios.Grant
		want   time.Duration
	}{
		"declared":             {catalogue.Policy{AccessTokenLifetime: time.Hour}, told, time.Hour},
		"only told":            {catalogue.Policy{}, told, time.Minute},
		"trusted":              {catalogue.Policy{AccessTokenLifetime: time.Hour, ExpiresIn: "trusted"}, told, time.Minute},
		"trusted, not told":    {catalogue.Policy{AccessTokenLifetime: time.Hour, ExpiresIn: "trusted"}, scenarios.Grant{}, time.Hour},
		"ignored":              {catalogue.Policy{ExpiresIn: "ignored"}, told, 0},
		"a pair":               {catalogue.Policy{TemporaryLifetime: time.Second, AccessTokenLifetime: time.Hour}, pair, time.Second},
		"a pair, only told so": {catalogue.Policy{AccessTokenLifetime: time.Hour}, pair, time.Minute},
	} {
		m := &mixture{source: Source{Policy: test.policy}}
		if got := m.life(test.grant); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}
