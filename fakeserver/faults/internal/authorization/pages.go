package authorization

import (
	"html"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/authassay/authassay/fakeserver"
)

// pages are pages that hold what a request says as HTML, RFC 6749 §10.14.
func pages() []Fault {
	of := func(name, summary string, on []string, parameter string, written func(value string) string) Fault {
		return Fault{Name: "page-" + name, Summary: summary, Breaks: oauth2("AUT-50"), Bend: func(r *fakeserver.Rules) {
			r.Authorizing.Pages.Extra = func(page string, said url.Values) string {
				if value := said.Get(parameter); value != "" && slices.Contains(on, page) {
					return written(value)
				}
				return ""
			}
		}}
	}
	text := func(value string) string { return "<p>" + value + "</p>" }
	field := func(value string) string { return `<input type="hidden" value="` + value + `">` }
	script := func(value string) string { return `<script>var request = {"value": "` + value + `"}</script>` }
	mistaken, first := []string{"error"}, []string{"login"}
	out := []Fault{
		of("repeats-client-id", "repeats an unknown client_id unescaped", mistaken, "client_id", text),
		of("repeats-redirect-uri", "repeats an unregistered redirect URI unescaped", mistaken, "redirect_uri", text),
		of("links-to-redirect-uri", "links to an unregistered redirect URI, whatever its scheme", mistaken, "redirect_uri", func(value string) string {
			return `<a href="` + html.EscapeString(value) + `">back</a>`
		}),
		of("repeats-state", "keeps the state in a field of the login page unescaped", first, "state", field),
		of("repeats-login-hint", "fills login_hint in unescaped", first, "login_hint", field),
		of("repeats-nonce-in-script", "keeps the nonce in a script unescaped", first, "nonce", script),
		of("repeats-display", "keeps display in an attribute with apostrophes", first, "display", func(value string) string {
			return "<p class='" + strings.NewReplacer("<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(value) + "'></p>"
		}),
		of("repeats-language", "keeps ui_locales in an attribute without quotation marks", first, "ui_locales", func(value string) string {
			return "<p lang=" + html.EscapeString(value) + "></p>"
		}),
		of("strips-tags", "strips the state of tags and puts it into an attribute", first, "state", func(value string) string {
			before, _, _ := strings.Cut(value, "<")
			return field(strings.ReplaceAll(before, ">", ""))
		}),
		of("repeats-unknown", "keeps parameters that it does not know in a field unescaped", first, "assay_unknown", field),
		of("consent-repeats-state", "keeps the state in a field of the consent page unescaped", []string{"consent"}, "state", field),
		of("repeats-username", "fills the username of a failed login in unescaped", first, "username", field),
	}
	return append(out, Fault{Name: "posted-answer-unescaped", Summary: "posts a state unescaped", Breaks: in("xena", "AUT-50"), Bend: func(r *fakeserver.Rules) {
		r.Authorizing.Pages.Extra = func(page string, said url.Values) string {
			if page != "post" {
				return ""
			}
			return `<p title="` + said.Get("state") + `"></p>`
		}
	}})
}

// consents are faults of what a consent counts for, RFC 6749 §10.12.
func consents() []Fault {
	return []Fault{
		{Name: "consent-token-of-anyone", Summary: "takes the anti-forgery token of any login under way", Breaks: oauth2("AUT-22"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.ConsentTokenOfAnyone, r.Authorizing.ConsentByCookie = true, true
				r.Authorizing.Pages.CookieSameSite = http.SameSiteNoneMode
			}},
		{Name: "consent-of-any-browser", Summary: "lets a login go on in another browser than the one that it began in", Breaks: oauth2("AUT-22"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.LoginOfAnyBrowser = true }},
		{Name: "consent-to-the-latest", Summary: "gives a consent to what the browser has asked for last", Breaks: oauth2("AUT-51"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ConsentOfLatest = true }},
		{Name: "consent-remembered-for-any-scope", Summary: "asks nobody for more scopes who has allowed some", Breaks: oauth2("AUT-52"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.ConsentRemembered, r.Authorizing.ConsentForAnyScope = true, true
			}},
		{Name: "consent-scope-from-form", Summary: "takes the scope from the consent form", Breaks: oauth2("AUT-53"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ConsentScopeTaken = true }},
		{Name: "consent-redirect-from-form", Summary: "takes the redirect URI from the consent form", Breaks: oauth2("AUT-60"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ConsentRedirectTaken = true }},
		{Name: "consent-state-from-form", Summary: "takes the state from the consent form", Breaks: oauth2("AUT-60"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ConsentStateTaken = true }},
		{Name: "consent-client-from-form", Summary: "takes the client from the consent form", Breaks: oauth2("AUT-69"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ConsentClientTaken = true }},
		{Name: "consent-person-from-form", Summary: "takes the person from the consent form", Breaks: in("clearxp", "AUT-61"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ConsentPersonTaken = true }},
		{Name: "consent-before-login", Summary: "takes a consent before anybody has logged in", Breaks: oauth2("AUT-62"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ConsentBeforeLogin = true }},
		{Name: "denial-ends-grants", Summary: "ends what a client was given where more is refused it", Breaks: oauth2("AUT-65"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.DenialEndsGrants = true }},
		{Name: "code-ends-former", Summary: "ends a code when the same user and client get another one", Breaks: oauth2("AUT-65"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.CodeEndsFormer = true }},
		{Name: "consent-unless-denied", Summary: "takes any decision for a consent that is no refusal", Breaks: oauth2("AUT-64"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ConsentUnlessDenied = true }},
	}
}

// sessions are faults of where a login is kept.
func sessions() []Fault {
	return []Fault{
		{Name: "login-by-get", Summary: "sends the login form by GET", Halts: true, Breaks: oauth2("AUT-54"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.Pages.LoginByGet = true }},
		{Name: "failed-login-kept", Summary: "begins a session for whoever sends a wrong password", Breaks: oauth2("AUT-58"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.Pages.FailedLoginKept = true }},
		{Name: "session-counted", Summary: "counts the cookies of its sessions", Breaks: oauth2("AUT-67"),
			Bend: func(r *fakeserver.Rules) {
				var begun atomic.Int64
				r.Authorizing.Pages.NewSession = func() string { return strconv.FormatInt(100000+begun.Add(1), 10) }
			}},
		{Name: "username-cut-at-quote", Summary: "looks names up by a query that an apostrophe ends", Breaks: oauth2("AUT-66"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.NameQueried = func(name string) (of string, known bool) {
					of, _, known = strings.Cut(name, "'--")
					return of, known
				}
			}},
		{Name: "unknown-name-told", Summary: "says of a failed login that nobody has the name", Breaks: oauth2("AUT-68"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.UnknownNameTold = true }},
		{Name: "session-fixed", Summary: "keeps the cookie from before the login for the session", Breaks: oauth2("AUT-55"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.Pages.SessionKept = true }},
	}
}
