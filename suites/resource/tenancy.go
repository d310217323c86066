package resource

import (
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/pointer"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// Tenancy is the chapter of tenants that share a server: a credential opens
// its own tenant and no other.
func Tenancy() []check.Check {
	return slices.Concat(
		[]check.Check{
			on("TEN-01", "call the API in the token's own tenant", func(t *T) {
				t.Judge(t.CallIn(t.tenant(), t.Grant().Credentials()), check.Alive())
			}, check.Looks),
		},
		tenancyMissing(),
		tenancyOthers(),
		tenancyNames(),
		tenancyPlaces(),
		tenancyRequests(),
		tenancySecond(),
		[]check.Check{
			wordings("TEN-14", "look at the status of tenants that credentials do not open", check.KindTenant, check.TenantRefused(), func(t *T) any {
				grant := t.resident()
				return t.CallIn(t.Nonce(), grant.Credentials())
			}),
		},
	)
}

// tenant is given: the tester's own tenant.
func (t *T) tenant() string {
	if t.Kit.Tenant == "" {
		t.Untested("the target file names no tenant")
	}
	return t.Kit.Tenant
}

// otherTenant is given: a tenant that is there, and that the tester's
// credentials must not open. Somebody else's token opens it: that a tenant which
// nobody has stays shut shows nothing.
func (t *T) otherTenant() string {
	if t.Kit.OtherTenant == "" {
		t.Untested("the target file names no other tenant")
	}
	if t.Kit.Resident == nil {
		t.Untested("nobody knows whether there is a tenant %s: the target file names nobody who may open it (tenant.resident)", t.Kit.OtherTenant)
	}
	var seen *scenarios.Reply
	opens := func(g scenarios.Grant) bool {
		seen = t.CallIn(t.Kit.OtherTenant, g.Credentials())
		return seen.Class == scenarios.Alive
	}
	check.Borrow(t.T, "resident", opens, func() scenarios.Grant {
		g := t.GrantTo(*t.Kit.Resident, t.Kit.OtherTenant, scenarios.AsResident)
		opens(g)
		return g
	})
	t.Control(seen, check.Alive())
	return t.Kit.OtherTenant
}

// resident is given: an access token that is alive in its own tenant.
func (t *T) resident() scenarios.Grant {
	grant := t.Grant()
	t.Control(t.CallIn(t.tenant(), grant.Credentials()), check.Alive())
	return grant
}

// tenancyMissing leaves the tenant out.
func tenancyMissing() []check.Check {
	return []check.Check{
		on("TEN-02", "call the API without a tenant", func(t *T) {
			grant := t.resident()
			t.Judge(t.CallIn("", grant.Credentials()), check.Reply("a refusal", check.IsRefused))
		}),
		on("TEN-13", "look at the status without a tenant", func(t *T) {
			grant := t.resident()
			r := t.CallIn("", grant.Credentials())
			t.Control(r, check.Turned())
			t.Measure("answer to a missing tenant", "%d", r.Status)
			t.Judge(r, check.RefusedWith(http.StatusBadRequest))
		}),
	}
}

// tenancyOthers names tenants that are not the token's.
func tenancyOthers() []check.Check {
	return []check.Check{
		on("TEN-03", "call the API in another tenant", func(t *T) {
			t.at(func() {
				grant, other := t.resident(), t.otherTenant()
				r := t.CallIn(other, grant.Credentials())
				t.Judge(r, check.TenantRefused())
				t.Measure("answer to another tenant", "%d", r.Status)
			})
		}),
		on("TEN-04", "call the API in a tenant that does not exist", func(t *T) {
			grant := t.resident()
			t.Judge(t.CallIn(t.Nonce(), grant.Credentials()), check.TenantRefused())
		}),
		on("TEN-05", "compare the answers to another tenant and to an unknown one", func(t *T) {
			grant, other := t.resident(), t.otherTenant()
			unknown := strings.Repeat("u", len(other))
			t.Alike(t.CallIn(other, grant.Credentials()), t.CallIn(unknown, grant.Credentials()))
		}),
		on("TEN-06", "look for data in the refusal of another tenant", func(t *T) {
			grant, other := t.resident(), t.otherTenant()
			own := t.CallIn(t.tenant(), grant.Credentials())
			refused := t.CallIn(other, grant.Credentials())
			t.Control(refused, check.Turned())
			t.Judge(refused, check.Turned().That("shows nothing of what the API shows in the own tenant", func(r *scenarios.Reply) bool {
				return !sharesText(own.Members, string(r.Body))
			}))
		}),
		on("TEN-12", "call the API in another tenant with a refreshed access token", func(t *T) {
			refreshed := t.Granted(t.Refresh(t.Grant().RefreshToken))
			t.Control(t.CallIn(t.tenant(), refreshed.Credentials()), check.Alive())
			t.Judge(t.CallIn(t.otherTenant(), refreshed.Credentials()), check.TenantRefused())
		}),
	}
}

// sharesText says whether a text holds one of the longer texts of an object.
func sharesText(value any, text string) bool {
	switch v := value.(type) {
	case map[string]any:
		for _, member := range v {
			if sharesText(member, text) {
				return true
			}
		}
	case []any:
		for _, member := range v {
			if sharesText(member, text) {
				return true
			}
		}
	case string:
		return len(v) >= 8 && strings.Contains(text, v)
	}
	return false
}

// tenancyNames writes the tenant's name otherwise.
func tenancyNames() []check.Check {
	return []check.Check{
		on("TEN-08", "name wildcards, reserved names, paths, a thousand characters and whatever resembles the tenant", func(t *T) {
			grant := t.resident()
			t.Sweep(t.spellings(nearmiss.Tenant, t.tenant(), others(t.tenant())...), func(m nearmiss.Miss) any {
				return t.CallIn(m.Value, grant.Credentials())
			}, check.Turned())
			t.Control(t.CallIn(t.tenant(), grant.Credentials()), check.Alive())
		}, check.Attacks),
		on("TEN-09", "write the tenant in capitals", func(t *T) {
			grant := t.resident()
			upper := check.SwapCase(t.tenant())
			if upper == t.tenant() {
				t.Inapplicable("the tenant's name holds no letter")
			}
			t.Judge(t.CallIn(upper, grant.Credentials()), check.Turned())
		}),
	}
}

// others are names that no tenant should have, beside those of the table.
func others(own string) []nearmiss.Miss {
	const kept = "a name that stands for nothing, or for the system's own"
	return []nearmiss.Miss{
		{As: "the parent of its folder", Why: "taken for a path", Value: "../" + own},
		{As: "a thousand characters", Why: "cut to what a column holds", Value: strings.Repeat("a", 1024)},
		{As: "the word all", Why: kept, Value: "all"}, {As: "the word root", Why: kept, Value: "root"},
		{As: "the word system", Why: kept, Value: "system"}, {As: "the word main", Why: kept, Value: "main"},
	}
}

// tenancyRequests names another tenant where tokens are handed out: a token stays
// one of the tenant that its client belongs to.
func tenancyRequests() []check.Check {
	bound := func(when string, obtain func(t *T, named scenarios.Bend) scenarios.Grant) check.Check {
		return on("TEN-15", when, func(t *T) {
			header, other := t.tenantHeader(), t.otherTenant()
			t.resident()
			grant := obtain(t, scenarios.WithHeader(header, other))
			t.Judge(t.CallIn(other, grant.Credentials()), check.TenantRefused())
		}).At(check.Caller(1))
	}
	granted := func(t *T, r *scenarios.Reply) scenarios.Grant {
		if check.IsRefused(r) {
			t.Judge(r, check.Turned())
			t.Inapplicable("a token request that names another tenant is refused: %s", check.Describe(r))
		}
		return t.Granted(r)
	}
	return []check.Check{
		bound("redeem a code with another tenant's header", func(t *T, named scenarios.Bend) scenarios.Grant {
			return granted(t, t.Exchange(t.Code(), named))
		}),
		bound("refresh with another tenant's header", func(t *T, named scenarios.Bend) scenarios.Grant {
			return granted(t, t.Refresh(t.Grant().RefreshToken, named))
		}),
	}
}

// tenancySecond names the own tenant in a second place while the header names
// another one, and the other way round.
func tenancySecond() []check.Check {
	return []check.Check{
		on("TEN-16", "name another tenant in the header and the own one elsewhere, and the other way round", func(t *T) {
			grant, other, header := t.resident(), t.otherTenant(), t.tenantHeader()
			t.Sweep(misses(places(header, t.tenant())), func(m nearmiss.Miss) any {
				return t.CallIn(other, grant.Credentials(), bends(placed(header, t.tenant(), m.As))...)
			}, check.Turned())
			own := check.Reply("a refusal, or what is of the own tenant", func(r *scenarios.Reply) bool {
				return r.Class != scenarios.Alive || t.ofTenant(r)
			})
			t.Control(t.CallIn(t.tenant(), grant.Credentials()), check.Alive())
			t.Sweep(misses(places(header, other)), func(m nearmiss.Miss) any {
				return t.CallIn(t.tenant(), grant.Credentials(), bends(placed(header, other, m.As))...)
			}, own)
		}, check.Attacks),
	}
}

// ofTenant says whether an answer is of the tester's own tenant, as far as it says.
func (t *T) ofTenant(r *scenarios.Reply) bool {
	if t.Kit.ProbeTenant.Pointer == "" {
		return true
	}
	is, found := pointer.Find(r.Body, t.Kit.ProbeTenant.Pointer)
	return !found || is == t.Kit.ProbeTenant.Is
}

// places are where a tenant may be named beside its header.
func places(header, tenant string) []nearmiss.Packing {
	const why = "a second place that comes before the first"
	out := []nearmiss.Packing{
		{As: "in the query as tenant", Why: why, Query: []nearmiss.Field{{Name: "tenant", Value: tenant}}},
		{As: "in the query as tenant_id", Why: why, Query: []nearmiss.Field{{Name: "tenant_id", Value: tenant}}},
		{As: "in the query as the header is called", Why: why, Query: []nearmiss.Field{{Name: header, Value: tenant}}},
		{As: "in the cookie tenant", Why: why, Header: []nearmiss.Field{{Name: "Cookie", Value: "tenant=" + tenant}}},
	}
	for _, name := range []string{"X-Tenant", "X-Tenant-Id", "Tenant", "X-Original-Tenant", "X-Forwarded-Tenant", strings.ReplaceAll(header, "-", "_")} {
		if !strings.EqualFold(name, header) {
			out = append(out, nearmiss.Packing{As: "in the field " + name, Why: why, Header: []nearmiss.Field{{Name: name, Value: tenant}}})
		}
	}
	return out
}

// placed is the place of a name.
func placed(header, tenant, as string) nearmiss.Packing {
	all := places(header, tenant)
	return all[slices.IndexFunc(all, func(p nearmiss.Packing) bool { return p.As == as })]
}

// tenancyPlaces names tenants in several places at once.
func tenancyPlaces() []check.Check {
	return []check.Check{
		on("TEN-07", "send two tenant headers", func(t *T) {
			grant, other := t.resident(), t.otherTenant()
			header := t.tenantHeader()
			for _, pair := range [][2]string{{t.tenant(), other}, {other, t.tenant()}} {
				r := t.CallIn(pair[0], grant.Credentials(), scenarios.AgainHeader(header, pair[1]))
				t.JudgeEach(pair[0]+", then "+pair[1], r, check.Turned())
			}
		}),
		on("TEN-10", "name the tenant in the URI and not in the header", func(t *T) {
			grant := t.resident()
			for _, name := range []string{"tenant", t.tenantHeader()} {
				t.JudgeEach("the parameter "+name, t.CallIn("", grant.Credentials(), scenarios.WithQuery(name, t.tenant())), check.Turned())
			}
		}),
		on("TEN-11", "name two tenants in one header", func(t *T) {
			grant, other := t.resident(), t.otherTenant()
			for _, list := range []string{t.tenant() + "," + other, other + ", " + t.tenant()} {
				t.JudgeEach("the tenant "+check.Brief(list), t.CallIn(list, grant.Credentials()), check.Turned())
			}
		}),
	}
}

// tenantHeader is given: the header that names the tenant.
func (t *T) tenantHeader() string {
	name := t.Client.TenantHeader()
	if name == "" {
		t.Inapplicable("requests do not name their tenant in a header here")
	}
	return name
}
