package fakeserver

import (
	"net/http"
)

// TenancyRules decide how the tenant header binds a request to the tenant of
// its credentials (the ClearXP documentation names the header X-CXP-Tenant).
type TenancyRules struct {
	Required           bool                                          // a bearer token needs the header
	PickHeader         func(values []string) (value string, ok bool) // of one or more tenant headers
	FromQuery          string                                        // query parameter that stands in for the header; "" is none
	Matches            func(own, sent string) bool                   // whether the named tenant is the token's
	UnknownAdmitted    func(sent string) bool                        // asked of a tenant that does not exist; may be nil
	RefreshKeepsTenant bool                                          // else a refreshed access token opens every tenant
	JudgedFirst        bool                                          // the tenant has to exist before the token is looked at
	Vouches            func(tenant, token string) bool               // a known tenant saves a bad token; may be nil
	RefusalLeaks       bool                                          // a refusal shows the user that would have been served

	Missing Refusal
	Several Refusal
	Other   Refusal // a tenant that is not the token's
	Unknown Refusal // a tenant that does not exist
}

func honestTenancy() TenancyRules {
	other := Refusal{http.StatusForbidden, permissionError, "the tenant is not open to these credentials"}
	return TenancyRules{
		Required:           true,
		PickHeader:         onlyOne,
		Matches:            func(own, sent string) bool { return own == sent },
		RefreshKeepsTenant: true,
		Missing:            Refusal{http.StatusBadRequest, validationError, "the header X-CXP-Tenant is required"},
		Several:            Refusal{http.StatusBadRequest, validationError, "the header X-CXP-Tenant was sent more than once"},
		Other:              other,
		Unknown:            other,
	}
}

// tenantHeader is X-CXP-Tenant as net/http spells it.
const tenantHeader = "X-Cxp-Tenant"

// tenantNamed is the tenant that a request names; "" is none.
func (v *visit) tenantNamed() (string, bool) {
	rules := &v.rules.Tenancy
	if fiscal := v.r.PathValue("fiscal"); fiscal != "" {
		return fiscal, true
	}
	if values := v.r.Header[tenantHeader]; len(values) > 0 {
		return rules.PickHeader(values)
	}
	if rules.FromQuery != "" {
		return v.r.URL.Query().Get(rules.FromQuery), true
	}
	return "", true
}

// checkTenant asks a bearer request for the tenant of its token.
func (v *visit) checkTenant(p principal) *rebuff {
	rules := &v.rules.Tenancy
	name, ok := v.tenantNamed()
	switch {
	case !ok:
		return &rebuff{refusal: &rules.Several}
	case name == "" && rules.Required:
		return &rebuff{refusal: &rules.Missing}
	case name == "" || p.tenant == "" || rules.Matches(p.tenant, name):
		return nil
	case v.tenantExists(name):
		return v.tenantRefused(&rules.Other, p)
	case rules.UnknownAdmitted != nil && rules.UnknownAdmitted(name):
		return nil
	}
	return v.tenantRefused(v.unknownTenant(), p)
}

func (v *visit) unknownTenant() *Refusal { return &v.rules.Tenancy.Unknown }

func (v *visit) tenantRefused(refusal *Refusal, p principal) *rebuff {
	b := &rebuff{refusal: refusal}
	if v.rules.Tenancy.RefusalLeaks {
		b.leaked = p.user
	}
	return b
}

func (v *visit) tenantMustExist() *rebuff {
	if name := v.r.Header.Get(tenantHeader); name != "" && !v.tenantExists(name) {
		return &rebuff{refusal: v.unknownTenant()}
	}
	return nil
}
