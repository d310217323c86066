package faults

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults/internal/authorization"
)

// authorizing are the faults of the authorization endpoint.
func authorizing() []Fault {
	return slices.Concat(authorizingAnswers(), authorizingRequests(), authorizingOwners(), authorizingRedirects(), authorizingMore())
}

// authorizingMore are those that fill a room of their own.
func authorizingMore() []Fault {
	var out []Fault
	for _, f := range authorization.All() {
		out = append(out, Fault(f))
	}
	return out
}

// authorizingAnswers are the faults of what the redirect URI is sent.
func authorizingAnswers() []Fault {
	return []Fault{
		{Name: "login-skipped", Summary: "gives a code at once and asks nobody", Halts: true,
			Breaks: clearxp("AUT-01", "AUT-18", "AUT-19", "AUT-20").forms("AUT-01", "AUT-19", "AUT-20", "AUT-36", "SES-01"),
			Bend:   func(r *fakeserver.Rules) { r.Authorizing.LoginSkipped = true }},
		{Name: "code-withheld", Summary: "sends the browser back without a code", Halts: true,
			Breaks: alike("AUT-02"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.SuccessParameters = func(p url.Values) { p.Del("code") }
			}},
		{Name: "state-altered", Summary: "changes one character of the state", Breaks: alike("AUT-03"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.SuccessParameters = func(p url.Values) { p.Set("state", strings.Replace(p.Get("state"), "0", "O", 1)) }
			}},
		{Name: "state-dropped-on-error", Summary: "returns no state with an error", Breaks: clearxp("AUT-04").forms("AUT-04", "SES-01"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.FailureParameters = func(p url.Values) { p.Del("state") }
			}},
		{Name: "code-given-twice", Summary: "writes the code twice into the answer", Breaks: alike("AUT-05"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.SuccessParameters = func(p url.Values) { p.Add("code", p.Get("code")) }
			}},
		{Name: "error-description-quoted", Summary: "describes an error with a quotation mark and a backslash",
			Breaks: alike("AUT-26"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.FailureParameters = func(p url.Values) { p.Set("error_description", `the "owner" said no\`) }
			}},
		{Name: "authorization-errors-as-server-error", Summary: "names every error server_error at the redirect URI", Breaks: clearxp("AUT-45").forms("AUT-45", "SES-03"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.FailureParameters = renamed("", "server_error") }},
		{Name: "denial-named-invalid-request", Summary: "names a refusal of consent invalid_request", Breaks: alike("AUT-45"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.FailureParameters = renamed("access_denied", "invalid_request")
			}},
		{Name: "response-type-named-invalid-request", Summary: "names an unknown response_type invalid_request", Breaks: alike("AUT-45"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.FailureParameters = renamed("unsupported_response_type", "invalid_request")
			}},
		{Name: "code-six-digits", Summary: "makes codes of six digits", Breaks: alike("AUT-27"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.NewCode = func(random io.Reader) string { return digits(random, 6) }
			}},
		{Name: "code-repeated", Summary: "gives the same code again within a minute", Breaks: clearxp("AUT-27").forms("AUT-27", "PKC-11"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.CodeRepeatedFor = time.Minute }},
	}
}

// renamed gives an error another code; "" stands for every error.
func renamed(code, to string) func(url.Values) {
	return func(p url.Values) {
		if code == "" || p.Get("error") == code {
			p.Set("error", to)
		}
	}
}

// authorizingRequests are the faults of what an authorization request must hold.
func authorizingRequests() []Fault {
	return []Fault{
		{Name: "unknown-client-redirected", Summary: "sends an unknown client's browser to the URI that it asks for",
			Breaks: alike("AUT-06"),
			Bend:   func(r *fakeserver.Rules) { r.Authorizing.UnknownClientRedirected = true }},
		{Name: "client-id-defaulted", Summary: "takes a request without client_id for the first client's",
			Breaks: alike("AUT-29"),
			Bend:   func(r *fakeserver.Rules) { r.Authorizing.ClientDefaulted = true }},
		{Name: "response-type-optional", Summary: "gives a code without response_type", Breaks: alike("AUT-12", "AUT-16"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ResponseTypeRequired = false }},
		{Name: "response-type-ignored", Summary: "gives a code whatever the response_type", Breaks: alike("AUT-13"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ResponseTypeSupported = func(string) bool { return true } }},
		{Name: "empty-response-type-accepted", Summary: "takes an empty response_type for code", Breaks: alike("AUT-16"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.EmptyResponseTypeMissing = false }},
		{Name: "empty-scope-minded", Summary: "refuses an authorization request with an empty scope", Breaks: forms("AUT-46"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.EmptyMinded = []string{"scope"} }},
		{Name: "empty-state-minded", Summary: "refuses an authorization request with an empty state", Breaks: forms("AUT-46"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.EmptyMinded = []string{"state"} }},
		{Name: "empty-nonce-minded", Summary: "refuses an authorization request with an empty nonce", Breaks: forms("AUT-46"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.EmptyMinded = []string{"nonce"} }},
		{Name: "empty-challenge-minded", Summary: "refuses an authorization request with an empty code_challenge", Breaks: forms("AUT-46"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.EmptyMinded = []string{"code_challenge"} }},
		{Name: "unknown-parameter-refused", Summary: "refuses parameters that it does not know", Breaks: alike("AUT-14"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.UnknownParameterRefused = true }},
		{Name: "repeated-parameter-accepted", Summary: "takes the first of a repeated parameter", Breaks: alike("AUT-15"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.RepeatedParameterRefused = false }},
	}
}

// authorizingOwners are the faults of who may authorise.
func authorizingOwners() []Fault {
	return []Fault{
		{Name: "denial-ignored", Summary: "gives a code though consent was refused",
			Breaks: alike("AUT-17"),
			Bend:   func(r *fakeserver.Rules) { r.Authorizing.DenialHeeded = false }},
		{Name: "member-authorises", Summary: "lets any account authorise the integration", Breaks: clearxp("AUT-18"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.MayAuthorise = func(fakeserver.User, fakeserver.Client) bool { return true }
			}},
		{Name: "password-unchecked", Summary: "takes any password", Halts: true, Breaks: alike("AUT-19", "AUT-56"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.PasswordMatches = anything }},
	}
}

// authorizingRedirects are the faults of the comparison of redirect URIs.
func authorizingRedirects() []Fault {
	return []Fault{
		{Name: "redirect-anywhere", Summary: "sends the browser to any URI that it is given",
			Breaks: alike("AUT-07", "AUT-08", "AUT-09", "AUT-10"),
			Bend:   func(r *fakeserver.Rules) { r.Authorizing.RedirectMatches = anything }},
		{Name: "redirect-prefix-matched", Summary: "compares only the beginning of the redirect URI",
			Breaks: alike("AUT-08", "AUT-09", "AUT-10"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.RedirectMatches = func(registered, sent string) bool { return strings.HasPrefix(sent, registered) }
			}},
		{Name: "redirect-case-folded", Summary: "compares redirect URIs whatever their case", Breaks: alike("AUT-08"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.RedirectMatches = strings.EqualFold }},
		{Name: "redirect-port-ignored", Summary: "compares redirect URIs without their ports", Breaks: alike("AUT-08"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.RedirectMatches = func(registered, sent string) bool { return portless(registered) == portless(sent) }
			}},
		{Name: "unregistered-redirected-elsewhere", Summary: "sends the browser on to another site where the redirect URI is not registered",
			Breaks: alike("AUT-07", "AUT-08", "AUT-09", "AUT-10"),
			Bend:   func(r *fakeserver.Rules) { r.Authorizing.UnregisteredGoesTo = "https://www.example.com/sorry" }},
		{Name: "redirect-normalised", Summary: "resolves dot segments before it compares redirect URIs", Breaks: alike("AUT-09"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.RedirectMatches = func(registered, sent string) bool { return registered == undotted(sent) }
			}},
		{Name: "redirect-fragment-ignored", Summary: "compares redirect URIs without their fragments", Breaks: alike("AUT-10"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.RedirectMatches = func(registered, sent string) bool {
					before, _, _ := strings.Cut(sent, "#")
					return registered == before
				}
			}},
		{Name: "redirect-uri-defaulted", Summary: "takes the first registered redirect URI for a missing one", Breaks: alike("AUT-40"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.RedirectDefaulted = true }},
		{Name: "redirect-uri-missed-for-ever", Summary: "redirects a request without redirect URI to itself", Breaks: alike("AUT-40"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.MissingRedirectLoops = true }},
		{Name: "redirect-query-dropped", Summary: "drops the query of the registered redirect URI", Breaks: alike("AUT-11"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.RedirectQueryKept = false }},
	}
}

// authorizingPages are the faults of the login and consent pages.
func authorizingPages() []Fault {
	return []Fault{
		{Name: "pages-frameable", Summary: "lets other sites frame the login", Breaks: alike("AUT-21"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.Pages.FrameOptions, r.Authorizing.Pages.ContentSecurityPolicy = "", "default-src 'none'"
			}},
		{Name: "forged-consent-accepted", Summary: "takes consent from whatever site has the browser send it", Breaks: alike("AUT-22"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.ConsentTokenChecked, r.Authorizing.ConsentByCookie = false, true
				r.Authorizing.Pages.CookieSameSite = http.SameSiteNoneMode
			}},
		{Name: "login-answered-307", Summary: "answers a submitted password with 307", Breaks: alike("AUT-23"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.Pages.AfterLoginStatus = http.StatusTemporaryRedirect }},
		{Name: "authorize-cors", Summary: "opens the authorization endpoint to every origin", Breaks: alike("AUT-24"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.Pages.AllowOrigin = "*" }},
		{Name: "referrer-leaks", Summary: "sets no Referrer-Policy", Breaks: alike("AUT-25"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.Pages.ReferrerPolicy = "" }},
		{Name: "cookie-bare", Summary: "sets cookies without HttpOnly and SameSite", Breaks: alike("AUT-28"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.Pages.CookieHTTPOnly, r.Authorizing.Pages.CookieSameSite = false, 0
			}},
		{Name: "session-cookie-bare", Summary: "sets the cookie that keeps somebody logged in without HttpOnly and SameSite", Breaks: alike("AUT-28"),
			Bend: func(r *fakeserver.Rules) {
				r.Manners.Header = func(h http.Header) {
					for i, c := range h["Set-Cookie"] {
						if name, _, _ := strings.Cut(c, ";"); strings.HasPrefix(name, "session=") {
							h["Set-Cookie"][i] = name + "; Path=/"
						}
					}
				}
			}},
		{Name: "pages-cacheable", Summary: "lets caches store the login pages", Breaks: alike("AUT-30"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.Pages.CacheControl = "" }},
	}
}

// authorizingScopes are the faults of scopes, issuer and hybrid requests.
func authorizingScopes() []Fault {
	return []Fault{
		{Name: "unknown-scope-dropped", Summary: "drops unknown scopes and does not say so", Breaks: forms("AUT-31"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.UnknownRefused, r.TokenResponse.Exchange.ScopeTold = false, false }},
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

// authorizingHybrid are the faults of hybrid requests.
func authorizingHybrid() []Fault {
	return []Fault{
		{Name: "hybrid-refused", Summary: "knows no hybrid response type", Halts: true, Breaks: xena("AUT-37", "AUT-38", "DIS-17"),
			Bend: func(r *fakeserver.Rules) { unsupported(r, "code id_token") }},
		{Name: "hybrid-without-id-token", Summary: "answers a hybrid request with the code alone", Halts: true, Breaks: xena("AUT-37"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.HybridWithheld = true }},
		{Name: "form-post-ignored", Summary: "sends a hybrid answer in the fragment though it was to be posted", Breaks: xena("AUT-38"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.FormPostHeeded = false }},
		{Name: "nonce-optional", Summary: "takes a hybrid request without nonce", Breaks: xena("AUT-39"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.NonceRequired = false }},
	}
}

// unsupported takes a response type away.
func unsupported(r *fakeserver.Rules, kind string) {
	honest := r.Authorizing.ResponseTypeSupported
	r.Authorizing.ResponseTypeSupported = func(sent string) bool { return sent != kind && honest(sent) }
}

// authorizingImplicit are the faults of implicit requests.
func authorizingImplicit() []Fault {
	return []Fault{
		{Name: "implicit-refused", Summary: "knows no implicit response type", Halts: true, Breaks: xena("AUT-41", "DIS-17"),
			Bend: func(r *fakeserver.Rules) { unsupported(r, "id_token token") }},
		{Name: "implicit-without-id-token", Summary: "answers an implicit request with the access token alone", Halts: true, Breaks: xena("AUT-41"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.ImplicitParameters = func(p url.Values) { p.Del("id_token") }
			}},
		{Name: "implicit-state-dropped", Summary: "leaves the state out of an implicit answer", Breaks: xena("AUT-41"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.ImplicitParameters = func(p url.Values) { p.Del("state") }
			}},
		{Name: "implicit-type-missing", Summary: "leaves token_type out of an implicit answer", Breaks: xena("AUT-41"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.ImplicitParameters = func(p url.Values) { p.Del("token_type") }
			}},
		{Name: "implicit-token-dead", Summary: "gives access tokens in implicit answers that do not work", Breaks: xena("AUT-41"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ImplicitWorks = false }},
		{Name: "implicit-nonce-optional", Summary: "takes an implicit request without nonce", Breaks: xena("AUT-42"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ImplicitNonceRequired = false }},
		{Name: "implicit-refreshable", Summary: "puts a refresh token into an implicit answer", Breaks: xena("AUT-43"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.ImplicitParameters = func(p url.Values) { p.Set("refresh_token", "fF4kQ8wZt2LmX7vRb3Nc") }
			}},
		{Name: "implicit-in-query", Summary: "puts an implicit answer into the query where that is asked for", Breaks: xena("AUT-44"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ImplicitInQuery = true }},
	}
}
