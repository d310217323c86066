package selftest

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
)

// TestAClientThatNobodyCouldTryBeforeIsDoubted leaves all untested that rests on
// a client whose first exchange is refused, where a person has to log in before
// it can be tried. One that has worked is doubted no more.
func TestAClientThatNobodyCouldTryBeforeIsDoubted(t *testing.T) {
	for _, profile := range []string{"clearxp", "oauth2", "xena"} {
		for _, wrong := range []bool{true, false} {
			t.Run(profile, func(t *testing.T) {
				b := bench(t, profile)
				synctest.Test(t, func(t *testing.T) { doubts(t, b, wrong) })
			})
		}
	}
}

func doubts(t *testing.T, b *Bench, wrong bool) {
	server, asked := contracts.Bent(nil), 0
	b.network = newMemory()
	world := b.posed(t, pose{handler: server, clock: slept{server.Clock}, timeout: time.Minute})
	if wrong {
		world.Client.Kit.Client.Secret = "a-secret-that-is-mistyped"
	}
	world.Preflight.Doubt = func(r *scenarios.Reply) string {
		if r.Problem != "invalid_client" {
			return ""
		}
		asked++
		return "the client is refused"
	}
	only := []string{"EXC", "IDN", "REF", "ANS", "PRE", "TEN", "AUT-13"}
	run, err := check.Run(t.Context(), check.Options{Bare: true, Only: only, Seed: 1, Now: time.Now}, suites.All(), world)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[reports.Verdict]int{}
	for _, f := range run.Findings {
		if seen[f.Verdict]++; wrong && (f.Verdict == reports.Fail || f.Verdict == reports.Warn || f.Verdict == reports.Inconclusive) {
			t.Errorf("%s: %s with a wrong secret in the file", f.ID, f.Verdict)
		}
	}
	if wrong != (asked == 1) || wrong == (seen[reports.Pass] > 50) {
		t.Errorf("wrong %v, doubted %d times: %v", wrong, asked, seen)
	}
}
