package profiles

import (
	"fmt"
	"io/fs"
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
// An error is a mistake in those; see catalogue.Load.
func Catalogue(ps []scenarios.Profile) (*catalogue.Catalogue, error) {
	folders := make([]fs.FS, len(ps))
	for i, p := range ps {
		folders[i] = p.Files
	}
	c, err := catalogue.Load(folders...)
	if err != nil {
		return nil, err
	}
	for _, p := range ps {
		if _, ok := c.Profile(p.Name); !ok {
			return nil, fmt.Errorf("read catalogue: the table of the profile %s has another name", p.Name)
		}
	}
	return c, nil
}
