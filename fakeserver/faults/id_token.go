package faults

import (
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/authassay/authassay/fakeserver"
)

// asserting are the faults of signed tokens.
func asserting() []Fault {
	return slices.Concat(assertingTokens(), assertingClaims(), assertingSubjects(), assertingHybrid(), assertingImplicit(), assertingAccess())
}

// assertingTokens are the faults of ID tokens.
func assertingTokens() []Fault {
	return []Fault{
		{Name: "id-token-missing", Summary: "hands out no ID token", Halts: true, Breaks: xena("IDT-01"),
			Bend: func(r *fakeserver.Rules) { r.Asserting.AtEndpoint, r.Asserting.AtRefresh = false, false }},
		{Name: "id-token-unsigned", Summary: "signs ID tokens with none", Halts: true, Breaks: xena("IDT-01", "IDT-02"),
			Bend: func(r *fakeserver.Rules) { r.Asserting.Algorithm = "none" }},
		{Name: "id-token-signature-broken", Summary: "signs ID tokens wrongly", Halts: true, Breaks: xena("IDT-01"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.Sealed = func(token string) string { return token[:len(token)-8] + "AAAAAAAA" }
			}},
		{Name: "id-token-es256", Summary: "signs ID tokens with ES256", Breaks: xena("IDT-02"),
			Bend: func(r *fakeserver.Rules) { r.Asserting.Algorithm = "ES256" }},
		{Name: "id-token-unasked", Summary: "hands out ID tokens without the scope openid", Breaks: xena("IDT-09"),
			Bend: func(r *fakeserver.Rules) { r.Asserting.Asserted = func(string) bool { return true } }},
	}
}

// assertingClaims are the faults of what ID tokens say.
func assertingClaims() []Fault {
	return []Fault{
		{Name: "id-token-issuer-of-another", Summary: "names another issuer in ID tokens", Breaks: xena("IDT-03"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.Claims = func(claims map[string]any) { claims["iss"] = "https://other.example" }
			}},
		{Name: "id-token-audience-of-another", Summary: "writes ID tokens for another client", Breaks: xena("IDT-04"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.Claims = func(claims map[string]any) { claims["aud"] = "other.xena.biz" }
			}},
		{Name: "id-token-audience-many", Summary: "writes ID tokens for two clients at once", Breaks: xena("IDT-04"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.Claims = func(claims map[string]any) { claims["aud"] = []any{claims["aud"], "other.xena.biz"} }
			}},
		{Name: "id-token-expired", Summary: "hands out ID tokens that have expired", Breaks: xena("IDT-05"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.Claims = func(claims map[string]any) { claims["exp"] = claims["iat"].(int64) - 60 }
			}},
		{Name: "id-token-of-yesterday", Summary: "hands out ID tokens of yesterday", Breaks: xena("IDT-05"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.Claims = func(claims map[string]any) { claims["iat"] = claims["iat"].(int64) - 86400 }
			}},
		{Name: "nonce-dropped", Summary: "leaves the nonce out of ID tokens", Breaks: xena("IDT-06"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.Claims = func(claims map[string]any) { delete(claims, "nonce") }
			}},
		{Name: "nonce-altered", Summary: "changes the nonce", Breaks: xena("IDT-06"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.Claims = func(claims map[string]any) { claims["nonce"] = "n-0S6_WzA2Mj" }
			}},
		{Name: "at-hash-wrong", Summary: "writes a wrong at_hash", Breaks: xena("IDT-07", "IDT-23"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.Claims = func(claims map[string]any) { claims["at_hash"] = "MTIzNDU2Nzg5MDEyMzQ1Ng" }
			}},
		{Name: "at-hash-whole", Summary: "writes the whole hash as at_hash", Breaks: xena("IDT-07", "IDT-23"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.Claims = func(claims map[string]any) { claims["at_hash"] = "MTIzNDU2Nzg5MDEyMzQ1NjEyMzQ1Njc4OTAxMjM0NTY" }
			}},
		{Name: "auth-time-missing", Summary: "does not say when the resource owner logged in", Breaks: xena("IDT-22"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.Claims = func(claims map[string]any) { delete(claims, "auth_time") }
			}},
	}
}

// assertingSubjects are the faults of whom ID tokens speak of.
func assertingSubjects() []Fault {
	return []Fault{
		{Name: "subject-changes", Summary: "names another subject at each login", Breaks: xena("PRE-21", "IDT-08", "IDT-12", "IDT-13"),
			Bend: func(r *fakeserver.Rules) {
				n := new(atomic.Int64)
				r.Asserting.Claims = func(claims map[string]any) { claims["sub"] = fmt.Sprint("x-", n.Add(1)) }
			}},
		{Name: "subject-not-ascii", Summary: "names the subject in other characters than ASCII", Breaks: xena("PRE-21", "IDT-08"),
			Bend: func(r *fakeserver.Rules) { r.Asserting.Claims = func(claims map[string]any) { claims["sub"] = "Zoë" } }},
	}
}
