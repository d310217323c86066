// Package authorization holds faults of the authorization endpoint: how it compares what
// it is asked with, where its answers stand, what its pages repeat, and what a consent
// counts for. Package faults lists them with all others.
//
// It must not know the checks that are to notice.
package authorization

import (
	"slices"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/internal/comparison"
)

// Fault is the reference server with one rule bent, as package faults has it.
type Fault struct {
	Name    string
	Summary string
	Breaks  map[string][]string
	Halts   bool
	Bend    func(*fakeserver.Rules)
}

// All are the faults of the room. Most are faults of one contract: the others would show
// the same.
func All() []Fault {
	return slices.Concat(redirects(), posted(), names(), repetitions(), words(), states(), errors(), places(), scopes(), passwords(), pages(), consents(), sessions())
}

// in says which requirements of one profile a fault breaks.
func in(profile string, ids ...string) map[string][]string { return map[string][]string{profile: ids} }

// oauth2 says it of the profile that most of them are tried in.
func oauth2(ids ...string) map[string][]string { return in("oauth2", ids...) }

// carelessly are faults of one comparison, each with the requirements that it breaks.
func carelessly(of, what string, bend func(r *fakeserver.Rules, equal func(stored, sent string) bool), breaks map[string][]string, names ...string) []Fault {
	var out []Fault
	for _, name := range names {
		c := comparison.Named(name)
		out = append(out, Fault{
			Name: of + "-" + c.Name, Summary: "compares " + what + " " + c.Summary, Breaks: breaks,
			Bend: func(r *fakeserver.Rules) { bend(r, c.Equal) },
		})
	}
	return out
}
