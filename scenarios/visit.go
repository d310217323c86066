package scenarios

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// ErrNoConduct says that the target file does not tell how the resource owner
// does what a visit asks for: the check that needs it is untested.
var ErrNoConduct = errors.New("visit: no steps for this conduct")

// ErrUnvisited says that a visit failed on the tester's side: nobody came, or
// no browser could be had. It says nothing about the target.
var ErrUnvisited = errors.New("visit: not made")

// Conduct is what the resource owner does on the way through the pages.
type Conduct string

// The ways of going through the pages of a login.
const (
	Consents   Conduct = "consents"    // logs in, unless still logged in from a visit before, and allows
	LogsIn     Conduct = "logs in"     // logs in afresh and allows
	Denies     Conduct = "denies"      // logs in and refuses
	AsMember   Conduct = "as member"   // logs in with an account that may not authorise
	Mistypes   Conduct = "mistypes"    // sends a wrong password
	Waits      Conduct = "waits"       // opens the first page and does nothing
	Forges     Conduct = "forges"      // logs in, then another site sends the consent, which knows nothing that cannot be guessed
	Borrows    Conduct = "borrows"     // the same, with the fields of a login of its own for what cannot be guessed
	Swaps      Conduct = "swaps"       // the same, with the whole form of a login of its own
	AsOther    Conduct = "as other"    // logs in as another person who may authorise
	AsLearner  Conduct = "as learner"  // logs in as the learner of a content launch
	AsResident Conduct = "as resident" // logs in as somebody of another tenant, and allows
	LogsOut    Conduct = "logs out"    // says yes where the server asks whether to log out
)

// Sender sends one request and returns its answer. It follows no redirect and
// keeps no cookie.
type Sender func(ctx context.Context, r Request) *Reply

// Visitor goes through the pages that a person sees, from a first request
// until the browser is sent to an address that begins with stop, which is
// never connected to.
type Visitor interface {
	Visit(ctx context.Context, send Sender, first Request, stop string, how Conduct) (*Landing, error)
}

// Landing is where a visit ended.
type Landing struct {
	// URL is the address that the browser was sent to, nil when the visit
	// ended on a page of the server.
	URL *url.URL
	// Answer holds the parameters that arrived there, from the query, the
	// fragment or a posted form.
	Answer url.Values
	// Pages are the answers on the way, first to last.
	Pages []*Reply
	// Finished says that the last of the steps in which the visit was described
	// was taken.
	Finished bool
	// Entered says that a password was sent, and LoggedIn that it was taken: the
	// answer was not the login again.
	Entered, LoggedIn bool
	// Forged says what became of a consent that was to be forged.
	Forged Forgery
	// Planted says where a page held HTML of the tester's own that is to be text,
	// such as "an element"; see [Planting].
	Planted []string
	// Strayed is the address on a host that the browser may not visit to which
	// it was sent, nil where it was not.
	Strayed *url.URL
	// Err says why the visit went no further: a broken answer, a host that the
	// browser may not visit, or no end of redirects.
	Err error
}

// Forgery is what became of a consent that another site was to send.
type Forgery string

// What becomes of it.
const (
	ForgedNone   Forgery = ""       // nobody was asked for consent
	ForgedSent   Forgery = "sent"   // it was sent
	ForgedHidden Forgery = "hidden" // it goes to an address that another site cannot know
)

// Code returns the authorization code that arrived, or "".
func (l *Landing) Code() string {
	if l == nil {
		return ""
	}
	return l.Answer.Get("code")
}

// Last returns the last page of the visit, nil when there was none.
func (l *Landing) Last() *Reply {
	if l == nil || len(l.Pages) == 0 {
		return nil
	}
	return l.Pages[len(l.Pages)-1]
}

// Obeyed is what the browser was sent with to the redirect URI that the request asked
// for, as it was written there, wherever the visit ended; nil where it was not. An
// address that is no registered one ends no visit, and may not even be one that can
// be read.
func (l *Landing) Obeyed() url.Values {
	for _, page := range l.Pages {
		asked, to := page.Step.RedirectURI, page.Header.Get("Location")
		if page.Status < 300 || page.Status > 399 || asked == "" || to == "" {
			continue
		}
		if rest, found := strings.CutPrefix(to, asked); found && (rest == "" || strings.ContainsAny(rest[:1], "?#&")) {
			answer, _ := url.ParseQuery(strings.ReplaceAll(strings.TrimLeft(rest, "?#&"), "#", "&"))
			return answer
		}
	}
	return nil
}

// Unvisited returns an error that is ErrUnvisited to errors.Is and says nothing
// but why.
func Unvisited(why string) error { return &unvisited{why} }

type unvisited struct{ why string }

func (u *unvisited) Error() string        { return u.why }
func (u *unvisited) Is(target error) bool { return target == ErrUnvisited }

// Planting begins the names of the elements and attributes, and the texts, that
// requests hold to see whether pages escape them.
const Planting = "authassay-"

// browsing is how the requests of a visit are sent: as its step has them changed.
func (c *Client) browsing(s Step) (Sender, error) {
	var beside *Request
	if s.Meanwhile != nil {
		r, err := c.Encode(s.Meanwhile.renew(c.Nonce))
		if err != nil {
			return nil, err
		}
		beside = &r
	}
	entered := false
	return func(ctx context.Context, r Request) *Reply {
		behind := entered && r.Method == http.MethodPost
		if s.Leaps != nil && r.Raw == nil && r.sendsPassword() {
			r = s.Leaps.filled(r)
		}
		entered = entered || r.sendsPassword()
		r = r.forgetting(s.Forgets).planting(s.Plants).retyped(s.Retypes)
		var opened *Reply
		if behind {
			r = r.slipped(s.Slips)
			if beside != nil {
				r, opened = c.openBeside(ctx, r, *beside)
				beside = nil
			}
			if s.Repeats {
				c.Wire.Send(ctx, r)
			}
		}
		page := c.Wire.Send(ctx, r)
		if s.Clings {
			page.Header = page.Header.Clone()
			page.Header.Del("Set-Cookie")
		}
		page.Step = s
		page.unheard()
		if opened != nil && page.Header != nil {
			page.Header["Set-Cookie"] = append(opened.Header["Set-Cookie"], page.Header["Set-Cookie"]...)
		}
		return page
	}, nil
}

// openBeside opens another page in the browser that is about to send a request,
// which then has the cookies of both.
func (c *Client) openBeside(ctx context.Context, r, beside Request) (Request, *Reply) {
	beside = beside.clone()
	if sent := r.Header.Get("Cookie"); sent != "" {
		beside.Header.Set("Cookie", sent)
	}
	opened := c.Wire.Send(ctx, beside)
	fresh := map[string]string{}
	for _, cookie := range (&http.Response{Header: opened.Header}).Cookies() {
		r = r.forgetting(cookie.Name)
		fresh[cookie.Name] = cookie.Value
	}
	return r.planting(fresh), opened
}
