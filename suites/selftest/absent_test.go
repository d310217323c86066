package selftest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
)

// lack is how a target comes to lack what a word of absent names.
type lack struct {
	file func(*targetfile.Target)  // what its file does not give; nil for nothing
	bend func(*fakeserver.Rules)   // what its server does not do; nil for nothing
	mute bool                      // nobody can fill in its forms
	fits func(profile string) bool // nil for every profile
}

// copied replaces a part of a file by a changed copy: the bench's file is shared.
func copied[T any](part **T, change func(*T)) {
	if *part != nil {
		other := **part
		change(&other)
		*part = &other
	}
}

// lacks are the ways of lacking what the words name. A word that is not here
// names a habit of the server, which the reference server does not shed; only
// that it may be declared is tried.
func lacks() map[string]lack {
	file := func(do func(*targetfile.Target)) lack { return lack{file: do} }
	return map[string]lack{
		"tenant":       file(untenanted),
		"other_tenant": file(func(t *targetfile.Target) { copied(&t.Tenant, func(n *targetfile.Tenant) { n.Other = "" }) }),
		"other_client": file(func(t *targetfile.Target) { t.OtherClient = nil }),
		"basic":        {file: func(t *targetfile.Target) { t.Basic = nil }, fits: func(p string) bool { return p != "basic" }},
		"basic_colon":  file(func(t *targetfile.Target) { t.BasicColon = nil }),
		"other_basic":  file(func(t *targetfile.Target) { t.OtherBasic = nil }),
		"member":       file(func(t *targetfile.Target) { t.Member = nil }),
		"denial":       file(func(t *targetfile.Target) { copied(&t.Login, func(l *targetfile.Login) { l.DenySteps = nil }) }),
		"launch":       file(func(t *targetfile.Target) { t.Launch = nil }),
		"launch_page": file(func(t *targetfile.Target) {
			copied(&t.Launch, func(l *targetfile.Launch) { l.URL, l.Content = "", "" })
		}),
		"launch_credentials": file(func(t *targetfile.Target) { copied(&t.Launch, func(l *targetfile.Launch) { l.Credentials = nil }) }),
		"other_learner":      file(func(t *targetfile.Target) { copied(&t.Launch, func(l *targetfile.Launch) { l.OtherLearner = nil }) }),
		"redirect_query": file(func(t *targetfile.Target) {
			copied(&t.Client, func(c *targetfile.Client) { c.RedirectURIWithQuery = "" })
		}),
		"probe_user":      file(func(t *targetfile.Target) { copied(&t.Probe, func(p *targetfile.Probe) { p.User = nil }) }),
		"probe_scope":     file(func(t *targetfile.Target) { copied(&t.Probe, func(p *targetfile.Probe) { p.Scope = "" }) }),
		"revocation":      file(func(t *targetfile.Target) { t.Endpoints.Revoke = "" }),
		"introspection":   file(func(t *targetfile.Target) { t.Endpoints.Introspect = "" }),
		"end_session":     file(func(t *targetfile.Target) { t.Endpoints.EndSession = "" }),
		"logout_redirect": file(func(t *targetfile.Target) { copied(&t.Logout, func(l *targetfile.Logout) { l.RedirectURI = "" }) }),
		"discovery":       file(func(t *targetfile.Target) { t.Endpoints.Discovery = "" }),
		"access_expiry":   file(func(t *targetfile.Target) { t.Policy.AccessTokenLifetime = targetfile.Unlimited }),
		"refresh_expiry":  file(func(t *targetfile.Target) { t.Policy.RefreshTokenLifetime = targetfile.Unlimited }),
		"login_forms":     {mute: true},
		"refresh": {bend: func(r *fakeserver.Rules) { r.TokenResponse.Exchange.RefreshToken = false },
			fits: func(p string) bool { return p != "clearxp" }}, // whose documents promise one: ANS-07
	}
}

// untenanted takes the tenant out of a file, and puts it where the reference
// server still finds it.
func untenanted(t *targetfile.Target) {
	if t.Tenant == nil {
		return
	}
	own := t.Tenant.Name
	t.Tenant = nil
	copied(&t.Probe, func(p *targetfile.Probe) { p.Tenant = nil })
	if t.Profile == "xena" {
		copied(&t.Probe, func(p *targetfile.Probe) { p.Path = "/Api/Fiscal/" + own + "/XenaUserMembership" })
		return
	}
	t.Headers = map[string]targetfile.Secret{"X-CXP-Tenant": targetfile.Secret(own)}
}

// mute is a visitor who fills in no form but the right ones, as a person at a
// browser does.
type mute struct{ scenarios.Visitor }

func (m mute) Visit(ctx context.Context, send scenarios.Sender, first scenarios.Request, stop string, how scenarios.Conduct) (*scenarios.Landing, error) {
	known := []scenarios.Conduct{scenarios.Consents, scenarios.LogsIn, scenarios.Denies, scenarios.Waits, scenarios.AsMember, scenarios.AsLearner, scenarios.AsResident, scenarios.AsOther}
	if !slices.Contains(known, how) || first.Method != "GET" {
		return nil, scenarios.ErrNoConduct
	}
	l, err := m.Visitor.Visit(ctx, send, first, stop, how)
	if l != nil {
		l.Pages = l.Pages[:min(2, len(l.Pages))]
	}
	return l, err
}

// lacking runs a profile against a reference server that lacks what the words
// name, and whose file says so.
func lacking(t *testing.T, profile string, words []string) *reports.Run {
	t.Helper()
	b, all := bench(t, profile), lacks()
	b.target.Absent, b.network = words, newMemory()
	muted := false
	for _, word := range words {
		if all[word].file != nil {
			all[word].file(&b.target)
		}
		muted = muted || all[word].mute
	}
	r, err := b.Raise(t.Context(), func(rules *fakeserver.Rules) {
		for _, word := range words {
			if all[word].bend != nil {
				all[word].bend(rules)
			}
		}
	})
	if err != nil {
		t.Fatalf("%v: %v", words, err)
	}
	defer r.Close()
	if muted {
		r.World.Client.Visitor = mute{r.World.Client.Visitor}
	}
	run, err := check.Run(t.Context(), check.Options{Bare: true, Seed: 1, Now: time.Now}, suites.All(), r.World)
	if err != nil {
		t.Fatal(err)
	}
	reports.Score(run, reports.ScoreOptions{})
	return run
}

// TestWhatATargetLacksCanBeDeclared holds the loader and the checks to the words
// of the catalogue: whoever lacks something and says so loses nothing else, and
// whoever lacks everything that can be lacked, and says so, can still pass.
func TestWhatATargetLacksCanBeDeclared(t *testing.T) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Profiles {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			words := p.Capabilities()
			words = slices.DeleteFunc(words, func(word string) bool {
				fits := lacks()[word].fits
				return fits != nil && !fits(p.Name)
			})
			for _, word := range words {
				unjudged(t, lacking(t, p.Name, []string{word}), word)
			}
			if run := lacking(t, p.Name, words); run.ExitCode != reports.ExitPass || run.Summary.Untested > 0 {
				unjudged(t, run, "everything")
				t.Errorf("lacking everything ends with exit code %d: %s", run.ExitCode, run.Sentence)
			}
		})
	}
}

// unjudged complains of what came to no verdict, or to a bad one.
func unjudged(t *testing.T, run *reports.Run, lacking string) {
	t.Helper()
	for _, f := range run.Findings {
		switch f.Verdict {
		case reports.Untested, reports.Inconclusive, reports.Fail:
			t.Errorf("lacking %s: %s is %s: %s", lacking, f.ID, f.Verdict, f.Detail)
		}
	}
}
