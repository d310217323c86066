package main

import (
	"context"
	"runtime/debug"
	"testing"
	"time"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/assembly"
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
		m := &mixture{subject: &subject{Assembly: &assembly.Assembly{Profile: catalogue.Profile{Policy: test.policy}}}}
		if got := m.life(test.grant); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// TestTheHeapIsKeptCloseForPlainRequestsOnly holds the collector to its old
// pace once the load is over, and where requests leave much behind.
func TestTheHeapIsKeptCloseForPlainRequestsOnly(t *testing.T) {
	percent := func() int {
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		return now
	}
	usual := percent()
	journey := []load.Class{{Journey: func(context.Context, uint64) error { return nil }}}
	for name, test := range map[string]struct {
		plan load.Plan
		want int
	}{
		"plain":    {load.Plan{}, steadyHeap},
		"HTTP/2":   {load.Plan{HTTP2: true}, usual},
		"journeys": {load.Plan{Classes: journey}, usual},
	} {
		undo := steady(test.plan)
		if got := percent(); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
		if undo(); percent() != usual {
			t.Errorf("%s: %d afterwards", name, percent())
		}
	}
}
