package faults

import (
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/fakeserver"
)

// authorizing are the faults of the authorization endpoint.
func authorizing() []Fault {
	return slices.Concat(authorizingAnswers(), authorizingRequests(), authorizingOwners(), authorizingRedirects())
}

// authorizingAnswers are the faults of what the redirect URI is sent.
func authorizingAnswers() []Fault {
	return []Fault{
		{Name: "login-skipped", Summary: "gives a code at once and asks nobody", Halts: true,
			Breaks: clearxp("AUT-01", "AUT-18", "AUT-19", "AUT-20").forms("AUT-01", "AUT-19", "AUT-20", "AUT-36"),
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
		{Name: "state-dropped-on-error", Summary: "returns no state with an error", Breaks: alike("AUT-04"),
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
		{Name: "authorization-errors-as-server-error", Summary: "names every error server_error at the redirect URI", Breaks: alike("AUT-45"),
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
		{Name: "unknown-parameter-refused", Summary: "refuses parameters that it does not know", Breaks: alike("AUT-14"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.UnknownParameterRefused = true }},
		{Name: "repeated-parameter-accepted", Summary: "takes the first of a repeated parameter", Breaks: alike("AUT-15"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.RepeatedParameterRefused = false }},
	}
}

// authorizingOwners are the faults of who may authorise.
func authorizingOwners() []Fault {
	return []Fault{
		{Name: "denial-ignored", Summary: "gives a code though consent was refused", Halts: true,
			Breaks: alike("AUT-17"),
			Bend:   func(r *fakeserver.Rules) { r.Authorizing.DenialHeeded = false }},
		{Name: "member-authorises", Summary: "lets any account authorise the integration", Breaks: clearxp("AUT-18"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.MayAuthorise = func(fakeserver.User, fakeserver.Client) bool { return true }
			}},
		{Name: "password-unchecked", Summary: "takes any password", Halts: true, Breaks: alike("AUT-19"),
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

// anything is a comparison that holds of any two texts.
func anything(_, _ string) bool { return true }

// digits returns n random digits.
func digits(random io.Reader, n int) string {
	text := make([]byte, n)
	_, _ = io.ReadFull(random, text)
	for i := range text {
		text[i] = '0' + text[i]%10
	}
	return string(text)
}

// portless returns a URI without its port.
func portless(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		return uri
	}
	u.Host = u.Hostname()
	return u.String()
}

// undotted returns a URI with its dot segments resolved and its escapes undone.
func undotted(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || !strings.Contains(u.Path, "..") {
		return uri
	}
	u.Path, u.RawPath = path.Clean(u.Path), ""
	return u.String()
}
