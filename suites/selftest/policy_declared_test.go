package selftest

import (
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
)

// declaration is a server of some policy, what its target file declares, and
// what comes of one check.
type declaration struct {
	profile  string
	server   func(*fakeserver.Rules)
	declares func(*targetfile.Target)
	check    string
	want     reports.Verdict
}

// holds raises the server, declares the policy in its target file, and runs the
// check.
func (d declaration) holds(t *testing.T, c *catalogue.Catalogue) {
	t.Helper()
	bench, err := NewBench(c, d.profile)
	if err != nil {
		t.Fatal(err)
	}
	d.declares(&bench.target)
	reference, err := bench.Raise(t.Context(), d.server)
	if err != nil {
		t.Fatal(err)
	}
	defer reference.Close()
	run, err := check.Run(t.Context(), check.Options{Only: []string{d.check}, Now: time.Now}, suites.All(), reference.World)
	if err != nil || len(run.Findings) == 0 {
		t.Fatalf("%d findings, %v", len(run.Findings), err)
	}
	if got := worst(run)[d.check]; got != d.want {
		t.Errorf("%s: verdict %q, want %q", d.check, got, d.want)
		for _, f := range run.Findings {
			t.Logf("%s (%s): %s; %s", f.Verdict, f.When, f.Detail, f.Actual)
		}
	}
}

func declared(t *testing.T, all map[string]declaration) {
	t.Helper()
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range all {
		t.Run(name, func(t *testing.T) { d.holds(t, c) })
	}
}

func TestDeclaredGraceIsVerified(t *testing.T) {
	graceful := func(grace time.Duration) func(*fakeserver.Rules) {
		return func(r *fakeserver.Rules) { r.Refreshing.Grace = grace }
	}
	declares := func(grace time.Duration) func(*targetfile.Target) {
		return func(t *targetfile.Target) {
			t.Policy.RefreshGrace, t.Policy.RefreshRotation = targetfile.Duration(grace), "rotating"
		}
	}
	const half = 30 * time.Second
	declared(t, map[string]declaration{
		"none, and says nothing":        {"oauth2", graceful(0), declares(0), "REF-23", reports.NotApplicable},
		"works within it":               {"oauth2", graceful(half), declares(half), "REF-23", reports.Pass},
		"is over too soon":              {"oauth2", graceful(half), declares(2 * half), "REF-23", reports.Fail},
		"is not there":                  {"oauth2", graceful(0), declares(half), "REF-23", reports.Fail},
		"is over in time":               {"oauth2", graceful(half), declares(half), "REF-24", reports.Pass},
		"lasts too long":                {"oauth2", graceful(2 * half), declares(half), "REF-24", reports.Fail},
		"is there though none is":       {"oauth2", graceful(half), declares(0), "REF-24", reports.Fail},
		"at once where none is":         {"oauth2", graceful(0), declares(0), "REF-24", reports.Pass},
		"is dead for good":              {"oauth2", graceful(half), declares(half), "REF-25", reports.Pass},
		"does not trouble the rotation": {"oauth2", graceful(half), declares(half), "REF-11", reports.Pass},
		"is waited for by the reuse":    {"clearxp", graceful(half), declares(half), "REF-12", reports.Pass},
		"lets several win a race":       {"oauth2", graceful(half), declares(half), "REF-22", reports.NotApplicable},
	})
}

func TestDeclaredReuseIsVerified(t *testing.T) {
	family := func(*fakeserver.Rules) {}
	token := func(r *fakeserver.Rules) { r.Refreshing.ReuseRevokes = false }
	nothing := func(r *fakeserver.Rules) { r.Refreshing.Grace = 1000 * time.Hour }
	declares := func(reuse string) func(*targetfile.Target) {
		return func(t *targetfile.Target) { t.Policy.RefreshReuse, t.Policy.RefreshRotation = reuse, "optional" }
	}
	declared(t, map[string]declaration{
		"costs the family, and says so":  {"oauth2", family, declares("family"), "REF-12", reports.Pass},
		"costs the family, says token":   {"xena", family, declares("token"), "REF-12", reports.Fail},
		"costs the token, and says so":   {"xena", token, declares("token"), "REF-12", reports.Pass},
		"costs the token, says family":   {"clearxp", token, declares("family"), "REF-12", reports.Fail},
		"costs the token, says nothing":  {"oauth2", token, declares(""), "REF-12", reports.Warn},
		"costs nothing, and says so":     {"oauth2", nothing, declares("nothing"), "REF-12", reports.Pass},
		"costs nothing, says token":      {"oauth2", nothing, declares("token"), "REF-12", reports.Fail},
		"costs something, says it never": {"oauth2", token, declares("nothing"), "REF-12", reports.Fail},
		"has no end where it is free":    {"oauth2", nothing, declares("nothing"), "REF-24", reports.NotApplicable},
	})
}
