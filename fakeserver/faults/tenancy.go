package faults

import (
	"net/http"
	"strings"

	"github.com/authassay/authassay/fakeserver"
	cxp "github.com/authassay/authassay/fakeserver/clearxp"
)

// tenancy are the faults of tenants that share a server.
func tenancy() []Fault {
	return append(tenancyOthers(), tenancyNames()...)
}

// tenancyOthers are the faults of tenants that are missing or not the token's.
func tenancyOthers() []Fault {
	return []Fault{
		{Name: "own-tenant-refused", Summary: "refuses a token in its own tenant", Halts: true,
			Breaks: clearxp("PRE-01", "TEN-01").xena("AUT-41", "PRE-01", "TEN-01"),
			Bend: func(r *fakeserver.Rules) {
				r.Tenancy.Matches = func(own, sent string) bool { return own != sent }
			}},
		{Name: "tenant-optional", Summary: "needs no tenant", Halts: true, Breaks: clearxp("TEN-02", "TEN-10"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.Required = false }},
		{Name: "tenant-missing-403", Summary: "answers 403 to a missing tenant", Breaks: clearxp("TEN-13"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.Missing.Status = http.StatusForbidden }},
		{Name: "tenant-ignored", Summary: "opens whatever tenant is named", Halts: true,
			Breaks: clearxp("TEN-03", "TEN-04", "TEN-08", "TEN-09", "TEN-11", "TEN-12").xena("TEN-03", "TEN-04", "TEN-12").xena("TEN-03", "TEN-04", "TEN-12"),
			Bend:   func(r *fakeserver.Rules) { r.Tenancy.Matches = anything }},
		{Name: "tenants-shared", Summary: "opens every tenant that exists to every token", Halts: true,
			Breaks: clearxp("TEN-03", "TEN-12"),
			Bend: func(r *fakeserver.Rules) {
				r.Tenancy.Matches = func(own, sent string) bool { return sent == own || sent == cxp.OtherTenant }
			}},
		{Name: "unknown-tenant-admitted", Summary: "takes an unknown tenant for the token's own", Breaks: clearxp("TEN-04").xena("TEN-04").xena("TEN-04"),
			Bend: func(r *fakeserver.Rules) {
				r.Tenancy.UnknownAdmitted = func(sent string) bool { return len(sent) > 20 && len(sent) < 100 }
			}},
		{Name: "unknown-tenant-told", Summary: "tells an unknown tenant from another one", Breaks: clearxp("TEN-05").xena("TEN-05").xena("TEN-05"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.Unknown.Description = "no such tenant" }},
		{Name: "tenant-other-409", Summary: "answers 409 to any tenant but the own", Breaks: clearxp("TEN-14").xena("TEN-14"),
			Bend: func(r *fakeserver.Rules) {
				r.Tenancy.Other.Status, r.Tenancy.Unknown.Status = http.StatusConflict, http.StatusConflict
			}},
		{Name: "unknown-tenant-500", Summary: "breaks over an unknown tenant", Breaks: clearxp("TEN-04", "TEN-05", "TEN-08", "TEN-09", "TEN-11").xena("TEN-04", "TEN-05"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.Unknown.Status = http.StatusInternalServerError }},
		{Name: "tenant-refusal-leaks", Summary: "shows data in the refusal of another tenant", Breaks: clearxp("TEN-06").xena("TEN-06").xena("TEN-06"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.RefusalLeaks = true }},
	}
}

// tenancyNames are the faults of where tenants are named, and how.
func tenancyNames() []Fault {
	return []Fault{
		{Name: "first-tenant-header-wins", Summary: "looks only at the first tenant header", Breaks: clearxp("TEN-07"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.PickHeader = first }},
		{Name: "last-tenant-header-wins", Summary: "looks only at the last tenant header", Breaks: clearxp("TEN-07"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.PickHeader = last }},
		{Name: "tenant-wildcard", Summary: "takes a star for every tenant", Breaks: clearxp("TEN-08"),
			Bend: func(r *fakeserver.Rules) {
				r.Tenancy.UnknownAdmitted = func(sent string) bool { return sent == "*" }
			}},
		{Name: "tenant-case-folded", Summary: "compares tenants whatever their case", Breaks: clearxp("TEN-09"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.Matches = strings.EqualFold }},
		{Name: "tenant-from-query", Summary: "reads the tenant from the URI", Breaks: clearxp("TEN-10"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.FromQuery = "tenant" }},
		{Name: "tenant-list-searched", Summary: "looks for the own tenant in a list", Breaks: clearxp("TEN-11"),
			Bend: func(r *fakeserver.Rules) {
				r.Tenancy.Matches = func(own, sent string) bool {
					return own == sent || strings.Contains(sent, ",") && strings.Contains(sent, own)
				}
			}},
		{Name: "refresh-loses-tenant", Summary: "opens every tenant to refreshed tokens", Breaks: clearxp("TEN-12").xena("TEN-12").xena("TEN-12"),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.RefreshKeepsTenant = false }},
	}
}
