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
		authorizingScopes(), authorizingHybrid(), authorizingImplicit(), provingPlain(), exchangingForms(), identifyingHeader(),
		refreshingScopes(), presentingScopes(), presentingUser(), discovery(), revoking(), introspecting(), asserting(), hygieneForms(),
	)
}

// Find returns the fault or the manner of a name, one under load too.
func Find(name string) (Fault, bool) {
	all := slices.Concat(All(), Manners(), UnderLoad())
	i := slices.IndexFunc(all, func(f Fault) bool { return f.Name == name })
	if i < 0 {
		return Fault{}, false
	}
	return all[i], true
}

// breaks are the requirements that a fault breaks, by profile.
type breaks map[string][]string

// clearxp says which requirements of that profile a fault breaks.
func clearxp(ids ...string) breaks { return breaks{"clearxp": ids} }

// lxhive says it of that profile.
func lxhive(ids ...string) breaks { return breaks{"lxhive": ids} }

// both says it of several profiles.
func both(profiles ...breaks) breaks {
	out := breaks{}
	for _, p := range profiles {
		maps.Copy(out, p)
	}
	return out
}

// oauth2 says it of that profile.
func oauth2(ids ...string) breaks { return breaks{"oauth2": ids} }

// xena says it of that profile.
func xena(ids ...string) breaks { return breaks{"xena": ids} }

// forms says it of both profiles of form encoding.
func forms(ids ...string) breaks { return oauth2(ids...).xena(ids...) }

// alike says it of every profile with an authorization endpoint.
func alike(ids ...string) breaks { return clearxp(ids...).forms(ids...) }

// forms adds both profiles of form encoding.
func (b breaks) forms(ids ...string) breaks { return b.oauth2(ids...).xena(ids...) }

// basicOnly says it of the profile of keys alone.
func basicOnly(ids ...string) breaks { return breaks{"basic": ids} }

// basic adds that profile.
func (b breaks) basic(ids ...string) breaks {
	b["basic"] = ids
	return b
}

// oauth2 adds that profile.
func (b breaks) oauth2(ids ...string) breaks {
	b["oauth2"] = ids
	return b
}

// xena adds that profile.
func (b breaks) xena(ids ...string) breaks {
	b["xena"] = ids
	return b
}
