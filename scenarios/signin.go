package scenarios

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/authassay/authassay/scenarios/internal/secrets"
)

// LogIn is a user's login by e-mail address and password, at a page of the
// server, for nobody's grant: it shows which password a user has.
const LogIn Verb = "log in"

// SignIn is a page with a form where users log in.
type SignIn struct {
	URL            string // where the form is, and where it is sent to; absolute
	User, Password string // the names of its fields; email and password where empty
}

// LogIn opens the page of Kit.SignIn as a browser does that was never there,
// and sends its form with its hidden fields, an address and a password. The
// reply is that to the form: Alive where the user is sent on to another page,
// or to one without a password field, Dead where he is not let in.
func (c *Client) LogIn(ctx context.Context, user, password string) *Reply {
	at := *c.Kit.SignIn
	ctx = inVerb(ctx, LogIn)
	page := c.Wire.Send(ctx, Request{Method: http.MethodGet, URL: at.URL, Header: http.Header{"Accept": {"text/html"}}})
	if page.Err != nil || page.Status >= http.StatusMultipleChoices {
		if page.loggedIn(at); page.Class == Alive {
			page.Class = Rejected // there is no page to log in at
		}
		return page
	}
	fields := hiddenFields(string(page.Body))
	fields = fields.Set(cmp.Or(at.User, "email"), user).Set(cmp.Or(at.Password, "password"), password)
	header := http.Header{"Accept": {"text/html"}, "Content-Type": {"application/x-www-form-urlencoded"}}
	if cookies := cookiesOf(page.Header); cookies != "" {
		header["Cookie"] = []string{cookies}
	}
	if u, err := url.Parse(at.URL); err == nil {
		header["Origin"] = []string{u.Scheme + "://" + u.Host}
	}
	return c.Wire.Send(ctx, Request{Method: http.MethodPost, URL: at.URL, Header: header, Body: fields, Encoding: Form}).loggedIn(at)
}

// loggedIn classes the answer to a login's form.
func (r *Reply) loggedIn(at SignIn) *Reply {
	r.Step = Step{Verb: LogIn}
	to, err := url.Parse(r.Header.Get("Location"))
	here, _ := url.Parse(at.URL)
	switch {
	case r.Err != nil || r.Status >= 500:
		r.Class = Broken
	case r.Status == http.StatusTooManyRequests:
		r.Class = Busy
	case r.Status >= 300 && r.Status < 400 && err == nil && to.Path != here.Path:
		r.Class = Alive
	case r.Status >= 200 && r.Status < 300 && r.Request.Method == http.MethodPost && !asksPassword(string(r.Body), cmp.Or(at.Password, "password")):
		r.Class = Alive
	default:
		r.Class = Dead
	}
	return r
}

// hiddenFields are what a page's form sends without anybody's seeing it.
func hiddenFields(page string) Params {
	out := Params{}
	for _, attr := range secrets.Inputs(page) {
		if strings.EqualFold(attr["type"], "hidden") && attr["name"] != "" {
			out = append(out, Param{Name: attr["name"], Value: attr["value"]})
		}
	}
	return out
}

// asksPassword says whether a page has a field for a password, or shows the form
// of a login again.
func asksPassword(page, field string) bool {
	for _, attr := range secrets.Inputs(page) {
		if strings.EqualFold(attr["type"], "password") || attr["name"] == field {
			return true
		}
	}
	return false
}

// cookiesOf are the cookies that an answer sets, as the next request sends them.
func cookiesOf(h http.Header) string {
	var pairs []string
	for _, c := range (&http.Response{Header: h}).Cookies() {
		pairs = append(pairs, c.Name+"="+c.Value)
	}
	return strings.Join(pairs, "; ")
}
