package assembly

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/basic"
	"github.com/authassay/authassay/scenarios/clearxp"
	"github.com/authassay/authassay/scenarios/lxhive"
	"github.com/authassay/authassay/scenarios/oauth2"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/scenarios/xena"
	"github.com/authassay/authassay/suites/catalogue"
)

// dialects are the codecs by the name of the profile that speaks them.
var dialects = map[string]scenarios.Dialect{
	"basic":   basic.Dialect{},
	"clearxp": clearxp.Dialect{},
	"lxhive":  lxhive.Dialect{},
	"oauth2":  oauth2.Dialect{},
	"xena":    xena.Dialect{},
}

// Profiles names the profiles that a target can be assembled for, in the
// order of the alphabet.
func Profiles() []string { return slices.Sorted(maps.Keys(dialects)) }

// judge finds what the file asks for and nobody here can do.
func judge(t *targetfile.Target, c *catalogue.Catalogue) targetfile.Problems {
	var out targetfile.Problems
	_, adopted := c.Profile(t.Profile)
	if _, spoken := dialects[t.Profile]; !adopted || !spoken {
		out = append(out, t.Complain("/profile", fmt.Sprintf("no profile %q is known", t.Profile),
			"known: "+strings.Join(Profiles(), ", ")))
	}
	if naming, ok := dialects[t.Profile].(interface{ TenantHeader() string }); ok && t.Tenant != nil {
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
