package faults

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// revoking are the faults of revocation.
func revoking() []Fault {
	return slices.Concat(revokingTokens(), revokingSpellings(), revokingCourse(), revokingClients())
}

// revokingTokens are the faults of what a revocation ends.
func revokingTokens() []Fault {
	return []Fault{
		{Name: "revocation-spares-refresh", Summary: "answers a revocation and ends no refresh token", Halts: true, Breaks: forms("REV-01", "REV-03", "REV-05", "REV-13"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.RefreshRevocable = false }},
		{Name: "revocation-delayed", Summary: "ends a token half a minute after it has said so", Halts: true,
			Breaks: oauth2("REV-01", "REV-02", "REV-03", "REV-05", "REV-13", "INT-08").xena("REV-01", "REV-02", "REV-03", "REV-05", "REV-13"),
			Bend:   func(r *fakeserver.Rules) { r.Revoking.Delay = 30 * time.Second }},
		{Name: "revocation-spares-access", Summary: "answers a revocation and ends no access token", Halts: true, Breaks: oauth2("REV-02", "INT-08").xena("REV-02"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.AccessRevocable = false }},
		{Name: "revocation-spares-grant", Summary: "leaves the access tokens of a revoked refresh token alive", Breaks: forms("REV-03"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.RefreshKillsAccess = false }},
		{Name: "revocation-ends-everything", Summary: "ends every grant of the resource owner", Breaks: forms("REV-12"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.Reach = rules.ReachesUser }},
		{Name: "revocation-hint-trusted", Summary: "looks only where the hint says", Breaks: forms("REV-05"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.HintTrusted = true }},
		{Name: "revocation-hint-refused", Summary: "refuses a hint that it does not know", Breaks: forms("REV-13"),
			Bend: func(r *fakeserver.Rules) {
				r.Revoking.UnknownHint = &fakeserver.Refusal{Status: 400, Error: "unsupported_token_type", Description: "no such type"}
			}},
		{Name: "revocation-unknown-400", Summary: "answers 400 to an unknown token", Breaks: forms("REV-04", "REV-10", "REV-19"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.UnknownStatus = http.StatusBadRequest }},
		{Name: "revocation-unknown-404", Summary: "answers 404 to an unknown token", Breaks: forms("REV-04", "REV-10", "REV-19"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.UnknownStatus = http.StatusNotFound }},
	}
}

// revokingSpellings are careless comparisons of tokens, and methods, of who ends them.
func revokingSpellings() []Fault {
	out := carelessly("revoked-token", "tokens that are to be revoked", oauth2("REV-16"),
		func(r *fakeserver.Rules, equal func(stored, sent string) bool) { r.Revoking.TokenMatches = equal },
		"trimmed", "case-folded", "by-beginning", "first-8", "by-like", "decoded-twice", "digest-taken")
	for _, method := range []string{http.MethodPut, http.MethodPatch, http.MethodDelete} {
		out = append(out, Fault{Name: "revocation-by-" + strings.ToLower(method), Summary: "revokes by " + method, Breaks: oauth2("REV-17"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.Methods = append(r.Revoking.Methods, method) }})
	}
	return out
}

// revokingClients are the faults of who may revoke, and how.
func revokingClients() []Fault {
	return []Fault{
		{Name: "revocation-secret-unchecked", Summary: "takes any client secret at revocation", Breaks: forms("IDN-01", "IDN-06", "IDN-09", "REV-14"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtRevocation.SecretMatches = anything }},
		{Name: "revocation-secret-optional", Summary: "needs no client secret at revocation", Breaks: forms("REV-06"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtRevocation.SecretRequired = false }},
		{Name: "revocation-unbound", Summary: "lets any client revoke a token", Breaks: forms("REV-07"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.BoundToClient = false }},
		{Name: "revocation-without-token-named", Summary: "answers invalid_grant to a revocation without a token", Breaks: forms("ANS-23"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.MissingToken.Error = "invalid_grant" }},
		{Name: "revocation-without-token-accepted", Summary: "answers a revocation without a token as one of an unknown token", Breaks: forms("REV-08"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.TokenOptional = true }},
		{Name: "revocation-refusals-empty", Summary: "refuses a revocation without a body", Breaks: forms("ANS-10"),
			Bend: func(r *fakeserver.Rules) {
				r.Revoking.Errors = &rules.ErrorAnswer{ContentType: "application/json", Encode: nothing}
			}},
		{Name: "revocation-by-get", Summary: "revokes by GET", Breaks: forms("REV-09"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.Methods = append(r.Revoking.Methods, http.MethodGet) }},
	}
}

// introspecting are the faults of introspection.
func introspecting() []Fault {
	return slices.Concat(introspectingAnswers(), introspectingSpellings(), introspectingCourse(), introspectingClients())
}

// introspectingAnswers are the faults of what is said of a token.
func introspectingAnswers() []Fault {
	return []Fault{
		{Name: "introspection-of-anything", Summary: "says that any token is active", Halts: true, Breaks: oauth2("INT-02", "INT-10", "INT-14"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.UnknownActive = func(string) bool { return true } }},
		{Name: "introspection-inactive-400", Summary: "answers 400 about an inactive token", Halts: true, Breaks: oauth2("INT-02", "INT-07", "INT-08", "INT-10", "INT-14", "INT-19"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.UnknownStatus = http.StatusBadRequest }},
		{Name: "introspection-inactive-404", Summary: "answers 404 about an inactive token", Halts: true, Breaks: oauth2("INT-02", "INT-07", "INT-08", "INT-10", "INT-14", "INT-19"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.UnknownStatus = http.StatusNotFound }},
		{Name: "introspection-says-why", Summary: "says why a token is inactive", Breaks: oauth2("INT-03"),
			Bend: func(r *fakeserver.Rules) {
				r.Introspecting.Inactive = func(m []fakeserver.Member) []fakeserver.Member {
					return append(m, fakeserver.Member{Name: "reason", Value: "unknown"})
				}
			}},
		{Name: "introspection-exp-late", Summary: "says that tokens live an hour longer", Breaks: oauth2("INT-06", "INT-17"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.ExpiresAfter = time.Hour }},
		{Name: "introspection-exp-early", Summary: "says that tokens die a minute early", Breaks: oauth2("INT-06", "INT-17"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.ExpiresAfter = -time.Minute }},
		{Name: "introspection-refresh-exp-of-access", Summary: "says that refresh tokens die with their access tokens", Breaks: oauth2("INT-17"),
			Bend: func(r *fakeserver.Rules) {
				r.Introspecting.RefreshAfter = r.Expiring.AccessLifetime - r.Expiring.RefreshLifetime
			}},
		{Name: "introspection-refresh-exp-late", Summary: "says that refresh tokens live a day longer", Breaks: oauth2("INT-17"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.RefreshAfter = 24 * time.Hour }},
		{Name: "introspection-of-expired", Summary: "says that an expired token is active", Breaks: oauth2("INT-07", "INT-19"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.ExpiredActive = true }},
		{Name: "introspection-of-revoked", Summary: "says that a revoked token is active", Breaks: oauth2("INT-08", "INT-19"),
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

// introspectingSpellings are careless comparisons of tokens, and methods, of who tells
// of them.
func introspectingSpellings() []Fault {
	out := carelessly("introspected-token", "tokens that are asked about", oauth2("INT-14"),
		func(r *fakeserver.Rules, equal func(stored, sent string) bool) { r.Introspecting.TokenMatches = equal },
		"trimmed", "case-folded", "by-beginning", "first-8", "by-length", "by-like", "decoded-twice", "unquoted", "base64-taken", "digest-taken")
	for _, method := range []string{http.MethodPut, http.MethodPatch} {
		out = append(out, Fault{Name: "introspection-by-" + strings.ToLower(method), Summary: "tells of tokens by " + method, Breaks: oauth2("INT-22"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.Methods = append(r.Introspecting.Methods, method) }})
	}
	return out
}

// introspectingClients are the faults of who may ask, and how.
func introspectingClients() []Fault {
	return []Fault{
		{Name: "introspection-open", Summary: "answers whoever asks", Breaks: oauth2("IDN-04", "INT-04"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.AtIntrospection.ClientFromGrant, r.ClientAuthentication.AtIntrospection.SecretRequired = true, false
			}},
		{Name: "introspection-secret-unchecked", Summary: "takes any client secret at introspection", Breaks: oauth2("IDN-01", "IDN-06", "IDN-09", "INT-05"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtIntrospection.SecretMatches = anything }},
		{Name: "introspection-client-forbidden", Summary: "refuses a client that did not prove itself at introspection with 403", Breaks: oauth2("INT-16"),
			Bend: func(r *fakeserver.Rules) {
				r.Introspecting.Errors = &rules.ErrorAnswer{ContentType: "application/json", CacheControl: "no-store", Adjust: func(f fakeserver.Refusal) fakeserver.Refusal {
					if f.Error == "invalid_client" {
						f.Status = http.StatusForbidden
					}
					return f
				}}
			}},
		{Name: "introspection-without-token-accepted", Summary: "says that a missing token is inactive", Breaks: oauth2("INT-12"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.TokenOptional = true }},
		{Name: "introspection-hint-trusted", Summary: "looks only where the hint says", Breaks: oauth2("INT-13"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.HintTrusted = true }},
		{Name: "introspection-by-get", Summary: "answers by GET", Breaks: oauth2("INT-15"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.Methods = append(r.Introspecting.Methods, http.MethodGet) }},
	}
}

// revokingCourse are the faults of what a revocation makes of tokens that have a
// past, and of whom else it ends.
func revokingCourse() []Fault {
	answering := func(name, summary string, bend func(*rules.Revoking)) Fault {
		return Fault{Name: name, Summary: summary, Breaks: oauth2("REV-19"), Bend: func(r *fakeserver.Rules) { bend(&r.Revoking) }}
	}
	ending := func(name, summary string, breaks breaks, bend func(*rules.Revoking)) Fault {
		return Fault{Name: name, Summary: summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) { bend(&r.Revoking) }}
	}
	return []Fault{
		answering("revocation-expired-400", "answers 400 to the revocation of an expired token", func(r *rules.Revoking) { r.ExpiredStatus = http.StatusBadRequest }),
		answering("revocation-expired-500", "breaks over the revocation of an expired token", func(r *rules.Revoking) { r.ExpiredStatus = http.StatusInternalServerError }),
		answering("revocation-rotated-400", "answers 400 to the revocation of a replaced refresh token", func(r *rules.Revoking) { r.RotatedStatus = http.StatusBadRequest }),
		answering("revocation-of-ended-access-400", "answers 400 to the revocation of an access token that was revoked", func(r *rules.Revoking) { r.DeadAccessStatus = http.StatusBadRequest }),
		ending("revocation-repeated-404", "answers 404 to the second revocation of a refresh token", oauth2("REV-10", "REV-19"), func(r *rules.Revoking) { r.RevokedStatus = http.StatusNotFound }),
		ending("revocation-ends-client", "ends every grant of the client", oauth2("REV-12"), func(r *rules.Revoking) { r.Reach = rules.ReachesClient }),
		ending("revocation-ends-same", "ends every grant of the resource owner at the client", xena("REV-12"), func(r *rules.Revoking) { r.Reach = rules.ReachesSame }),
		ending("revocation-ends-all", "ends everybody's grants", oauth2("REV-12"), func(r *rules.Revoking) { r.Reach = rules.ReachesAll }),
		ending("access-revocation-ends-same", "ends every access token of the resource owner at the client with one", oauth2("REV-18"), func(r *rules.Revoking) { r.AccessReach = rules.ReachesSame }),
		ending("access-revocation-ends-user", "ends every access token of the resource owner with one", xena("REV-18"), func(r *rules.Revoking) { r.AccessReach = rules.ReachesUser }),
		ending("revocation-spares-refreshed", "ends no refresh token that came of a refresh", oauth2("REV-01", "REV-03"), func(r *rules.Revoking) { r.RefreshedRevocable = false }),
		ending("revocation-of-latest-access", "ends the latest access token of a revoked refresh token and none before it", oauth2("REV-03"), func(r *rules.Revoking) { r.LatestAccessOnly = true }),
		ending("revocation-needs-living-access", "ends no refresh token whose access token has expired", xena("REV-01"), func(r *rules.Revoking) { r.NeedsLivingAccess = true }),
		{Name: "revocation-undone-by-refresh", Summary: "undoes a revocation that came while the token was used", Breaks: oauth2("REV-20"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.WritesBack = 5 * time.Millisecond }},
	}
}

// introspectingCourse are the faults of what is said of tokens that have a past, and
// of times.
func introspectingCourse() []Fault {
	saying := func(name, summary string, breaks breaks, member string, value any) Fault {
		return Fault{Name: name, Summary: summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) { r.Introspecting.Living = stated(member, value) }}
	}
	recast := func(name, summary string, breaks breaks, change func(seconds int64) any) Fault {
		return Fault{Name: name, Summary: summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) {
			r.Introspecting.Living = func(members []fakeserver.Member) []fakeserver.Member {
				for i, m := range members {
					if seconds, number := m.Value.(int64); number && m.Name == "exp" {
						members[i].Value = change(seconds)
					}
				}
				return members
			}
		}}
	}
	bent := func(name, summary string, breaks breaks, bend func(*rules.Introspecting)) Fault {
		return Fault{Name: name, Summary: summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) { bend(&r.Introspecting) }}
	}
	return []Fault{
		recast("introspection-exp-string", "writes exp as text", oauth2("INT-18"), func(seconds int64) any { return strconv.FormatInt(seconds, 10) }),
		recast("introspection-exp-ms", "writes exp in milliseconds", oauth2("INT-06", "INT-17", "INT-18"), func(seconds int64) any { return seconds * 1000 }),
		saying("introspection-scope-of-client", "names every scope of the client", oauth2("INT-09"), "scope", "read write"),
		saying("introspection-type-of-another", "names another type", oauth2("INT-09"), "token_type", "refresh_token"),
		bent("introspection-client-of-asker", "names the client that asks", oauth2("INT-09"), func(r *rules.Introspecting) { r.NamesAsker = true }),
		bent("introspection-iat-now", "says that a token was issued when somebody asks about it", oauth2("INT-23"), func(r *rules.Introspecting) { r.IssuedNow = true }),
		bent("introspection-uses-up", "uses a refresh token up that somebody asks about", oauth2("INT-24"), func(r *rules.Introspecting) { r.UsesUp = true }),
		bent("introspection-tells-secret", "tells the secret of the client", oauth2("INT-25"), func(r *rules.Introspecting) { r.SecretTold = true }),
		bent("introspection-of-signed-texts", "says that anything is active that looks like a signed token", oauth2("INT-02"), func(r *rules.Introspecting) {
			r.UnknownActive = func(token string) bool { return strings.Count(token, ".") == 2 }
		}),
		saying("introspection-iat-years-ago", "says that tokens were issued years ago", oauth2("INT-18"), "iat", int64(1000000000)),
		saying("introspection-iat-string", "writes iat as text", oauth2("INT-18"), "iat", "2026-01-01T00:00:00Z"),
		saying("introspection-nbf-ahead", "says that tokens are good in years", oauth2("INT-18"), "nbf", int64(4000000000)),
		{Name: "introspection-of-rotated", Summary: "says that a replaced refresh token is active", Breaks: oauth2("INT-19"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.RotatedActive = true }},
		{Name: "introspection-ignores-grant", Summary: "says that an access token of a revoked refresh token is active", Breaks: oauth2("INT-19"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.GrantIgnored = true }},
		{Name: "introspection-former-inactive", Summary: "says that an access token is inactive once there is a newer one", Breaks: oauth2("INT-20"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.FormerDead = true }},
	}
}
