package faults

import (
	"maps"
	"slices"

	"github.com/authassay/authassay/fakeserver"
)

// Fault is the reference server with one rule bent.
type Fault struct {
	Name    string
	Summary string // what the server does wrong, in a few words
	// Breaks are the IDs of the requirements that the fault breaks, by profile:
	// no fewer and no more.
	Breaks map[string][]string
	// Halts says that the fault is so gross that some checks cannot be tried at
	// all. Without it every check must come to a verdict.
	Halts bool
	Bend  func(*fakeserver.Rules)
}

// Rules returns the rules of a server with the fault.
func (f Fault) Rules() fakeserver.Rules {
	r := fakeserver.Honest()
	f.Bend(&r)
	return r
}

// All returns every fault, chapter by chapter.
func All() []Fault {
	return slices.Concat(
		authorizing(), authorizingPages(), proving(), exchanging(), answering(), identifying(),
		refreshing(), presenting(), expiring(), tenancy(), basic(), launching(), temporary(), hygiene(),
	)
}

// Find returns the fault or the manner of a name.
func Find(name string) (Fault, bool) {
	all := append(All(), Manners()...)
	i := slices.IndexFunc(all, func(f Fault) bool { return f.Name == name })
	if i < 0 {
		return Fault{}, false
	}
	return all[i], true
}

// clearxp says which requirements of that profile a fault breaks.
func clearxp(ids ...string) map[string][]string { return map[string][]string{"clearxp": ids} }

// lxhive says which requirements of that profile a fault breaks.
func lxhive(ids ...string) map[string][]string { return map[string][]string{"lxhive": ids} }

// both says which requirements of several profiles a fault breaks.
func both(profiles ...map[string][]string) map[string][]string {
	out := map[string][]string{}
	for _, p := range profiles {
		maps.Copy(out, p)
	}
	return out
}
