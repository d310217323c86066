package selftest

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/login"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
)

// misspelt changes the password in the steps of a login.
func misspelt(steps []login.Step) {
	for _, s := range steps {
		if _, asked := s.Fill["password"]; asked {
			s.Fill["password"] = "of-nobody"
		}
	}
}

// unfit are fixtures that are not what the target file says, with the checks
// that rest on them.
var unfit = map[string]struct {
	profile string
	spoil   func(w *check.World, f *login.Form)
	rest    []string // IDs, all of which must be untested
	says    string
}{
	"a member whose password is wrong": {"clearxp", func(_ *check.World, f *login.Form) { misspelt(f.MemberSteps) },
		[]string{"AUT-18"}, "did not get past the login"},
	"a member who does not exist": {"clearxp", func(_ *check.World, f *login.Form) { f.MemberSteps[0].Fill["username"] = "nobody" },
		[]string{"AUT-18"}, "did not get past the login"},
	"a tenant that nobody has": {"clearxp", func(w *check.World, _ *login.Form) { w.Client.Kit.OtherTenant = "nobody" },
		[]string{"TEN-03", "TEN-05", "TEN-06", "TEN-07", "TEN-11", "TEN-12", "BAS-08"}, "positive control failed"},
	"a fiscal id that nobody has": {"xena", func(w *check.World, _ *login.Form) { w.Client.Kit.OtherTenant = "99999" },
		[]string{"TEN-03", "TEN-05", "TEN-06", "TEN-12"}, "positive control failed"},
	"a tenant that nobody is named for": {"clearxp", func(w *check.World, _ *login.Form) { w.Client.Kit.Resident = nil },
		[]string{"TEN-03", "TEN-05", "TEN-06", "TEN-07", "TEN-11", "TEN-12", "BAS-08"}, "tenant.resident"},
	"a tenant whose resident's password is wrong": {"clearxp", func(_ *check.World, f *login.Form) { misspelt(f.ResidentSteps) },
		[]string{"TEN-03", "TEN-07"}, "did not get past the login"},
	"another client that nobody knows": {"clearxp", func(w *check.World, _ *login.Form) { w.Client.Kit.OtherClient.ID = "nobody" },
		[]string{"EXC-06", "REF-05"}, "a code for the client nobody"},
	"another client whose secret is wrong": {"oauth2", func(w *check.World, _ *login.Form) { w.Client.Kit.OtherClient.Secret = "of-nobody" },
		[]string{"EXC-06", "REF-05"}, "positive control failed"},
	"a learner whose password is wrong": {"clearxp", func(_ *check.World, f *login.Form) { misspelt(f.LearnerSteps) },
		[]string{"LAU-09", "LAU-10", "LAU-11", "LAU-15"}, "did not get past the login"},
	"no other learner": {"clearxp", func(w *check.World, _ *login.Form) { w.Client.Kit.Launch.Classmate = nil },
		[]string{"LAU-05", "LAU-06"}, "other_learner"},
	"one redirect URI": {"oauth2", func(w *check.World, _ *login.Form) { w.Client.Kit.Client.QueryRedirectURI = "" },
		[]string{"AUT-11", "AUT-40"}, "redirect_uri_with_query"},
	"no way to refuse": {"oauth2", func(_ *check.World, f *login.Form) { f.DenySteps = nil }, []string{"AUT-17"}, "deny_steps"},
}

// TestAFixtureThatIsNotThereProvesNothing spoils one fixture at a time: whatever
// rests on it is untested and says why, and nothing fails.
func TestAFixtureThatIsNotThereProvesNothing(t *testing.T) {
	for name, test := range unfit {
		t.Run(name, func(t *testing.T) {
			r := raised(t, bench(t, test.profile))
			test.spoil(&r.World, r.World.Client.Visitor.(*login.Form))
			run, err := check.Run(t.Context(), check.Options{Only: test.rest, Now: time.Now}, suites.All(), r.World)
			if err != nil || len(idsOf(run)) != len(test.rest) {
				t.Fatalf("findings of %q, %v", idsOf(run), err)
			}
			for _, f := range run.Findings {
				if f.Way != "" && f.Verdict == reports.NotApplicable {
					continue // a way that the target does not have; another one of the requirement is untested
				}
				if f.Verdict != reports.Untested || !strings.Contains(f.Detail, test.says) {
					t.Errorf("%s is %s: %s", f.ID, f.Verdict, f.Detail)
				}
			}
		})
	}
}

// idsOf are the requirements that a run has findings of: one of several ways or
// moments has one finding each.
func idsOf(run *reports.Run) []string {
	var ids []string
	for _, f := range run.Findings {
		ids = append(ids, f.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// TestWhatNeedsNoDenialIsTestedWithout has errors come about in another way
// where consent cannot be refused.
func TestWhatNeedsNoDenialIsTestedWithout(t *testing.T) {
	r := raised(t, bench(t, "oauth2"))
	r.World.Absent = append(slices.Clone(r.World.Absent), "denial")
	want := map[string]reports.Verdict{
		"AUT-04": reports.Pass, "AUT-17": reports.NotApplicable, "AUT-26": reports.Pass, "AUT-35": reports.Pass,
	}
	run, err := check.Run(t.Context(), check.Options{Only: []string{"AUT-04", "AUT-17", "AUT-26", "AUT-35"}, Now: time.Now}, suites.All(), r.World)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range run.Findings {
		if f.Verdict != want[f.ID] {
			t.Errorf("%s is %s (%s), want %s", f.ID, f.Verdict, f.Detail, want[f.ID])
		}
	}
}

// TestConsentThatIsNeverAskedForIsSaid tells what cannot be tested then, with
// what to write into the target file.
func TestConsentThatIsNeverAskedForIsSaid(t *testing.T) {
	f, _ := faults.Find("consent-skipped")
	r, err := bench(t, "oauth2").Raise(t.Context(), f.Bend)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	run, err := check.Run(t.Context(), check.Options{Only: []string{"AUT-17", "AUT-22"}, Now: time.Now}, suites.All(), r.World)
	if err != nil || len(idsOf(run)) != 2 {
		t.Fatalf("findings of %q, %v", idsOf(run), err)
	}
	for _, f := range run.Findings {
		switch {
		case f.ID == "AUT-17" && (f.Verdict != reports.Untested || !strings.Contains(f.Detail, "absent: [denial]")),
			f.ID == "AUT-22" && f.Verdict != reports.NotApplicable:
			t.Errorf("%s (%s) is %s: %s", f.ID, f.Way, f.Verdict, f.Detail)
		}
	}
}

// TestConsentMayBeAskedForAtTheLogin has one page ask for everything: who can
// refuse there has been asked, heeded or not.
func TestConsentMayBeAskedForAtTheLogin(t *testing.T) {
	for name, test := range map[string]struct {
		bend func(*fakeserver.Rules)
		want map[string]reports.Verdict
	}{
		"asked": {func(r *fakeserver.Rules) { r.Authorizing.Pages.OneStep = true }, map[string]reports.Verdict{"AUT-17": reports.Pass, "AUT-36": reports.Pass}},
		"not heeded": {func(r *fakeserver.Rules) { r.Authorizing.Pages.OneStep, r.Authorizing.DenialHeeded = true, false },
			map[string]reports.Verdict{"AUT-17": reports.Fail, "AUT-36": reports.Pass}},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := bench(t, "oauth2").Raise(t.Context(), test.bend)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			form := r.World.Client.Visitor.(*login.Form)
			form.Steps, form.DenySteps = onePage(form.Steps, "allow"), onePage(form.DenySteps, "deny")
			run, err := check.Run(t.Context(), check.Options{Only: []string{"AUT-17", "AUT-36"}, Now: time.Now}, suites.All(), r.World)
			if err != nil || len(run.Findings) != len(test.want) {
				t.Fatalf("%d findings, %v", len(run.Findings), err)
			}
			for _, f := range run.Findings {
				if f.Verdict != test.want[f.ID] {
					t.Errorf("%s is %s: %s (%s)", f.ID, f.Verdict, f.Detail, f.Actual)
				}
			}
		})
	}
}

// onePage are the steps of a login for a page that asks for consent as well.
func onePage(steps []login.Step, decision string) []login.Step {
	only := steps[0]
	only.Submit = decision
	return []login.Step{only}
}

// TestFindingsSayWhichValue sees that a check of many values names the one that
// got through.
func TestFindingsSayWhichValue(t *testing.T) {
	for id, want := range map[string][2]string{
		"AUT-08": {"redirect-case-folded", "the path in the other case"},
		"PRE-08": {"token-case-folded", "its letters in the other case"},
		"TEN-08": {"tenant-wildcard", "* alone: 200"},
		"AUT-07": {"unregistered-redirected-elsewhere", "sent on to https://www.example.com/sorry"},
		"LAU-12": {"launch-ttl-unchecked", "minutes -5"},
	} {
		f, _ := faults.Find(want[0])
		r, err := bench(t, "clearxp").Raise(t.Context(), f.Bend)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		run, err := check.Run(t.Context(), check.Options{Only: []string{id}, Now: time.Now}, suites.All(), r.World)
		said := func(f reports.Finding) bool { return strings.Contains(f.Actual, want[1]) }
		if err != nil || !slices.ContainsFunc(run.Findings, said) {
			t.Errorf("%s on %s: no finding says %q, %v", id, want[0], want[1], err)
			for _, f := range run.Findings {
				t.Logf("%s (%s): %s", f.Verdict, f.When, f.Actual)
			}
		}
	}
}

// TestRightServersPass sees that what a standard allows is no failing, not of a
// SHOULD either.
func TestRightServersPass(t *testing.T) {
	for manner, want := range map[string]map[string]reports.Verdict{
		"loopback-port-ignored":         {"AUT-08": reports.Pass},
		"no-token68-400":                {"PRE-14": reports.Pass, "PRE-28": reports.Pass, "PRE-30": reports.Pass},
		"cookie-for-the-language":       {"AUT-28": reports.Pass},
		"consent-guarded-by-cookie":     {"AUT-22": reports.Pass, "AUT-28": reports.Pass},
		"consent-guarded-by-origin":     {"AUT-22": reports.Pass},
		"revocation-refusals-cacheable": {"ANS-16": reports.Pass, "REV-06": reports.Pass, "REV-08": reports.Pass},
		"consent-remembered":            {"AUT-17": reports.Pass, "AUT-22": reports.Pass},
	} {
		t.Run(manner, func(t *testing.T) {
			f, _ := faults.Find(manner)
			r, err := bench(t, "oauth2").Raise(t.Context(), f.Bend)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			run, err := check.Run(t.Context(), check.Options{Only: slices.Sorted(maps.Keys(want)), Now: time.Now}, suites.All(), r.World)
			if err != nil || len(idsOf(run)) != len(want) {
				t.Fatalf("findings of %q, %v", idsOf(run), err)
			}
			for _, f := range run.Findings {
				if f.Way == "by POST" && f.Verdict == reports.NotApplicable {
					continue // the authorization endpoint takes GET alone, RFC 6749 §3.1
				}
				if f.Verdict != want[f.ID] {
					t.Errorf("%s (%s) is %s: %s (%s)", f.ID, f.When, f.Verdict, f.Detail, f.Actual)
				}
			}
		})
	}
}

// secondRefused shows a page instead of the second landing.
type secondRefused struct {
	scenarios.Visitor
	visits int
}

func (v *secondRefused) Visit(ctx context.Context, send scenarios.Sender, first scenarios.Request, stop string, how scenarios.Conduct) (*scenarios.Landing, error) {
	l, err := v.Visitor.Visit(ctx, send, first, stop, how)
	if v.visits++; err == nil && v.visits == 2 {
		l.URL, l.Answer = nil, nil
		l.Last().Status = http.StatusForbidden
	}
	return l, err
}

// TestWhatWasNotThereIsNotJudged has the thing that a check is to look at be
// missing.
func TestWhatWasNotThereIsNotJudged(t *testing.T) {
	for name, test := range map[string]struct {
		profile, check string
		spoil          func(w *check.World)
	}{
		"the second launch ends on a page": {"clearxp", "LAU-15", func(w *check.World) {
			w.Client.Visitor = &secondRefused{Visitor: w.Client.Visitor}
		}},
		"the token endpoint that the metadata names is none": {"oauth2", "DIS-06", func(w *check.World) {
			w.Client.Endpoints.At["token"] = w.Client.Endpoints.Auth + "/nowhere"
		}},
		"the login with a wrong password sends none": {"oauth2", "AUT-19", func(w *check.World) {
			f := *w.Client.Visitor.(*login.Form)
			f.Sessions = nil
			w.Client.Visitor = &unlike{f: &f}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			r := raised(t, bench(t, test.profile))
			test.spoil(&r.World)
			run, err := check.Run(t.Context(), check.Options{Only: []string{test.check}, Now: time.Now}, suites.All(), r.World)
			if err != nil || len(run.Findings) != 1 {
				t.Fatalf("%d findings, %v", len(run.Findings), err)
			}
			if f := run.Findings[0]; f.Verdict != reports.Untested {
				t.Errorf("%s is %s: %s (%s)", f.ID, f.Verdict, f.Detail, f.Actual)
			}
		})
	}
}

// unlike does not find the login where it is to mistype.
type unlike struct{ f *login.Form }

func (v *unlike) Visit(ctx context.Context, send scenarios.Sender, first scenarios.Request, stop string, how scenarios.Conduct) (*scenarios.Landing, error) {
	if how == scenarios.Mistypes {
		how = scenarios.Waits
	}
	return v.f.Visit(ctx, send, first, stop, how)
}
