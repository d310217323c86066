package faults

import (
	"net/http"
	"time"

	"github.com/authassay/authassay/fakeserver"
)

// mannersOfGrants are unusual and right ways of granting and refusing.
func mannersOfGrants() []Fault {
	return []Fault{
		{Name: "scope-ignored-and-named", Summary: "keeps the scope of a refresh, and names it", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) { r.Scoping.Narrows = false }},
		{Name: "broader-scope-ignored", Summary: "ignores what a refresh asks for beyond its grant, and names the scope", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) { r.Scoping.BroaderDropped = true }},
		{Name: "client-of-body-ignored", Summary: "does not mind another client_id in the body than in the header", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) { r.Identifying.OtherIDIgnored = true }},
		{Name: "missing-code-named-so", Summary: "names a missing and an empty code alike", Breaks: clearxp().forms(),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.EmptyCode, r.Exchanging.MissingCode = r.Exchanging.MissingGrantType, r.Exchanging.MissingGrantType
			}},
		{Name: "race-without-winner", Summary: "gives nobody tokens where several come with one code at once", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.Collides, r.Exchanging.CollisionSpoils = 2*time.Millisecond, true
			}},
		{Name: "challenge-of-43-characters", Summary: "takes S256 challenges only that can be a hash", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.Proving.ChallengeFits = func(method, challenge string) bool { return method != "S256" || len(challenge) == 43 }
			}},
		{Name: "revocation-refusals-cacheable", Summary: "says nothing of caches in the refusals of the revocation endpoint", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) {
				r.Revoking.Errors = &fakeserver.ErrorAnswer{ContentType: "application/json"}
			}},
		{Name: "introspection-refusals-in-words", Summary: "refuses to introspect in a sentence", Breaks: oauth2(),
			Bend: func(r *fakeserver.Rules) {
				r.Introspecting.Errors = &fakeserver.ErrorAnswer{ContentType: "text/plain", Encode: func([]fakeserver.Member) []byte {
					return []byte("who asks, and about what?")
				}}
			}},
		{Name: "introspection-without-token-named", Summary: "names a missing token of an introspection as it likes", Breaks: oauth2(),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.MissingToken.Error = "invalid_grant" }},
		{Name: "duplicate-member-of-json", Summary: "takes the last of two members of one name in JSON", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.DuplicateRefused = false }},
		{Name: "exchange-by-any-method", Summary: "exchanges codes by any method", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.Methods = []string{http.MethodPost, http.MethodPut, http.MethodGet}
			}},
	}
}
