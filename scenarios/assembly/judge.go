package assembly

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/catalogue"
)

// judge finds what the file asks for and nobody here can do.
func judge(t *targetfile.Target, ps []scenarios.Profile, c *catalogue.Catalogue) targetfile.Problems {
	var out targetfile.Problems
	_, adopted := c.Profile(t.Profile)
	dialect := dialectOf(t.Profile, ps)
	if dialect == nil || !adopted {
		out = append(out, t.Complain("/profile", fmt.Sprintf("no profile %q is known", t.Profile),
			"known: "+strings.Join(names(ps), ", ")+"; --profiles DIR hands in others"))
	}
	if naming, ok := dialect.(scenarios.Tenanted); ok && t.Tenant != nil {
		for name := range t.Headers {
			if strings.EqualFold(name, naming.TenantHeader()) {
				out = append(out, t.Complain("/headers/"+name, "names the tenant, and is decided by each request", "give the tenant's name under tenant"))
			}
		}
	}
	known := capabilities(c)
	for i, word := range t.Absent {
		if !slices.Contains(known, word) {
			out = append(out, t.Complain(fmt.Sprintf("/absent/%d", i), fmt.Sprintf("no check needs %q", word),
				"known: "+strings.Join(known, ", ")))
		}
	}
	return out
}

// dialectOf is the codec of the profile of a name, nil where there is none.
func dialectOf(name string, ps []scenarios.Profile) scenarios.Dialect {
	for _, p := range ps {
		if p.Name == name {
			return p.Dialect
		}
	}
	return nil
}

// names are those of the profiles, in the order of the alphabet.
func names(ps []scenarios.Profile) []string {
	out := make([]string, len(ps))
	for i, p := range ps {
		out[i] = p.Name
	}
	slices.Sort(out)
	return out
}

// capabilities are the optional capabilities that a target file may declare
// absent: those that some requirement needs.
func capabilities(c *catalogue.Catalogue) []string {
	words := map[string]bool{}
	for _, r := range c.Requirements {
		for _, word := range r.AllNeeds() {
			words[word] = true
		}
	}
	return slices.Sorted(maps.Keys(words))
}
