package fakeserver

import (
	"bytes"
	"html/template"
	"net/http"
)

const pageText = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
main { max-width: 26rem; margin: 4rem auto; padding: 0 1rem }
label, input { display: block; width: 100%; box-sizing: border-box; font: inherit }
label { margin-top: 1rem }
input { padding: .4rem }
button { margin: 1.5rem .5rem 0 0; padding: .4rem 1.5rem; font: inherit }
[role=alert] { border-left: .3rem solid #c33; padding-left: .8rem }
</style>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
{{with .Problem}}<p role="alert">{{.}}</p>
{{end}}{{with .Trace}}<pre>{{.}}</pre>
{{end}}{{with .Text}}<p>{{.}}</p>
{{end}}{{if .Action}}<form method="post" action="{{.Action}}">
<input type="hidden" name="csrf" value="{{.CSRF}}">
{{if .AskUsername}}<label for="username">Username</label>
<input id="username" name="username" autocomplete="username" required autofocus>
{{end}}{{if .AskPassword}}<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required{{with .Password}} value="{{.}}"{{end}}>
{{end}}{{if .AskConsent}}<button name="decision" value="deny">Deny</button>
<button name="decision" value="allow">Allow</button>
{{else}}<button>Log in</button>
{{end}}</form>
{{end}}</main>
</body>
</html>
`

// postText is a page that posts itself (OAuth 2.0 Form Post Response Mode §2).
const postText = `{{define "post"}}<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>One moment</title></head>
<body onload="document.forms[0].submit()">
<form method="post" action="{{.URI}}">
{{range $name, $values := .Parameters}}{{range $values}}<input type="hidden" name="{{$name}}" value="{{.}}">
{{end}}{{end}}<button>Continue</button>
</form>
</body>
</html>
{{end}}`

// page is what a login, consent or error page shows.
type page struct {
	Title, Problem, Text, Trace          string
	Action, CSRF, Password               string
	AskUsername, AskPassword, AskConsent bool
}

func parsePages() *template.Template {
	return template.Must(template.Must(template.New("page").Parse(pageText)).Parse(postText))
}

// dressPage sets the headers of every page, and of every redirect between pages.
func (v *visit) dressPage() {
	rules := &v.rules.Authorizing.Pages
	v.setHeader("Content-Security-Policy", rules.ContentSecurityPolicy)
	v.setHeader("X-Frame-Options", rules.FrameOptions)
	v.setHeader("Referrer-Policy", rules.ReferrerPolicy)
	v.setHeader("Cache-Control", rules.CacheControl)
	v.setHeader("Access-Control-Allow-Origin", rules.AllowOrigin)
}

func (v *visit) showPage(status int, p page) {
	v.dressPage()
	var b bytes.Buffer
	b.Grow(len(pageText) + 512)
	if err := v.pages.Execute(&b, p); err != nil {
		status = http.StatusInternalServerError
	}
	v.write(status, "text/html; charset=utf-8", b.Bytes())
}

// showError ends a login, with no way on from here.
func (v *visit) showError(status int, problem string) {
	v.showPage(status, page{Title: "This cannot go on", Problem: problem, Trace: v.rules.Hygiene.Trace})
}

// showLogin asks for what is still missing. The password is that of a failed try.
func (v *visit) showLogin(status int, l *login, problem, password string) {
	p := page{Title: "Log in to " + v.contract.product, Problem: problem, Action: v.loginPath(l), CSRF: l.csrf}
	p.AskUsername = l.username == ""
	p.AskPassword = !p.AskUsername || !v.rules.Authorizing.Pages.TwoSteps
	if v.rules.Hygiene.PasswordEchoed {
		p.Password = password
	}
	v.showPage(status, p)
}

func (v *visit) showConsent(l *login) {
	v.showPage(http.StatusOK, page{
		Title: "Allow access?", Text: v.contract.asks(l.grant),
		Action: v.consentPath(l), CSRF: l.csrf, AskConsent: true,
	})
}

// loginPath is where the login page stands.
func (v *visit) loginPath(l *login) string {
	if l.grant == nil {
		return "/launch/login?request=" + l.id
	}
	return v.contract.pages + "/login?request=" + l.id
}

func (v *visit) consentPath(l *login) string { return v.contract.pages + "/consent?request=" + l.id }

// goToConsent shows the consent page, or where it stands.
func (v *visit) goToConsent(l *login) {
	if status := v.rules.Authorizing.Pages.AfterLoginStatus; status != http.StatusOK {
		v.goTo(v.consentPath(l), status)
		return
	}
	v.showConsent(l)
}

// goTo redirects to another page.
func (v *visit) goTo(path string, status int) {
	v.dressPage()
	v.setHeader("Location", v.rules.Authorizing.Pages.Location(path))
	v.w.WriteHeader(status)
}

// setCookie leaves something with the browser.
func (v *visit) setCookie(name, value string) {
	rules := &v.rules.Authorizing.Pages
	http.SetCookie(v.w, &http.Cookie{
		Name: name, Value: value, Path: "/",
		HttpOnly: rules.CookieHTTPOnly, SameSite: rules.CookieSameSite,
	})
}

const (
	loginCookie   = "login"   // binds a login to its browser
	sessionCookie = "session" // says who is logged in
)
