package resource

import (
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
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
		on("TEN-08", "name wildcards, reserved names, paths and a thousand characters", func(t *T) {
			grant := t.resident()
			for _, name := range []string{"*", "%", "..", "../" + t.tenant(), "__system__", "null", strings.Repeat("a", 1024)} {
				t.JudgeEach("the tenant "+check.Brief(name), t.CallIn(name, grant.Credentials()), check.Turned())
			}
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
