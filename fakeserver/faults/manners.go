package faults

import (
	"encoding/base64"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// Manners returns everything unusual that the reference server can do without
// breaking its contract. No requirement of level MUST may notice any of it.
func Manners() []Fault {
	return slices.Concat(mannersOfTokens(), mannersOfRefusals(), mannersOfPages(), mannersOfTemporary(), mannersOfTransport(),
		mannersOfScopes(), mannersOfGrants(), mannersOfMetadata(), mannersOfLaunches(), mannersOfAssertions())
}

// mannersOfTokens are unusual and right grants.
func mannersOfTokens() []Fault {
	return []Fault{
		{Name: "extra-members", Summary: "adds members to token answers", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				extra := func(m []fakeserver.Member) []fakeserver.Member {
					return append(m, fakeserver.Member{Name: "tenant_hint", Value: map[string]any{"region": "eu"}})
				}
				r.TokenResponse.Exchange.Members, r.TokenResponse.Refresh.Members = extra, extra
			}},
		{Name: "bearer-capitalised", Summary: "writes token_type as Bearer", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.Exchange.TokenType, r.TokenResponse.Refresh.TokenType = "Bearer", "BEARER"
			}},
		{Name: "tokens-of-three-parts", Summary: "makes access tokens of three parts, as signed ones are", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.NewAccessToken = func(random io.Reader) string {
					head := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","typ":"at+jwt"}`))
					return head + "." + rules.RandomString(random, 120) + "." + rules.RandomString(random, 86)
				}
			}},
		{Name: "tokens-very-long", Summary: "makes tokens of two thousand characters", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				long := func(random io.Reader) string { return rules.RandomString(random, 2000) }
				r.TokenResponse.NewAccessToken, r.TokenResponse.NewRefreshToken = long, long
			}},
		{Name: "codes-with-punctuation", Summary: "makes codes that need escaping in a query", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.NewCode = func(random io.Reader) string { return "c+/=~" + rules.RandomString(random, 40) + "&%" }
			}},
		{Name: "expires-in-3599", Summary: "says a second less than it means", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.Exchange.ExpiresIn, r.TokenResponse.Refresh.ExpiresIn = 3599, 3599
			}},
		{Name: "refresh-token-kept", Summary: "answers a refresh with the same refresh token", Breaks: clearxp().oauth2().oauth2(),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.Rotation = rules.KeepsToken }},
		{Name: "refresh-token-omitted", Summary: "answers a refresh without a refresh token", Breaks: clearxp().oauth2().oauth2(),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.Rotation = rules.OmitsToken }},
		{Name: "refresh-grace", Summary: "takes a rotated refresh token for half a minute more", Breaks: clearxp().oauth2().oauth2(),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.Grace = 30 * time.Second }},
		{Name: "former-access-dies", Summary: "ends the former access token at a refresh", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.KillsFormerAccess = true }},
		{Name: "failure-burns-code", Summary: "ends a code at its first failed exchange", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.FailureBurnsCode = true }},
		{Name: "json-only", Summary: "does not read form encoding at the token endpoint", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.FormAccepted = false }},
	}
}

// mannersOfRefusals are unusual and right refusals.
func mannersOfRefusals() []Fault {
	return []Fault{
		{Name: "invalid-client-400", Summary: "answers 400 to a bad client", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.WrongSecret.Status, r.ClientAuthentication.UnknownClient.Status = http.StatusBadRequest, http.StatusBadRequest
			}},
		{Name: "errors-undescribed", Summary: "refuses without error_description", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.Errors.Adjust = func(f fakeserver.Refusal) fakeserver.Refusal {
					f.Description = ""
					return f
				}
			}},
		{Name: "errors-with-uri", Summary: "adds error_uri to its refusals", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.Errors.Members = func(m []fakeserver.Member) []fakeserver.Member {
					return append(m, fakeserver.Member{Name: "error_uri", Value: "https://auth.example.com/errors"})
				}
			}},
		{Name: "challenge-extra", Summary: "adds a challenge of another scheme", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.ChallengeToBadToken = append([]string{`Negotiate, Basic realm="x, y"`}, r.Bearer.ChallengeToBadToken...)
			}},
		{Name: "challenges-in-one-header", Summary: "writes two challenges into one header", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.ChallengeToAnonymous = []string{`Bearer realm="ClearXP", Basic realm="ClearXP"`}
				r.Basic.Challenge = []string{`Bearer realm="ClearXP", Basic realm="ClearXP", charset="UTF-8"`}
			}},
		{Name: "no-token68-400", Summary: "makes codes that no token may look like, and answers 400 to one sent as a token", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.Token68Checked = true
				r.Authorizing.NewCode = func(random io.Reader) string { return "c!" + rules.RandomString(random, 40) }
			}},
		{Name: "tenant-missing-401", Summary: "answers 401 to a missing tenant", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { r.Tenancy.Missing.Status = http.StatusUnauthorized }},
		{Name: "tenant-other-404", Summary: "answers 404 to any tenant but the own", Breaks: clearxp().xena().xena(),
			Bend: func(r *fakeserver.Rules) {
				r.Tenancy.Other.Status, r.Tenancy.Unknown.Status = http.StatusNotFound, http.StatusNotFound
			}},
		{Name: "authorizations-401", Summary: "answers 401 to two Authorization headers", Breaks: both(alike(), lxhive()),
			Bend: func(r *fakeserver.Rules) { r.Bearer.SeveralAuthorizations.Status = http.StatusUnauthorized }},
	}
}

// mannersOfPages are unusual and right logins.
func mannersOfPages() []Fault {
	return []Fault{
		{Name: "redirect-303", Summary: "sends the browser back with 303", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.RedirectStatus = http.StatusSeeOther }},
		{Name: "login-redirected", Summary: "leads from the login to the consent page with 303", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.Pages.AfterLoginStatus = http.StatusSeeOther }},
		{Name: "location-relative", Summary: "leads from page to page with relative addresses", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.Pages.AfterLoginStatus, r.Authorizing.Pages.Location = http.StatusSeeOther, path.Base
			}},
		{Name: "loopback-port-ignored", Summary: "takes any port of a redirect URI on loopback", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.RedirectMatches = func(registered, sent string) bool {
					return registered == sent || strings.HasPrefix(registered, "http://127.0.0.1") && portless(registered) == portless(sent)
				}
			}},
		{Name: "consent-guarded-by-cookie", Summary: "guards consent by its cookie alone, which browsers keep from other sites", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.ConsentTokenChecked, r.Authorizing.ConsentByCookie = false, true
			}},
		{Name: "consent-guarded-by-origin", Summary: "guards consent by the origin that it comes from", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.ConsentTokenChecked, r.Authorizing.ConsentByCookie, r.Authorizing.ConsentOriginChecked = false, true, true
				r.Authorizing.Pages.CookieSameSite = http.SameSiteNoneMode
			}},
		{Name: "cookie-for-the-language", Summary: "remembers the language in a cookie that scripts may read", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.Manners.Header = func(h http.Header) { h.Add("Set-Cookie", "lang=en; Path=/") }
			}},
		{Name: "login-in-two-pages", Summary: "asks for the username before the password", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.Pages.TwoSteps = true }},
		{Name: "consent-remembered", Summary: "asks for consent once only", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ConsentRemembered = true }},
		{Name: "wrong-password-200", Summary: "shows the login page again with status 200", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.Pages.WrongPasswordStatus = http.StatusOK }},
	}
}

// mannersOfTransport are unusual and right ways of sending an answer.
func mannersOfTransport() []Fault {
	return []Fault{
		{Name: "json-indented", Summary: "indents its JSON", Breaks: both(alike(), lxhive()),
			Bend: func(r *fakeserver.Rules) { r.Manners.PrettyJSON = true }},
		{Name: "bodies-chunked", Summary: "sends bodies in chunks", Breaks: both(alike(), lxhive()),
			Bend: func(r *fakeserver.Rules) { r.Manners.Chunked = true }},
		{Name: "connections-closed", Summary: "closes the connection after each answer", Breaks: both(alike(), lxhive()),
			Bend: func(r *fakeserver.Rules) { r.Manners.CloseConnections = true }},
		{Name: "headers-in-small-letters", Summary: "writes header names in small letters", Breaks: both(alike(), lxhive()),
			Bend: func(r *fakeserver.Rules) { r.Manners.HeaderName = strings.ToLower }},
		{Name: "headers-extra", Summary: "adds headers that nobody asked for", Breaks: both(alike(), lxhive()),
			Bend: func(r *fakeserver.Rules) {
				r.Manners.Header = func(h http.Header) { h.Set("X-Request-Id", "7f3c"); h.Set("Vary", "Origin") }
			}},
		{Name: "answers-late", Summary: "takes a tenth of a second for each fiftieth answer", Breaks: both(alike(), lxhive()),
			Bend: func(r *fakeserver.Rules) {
				n := new(atomic.Int64)
				r.Manners.Header = func(http.Header) {
					if n.Add(1)%50 == 0 {
						time.Sleep(100 * time.Millisecond)
					}
				}
			}},
	}
}

// mannersOfGrants are unusual and right ways of granting and refusing.
func mannersOfGrants() []Fault {
	return []Fault{
		{Name: "client-credentials-of-no-user", Summary: "gives a client tokens for itself that open nothing of a user's", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ClientCredentials, r.Exchanging.ClientTokensWork = true, false }},
		{Name: "scope-ignored-and-named", Summary: "keeps the scope of a refresh, and names it", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) { r.Scoping.Narrows = false }},
		{Name: "broader-scope-ignored", Summary: "ignores what a refresh asks for beyond its grant, and names the scope", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) { r.Scoping.BroaderDropped = true }},
		{Name: "client-of-body-ignored", Summary: "does not mind another client_id in the body than in the header", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.OtherIDIgnored = true }},
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
				r.PKCE.ChallengeFits = func(method, challenge string) bool { return method != "S256" || len(challenge) == 43 }
			}},
		{Name: "revocation-refusals-cacheable", Summary: "says nothing of caches in the refusals of the revocation endpoint", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) {
				r.Revoking.Errors = &rules.ErrorAnswer{ContentType: "application/json"}
			}},
		{Name: "introspection-refusals-in-words", Summary: "refuses to introspect in a sentence", Breaks: oauth2(),
			Bend: func(r *fakeserver.Rules) {
				r.Introspecting.Errors = &rules.ErrorAnswer{ContentType: "text/plain", Encode: func([]fakeserver.Member) []byte {
					return []byte("who asks, and about what?")
				}}
			}},
		{Name: "introspection-without-token-named", Summary: "names a missing token of an introspection as it likes", Breaks: oauth2(),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.MissingToken.Error = "invalid_grant" }},
		{Name: "duplicate-empty-ignored", Summary: "takes a parameter twice where one of the values is empty", Breaks: oauth2(),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.DuplicateTaken = func(_, _ string, values []string) (string, bool) { return values[0], values[1] == "" }
			}},
		{Name: "duplicate-member-of-json", Summary: "takes the last of two members of one name in JSON", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.DuplicateRefused = false }},
		{Name: "exchange-by-any-method", Summary: "exchanges codes by any method", Breaks: alike(),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.Methods = []string{http.MethodPost, http.MethodPut, http.MethodGet}
			}},
	}
}

// mannersOfScopes are unusual and right scopes, revocations and answers about
// tokens.
func mannersOfScopes() []Fault {
	return []Fault{
		{Name: "scope-untold", Summary: "does not name the scope that it granted as asked", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) {
				r.TokenResponse.Exchange.ScopeTold, r.TokenResponse.Refresh.ScopeTold = false, false
			}},
		{Name: "scope-sorted-backwards", Summary: "names scopes in an order of its own", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) {
				r.Scoping.Granted = func(asked []string) []string {
					turned := slices.Clone(asked)
					slices.SortFunc(turned, func(a, b string) int { return len(b) - len(a) })
					return turned
				}
			}},
		{Name: "unknown-scope-told", Summary: "drops unknown scopes and says so", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) { r.Scoping.UnknownRefused = false }},
		{Name: "scope-challenge-long", Summary: "says more in the challenge to a token without the scope", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) {
				r.Scoping.Challenge = func(scope string) []string {
					return []string{`Bearer error="insufficient_scope", error_description="too little", scope="` + scope + `", Negotiate`}
				}
			}},
		{Name: "revocation-kills-refresh", Summary: "ends the refresh token with its access token", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) { r.Revoking.AccessKillsRefresh = true }},
		{Name: "introspection-long", Summary: "says more of a token", Breaks: oauth2(),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.Living = stated("device", map[string]any{"os": "none"}) }},
		{Name: "introspection-without-exp", Summary: "does not say when a token ends", Breaks: oauth2(),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.Living = unstated("exp") }},
		{Name: "client-challenges-two", Summary: "sends two challenges to a bad client", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.HeaderChallenge = []string{`Negotiate`, `Basic realm="a, b", charset="UTF-8"`}
			}},
		{Name: "invalid-client-401", Summary: "answers 401 to a bad client", Breaks: xena(),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.WrongSecret.Status, r.ClientAuthentication.UnknownClient.Status = http.StatusUnauthorized, http.StatusUnauthorized
			}},
	}
}
