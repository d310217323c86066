package profiles

import (
	"fmt"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/basic"
	"github.com/authassay/authassay/scenarios/clearxp"
	"github.com/authassay/authassay/scenarios/lxhive"
	"github.com/authassay/authassay/scenarios/oauth2"
	"github.com/authassay/authassay/scenarios/xena"
	"github.com/authassay/authassay/suites/catalogue"
)

// BuiltIn returns the profiles that authassay has of its own, by name. The list
// is the caller's to add to.
func BuiltIn() []scenarios.Profile {
	return []scenarios.Profile{
		basic.Profile(),
		clearxp.Profile(),
		lxhive.Profile(),
		oauth2.Profile(),
		xena.Profile(),
	}
}

// Names are the names of profiles, in the order of the alphabet.
func Names(ps []scenarios.Profile) []string {
	names := make([]string, len(ps))
	for i, p := range ps {
		names[i] = p.Name
	}
	slices.Sort(names)
	return names
}

// Find returns the profile of a name. An unknown one is an error that names the
// known.
func Find(ps []scenarios.Profile, name string) (scenarios.Profile, error) {
	i := slices.IndexFunc(ps, func(p scenarios.Profile) bool { return p.Name == name })
	if i < 0 {
		return scenarios.Profile{}, fmt.Errorf("find profile: no profile %q, only %s", name, strings.Join(Names(ps), ", "))
	}
	return ps[i], nil
}

// Template gives the commented target file of the built-in profile of a name.
func Template(name string) ([]byte, error) {
	p, err := Find(BuiltIn(), name)
	if err != nil {
		return nil, err
	}
	return p.Template()
}

// Catalogue reads the requirements that are built in and the tables of profiles.
// An error is a mistake in those; see [catalogue.Read].
func Catalogue(ps []scenarios.Profile) (*catalogue.Catalogue, error) {
	folders := make([]catalogue.Folder, len(ps))
	for i, p := range ps {
		folders[i] = catalogue.Folder{Name: p.Name, Files: p.Files}
	}
	return catalogue.Read(folders...)
}
