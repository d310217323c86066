package scenarios

import (
	"context"
	"fmt"
	"html"
	"regexp"
	"strings"
)

// Journey is a named course of steps that a client takes. A failed step ends
// it; its error is a *Failure unless the step could not be said.
type Journey struct {
	Name string
	Run  func(context.Context, *Client) error
}

// Failure says which step of a journey failed and what came instead. Its
// text holds status, error code and page title, never a credential.
type Failure struct {
	Verb  Verb
	What  string
	Reply *Reply // the answer that disappointed, nil where none came
	Err   error
}

// Error names the step and what came.
func (f *Failure) Error() string {
	text := fmt.Sprintf("%s: %s", f.Verb, f.What)
	if f.Err != nil {
		text += ": " + f.Err.Error()
	}
	return text
}

// Unwrap returns what the step failed for, nil where an answer came.
func (f *Failure) Unwrap() error { return f.Err }

// Broken says that the target broke, so that nothing can be concluded.
func (f *Failure) Broken() bool { return f.Reply != nil && f.Reply.Class == Broken }

// ObtainState is the state of Obtain's authorization requests: long enough for servers that refuse a short state. It guards
// nothing, since the tester's redirection endpoint is never connected to.
const ObtainState = "authassay-obtains-a-grant"

// Obtain has the resource owner consent and redeems the code, RFC 6749 §4.1.
// Where the tester holds no client but an administrator, it has a temporary
// token issued.
func (c *Client) Obtain(ctx context.Context) (Grant, error) {
	if c.issues() {
		return c.obtainTemporary(ctx)
	}
	return c.ObtainAs(ctx, Consents)
}

// ObtainAs has the resource owner of a conduct consent and redeems the code.
func (c *Client) ObtainAs(ctx context.Context, how Conduct) (Grant, error) {
	code, err := c.obtainCode(ctx, how)
	if err != nil {
		return Grant{}, err
	}
	return c.redeem(ctx, Step{
		Verb: Exchange, Client: c.Kit.Client, RedirectURI: c.Kit.Client.RedirectURI, Code: code,
	})
}

// ObtainCode has the resource owner consent and returns the code.
func (c *Client) ObtainCode(ctx context.Context) (string, error) { return c.obtainCode(ctx, Consents) }

func (c *Client) obtainCode(ctx context.Context, how Conduct) (string, error) {
	own := c.Kit.Client
	l, err := c.Visit(ctx, Step{
		Verb: Authorize, Client: own, RedirectURI: own.RedirectURI, State: ObtainState, Scope: own.Scope,
	}, own.RedirectURI, how)
	switch {
	case err != nil:
		return "", &Failure{Authorize, "the visit was cut short", nil, err}
	case l.Err != nil:
		return "", &Failure{Authorize, "the visit was cut short", l.Last(), l.Err}
	case l.URL == nil:
		return "", &Failure{Authorize, "the visit ended on " + Describe(l.Last()), l.Last(), nil}
	case l.Code() == "":
		return "", &Failure{Authorize, "the browser was sent back without a code" + named(l.Answer.Get("error")), l.Last(), nil}
	}
	return l.Code(), nil
}

func (c *Client) redeem(ctx context.Context, s Step) (Grant, error) {
	r, err := c.Do(ctx, s)
	if err != nil {
		return Grant{}, err
	}
	if r.Class != Alive {
		return Grant{}, &Failure{s.Verb, "answered with " + Describe(r), r, r.Err}
	}
	return r.Grant, nil
}

// LoginExchangeCallRefresh is the whole course of a client: a code, its
// exchange, a call, a refresh and a call with what the refresh gave.
func LoginExchangeCallRefresh() Journey {
	return Journey{Name: "login-exchange-call-refresh", Run: func(ctx context.Context, c *Client) error {
		g, err := c.ObtainAs(ctx, LogsIn)
		if err != nil {
			return err
		}
		if err := c.probe(ctx, g); err != nil {
			return err
		}
		if g.RefreshToken == "" {
			return &Failure{Verb: Exchange, What: "no refresh token was granted"}
		}
		g, err = c.redeem(ctx, Step{Verb: Refresh, Client: c.Kit.Client, RefreshToken: g.RefreshToken})
		if err != nil {
			return err
		}
		return c.probe(ctx, g)
	}}
}

func (c *Client) probe(ctx context.Context, g Grant) error {
	return c.expect(ctx, Step{Verb: Call, As: g.Credentials(), Tenant: c.Kit.Tenant}, Alive)
}

// expect takes a step whose answer must be of a class.
func (c *Client) expect(ctx context.Context, s Step, want Class) error {
	r, err := c.Do(ctx, s)
	if err != nil {
		return err
	}
	if r.Class != want {
		return &Failure{s.Verb, "answered with " + Describe(r), r, r.Err}
	}
	return nil
}

var (
	titleTag  = regexp.MustCompile(`(?is)<title[^>]*>(.{0,200}?)</title>`)
	errorName = regexp.MustCompile(`^[A-Za-z0-9_ -]{1,60}$`)
)

// Describe says in a few words what an answer is: status, error code, page
// title. It tells no secret unless the server writes one into its titles.
func Describe(r *Reply) string {
	switch {
	case r == nil:
		return "nothing"
	case r.Status == 0 && r.Err != nil:
		return "no answer"
	}
	text := fmt.Sprint(r.Status) + named(r.Problem)
	if m := titleTag.FindSubmatch(r.Body); m != nil {
		title := strings.Join(strings.Fields(html.UnescapeString(string(m[1]))), " ")
		text += fmt.Sprintf(", a page titled %q", title)
	}
	return text
}

// named adds an error code, where it looks like one.
func named(code string) string {
	if !errorName.MatchString(code) {
		return ""
	}
	return " (" + code + ")"
}
