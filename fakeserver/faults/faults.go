// Package faults names everything that the reference server can be made to do
// wrong, one thing at a time, and says which requirements that must break:
// those and no others. Beside them stand manners, which are unusual and right,
// and must break nothing.
//
// It bends the rules of the reference server and knows nothing of the checks
// that are to notice.
package faults

import (
	"io"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/internal/comparison"
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

// Contracts are the names of the contracts that the fault bends: those of the
// profiles that Breaks has an entry for, be it an empty one.
func (f Fault) Contracts() []string {
	named := map[string]bool{}
	for profile := range f.Breaks {
		if profile == "basic" { // HTTP Basic alone, of the contract that has more
			profile = "clearxp"
		}
		named[profile] = true
	}
	return slices.Sorted(maps.Keys(named))
}

// In returns the contract with the fault, where the fault is one of it, and else
// the contract as it is.
func (f Fault) In(c fakeserver.Contract) fakeserver.Contract {
	if !slices.Contains(f.Contracts(), c.Name) {
		return c
	}
	return c.Bent(f.Bend)
}

// All returns every fault, chapter by chapter.
func All() []Fault {
	return slices.Concat(
		authorizing(), authorizingPages(), pkce(), exchanging(), tokenResponse(), clientAuthentication(),
		refreshing(), bearer(), expiring(), tenancy(), basic(), launching(), temporary(), hygiene(),
		authorizingScopes(), authorizingHybrid(), authorizingImplicit(), pkcePlain(), exchangingForms(), clientHeader(),
		refreshingScopes(), bearerScopes(), bearerUser(), discovery(), revoking(), introspecting(), idToken(), sessionsSilent(), sessionsEnded(), sessionsLeft(), hygieneForms(),
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

// carelessly are faults of one comparison: of, such as client-secret, is the beginning
// of their names, what is the plural of what is compared, and names choose among the
// careless comparisons, for a fault that breaks the same as another one of its kind
// costs a run and shows nothing.
func carelessly(of, what string, breaks breaks, bend func(r *fakeserver.Rules, equal func(stored, sent string) bool), names ...string) []Fault {
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

// inWork is how long a request takes where requests have to overlap: the
// reference server alone is too fast for that.
const inWork = time.Millisecond

// UnderLoad returns the faults that only many requests at a time bring to
// light. No check that comes alone notices them, so they break no requirement;
// a load run must.
func UnderLoad() []Fault {
	return []Fault{
		{Name: "users-mixed-up", Summary: "answers once in 500 about the user of another request in flight", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { r.Crowding.MixUpEvery, r.Manners.Latency = 500, inWork }},
		{Name: "tenants-mixed-up", Summary: "answers once in 500 in the name of the tenant that another request in flight asks for", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { r.Crowding.TenantMixUpEvery, r.Manners.Latency = 500, inWork }},
		{Name: "revoked-cached-5s", Summary: "serves a revoked token from a cache for five seconds", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { r.Crowding.RevokedServedFor = 5 * time.Second }},
		{Name: "expired-in-crowds", Summary: "accepts expired tokens with 16 requests in flight", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { r.Crowding.ExpiryUnjudgedFrom, r.Manners.Latency = 16, inWork }},
		{Name: "one-percent-500", Summary: "answers 500 to one request in a hundred", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { r.Crowding.BreakEvery = 100 }},
		{Name: "stalls-2s", Summary: "answers nothing for two seconds of every ten", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) {
				r.Crowding.StallEvery, r.Crowding.StallFor = 10*time.Second, 2*time.Second
			}},
	}
}

// anything is a comparison that holds of any two texts.
func anything(_, _ string) bool { return true }

// digits returns n random digits.
func digits(random io.Reader, n int) string {
	text := make([]byte, n)
	_, _ = io.ReadFull(random, text)
	for i := range text {
		text[i] = '0' + text[i]%10
	}
	return string(text)
}

// portless returns a URI without its port.
func portless(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Port() == "" {
		return uri
	}
	return strings.Replace(uri, u.Host, u.Hostname(), 1)
}

// undotted returns a URI with its dot segments resolved and its escapes undone.
func undotted(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || !strings.Contains(u.Path, "..") {
		return uri
	}
	u.Path, u.RawPath = path.Clean(u.Path), ""
	return u.String()
}

// prefix is a comparison that looks only at as much as was sent, as long as
// that is more than half.
func prefix(issued, sent string) bool {
	return len(sent) > len(issued)/2 && strings.HasPrefix(issued, sent)
}
