package faults

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/authassay/authassay/fakeserver"
)

// introspecting are the faults of introspection.
func introspecting() []Fault {
	return slices.Concat(introspectingAnswers(), introspectingClients())
}

// introspectingAnswers are the faults of what is said of a token.
func introspectingAnswers() []Fault {
	return []Fault{
		{Name: "introspection-of-anything", Summary: "says that any token is active", Halts: true, Breaks: oauth2("INT-02", "INT-10", "INT-14"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.UnknownActive = func(string) bool { return true } }},
		{Name: "introspection-inactive-400", Summary: "answers 400 about an inactive token", Halts: true, Breaks: oauth2("INT-02", "INT-07", "INT-08", "INT-10", "INT-14"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.UnknownStatus = http.StatusBadRequest }},
		{Name: "introspection-inactive-404", Summary: "answers 404 about an inactive token", Halts: true, Breaks: oauth2("INT-02", "INT-07", "INT-08", "INT-10", "INT-14"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.UnknownStatus = http.StatusNotFound }},
		{Name: "introspection-says-why", Summary: "says why a token is inactive", Breaks: oauth2("INT-03"),
			Bend: func(r *fakeserver.Rules) {
				r.Introspecting.Inactive = func(m []fakeserver.Member) []fakeserver.Member {
					return append(m, fakeserver.Member{Name: "reason", Value: "unknown"})
				}
			}},
		{Name: "introspection-exp-late", Summary: "says that tokens live an hour longer", Breaks: oauth2("INT-06"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.ExpiresAfter = time.Hour }},
		{Name: "introspection-exp-early", Summary: "says that tokens die a minute early", Breaks: oauth2("INT-06"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.ExpiresAfter = -time.Minute }},
		{Name: "introspection-of-expired", Summary: "says that an expired token is active", Breaks: oauth2("INT-07"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.ExpiredActive = true }},
		{Name: "introspection-of-revoked", Summary: "says that a revoked token is active", Breaks: oauth2("INT-08"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.RevokedActive = true }},
		{Name: "introspection-of-codes", Summary: "says that a code is active", Breaks: oauth2("INT-10"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.CodeActive = true }},
		{Name: "introspection-client-of-another", Summary: "names another client", Breaks: oauth2("INT-09"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.Living = stated("client_id", "somebody") }},
		{Name: "introspection-scope-of-all", Summary: "names every scope", Breaks: oauth2("INT-09"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.Living = stated("scope", "read write audit") }},
		{Name: "introspection-as-text", Summary: "answers in text/plain", Breaks: oauth2("INT-11"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.ContentType = "text/plain" }},
		{Name: "introspection-active-as-text", Summary: "writes active as text", Halts: true, Breaks: oauth2("INT-01", "INT-11"),
			Bend: func(r *fakeserver.Rules) {
				r.Introspecting.Active = func(active bool) any { return strconv.FormatBool(active) }
			}},
	}
}
