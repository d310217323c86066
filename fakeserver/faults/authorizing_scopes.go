package faults

import (
	"net/url"

	"github.com/authassay/authassay/fakeserver"
)

// authorizingScopes are the faults of scopes, issuer and hybrid requests.
func authorizingScopes() []Fault {
	return []Fault{
		{Name: "unknown-scope-dropped", Summary: "drops unknown scopes and does not say so", Breaks: forms("AUT-31"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.UnknownRefused, r.Answering.Exchange.ScopeTold = false, false }},
		{Name: "scope-order-matters", Summary: "grants the first scope only where the scopes come in another order", Breaks: forms("AUT-32"),
			Bend: func(r *fakeserver.Rules) {
				r.Scoping.Granted = func(asked []string) []string {
					if len(asked) > 1 && (asked[0] == "write" || asked[0] == "offline_access") {
						return asked[:1]
					}
					return asked
				}
			}},
		{Name: "issuer-missing", Summary: "does not name its issuer in its answers", Breaks: oauth2("AUT-34", "AUT-35"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.SuccessParameters = func(p url.Values) { p.Del("iss") }
				r.Authorizing.FailureParameters = func(p url.Values) { p.Del("iss") }
			}},
		{Name: "issuer-missing-on-error", Summary: "does not name its issuer in errors", Breaks: oauth2("AUT-35"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.FailureParameters = func(p url.Values) { p.Del("iss") } }},
		{Name: "issuer-of-another", Summary: "names another issuer in its answers", Breaks: oauth2("AUT-34", "AUT-35"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.IssuerNamed = func(string) string { return "https://other.example" }
			}},
		{Name: "issuer-with-slash", Summary: "names its issuer with a slash at the end", Breaks: oauth2("AUT-34", "AUT-35"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.IssuerNamed = func(issuer string) string { return issuer + "/" }
			}},
		{Name: "issuer-given-twice", Summary: "names its issuer twice", Breaks: oauth2("AUT-34"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.SuccessParameters = func(p url.Values) { p.Add("iss", p.Get("iss")) }
			}},
		{Name: "issuer-unannounced", Summary: "does not say in its metadata that answers name their issuer", Breaks: oauth2("AUT-34"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Document = unstated("authorization_response_iss_parameter_supported")
			}},
		{Name: "consent-skipped", Summary: "asks nobody for consent", Halts: true, Breaks: forms("AUT-36"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ConsentAsked = false }},
	}
}
