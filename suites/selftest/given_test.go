package selftest

import (
	"slices"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
)

// verdicts runs some checks on a server after something was done to its kit.
func verdicts(t *testing.T, profile string, bend func(*fakeserver.Rules), only []string, prepare func(*Reference)) map[string]reports.Verdict {
	t.Helper()
	r, err := bench(t, profile).Raise(t.Context(), bend)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	prepare(r)
	run, err := check.Run(t.Context(), check.Options{Only: only, Seed: 1, Now: time.Now}, suites.All(), r.World)
	if err != nil {
		t.Fatal(err)
	}
	return worst(run)
}

// worst is the worst verdict on each requirement, whatever its ways and moments.
func worst(run *reports.Run) map[string]reports.Verdict {
	order := []reports.Verdict{
		reports.Fail, reports.Warn, reports.Note, reports.Inconclusive, reports.Untested, reports.Pass, reports.NotApplicable,
	}
	out := map[string]reports.Verdict{}
	for _, f := range run.Findings {
		if before, known := out[f.ID]; !known || slices.Index(order, f.Verdict) < slices.Index(order, before) {
			out[f.ID] = f.Verdict
		}
	}
	return out
}

// aged gives the kit an access token of yesterday, and a clock that nobody moves.
func aged(t *testing.T) func(*Reference) {
	return func(r *Reference) {
		r.World.Client.Kit.ExpiredToken = token(t, r, "")
		if err := r.Server.Clock.Advance(2 * time.Hour); err != nil {
			t.Fatal(err)
		}
		r.World.Clock = clock.Real{Patience: time.Minute, Skew: 2 * time.Hour}
		r.World.Watch = nil // the clock was moved before anything was judged
	}
}

// token is an access token of the resource owner for a scope, that of the file
// where none is given.
func token(t *testing.T, r *Reference, scope string) string {
	t.Helper()
	c := r.World.Client
	own := c.Kit.Client
	if scope == "" {
		scope = own.Scope
	}
	l, err := c.Visit(t.Context(), scenarios.Step{Verb: scenarios.Authorize, Client: own, RedirectURI: own.RedirectURI, Scope: scope},
		own.RedirectURI, scenarios.Consents)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := c.Do(t.Context(), scenarios.Step{Verb: scenarios.Exchange, Client: own, RedirectURI: own.RedirectURI, Code: l.Code()})
	if err != nil || reply.Grant.AccessToken == "" {
		t.Fatalf("no token: %v", err)
	}
	return reply.Grant.AccessToken
}

// TestAnExpiredTokenOfTheFileSparesTheWait holds checks of expired tokens to taking
// one of the file where none can be waited for, and to nothing else.
func TestAnExpiredTokenOfTheFileSparesTheWait(t *testing.T) {
	only := []string{"EXP-04", "EXP-05"}
	for _, profile := range []string{"clearxp", "xena"} {
		got := verdicts(t, profile, nil, only, func(r *Reference) { r.World.Clock = clock.Real{Patience: time.Minute} })
		if got["EXP-04"] != reports.Untested || got["EXP-05"] != reports.Untested {
			t.Errorf("%s: without such a token: %v", profile, got)
		}
		if got := verdicts(t, profile, nil, only, aged(t)); got["EXP-04"] != reports.Pass || got["EXP-05"] != reports.Pass {
			t.Errorf("%s: with such a token: %v", profile, got)
		}
	}
	if got := verdicts(t, "xena", func(r *fakeserver.Rules) { r.Expiring.Leeway = 24 * time.Hour }, only, aged(t)); got["EXP-04"] != reports.Fail {
		t.Errorf("a server whose tokens never expire: %v", got)
	}
	got := verdicts(t, "xena", nil, only, func(r *Reference) {
		aged(t)(r)
		r.World.Client.Kit.ExpiredToken = token(t, r, "") // which has an hour to live, and says so
	})
	if got["EXP-04"] != reports.Untested {
		t.Errorf("a token that has not expired: %v", got)
	}
}

// TestATokenOfAReaderStandsForAScope holds the checks of insufficient rights to
// taking a token of the file where the client has no other scope.
func TestATokenOfAReaderStandsForAScope(t *testing.T) {
	only := []string{"PRE-19", "PRE-20", "PRE-29"}
	narrow := func(r *Reference) {
		kit := &r.World.Client.Kit
		kit.ReaderToken = token(t, r, "write")
		kit.Client.Scope = "read"
	}
	all := func(got map[string]reports.Verdict, want reports.Verdict) bool {
		return !slices.ContainsFunc(only, func(id string) bool { return got[id] != want })
	}
	if got := verdicts(t, "oauth2", nil, only, func(r *Reference) { r.World.Client.Kit.Client.Scope = "read" }); !all(got, reports.Untested) {
		t.Errorf("without such a token: %v", got)
	}
	if got := verdicts(t, "oauth2", nil, only, narrow); !all(got, reports.Pass) {
		t.Errorf("with such a token: %v", got)
	}
	if got := verdicts(t, "oauth2", func(r *fakeserver.Rules) { r.Scoping.Needed = "" }, only, narrow); got["PRE-29"] != reports.Fail {
		t.Errorf("a server that looks at no scope: %v", got)
	}
	got := verdicts(t, "oauth2", nil, only, func(r *Reference) {
		narrow(r)
		r.World.Client.Kit.ReaderToken = "of-nobody"
	})
	if !all(got, reports.Untested) {
		t.Errorf("a token that is none: %v", got)
	}
}
