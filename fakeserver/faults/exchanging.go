package faults

import (
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/internal/comparison"
	"github.com/authassay/authassay/fakeserver/rules"
)

// exchanging are the faults of the code exchange.
func exchanging() []Fault {
	return slices.Concat(exchangingCodes(), exchangingSpellings(), exchangingReplays(), exchangingMembers(), exchangingRequests(), exchangingParameters(), exchangingPlaces(), exchangingTypes())
}

// exchangingCodes are the faults of what makes a code good.
func exchangingCodes() []Fault {
	return []Fault{
		{Name: "exchange-refused", Summary: "exchanges no code at all", Halts: true, Breaks: clearxp("EXC-01", "EXC-22").forms("EXC-25", "IDN-10", "IDN-11"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.Offered = false }},
		{Name: "code-reusable", Summary: "takes a code again and again", Breaks: alike("EXC-02", "EXC-32", "EXC-45", "EXC-03", "EXC-04", "EXC-05"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.CodeReusable = true }},
		{Name: "code-races", Summary: "looks a code up and marks it in two steps", Breaks: alike("EXC-03"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.MarkDelay = 2 * time.Millisecond }},
		{Name: "race-losers-500", Summary: "breaks over a code that is being redeemed", Halts: true, Breaks: alike("EXC-34"),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.Collides, r.Exchanging.Collision.Status = 5*time.Millisecond, http.StatusInternalServerError
			}},
		{Name: "replay-spares-access", Summary: "leaves the access token alive when its code is replayed", Breaks: alike("EXC-04"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ReplayRevokesAccess = false }},
		{Name: "replay-spares-refresh", Summary: "leaves the refresh token alive when its code is replayed", Breaks: alike("EXC-05"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ReplayRevokesRefresh = false }},
		{Name: "code-unbound", Summary: "lets any client redeem a code", Breaks: alike("EXC-06"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.BoundToClient = false }},
		{Name: "exchange-redirect-unchecked", Summary: "does not compare the redirect URI of an exchange", Breaks: alike("EXC-07"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.RedirectMatches = anything }},
		{Name: "exchange-redirect-optional", Summary: "needs no redirect URI for an exchange", Breaks: alike("EXC-08"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.RedirectRequired = false }},
		{Name: "unknown-code-named-invalid-request", Summary: "answers invalid_request to an unknown code", Breaks: alike("ANS-22"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.UnknownCode.Error = "invalid_request" }},
		{Name: "unknown-code-accepted", Summary: "takes a code that it never issued", Breaks: alike("EXC-09", "EXC-10", "EXC-19"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.UnknownCodeTaken = true }},
		{Name: "code-prefix-accepted", Summary: "compares only as much of a code as it was sent", Breaks: alike("EXC-10"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.CodeMatches = prefix }},
		{Name: "code-case-folded", Summary: "compares codes whatever their case", Breaks: alike("EXC-10"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.CodeMatches = strings.EqualFold }},
	}
}

// exchangingSpellings are careless comparisons of codes and of redirect URIs.
func exchangingSpellings() []Fault {
	codes := carelessly("code", "codes", oauth2("EXC-10"),
		func(r *fakeserver.Rules, equal func(stored, sent string) bool) { r.Exchanging.CodeMatches = equal },
		"trimmed", "cleaned", "cut-at-newline", "unaccented", "folded-by-width", "first-8", "by-beginning", "contained", "by-length",
		"by-like", "by-pattern", "decoded-twice", "unescaped", "unquoted", "unpadded", "base64-taken", "digest-taken")
	return append(codes, carelessly("exchange-redirect", "the redirect URIs of exchanges", oauth2("EXC-07"),
		func(r *fakeserver.Rules, equal func(stored, sent string) bool) { r.Exchanging.RedirectMatches = equal },
		"trimmed", "case-folded", "by-beginning", "contained", "cut-at-newline", "by-address", "by-host", "without-scheme", "without-slash", "without-query",
		"decoded-twice")...)
}

// exchangingParameters are the faults of how the parameters of requests are read.
func exchangingParameters() []Fault {
	named := func(name, summary string, read func(string) string) Fault {
		return Fault{Name: "parameters-" + name, Summary: summary, Breaks: oauth2("EXC-36"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ReadName = read }}
	}
	repeated := func(name, summary, id string, taken func(at, name string, values []string) (string, bool)) Fault {
		return Fault{Name: "duplicate-" + name, Summary: summary, Breaks: oauth2(id),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.DuplicateTaken = taken }}
	}
	at := func(where string) func(at, name string, values []string) (string, bool) {
		return func(at, _ string, values []string) (string, bool) { return values[0], at == where }
	}
	token := func(at string) bool { return at == "exchange" || at == "refresh" }
	only := func(parameter string) func(at, name string, values []string) (string, bool) {
		return func(at, name string, values []string) (string, bool) {
			return values[0], name == parameter && token(at)
		}
	}
	return []Fault{
		named("in-any-case", "reads names of parameters whatever their case", strings.ToLower),
		named("trimmed", "takes blanks off the names of parameters", strings.TrimSpace),
		named("with-brackets", "takes the brackets off the names of parameters", func(name string) string { return strings.TrimSuffix(name, "[]") }),
		named("with-dots", "reads dots in the names of parameters as underscores", func(name string) string { return strings.ReplaceAll(name, ".", "_") }),
		repeated("first-wins", "takes the first of two parameters of one name in token requests", "EXC-31", func(at, _ string, values []string) (string, bool) { return values[0], token(at) }),
		repeated("last-wins", "takes the last of two parameters of one name in token requests", "EXC-31", func(at, _ string, values []string) (string, bool) { return values[len(values)-1], token(at) }),
		repeated("equal-accepted", "takes a parameter twice with one value in token requests", "EXC-31", func(at, _ string, values []string) (string, bool) {
			return values[0], token(at) && values[0] == values[1]
		}),
		repeated("accepted-at-exchange", "takes the first of two parameters of one name at the exchange", "EXC-31", at("exchange")),
		repeated("accepted-at-refresh", "takes the first of two parameters of one name at the refresh", "EXC-31", at("refresh")),
		repeated("accepted-at-revocation", "takes the first of two parameters of one name at revocation", "REV-15", at("revoke")),
		repeated("accepted-at-introspection", "takes the first of two parameters of one name at introspection", "INT-21", at("introspect")),
		repeated("secret-accepted", "takes the first of two client secrets", "EXC-31", only("client_secret")),
		repeated("scope-accepted", "takes the first of two scopes", "EXC-31", only("scope")),
		repeated("grant-type-accepted", "takes the first of two grant types", "EXC-31", only("grant_type")),
		repeated("redirect-accepted", "takes the first of two redirect URIs", "EXC-31", only("redirect_uri")),
	}
}

// exchangingPlaces are the faults of where parameters are read, and of empty ones.
func exchangingPlaces() []Fault {
	return []Fault{
		{Name: "query-wins", Summary: "puts parameters in the URI before those in the body", Breaks: oauth2("EXC-18", "IDN-15"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.QueryCounts, r.Exchanging.QueryWins = true, true }},
		{Name: "code-read-from-uri", Summary: "reads the code from the URI, too", Breaks: oauth2("EXC-18"),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.QueryCounts, r.Exchanging.QueryNames = true, func(name string) bool { return name == "code" }
			}},
		{Name: "token-read-from-uri", Summary: "reads the token of revocations and introspections from the URI, too", Breaks: oauth2("EXC-18"),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.QueryCounts, r.Exchanging.QueryNames = true, func(name string) bool { return name == "token" }
			}},
		{Name: "exchange-redirect-empty-accepted", Summary: "takes an empty redirect URI for the right one", Breaks: oauth2("EXC-38"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.EmptyRedirectTaken = true }},
		{Name: "empty-parameters-count", Summary: "judges an empty scope and an empty verifier like wrong ones", Breaks: oauth2("EXC-38", "REF-26"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.EmptyCounts = true }},
		{Name: "code-open-to-first-client", Summary: "lets its first client redeem any code", Breaks: oauth2("EXC-06"),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.MayRedeem = func(owner, sender fakeserver.Client) bool { return owner.ID > sender.ID }
			}},
	}
}

// exchangingTypes are the faults of what a body is and what its values are.
func exchangingTypes() []Fault {
	media := func(name, summary string, b breaks, read func(string) string) Fault {
		return Fault{Name: "content-type-" + name, Summary: summary, Breaks: b, Bend: func(r *fakeserver.Rules) {
			honest := r.Exchanging.MediaType
			r.Exchanging.MediaType = func(header string) string {
				if kind := read(header); kind != "" {
					return kind
				}
				return honest(header)
			}
		}}
	}
	const form, object = "application/x-www-form-urlencoded", "application/json"
	loose := func(name, summary string, of func(string) bool) Fault {
		return Fault{Name: name, Summary: summary, Breaks: clearxp("EXC-21"), Bend: func(r *fakeserver.Rules) { r.Exchanging.MatchesAnything = of }}
	}
	return []Fault{
		media("ignored", "reads any body as a form", oauth2("EXC-39"), func(string) string { return form }),
		media("missing-accepted", "reads a body without a content type as a form", oauth2("EXC-39"), func(header string) string {
			return map[string]string{"": form}[header]
		}),
		media("text-accepted", "reads text/plain as a form", oauth2("EXC-39"), func(header string) string {
			return map[string]string{"text/plain": form}[header]
		}),
		media("guessed", "reads whatever is called json as JSON", clearxp("EXC-39"), func(header string) string {
			return map[string]string{"json": object, "": object}[header]
		}),
		loose("true-matches-anything", "takes true for whatever it is compared with", func(value string) bool { return value == "true" }),
		loose("zero-matches-anything", "takes 0 for whatever it is compared with", func(value string) bool { return value == "0" }),
		loose("operators-reach-the-database", "hands objects of operators to its database", func(value string) bool { return strings.Contains(value, "$ne") }),
		{Name: "exchange-by-patch", Summary: "exchanges codes by PATCH", Breaks: oauth2("EXC-15"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.Methods = append(r.Exchanging.Methods, http.MethodPatch) }},
		{Name: "grant-type-case-folded", Summary: "compares grant types whatever their case", Breaks: oauth2("EXC-13"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.GrantTypeMatches = strings.EqualFold }},
		{Name: "grant-type-trimmed", Summary: "takes blanks off grant types", Breaks: oauth2("EXC-13"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.GrantTypeMatches = comparison.Named("trimmed").Equal }},
		{Name: "grant-type-by-beginning", Summary: "compares the beginning of grant types", Breaks: oauth2("EXC-13"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.GrantTypeMatches = comparison.Named("by-beginning").Equal }},
	}
}

// exchangingRequests are the faults of what a token request must look like.
func exchangingRequests() []Fault {
	return []Fault{
		{Name: "exchange-by-put", Summary: "exchanges codes by PUT", Breaks: alike("EXC-15"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.Methods = []string{http.MethodPost, http.MethodPut} }},
		{Name: "exchange-by-get", Summary: "exchanges codes by GET", Breaks: clearxp("EXC-15", "EXC-18", "EXC-33").forms("EXC-15", "EXC-18", "EXC-33", "IDN-15"),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.Methods = []string{http.MethodPost, http.MethodGet}
				r.Exchanging.QueryCounts = true
			}},
		{Name: "query-credentials-accepted", Summary: "reads parameters from the URI of the token endpoint", Breaks: clearxp("EXC-18").forms("EXC-18", "IDN-15"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.QueryCounts = true }},
		{Name: "unknown-member-refused", Summary: "refuses members that it does not know", Breaks: alike("EXC-16"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.UnknownMemberRefused = true }},
		{Name: "duplicate-member-accepted", Summary: "takes the last of two members of one name", Breaks: clearxp("EXC-31").oauth2("EXC-31", "REV-15", "INT-21").xena("EXC-31", "REV-15"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.DuplicateRefused = false }},
		{Name: "refresh-token-as-code", Summary: "takes a refresh token for a code", Breaks: alike("EXC-19"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.RefreshTokenAsCode = true }},
		{Name: "access-token-as-code", Summary: "takes an access token for a code", Breaks: alike("EXC-19"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.AccessTokenAsCode = true }},
		{Name: "array-code-accepted", Summary: "takes the first element of an array for the code", Breaks: clearxp("EXC-21"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ArraysTaken = true }},
		{Name: "exchange-needs-tenant", Summary: "asks for the tenant header at the token endpoint", Halts: true, Breaks: clearxp("EXC-01", "EXC-22").forms("EXC-25", "IDN-10", "IDN-11"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.NeedsTenant = true }},
		{Name: "charset-refused", Summary: "does not know application/json with a charset", Breaks: clearxp("EXC-23").forms("EXC-26"),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.MediaType = func(header string) string {
					if kind, parameters, _ := mime.ParseMediaType(header); len(parameters) == 0 {
						return kind
					}
					return header
				}
			}},
	}
}

// exchangingMembers are the faults of members that are missing, empty or unknown.
func exchangingMembers() []Fault {
	return []Fault{
		{Name: "missing-code-named-invalid-grant", Summary: "answers invalid_grant to a missing code", Breaks: alike("ANS-23"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.MissingCode.Error = "invalid_grant" }},
		{Name: "empty-code-named-invalid-grant", Summary: "answers invalid_grant to an empty code", Breaks: alike("ANS-23"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.EmptyCode.Error = "invalid_grant" }},
		{Name: "missing-code-accepted", Summary: "takes a missing code for the latest one", Breaks: alike("EXC-11"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.MissingCodeTaken = true }},
		{Name: "empty-code-accepted", Summary: "takes an empty code for the latest one", Breaks: alike("EXC-17"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.EmptyCodeTaken = true }},
		{Name: "missing-member-500", Summary: "breaks over a token request that lacks a member",
			Breaks: alike("EXC-08", "EXC-11", "REF-10"),
			Bend: func(r *fakeserver.Rules) {
				for _, missing := range []*fakeserver.Refusal{
					&r.Exchanging.MissingCode, &r.Exchanging.MissingRedirect, &r.Refreshing.MissingToken,
				} {
					missing.Status = http.StatusInternalServerError
				}
			}},
		{Name: "grant-type-defaulted", Summary: "takes a missing grant_type for authorization_code", Breaks: alike("EXC-12"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.DefaultGrant = "authorization_code" }},
		{Name: "unknown-grant-type-named-invalid-request", Summary: "answers invalid_request to an unknown grant type", Breaks: alike("ANS-26"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.UnknownGrantType.Error = "invalid_request" }},
		{Name: "unknown-grant-type-accepted", Summary: "takes an unknown grant type for authorization_code", Breaks: alike("EXC-13", "ANS-26"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.UnknownGrant = "authorization_code" }},
		{Name: "cut-short-body-accepted", Summary: "reads JSON that ends too early as far as it goes", Breaks: clearxp("EXC-14"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.CutShortTaken = true }},
		{Name: "malformed-body-named-invalid-grant", Summary: "answers invalid_grant to a malformed body", Breaks: clearxp("ANS-23"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.MalformedBody.Error = "invalid_grant" }},
	}
}

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
		{Name: "scope-doubled", Summary: "grants every client a scope of its own choice", Breaks: forms("EXC-30", "REF-19"),
			Bend: func(r *fakeserver.Rules) {
				r.Scoping.Granted = func(asked []string) []string { return append(slices.Clone(asked), "more") }
			}},
		{Name: "scope-withheld", Summary: "does not say which scope it granted, which was another", Breaks: forms("AUT-31"),
			Bend: func(r *fakeserver.Rules) {
				r.Scoping.UnknownRefused = false
				r.TokenResponse.Exchange.Members = func(m []fakeserver.Member) []fakeserver.Member {
					return slices.DeleteFunc(m, func(m fakeserver.Member) bool { return m.Name == "scope" })
				}
			}},
		{Name: "client-credentials-granted", Summary: "gives a client tokens for itself", Breaks: clearxp("PRE-31").forms("IDN-19", "DIS-08", "PRE-31"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ClientCredentials = true }},
	}
}

// exchangingReplays are the faults of what using a code again brings, early and late,
// and to whom.
func exchangingReplays() []Fault {
	ending := func(name, summary string, reach rules.Reach, breaks breaks) Fault {
		return Fault{Name: name, Summary: summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) { r.Exchanging.ReplayReach = reach }}
	}
	return []Fault{
		{Name: "code-good-again-later", Summary: "forgets after half a minute that a code was used", Breaks: clearxp("EXC-45", "EXC-04", "EXC-05"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ForgetsUse = 30 * time.Second }},
		{Name: "late-replay-forgiven", Summary: "leaves tokens alive whose code is replayed half a minute later", Breaks: clearxp("EXC-04", "EXC-05"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ReplayMindedFor = 30 * time.Second }},
		{Name: "replay-after-expiry-forgiven", Summary: "leaves tokens alive whose code is replayed after its end", Breaks: oauth2("EXC-04", "EXC-05"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ReplayMindedFor = r.Expiring.CodeLifetime }},
		{Name: "replay-spares-refreshed", Summary: "leaves tokens alive whose code is replayed after a refresh", Breaks: oauth2("EXC-04", "EXC-05"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ReplayOnceRefreshed = true }},
		ending("replay-ends-same", "ends all grants of a user at a client when a code is replayed", rules.ReachesSame, clearxp("EXC-42", "EXC-44")),
		ending("replay-ends-user", "ends all grants of a user when a code is replayed", rules.ReachesUser, oauth2("EXC-42", "EXC-44")),
		ending("replay-ends-client", "ends all grants of a client when a code is replayed", rules.ReachesClient, clearxp("EXC-42", "EXC-44")),
		ending("replay-ends-all", "ends everybody's grants when a code is replayed", rules.ReachesAll, xena("EXC-42", "EXC-44")),
		{Name: "code-race-fells", Summary: "gives no answer to the request after a race for a code", Halts: true, Breaks: oauth2("EXC-41"),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.Collides, r.Exchanging.CollisionFells = 5*time.Millisecond, true
			}},
		{Name: "code-unbound-in-a-race", Summary: "lets another client redeem a code at the moment of its own", Breaks: oauth2("EXC-06", "EXC-43"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.AnyClientInTime = true }},
	}
}
