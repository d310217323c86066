package faults

import (
	"slices"

	"github.com/authassay/authassay/fakeserver"
)

// exchangingForms are the faults of what a form may be and what it grants.
func exchangingForms() []Fault {
	return []Fault{
		{Name: "json-accepted", Summary: "reads token requests in JSON", Breaks: forms("EXC-27"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.JSONAccepted = true }},
		{Name: "scope-widened", Summary: "grants a scope more than was asked for", Breaks: forms("EXC-30"),
			Bend: func(r *fakeserver.Rules) {
				r.Scoping.Granted = func(asked []string) []string {
					if len(asked) == 1 {
						return append(asked, "more")
					}
					return asked
				}
			}},
		{Name: "scope-doubled", Summary: "grants every client a scope of its own choice", Breaks: forms("EXC-30"),
			Bend: func(r *fakeserver.Rules) {
				r.Scoping.Granted = func(asked []string) []string { return append(slices.Clone(asked), "more") }
			}},
		{Name: "scope-withheld", Summary: "does not say which scope it granted, which was another", Breaks: forms("AUT-31"),
			Bend: func(r *fakeserver.Rules) {
				r.Scoping.UnknownRefused = false
				r.Answering.Exchange.Members = func(m []fakeserver.Member) []fakeserver.Member {
					return slices.DeleteFunc(m, func(m fakeserver.Member) bool { return m.Name == "scope" })
				}
			}},
		{Name: "client-credentials-granted", Summary: "gives a client tokens for itself", Breaks: forms("IDN-19", "DIS-08"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ClientCredentials = true }},
	}
}
