package faults

import (
	"net/http"
	"slices"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// refreshing are the faults of the refresh token.
func refreshing() []Fault {
	return slices.Concat(refreshingGrants(), refreshingRequests(), refreshingSpellings(), refreshingAnswers(), refreshingCourse(), refreshingLives(), refreshingHarm())
}

// refreshingSpellings are careless comparisons of refresh tokens.
func refreshingSpellings() []Fault {
	return carelessly("refresh-token", "refresh tokens", oauth2("REF-15"),
		func(r *fakeserver.Rules, equal func(stored, sent string) bool) { r.Refreshing.TokenMatches = equal },
		"trimmed", "cleaned", "cut-at-newline", "unaccented", "folded-by-width", "first-8", "by-beginning", "contained", "by-length", "by-like",
		"by-pattern", "decoded-twice", "unescaped", "unquoted", "unpadded", "base64-taken", "digest-taken")
}

// refreshingAnswers are the faults in the shape of the answer to a refresh alone.
func refreshingAnswers() []Fault {
	shaped := func(name, summary string, b breaks, bend func(*rules.TokenAnswer)) Fault {
		return Fault{Name: "refresh-" + name, Summary: summary + " in the answer to a refresh", Breaks: b,
			Bend: func(r *fakeserver.Rules) { bend(&r.TokenResponse.Refresh) }}
	}
	refused := func(name, summary, id string, bend func(*rules.ErrorAnswer)) Fault {
		return Fault{Name: "refresh-" + name, Summary: summary, Breaks: oauth2(id), Bend: func(r *fakeserver.Rules) {
			errors := r.TokenResponse.Errors
			bend(&errors)
			r.TokenResponse.RefreshErrors = &errors
		}}
	}
	return []Fault{
		shaped("token-type-mac", "says that the token is a mac token", oauth2("ANS-01", "REF-14"), func(a *rules.TokenAnswer) { a.TokenType = "mac" }),
		shaped("token-type-missing", "names no type of the token", oauth2("ANS-01", "REF-14"), func(a *rules.TokenAnswer) { a.TokenType = "" }),
		shaped("expires-in-doubled", "says that tokens live twice as long", oauth2("ANS-03", "INT-06"), func(a *rules.TokenAnswer) { a.ExpiresIn = 7200 }),
		shaped("expires-in-milliseconds", "counts milliseconds in expires_in", oauth2("ANS-03", "INT-06"), func(a *rules.TokenAnswer) { a.ExpiresIn = 3600000 }),
		shaped("answer-as-text", "sends tokens as text/plain", oauth2("ANS-04"), func(a *rules.TokenAnswer) { a.ContentType = "text/plain" }),
		shaped("answer-as-html", "sends tokens as text/html", oauth2("ANS-04"), func(a *rules.TokenAnswer) { a.ContentType = "text/html" }),
		shaped("answered-with-201", "sends tokens with status 201", oauth2("ANS-04"), func(a *rules.TokenAnswer) { a.Status = http.StatusCreated }),
		shaped("pragma-missing", "sends tokens without Pragma", oauth2("ANS-06"), func(a *rules.TokenAnswer) { a.Pragma = "" }),
		shaped("members-doubled", "writes access_token twice", oauth2("ANS-09"), func(a *rules.TokenAnswer) {
			a.Members = func(m []fakeserver.Member) []fakeserver.Member { return append(m, m[0]) }
		}),
		shaped("token-in-cookie", "sets the access token as a cookie", oauth2("ANS-15"), func(a *rules.TokenAnswer) {
			a.Header = func(h http.Header, access string) { h.Set("Set-Cookie", "token="+access) }
		}),
		refused("refusals-as-text", "refuses refresh tokens in JSON that it calls text/plain", "ANS-10", func(e *rules.ErrorAnswer) { e.ContentType = "text/plain" }),
		refused("refusals-empty", "refuses refresh tokens without a body", "ANS-10", func(e *rules.ErrorAnswer) { e.Encode = nothing }),
		refused("refusals-cacheable", "lets caches store the refusals of refresh tokens", "ANS-16", func(e *rules.ErrorAnswer) { e.CacheControl = "" }),
		refused("refusals-two-lines", "describes refusals of refresh tokens on two lines", "ANS-13", func(e *rules.ErrorAnswer) {
			e.Adjust = func(f fakeserver.Refusal) fakeserver.Refusal {
				f.Description += "\nsorry"
				return f
			}
		}),
		refused("refusals-422", "refuses refresh tokens with 422", "ANS-12", func(e *rules.ErrorAnswer) {
			e.Adjust = func(f fakeserver.Refusal) fakeserver.Refusal {
				f.Status = http.StatusUnprocessableEntity
				return f
			}
		}),
	}
}

// refreshingGrants are the faults of what a refresh gives.
func refreshingGrants() []Fault {
	return []Fault{
		{Name: "refresh-refused", Summary: "refreshes nothing at all", Halts: true, Breaks: clearxp("REF-01", "REF-02", "REF-03").forms("REF-01", "REF-02", "REF-03", "REV-06", "REV-07", "REV-09", "REV-14", "REV-16", "REV-17"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.Offered = false }},
		{Name: "refreshed-token-dead", Summary: "gives access tokens that do not work", Halts: true, Breaks: alike("REF-01", "REF-02", "REF-03"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.AccessWorks = false }},
		{Name: "refresh-only-thrice", Summary: "refreshes a grant three times and no more", Breaks: alike("REF-02"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.MaxChain = 3 }},
		{Name: "refresh-dies-with-access", Summary: "lets refresh tokens die with their access token", Breaks: clearxp("REF-03").oauth2("REF-03", "REF-36", "INT-17").xena("REF-03", "REF-36"), Halts: true,
			Bend: func(r *fakeserver.Rules) { r.Expiring.RefreshLifetime = r.Expiring.AccessLifetime }},
		{Name: "refresh-keeps-old-expiry", Summary: "gives refreshed tokens the rest of the old life", Breaks: alike("REF-03", "REF-04"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.RefreshKeepsExpiry = true }},
		{Name: "refresh-reuse-forgiven", Summary: "does not mind that a rotated token is replayed", Breaks: alike("REF-12"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.ReuseRevokes = false }},
		{Name: "refresh-races", Summary: "looks a refresh token up and marks it in two steps", Breaks: xena("REF-22"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.MarkDelay = 2 * time.Millisecond }},
		{Name: "refresh-answer-cacheable", Summary: "lets caches store the answer to a refresh", Breaks: alike("ANS-05", "REF-14"),
			Bend: func(r *fakeserver.Rules) { r.TokenResponse.Refresh.CacheControl = "" }},
		{Name: "refresh-expires-in-missing", Summary: "leaves expires_in out of the answer to a refresh", Breaks: alike("ANS-27"),
			Bend: func(r *fakeserver.Rules) { r.TokenResponse.Refresh.ExpiresIn = nil }},
		{Name: "refresh-expires-in-string", Summary: "writes expires_in as a string in the answer to a refresh", Breaks: alike("ANS-02", "REF-14"),
			Bend: func(r *fakeserver.Rules) { r.TokenResponse.Refresh.ExpiresIn = "3600" }},
	}
}

// refreshingRequests are the faults of what a refresh asks for.
func refreshingRequests() []Fault {
	return []Fault{
		{Name: "refresh-unbound", Summary: "lets any client use a refresh token", Breaks: alike("REF-05"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.BoundToClient = false }},
		{Name: "unknown-refresh-named-invalid-request", Summary: "answers invalid_request to an unknown refresh token",
			Breaks: alike("ANS-22"),
			Bend:   func(r *fakeserver.Rules) { r.Refreshing.UnknownToken.Error = "invalid_request" }},
		{Name: "unknown-refresh-accepted", Summary: "takes a refresh token that it never issued", Breaks: alike("REF-06", "REF-07", "REF-08", "REF-15"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.UnknownTaken = true }},
		{Name: "unknown-refresh-500", Summary: "breaks over an unknown refresh token", Breaks: alike("REF-06", "REF-07", "REF-08", "REF-15"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.UnknownToken.Status = http.StatusInternalServerError }},
		{Name: "missing-refresh-accepted", Summary: "takes a missing refresh token for the latest one", Breaks: alike("REF-10"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.MissingTaken = true }},
		{Name: "access-token-refreshes", Summary: "takes an access token for a refresh token", Breaks: alike("REF-07"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.AccessTokenAccepted = true }},
		{Name: "code-refreshes", Summary: "takes a code for a refresh token", Breaks: alike("REF-08"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.CodeAccepted = true }},
		{Name: "secret-unchecked-at-refresh", Summary: "takes any client secret at the refresh", Breaks: alike("IDN-01", "IDN-05", "IDN-06", "IDN-09", "REF-09"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtRefresh.SecretMatches = anything }},
		{Name: "missing-refresh-named-invalid-grant", Summary: "answers invalid_grant to a missing refresh token", Breaks: alike("ANS-23"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.MissingToken.Error = "invalid_grant" }},
		{Name: "refresh-prefix-accepted", Summary: "compares only as much of a refresh token as it was sent", Breaks: alike("REF-15"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.TokenMatches = prefix }},
		{Name: "refresh-secret-optional", Summary: "needs no client secret at the refresh", Breaks: alike("REF-16"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtRefresh.SecretRequired = false }},
	}
}

// refreshingScopes are the faults of scope and life of a refresh token.
func refreshingScopes() []Fault {
	return []Fault{
		{Name: "refresh-broadens", Summary: "lets a refresh ask for more scope", Breaks: forms("REF-17"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.BroaderRefused = false }},
		{Name: "broader-named-invalid-grant", Summary: "answers invalid_grant to a refresh for more scope", Breaks: forms("ANS-25"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.Broader.Error = "invalid_grant" }},
		{Name: "refresh-keeps-scope-untold", Summary: "grants all scope though a refresh asks for less, and does not say so", Breaks: forms("REF-18"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.Narrows, r.TokenResponse.Refresh.ScopeTold = false, false }},
		{Name: "refresh-narrows-for-good", Summary: "takes scope from a refresh token that asked for less once", Breaks: forms("REF-19"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.NarrowsForGood = true }},
		{Name: "refresh-narrows-until-asked", Summary: "gives a refresh that names no scope what the one before asked for", Breaks: forms("REF-19"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.NarrowsForGood, r.Scoping.WholeIfAsked = true, true }},
		{Name: "refresh-minds-empty-scope", Summary: "refuses a refresh with an empty scope", Breaks: forms("EXC-38", "REF-26"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.EmptyMinded = true }},
		{Name: "refresh-never-expires", Summary: "lets refresh tokens live for ten years", Breaks: oauth2("REF-20", "INT-17").xena("REF-20"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.RefreshLifetime = 10 * 365 * 24 * time.Hour }},
		{Name: "refresh-lives-31d", Summary: "lets refresh tokens live a day longer", Breaks: oauth2("REF-20", "INT-17").xena("REF-20"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.RefreshLifetime += 24 * time.Hour }},
		{Name: "refresh-token-unasked", Summary: "gives refresh tokens that nobody asked for", Breaks: xena("REF-21"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.NeededToRefresh = "" }},
		{Name: "refresh-not-rotated", Summary: "answers a refresh with the same refresh token, against its own policy", Breaks: xena("REF-11"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.Rotation = rules.KeepsToken }},
		{Name: "rotated-token-lives", Summary: "takes a rotated refresh token for an hour more", Breaks: xena("REF-11", "REF-24"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.Grace = time.Hour }},
		{Name: "rotated-token-lives-10s", Summary: "takes a rotated refresh token for ten seconds more", Breaks: xena("REF-11", "REF-24"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.Grace = 10 * time.Second }},
		{Name: "rotated-token-revives", Summary: "forgets after ten minutes that a refresh token was used", Breaks: xena("REF-25"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.ForgetsUse = 10 * time.Minute }},
	}
}

// refreshingCourse are the faults of whom the tokens of a refresh act for.
func refreshingCourse() []Fault {
	renewing := func(name, summary string, breaks breaks, last func(rules.Renewal) rules.Renewal) Fault {
		return Fault{Name: name, Summary: summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) { r.Refreshing.Renewed = last }}
	}
	second := func(last func(*rules.Renewal)) func(rules.Renewal) rules.Renewal {
		return func(r rules.Renewal) rules.Renewal {
			if r.Count > 1 {
				last(&r)
			}
			return r
		}
	}
	other := rules.User{ID: "u-999", Username: "nobody"}
	return []Fault{
		renewing("second-refresh-for-another-user", "lets the tokens of a second refresh act for another user", clearxp("REF-27"),
			second(func(r *rules.Renewal) { r.User = other })),
		renewing("refresh-for-whoever-came-last", "lets the tokens of a refresh act for whoever logged in last", clearxp("REF-27"),
			func(r rules.Renewal) rules.Renewal { r.User = r.LastUser; return r }),
		renewing("refresh-for-the-client-that-came-last", "writes the tokens of a refresh for the client that got a code last", xena("REF-28"),
			func(r rules.Renewal) rules.Renewal { r.Client = r.LastClient; return r }),
		renewing("second-refresh-for-another-client", "writes the tokens of a second refresh for another client", oauth2("REF-28"),
			second(func(r *rules.Renewal) { r.Client.ID = "somebody" })),
		renewing("second-refresh-for-another-subject", "names another subject in the tokens of a second refresh", xena("REF-27"),
			second(func(r *rules.Renewal) { r.User.ID = "x-999" })),
		renewing("refreshed-client-of-another", "says of the tokens of a refresh that they are another client's", oauth2("REF-28", "INT-09"),
			func(r rules.Renewal) rules.Renewal { r.Client.ID = "somebody"; return r }),
		renewing("second-refresh-in-another-tenant", "shows another tenant to the tokens of a second refresh", clearxp("REF-28"),
			second(func(r *rules.Renewal) { r.User.Tenant = "elsewhere" })),
		renewing("second-refresh-widens", "gives the tokens of a second refresh a scope more", oauth2("REF-19", "REF-29"),
			second(func(r *rules.Renewal) { r.Scope += " more" })),
		renewing("second-refresh-narrows", "takes scopes from the tokens of a second refresh", oauth2("REF-19", "REF-29"),
			second(func(r *rules.Renewal) { r.Scope = "read" })),
		renewing("refresh-widens", "gives the tokens of a refresh every scope", oauth2("REF-18", "REF-19", "REF-29"),
			func(r rules.Renewal) rules.Renewal { r.Scope += " more"; return r }),
	}
}

// refreshingLives are the faults of how long refresh tokens live, and of races for
// them.
func refreshingLives() []Fault {
	colliding := func(r *fakeserver.Rules) { r.Refreshing.Collides = 5 * time.Millisecond }
	return []Fault{
		{Name: "refresh-lives-29d", Summary: "lets refresh tokens die a day early", Breaks: oauth2("REF-36", "INT-17"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.RefreshLifetime -= 24 * time.Hour }},
		{Name: "rotated-in-lives-29d", Summary: "lets refresh tokens of a refresh die a day early", Breaks: xena("REF-36"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.RotatedLifetime -= 24 * time.Hour }},
		{Name: "rotated-in-lives-31d", Summary: "lets refresh tokens of a refresh live a day longer", Breaks: xena("REF-20"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.RotatedLifetime += 24 * time.Hour }},
		{Name: "rotated-in-never-expires", Summary: "lets refresh tokens of a refresh live for ten years", Breaks: oauth2("REF-20"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.RotatedLifetime = 10 * 365 * 24 * time.Hour }},
		{Name: "refresh-needs-used-access", Summary: "refreshes nothing whose access token expired unused", Breaks: clearxp("REF-03"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.NeedsUse = true }},
		{Name: "refresh-race-losers-500", Summary: "breaks over a refresh token that is being used", Halts: true, Breaks: oauth2("REF-30"),
			Bend: func(r *fakeserver.Rules) {
				colliding(r)
				r.Refreshing.Collision.Status = http.StatusInternalServerError
			}},
		{Name: "refresh-race-without-winner", Summary: "refreshes nothing where many come with one refresh token", Breaks: oauth2("REF-31"),
			Bend: func(r *fakeserver.Rules) { colliding(r); r.Refreshing.CollisionSpoils = true }},
		{Name: "refresh-race-fells", Summary: "gives no answer to the request after a race for a refresh token", Halts: true, Breaks: oauth2("REF-32"),
			Bend: func(r *fakeserver.Rules) { colliding(r); r.Refreshing.CollisionFells = true }},
	}
}

// refreshingHarm are the faults of whom a refresh harms that is none of his.
func refreshingHarm() []Fault {
	reuse := func(name, summary string, reach rules.Reach, breaks breaks) Fault {
		return Fault{Name: name, Summary: summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) { r.Refreshing.ReuseReach = reach }}
	}
	return []Fault{
		reuse("refresh-reuse-ends-same", "ends all grants of a user at a client when one refresh token is replayed", rules.ReachesSame, clearxp("REF-33", "REF-35")),
		reuse("refresh-reuse-ends-user", "ends all grants of a user when one refresh token is replayed", rules.ReachesUser, oauth2("REF-33", "REF-35")),
		reuse("refresh-reuse-ends-client", "ends all grants of a client when one refresh token is replayed", rules.ReachesClient, clearxp("REF-33", "REF-35")),
		reuse("refresh-reuse-ends-all", "ends everybody's grants when one refresh token is replayed", rules.ReachesAll, xena("REF-33", "REF-35")),
		{Name: "stranger-burns-refresh", Summary: "ends a grant when somebody whom nobody knows tries its refresh token", Breaks: clearxp("REF-34"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.BurntByStranger = true }},
		{Name: "refresh-burnt-by-other-client", Summary: "ends a grant whose refresh token another client tries", Breaks: oauth2("REF-34"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.BurntByOther = true }},
		{Name: "stranger-burns-all-of-user", Summary: "ends all grants of a user when somebody whom nobody knows tries a refresh token", Breaks: oauth2("REF-34"),
			Bend: func(r *fakeserver.Rules) {
				r.Refreshing.BurntByStranger, r.Refreshing.FailureReach = true, rules.ReachesUser
			}},
		{Name: "wider-scope-burns-refresh", Summary: "ends a grant when a refresh asks for too much scope", Breaks: oauth2("REF-34"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.BurntByScope = true }},
	}
}
