package faults

import (
	"net/http"
	"slices"

	"github.com/authassay/authassay/fakeserver"
)

// discovery are the faults of what a server says of itself.
func discovery() []Fault {
	return slices.Concat(discoveryDocument(), discoveryMembers(), discoveryLists(), discoveryKeys())
}

// discoveryDocument are the faults of the metadata document as a whole.
func discoveryDocument() []Fault {
	return []Fault{
		{Name: "metadata-missing", Summary: "serves no metadata", Halts: true, Breaks: forms("DIS-01"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Status = http.StatusNotFound }},
		{Name: "metadata-as-text", Summary: "serves its metadata as text/plain", Breaks: forms("DIS-01"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.ContentType = "text/plain" }},
		{Name: "metadata-guarded", Summary: "keeps its metadata from whoever sends a token", Breaks: forms("DIS-14"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Refuses = func(h http.Header) bool { return h.Get("Authorization") != "" }
			}},
		{Name: "metadata-issuer-of-another", Summary: "names another issuer in its metadata", Breaks: forms("DIS-02"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Issuer = func(string) string { return "https://other.example" } }},
		{Name: "metadata-issuer-with-slash", Summary: "names its issuer with a slash at the end in its metadata", Breaks: forms("DIS-02"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Issuer = func(issuer string) string { return issuer + "/" } }},
		{Name: "metadata-issuer-by-http", Summary: "names an issuer without TLS", Breaks: forms("DIS-02", "DIS-03"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Issuer = func(string) string { return "http://accounts.example.com" }
			}},
		{Name: "metadata-issuer-with-query", Summary: "names an issuer with a query", Breaks: forms("DIS-02", "DIS-03"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Issuer = func(issuer string) string { return issuer + "?tenant=1" }
			}},
		{Name: "metadata-issuer-with-fragment", Summary: "names an issuer with a fragment", Breaks: forms("DIS-02", "DIS-03"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Issuer = func(issuer string) string { return issuer + "#main" } }},
	}
}
