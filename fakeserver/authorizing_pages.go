package fakeserver

import (
	"bytes"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
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
{{end}}{{if .Action}}<form method="{{.Method}}" action="{{.Action}}">
{{with .Request}}<input type="hidden" name="request" value="{{.}}">
{{end}}<input type="hidden" name="csrf" value="{{.CSRF}}">
{{if .AskUsername}}<label for="username">Username</label>
<input id="username" name="username" autocomplete="username" required autofocus>
{{end}}{{if .AskPassword}}<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required{{with .Password}} value="{{.}}"{{end}}>
{{end}}{{if .AskConsent}}<button name="decision" value="deny">Deny</button>
<button name="decision" value="allow">Allow</button>
{{else if .AskLogout}}{{range $name, $values := .Fields}}{{range $values}}<input type="hidden" name="{{$name}}" value="{{.}}">
{{end}}{{end}}<button name="logout" value="yes">Log out</button>
{{else}}<button>Log in</button>
{{end}}</form>
{{end}}{{.Extra}}</main>
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
{{end}}{{end}}{{.Extra}}<button>Continue</button>
</form>
</body>
</html>
{{end}}`

// page is what a login, consent or error page shows.
type page struct {
	Title, Problem, Text, Trace          string
	Action, CSRF, Password               string
	Method, Request                      string
	Extra                                template.HTML
	AskUsername, AskPassword, AskConsent bool
	AskLogout                            bool
	Fields                               url.Values // hidden ones, of a logout
}

// pages are the templates, parsed when they are first needed.
type pages struct {
	once   sync.Once
	parsed *template.Template
}

func (p *pages) ready() *template.Template {
	p.once.Do(func() {
		p.parsed = template.Must(template.Must(template.New("page").Parse(pageText)).Parse(postText))
	})
	return p.parsed
}

// dressPage sets the headers of every page, and of every redirect between pages.
func (v *Visit) dressPage() {
	rules := &v.Rules.Authorizing.Pages
	v.SetHeader("Content-Security-Policy", rules.ContentSecurityPolicy)
	v.SetHeader("X-Frame-Options", rules.FrameOptions)
	v.SetHeader("Referrer-Policy", rules.ReferrerPolicy)
	v.SetHeader("Cache-Control", rules.CacheControl)
	v.SetHeader("Access-Control-Allow-Origin", rules.AllowOrigin)
}

func (v *Visit) showPage(status int, p page) {
	v.dressPage()
	var b bytes.Buffer
	b.Grow(len(pageText) + 512)
	if err := v.pages.ready().Execute(&b, p); err != nil {
		status = http.StatusInternalServerError
	}
	v.Write(status, "text/html; charset=utf-8", b.Bytes())
}

// ShowError ends a login, with no way on from here.
func (v *Visit) ShowError(status int, problem string) {
	p := page{Title: "This cannot go on", Problem: problem, Trace: v.Rules.Hygiene.Trace}
	if said, err := parseQuery(v.R.URL.RawQuery); err == nil {
		p.Extra = v.extra("error", said)
	}
	v.showPage(status, p)
}

// extra is the HTML of a bent rule that a page ends with.
func (v *Visit) extra(page string, said url.Values) template.HTML {
	if make := v.Rules.Authorizing.Pages.Extra; make != nil {
		return template.HTML(make(page, said)) //nolint:gosec // that it is not escaped is what a bent rule is for
	}
	return ""
}

// showLogin asks for what is still missing. The password is that of a failed try.
func (v *Visit) showLogin(status int, l *login, problem, password string) {
	p := page{Title: "Log in to " + v.contract.Product, Problem: problem, Action: v.loginPath(l), CSRF: l.csrf, Method: "post", Extra: v.extra("login", l.said)}
	if v.Rules.Authorizing.Pages.LoginByGet {
		p.Method, p.Request = "get", l.id
	}
	p.AskUsername = l.username == ""
	p.AskPassword = !p.AskUsername || !v.Rules.Authorizing.Pages.TwoSteps
	p.AskConsent = v.Rules.Authorizing.Pages.OneStep && l.own == nil
	if v.Rules.Hygiene.PasswordEchoed {
		p.Password = password
	}
	v.showPage(status, p)
}

func (v *Visit) showConsent(l *login) {
	v.showPage(http.StatusOK, page{
		Title: "Allow access?", Text: v.contract.Asks(*l.grant.client, l.grant.scope),
		Action: v.consentPath(l), CSRF: l.csrf, AskConsent: true, Method: "post",
		Extra: v.extra("consent", l.said),
	})
}

// loginPath is where the login page stands.
func (v *Visit) loginPath(l *login) string {
	if l.own != nil {
		return l.own.Path + "?request=" + l.id
	}
	return v.contract.Pages + "/login?request=" + l.id
}

func (v *Visit) consentPath(l *login) string { return v.contract.Pages + "/consent?request=" + l.id }

// goToConsent shows the consent page, or where it stands.
func (v *Visit) goToConsent(l *login) {
	if status := v.Rules.Authorizing.Pages.AfterLoginStatus; status != http.StatusOK {
		v.goTo(v.consentPath(l), status)
		return
	}
	v.showConsent(l)
}

// LeaveFor redirects the browser to where a login of the contract's own ends.
func (v *Visit) LeaveFor(address string) {
	v.dressPage()
	v.SetHeader("Location", address)
	v.W.WriteHeader(http.StatusFound)
}

// goTo redirects to another page.
func (v *Visit) goTo(path string, status int) {
	v.dressPage()
	if strings.HasPrefix(v.R.URL.Path, v.contract.Pages+"/") { // a relative address is one from page to page
		path = v.Rules.Authorizing.Pages.Location(path)
	}
	v.SetHeader("Location", path)
	v.W.WriteHeader(status)
}

// setCookie leaves something with the browser.
func (v *Visit) setCookie(name, value string) {
	rules := &v.Rules.Authorizing.Pages
	http.SetCookie(v.W, &http.Cookie{
		Name: name, Value: value, Path: "/",
		HttpOnly: rules.CookieHTTPOnly, SameSite: rules.CookieSameSite,
	})
}

const (
	loginCookie   = "login"   // binds a login to its browser
	sessionCookie = "session" // says who is logged in
)

const (
	loginLife = 10 * time.Minute
	loginCap  = 4096 // the oldest login gives way to one more
)

// login is what a browser is in the middle of: an authorization request, or
// something of the contract's own, that waits for its person.
type login struct {
	id      string
	browser string // value of the cookie that the login is bound to
	csrf    string
	expires time.Time

	grant    *grant     // nil for a login of the contract's own
	own      *LoginPage // nil for all others
	said     url.Values // all of the request
	state    string
	hasState bool
	kind     string // the response_type
	mode     string // the response_mode
	prompted bool   // consent is asked for again (OpenID Connect Core 1.0 §3.1.2.1)

	mu       sync.Mutex
	username string // from the first of two pages
	decision string // from a page that asks for everything
	user     *User  // once authenticated
}

// logins keeps no more than loginCap at a time.
type logins struct {
	mu    sync.Mutex
	byID  map[string]*login
	queue []string
}

func newLogins() *logins { return &logins{byID: map[string]*login{}} }

func (s *logins) put(l *login) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byID[l.id] = l
	if s.queue = append(s.queue, l.id); len(s.queue) > loginCap {
		delete(s.byID, s.queue[0])
		s.queue = s.queue[1:]
	}
}

func (s *logins) get(id string, now time.Time) *login {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.byID[id]
	if l == nil || !now.Before(l.expires) {
		return nil
	}
	return l
}

// end takes a login away and says whether it was there: one decision each.
func (s *logins) end(l *login) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.byID[l.id]
	delete(s.byID, l.id)
	return ok
}

// latest is the login that a browser has begun last, "" for none.
func (s *logins) latest(browser string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range slices.Backward(s.queue) {
		if l := s.byID[id]; l != nil && l.browser == browser {
			return id
		}
	}
	return ""
}

// issued says whether a token is the anti-forgery token of any login under way.
func (s *logins) issued(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.byID {
		if equal(l.csrf, token) {
			return true
		}
	}
	return false
}
