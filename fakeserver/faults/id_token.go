package faults

import (
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/authassay/authassay/fakeserver"
)

// idToken are the faults of signed tokens.
func idToken() []Fault {
	return slices.Concat(idTokens(), idTokenClaims(), idTokenSubjects(), idTokenHybrid(), idTokenImplicit(), signedAccess(), idTokenDates(), idTokenRefreshed())
}

// idTokens are the faults of ID tokens.
func idTokens() []Fault {
	return []Fault{
		{Name: "id-token-missing", Summary: "hands out no ID token", Halts: true, Breaks: xena("IDT-01"),
			Bend: func(r *fakeserver.Rules) { r.IDToken.AtEndpoint, r.IDToken.AtRefresh = false, false }},
		{Name: "id-token-unsigned", Summary: "signs ID tokens with none", Halts: true, Breaks: xena("IDT-01", "IDT-02"),
			Bend: func(r *fakeserver.Rules) { r.IDToken.Algorithm = "none" }},
		{Name: "id-token-signature-broken", Summary: "signs ID tokens wrongly", Halts: true, Breaks: xena("IDT-01"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.Sealed = func(token string) string { return token[:len(token)-8] + "AAAAAAAA" }
			}},
		{Name: "id-token-es256", Summary: "signs ID tokens with ES256", Breaks: xena("IDT-02"),
			Bend: func(r *fakeserver.Rules) { r.IDToken.Algorithm = "ES256" }},
		{Name: "id-token-unasked", Summary: "hands out ID tokens without the scope openid", Breaks: xena("IDT-09"),
			Bend: func(r *fakeserver.Rules) { r.IDToken.Asserted = func(string) bool { return true } }},
	}
}

// idTokenClaims are the faults of what ID tokens say.
func idTokenClaims() []Fault {
	return []Fault{
		{Name: "id-token-issuer-of-another", Summary: "names another issuer in ID tokens", Breaks: xena("IDT-03"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.Claims = func(claims map[string]any) { claims["iss"] = "https://other.example" }
			}},
		{Name: "id-token-audience-of-another", Summary: "writes ID tokens for another client", Breaks: xena("IDT-04"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.Claims = func(claims map[string]any) { claims["aud"] = "other.xena.biz" }
			}},
		{Name: "id-token-audience-many", Summary: "writes ID tokens for two clients at once", Breaks: xena("IDT-04"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.Claims = func(claims map[string]any) { claims["aud"] = []any{claims["aud"], "other.xena.biz"} }
			}},
		{Name: "id-token-expired", Summary: "hands out ID tokens that have expired", Breaks: xena("IDT-05"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.Claims = func(claims map[string]any) { claims["exp"] = claims["iat"].(int64) - 60 }
			}},
		{Name: "id-token-of-yesterday", Summary: "hands out ID tokens of yesterday", Breaks: xena("IDT-05", "IDT-29"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.Claims = func(claims map[string]any) { claims["iat"] = claims["iat"].(int64) - 86400 }
			}},
		{Name: "nonce-dropped", Summary: "leaves the nonce out of ID tokens", Breaks: xena("IDT-06"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.Claims = func(claims map[string]any) { delete(claims, "nonce") }
			}},
		{Name: "nonce-altered", Summary: "changes the nonce", Breaks: xena("IDT-06", "IDT-31", "IDT-32"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.Claims = func(claims map[string]any) { claims["nonce"] = "n-0S6_WzA2Mj" }
			}},
		{Name: "at-hash-wrong", Summary: "writes a wrong at_hash", Breaks: xena("IDT-07", "IDT-23", "IDT-34"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.Claims = func(claims map[string]any) { claims["at_hash"] = "MTIzNDU2Nzg5MDEyMzQ1Ng" }
			}},
		{Name: "at-hash-whole", Summary: "writes the whole hash as at_hash", Breaks: xena("IDT-07", "IDT-23", "IDT-34"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.Claims = func(claims map[string]any) { claims["at_hash"] = "MTIzNDU2Nzg5MDEyMzQ1NjEyMzQ1Njc4OTAxMjM0NTY" }
			}},
		{Name: "auth-time-missing", Summary: "does not say when the resource owner logged in", Breaks: xena("IDT-22"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.Claims = func(claims map[string]any) { delete(claims, "auth_time") }
			}},
	}
}

// idTokenSubjects are the faults of whom ID tokens speak of.
func idTokenSubjects() []Fault {
	return []Fault{
		{Name: "subject-changes", Summary: "names another subject at each login", Breaks: xena("PRE-21", "IDT-08", "IDT-12", "IDT-13"),
			Bend: func(r *fakeserver.Rules) {
				n := new(atomic.Int64)
				r.IDToken.Claims = func(claims map[string]any) { claims["sub"] = fmt.Sprint("x-", n.Add(1)) }
			}},
		{Name: "subject-not-ascii", Summary: "names the subject in other characters than ASCII", Breaks: xena("PRE-21", "IDT-08"),
			Bend: func(r *fakeserver.Rules) { r.IDToken.Claims = func(claims map[string]any) { claims["sub"] = "Zoë" } }},
	}
}

// signedAccess are the faults of access tokens that are signed.
func signedAccess() []Fault {
	return []Fault{
		{Name: "id-token-admitted", Summary: "lets ID tokens open the API", Breaks: xena("PRE-39", "IDT-14"),
			Bend: func(r *fakeserver.Rules) { r.IDToken.IDTokenAdmitted = true }},
		{Name: "signature-unchecked", Summary: "does not look at signatures", Breaks: xena("PRE-08", "REV-16", "IDT-15", "IDT-16", "IDT-17", "IDT-18", "IDT-19"),
			Bend: func(r *fakeserver.Rules) { r.IDToken.SignatureChecked = false }},
		{Name: "none-accepted", Summary: "takes tokens that are signed with none", Breaks: xena("IDT-15"),
			Bend: func(r *fakeserver.Rules) { r.IDToken.NoneAccepted = true }},
		{Name: "unsigned-accepted", Summary: "takes tokens whose signature is gone", Breaks: xena("IDT-19"),
			Bend: func(r *fakeserver.Rules) { r.IDToken.UnsignedAccepted = true }},
		{Name: "public-key-as-secret", Summary: "takes the public key for a secret", Breaks: xena("IDT-17"),
			Bend: func(r *fakeserver.Rules) { r.IDToken.HMACAccepted = true }},
		{Name: "embedded-key-trusted", Summary: "trusts the key that a token brings along", Breaks: xena("IDT-18"),
			Bend: func(r *fakeserver.Rules) { r.IDToken.EmbeddedKeyTrusted = true }},
		{Name: "access-token-of-nobody", Summary: "does not name the client in access tokens", Breaks: xena("IDT-20"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.AccessClaims = func(claims map[string]any) { delete(claims, "client_id") }
			}},
		{Name: "access-token-of-another", Summary: "names another client in access tokens", Breaks: xena("IDT-20"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.AccessClaims = func(claims map[string]any) { claims["client_id"] = "other.xena.biz" }
			}},
		{Name: "access-exp-2h", Summary: "says in access tokens that they live two hours", Breaks: xena("IDT-21"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.AccessClaims = func(claims map[string]any) { claims["exp"] = claims["exp"].(int64) + 3600 }
			}},
	}
}

// idTokenHybrid are the faults of ID tokens that come with a code or a refresh.
func idTokenHybrid() []Fault {
	return []Fault{
		{Name: "c-hash-missing", Summary: "leaves c_hash out", Breaks: xena("IDT-10"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.HybridClaims = func(claims map[string]any) { delete(claims, "c_hash") }
			}},
		{Name: "c-hash-wrong", Summary: "writes a wrong c_hash", Breaks: xena("IDT-10"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.HybridClaims = func(claims map[string]any) { claims["c_hash"] = "MTIzNDU2Nzg5MDEyMzQ1Ng" }
			}},
		{Name: "hybrid-nonce-dropped", Summary: "leaves the nonce out of a hybrid answer", Breaks: xena("IDT-11"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.HybridClaims = func(claims map[string]any) { delete(claims, "nonce") }
			}},
		{Name: "hybrid-audience-of-another", Summary: "writes the hybrid ID token for another client", Breaks: xena("IDT-11"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.HybridClaims = func(claims map[string]any) { claims["aud"] = "other.xena.biz" }
			}},
		{Name: "hybrid-issuer-of-another", Summary: "names another issuer in a hybrid answer", Breaks: xena("IDT-11", "IDT-12"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.HybridClaims = func(claims map[string]any) { claims["iss"] = "https://other.example" }
			}},
		{Name: "hybrid-subject-of-another", Summary: "names another subject in a hybrid answer", Breaks: xena("IDT-12"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.HybridClaims = func(claims map[string]any) { claims["sub"] = "x-999" }
			}},
		{Name: "refreshed-subject-of-another", Summary: "names another subject after a refresh", Breaks: xena("IDT-13"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.RefreshClaims = func(claims map[string]any) { claims["sub"] = "x-999" }
			}},
		{Name: "refreshed-audience-of-another", Summary: "names another client after a refresh", Breaks: xena("IDT-13"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.RefreshClaims = func(claims map[string]any) { claims["aud"] = "other.xena.biz" }
			}},
	}
}

// idTokenImplicit are the faults of ID tokens that come with an access token
// at once.
func idTokenImplicit() []Fault {
	claiming := func(name, summary, id, claim string, value any) Fault {
		return Fault{Name: name, Summary: summary, Breaks: xena(id), Bend: func(r *fakeserver.Rules) {
			r.IDToken.FrontClaims = func(claims map[string]any) {
				claims[claim] = value
				if value == nil {
					delete(claims, claim)
				}
			}
		}}
	}
	return []Fault{
		claiming("implicit-at-hash-missing", "leaves at_hash out of an implicit answer", "IDT-23", "at_hash", nil),
		claiming("implicit-at-hash-wrong", "writes a wrong at_hash into an implicit answer", "IDT-23", "at_hash", "MTIzNDU2Nzg5MDEyMzQ1Ng"),
		claiming("implicit-nonce-dropped", "leaves the nonce out of an implicit answer", "IDT-24", "nonce", nil),
		claiming("implicit-audience-of-another", "writes the implicit ID token for another client", "IDT-24", "aud", "other.xena.biz"),
		claiming("implicit-issuer-of-another", "names another issuer in an implicit answer", "IDT-24", "iss", "https://other.example"),
	}
}

// mannersOfAssertions are unusual and right signed tokens.
func mannersOfAssertions() []Fault {
	return []Fault{
		{Name: "audience-listed", Summary: "writes the audience of ID tokens as a list of one", Breaks: xena(),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.Claims = func(claims map[string]any) { claims["aud"] = []any{claims["aud"]} }
			}},
		{Name: "claims-extra", Summary: "adds claims to ID tokens", Breaks: xena(),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.Claims = func(claims map[string]any) { claims["amr"] = []string{"pwd"}; claims["sid"] = "7f3c" }
			}},
		{Name: "at-hash-missing", Summary: "leaves at_hash out where a code was redeemed", Breaks: xena(),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.CodeClaims = func(claims map[string]any) { delete(claims, "at_hash") }
			}},
		{Name: "refresh-without-id-token", Summary: "answers a refresh without an ID token", Breaks: xena(),
			Bend: func(r *fakeserver.Rules) { r.IDToken.AtRefresh = false }},
		{Name: "access-opaque", Summary: "makes access tokens opaque", Breaks: xena(),
			Bend: func(r *fakeserver.Rules) { r.IDToken.AccessSigned = false }},
		{Name: "user-claims-extra", Summary: "says more at the userinfo endpoint", Breaks: xena(),
			Bend: func(r *fakeserver.Rules) { r.IDToken.UserClaims = stated("locale", "da-DK") }},
	}
}

// idTokenDates are the faults of the times in signed tokens.
func idTokenDates() []Fault {
	dating := func(name, summary string, claim string, change func(seconds int64) any, ids ...string) Fault {
		return Fault{Name: name, Summary: summary, Breaks: xena(ids...), Bend: func(r *fakeserver.Rules) {
			r.IDToken.CodeClaims = func(claims map[string]any) { claims[claim] = change(claims["iat"].(int64)) }
		}}
	}
	login := func(name, summary string, change func(seconds int64) any, ids ...string) Fault {
		return Fault{Name: name, Summary: summary, Breaks: xena(ids...), Bend: func(r *fakeserver.Rules) {
			r.IDToken.Claims = func(claims map[string]any) { claims["auth_time"] = change(claims["auth_time"].(int64)) }
		}}
	}
	access := func(name, summary string, claim string, change func(seconds int64) any, ids ...string) Fault {
		return Fault{Name: name, Summary: summary, Breaks: xena(ids...), Bend: func(r *fakeserver.Rules) {
			r.IDToken.AccessClaims = func(claims map[string]any) { claims[claim] = change(claims["iat"].(int64)) }
		}}
	}
	ahead := func(by int64) func(int64) any { return func(seconds int64) any { return seconds + by } }
	text := func(seconds int64) any { return fmt.Sprint(seconds + 300) }
	milliseconds := func(seconds int64) any { return seconds * 1000 }
	const hour, year = 3600, 365 * 24 * 3600
	return []Fault{
		dating("id-token-exp-string", "writes exp of ID tokens as text", "exp", text, "IDT-05", "IDT-25"),
		dating("id-token-exp-ms", "writes exp of ID tokens in milliseconds", "exp", milliseconds, "IDT-25", "IDT-26"),
		dating("id-token-exp-years", "lets ID tokens live for ten years", "exp", ahead(10*year), "IDT-26"),
		dating("id-token-iat-string", "writes iat of ID tokens as text", "iat", text, "IDT-05", "IDT-25"),
		dating("id-token-iat-ms", "writes iat of ID tokens in milliseconds", "iat", milliseconds, "IDT-05", "IDT-25"),
		dating("id-token-iat-ahead", "hands out ID tokens of the next hour", "iat", ahead(hour), "IDT-05"),
		dating("id-token-nbf-ahead", "hands out ID tokens that are good in an hour", "nbf", ahead(hour), "IDT-25"),
		dating("id-token-nbf-string", "writes nbf of ID tokens as text", "nbf", func(seconds int64) any { return fmt.Sprint(seconds) }, "IDT-25"),
		login("auth-time-ms", "writes auth_time in milliseconds", milliseconds, "IDT-25"),
		login("auth-time-ahead", "says that the login will be in an hour", ahead(hour), "IDT-25"),
		login("auth-time-of-yesterday", "says that the login was yesterday", ahead(-24*hour), "IDT-22", "IDT-27"),
		access("access-exp-string", "writes exp of access tokens as text", "exp", text, "IDT-28"),
		access("access-exp-ms", "writes exp of access tokens in milliseconds", "exp", milliseconds, "IDT-21", "IDT-28"),
		access("access-iat-ms", "writes iat of access tokens in milliseconds", "iat", milliseconds, "IDT-28"),
		access("access-iat-of-yesterday", "writes access tokens of yesterday", "iat", ahead(-24*hour), "IDT-28"),
		access("access-nbf-ahead", "writes access tokens that are good in an hour", "nbf", ahead(hour), "IDT-28"),
	}
}

// idTokenRefreshed are the faults of the ID token of a refresh, OpenID Connect Core
// 1.0 §12.2.
func idTokenRefreshed() []Fault {
	refreshing := func(name, summary string, last func(claims map[string]any), ids ...string) Fault {
		return Fault{Name: name, Summary: summary, Breaks: xena(ids...), Bend: func(r *fakeserver.Rules) { r.IDToken.RefreshClaims = last }}
	}
	return []Fault{
		refreshing("refreshed-iat-of-the-login", "writes iat of the login after a refresh", func(claims map[string]any) { claims["iat"] = claims["auth_time"] }, "IDT-29"),
		refreshing("refreshed-auth-time-now", "takes a refresh for a login", func(claims map[string]any) { claims["auth_time"] = claims["iat"] }, "IDT-30"),
		refreshing("refreshed-nonce-invented", "writes a nonce of its own after a refresh", func(claims map[string]any) { claims["nonce"] = "n-0S6_WzA2Mj" }, "IDT-31", "IDT-32"),
		refreshing("refreshed-nonce-empty", "writes an empty nonce after a refresh", func(claims map[string]any) { claims["nonce"] = "" }, "IDT-31", "IDT-32"),
		refreshing("refreshed-azp-invented", "names an authorised party after a refresh", func(claims map[string]any) { claims["azp"] = claims["aud"] }, "IDT-33"),
		refreshing("refreshed-at-hash-wrong", "writes a wrong at_hash after a refresh", func(claims map[string]any) { claims["at_hash"] = "MTIzNDU2Nzg5MDEyMzQ1Ng" }, "IDT-34"),
		refreshing("refreshed-iat-ms", "writes iat in milliseconds after a refresh", func(claims map[string]any) { claims["iat"] = claims["iat"].(int64) * 1000 }, "IDT-29"),
		refreshing("refreshed-issuer-of-another", "names another issuer after a refresh", func(claims map[string]any) { claims["iss"] = "https://other.example" }, "IDT-13"),
	}
}
