package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/scenarios/preflight"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/selftest"
)

// asked puts the questions of a run to a reference server with bent rules.
func asked(t *testing.T, bench *selftest.Bench, bend func(*fakeserver.Rules)) []preflight.Answer {
	t.Helper()
	r, err := bench.Raise(t.Context(), bend)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	chapters, err := check.Chapters(check.Options{Now: time.Now}, suites.All(), r.World)
	if err != nil {
		t.Fatal(err)
	}
	return preflight.New(preflight.Options{Assembly: r.Assembly, Now: time.Now, Chapters: chapters}).Ask(t.Context())
}

// excused are the faults of a server that refuses what is right, with the
// questions that then fail as they would for a wrong file. What the checks
// would have found of them is untested: a person has to look who is right.
var excused = map[string][]string{
	"basic-ascii-alone": {"basic: other basic", "clearxp: other basic"},
	"basic-refused": {"basic: basic", "basic: basic colon", "basic: other basic",
		"clearxp: basic", "clearxp: basic colon", "clearxp: other basic"},
	"basic-rest-dropped":        {"basic: basic colon", "clearxp: basic colon"},
	"basic-split-at-last-colon": {"basic: basic colon", "clearxp: basic colon"},
	"bearer-refused":            {"clearxp: probe", "oauth2: probe", "xena: probe"},
	"exchange-needs-tenant": {"clearxp: client", "clearxp: other client", "oauth2: client", "oauth2: other client",
		"clearxp: resident", "xena: client", "xena: other client", "xena: resident"},
	"json-only":           {"oauth2: client", "oauth2: other client", "xena: client", "xena: other client", "xena: resident"},
	"launch-refused":      {"clearxp: launch"},
	"metadata-missing":    {"oauth2: discovery", "xena: discovery"},
	"own-tenant-refused":  {"clearxp: probe", "xena: probe"},
	"pkce-insisted-on":    {"clearxp: login", "oauth2: login", "xena: login"},
	"temporary-keys-shut": {"lxhive: basic"},
	"temporary-refused":   {"lxhive: administrator"},
}

// TestOnlyRefusalsAreExcused holds the questions against every fault: only a
// server that refuses what is right may be taken for one whose file is wrong.
// Whatever else a server gets wrong is for the checks to find.
func TestOnlyRefusalsAreExcused(t *testing.T) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	servers := slices.Concat([]faults.Fault{{Name: "honest"}}, faults.All(), faults.Manners())
	for _, profile := range c.Profiles {
		t.Run(profile.Name, func(t *testing.T) {
			t.Parallel()
			bench, err := selftest.NewBench(c, profile.Name)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range servers {
				if _, known := excused[f.Name]; len(f.Breaks[profile.Name]) > 0 || f.Breaks == nil || known {
					judgeExcuses(t, bench, profile.Name, f)
				}
			}
		})
	}
}

// judgeExcuses compares the questions that a fault fails with the list.
func judgeExcuses(t *testing.T, bench *selftest.Bench, profile string, f faults.Fault) {
	t.Helper()
	var want, got []string
	for _, entry := range excused[f.Name] {
		if strings.HasPrefix(entry, profile+": ") {
			want = append(want, entry)
		}
	}
	for _, a := range asked(t, bench, f.Bend) {
		if a.Excused() {
			got = append(got, profile+": "+a.Question)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: a wrong file would explain %q, want %q", f.Name, got, want)
	}
}
