package scenarios

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Kit is what the tester was given to test a target with. A nil pointer or empty
// field is a thing that the target file does not give.
type Kit struct {
	Client      Registration
	OtherClient *Registration
	Issuer      string // where the address of the metadata does not tell
	Tenant      string
	OtherTenant string
	Resident    *Registration // the client by which somebody opens OtherTenant
	Basic       *Credentials  // an API key and its secret
	BasicColon  *Credentials  // a pair whose secret holds a colon
	OtherBasic  *Credentials  // a second pair
	// Administrator may issue temporary tokens; Basic may not, then.
	Administrator *Credentials
	// Usable are the scopes and permissions with which a temporary token opens
	// the API; nil where nobody says.
	Usable *Asked
	// SignIn is where the users of temporary tokens log in; nil where nobody says.
	SignIn       *SignIn
	ProbeUser    ProbeName
	Typed        []string  // what the resource owner types in to log in; secrets among it
	ProbeTenant  ProbeName // the tenant of Client, as the probe's body names it
	ProbeScope   string    // the scope that the probe asks for; empty where it asks for none
	OtherUser    string    // what stands there for another resource owner
	Launch       *LaunchPlan
	ExpiredToken string // an access token that has expired; empty where the file names none
	ReaderToken  string // a living one that may not open the probe; likewise
	LogoutURI    string // a registered post_logout_redirect_uri; empty where the file names none
}

// ProbeName is how the probe's body names the user whom a token acts for, or the
// tenant.
type ProbeName struct {
	Pointer string // RFC 6901, such as /username
	Is      string
}

// LaunchPlan is where a content launch begins and ends, and for whom.
type LaunchPlan struct {
	Page      string // the page that launches
	Content   string // the address that the launch ends at
	Learner   any    // the actor, a JSON object
	Classmate any    // another learner's actor
}

// Transport carries requests to a target; package wire has the one over HTTP.
type Transport interface {
	// Send sends a request and returns what came back.
	Send(ctx context.Context, r Request) *Reply
	// Race sends a request n times at once and returns what came back, in no
	// order of merit.
	Race(ctx context.Context, n int, r Request) []*Reply
}

// Ledger notes what a target hands out; package ledger has the one that is
// withdrawn by.
type Ledger interface {
	// Note takes in an answer to a step, which may have been bent.
	Note(r *Reply, bent bool)
	// Landed takes in what arrived in the browser of a client's visit.
	Landed(l *Landing, client Registration)
}

// Client is a client under the tester's control.
type Client struct {
	Dialect   Dialect
	Endpoints Endpoints
	Kit       Kit
	Visitor   Visitor
	Wire      Transport
	// Allowed are further origins that the metadata of the target may lead to.
	Allowed Origins
	// Ledger notes what the target hands out; nil where nobody tidies up.
	Ledger Ledger
	// Nonce returns text that was never returned before and that nobody can
	// guess, of letters and digits. It is needed where users are made up.
	Nonce func() string
}

// Do encodes the step, bends the request, sends it once and reads the answer.
// The error is only for a step that cannot be said in the dialect; what goes
// wrong on the way to or at the target is in the reply.
func (c *Client) Do(ctx context.Context, s Step, bends ...Bend) (*Reply, error) {
	s = s.renew(c.Nonce)
	r, err := c.Encode(s, bends...)
	if err != nil {
		return nil, err
	}
	reply := c.read(s, c.Wire.Send(inVerb(ctx, s.Verb), r))
	c.note(reply, bends)
	return reply, nil
}

// Browsing is a visitor who can stay in one browser.
type Browsing interface {
	// OneBrowser returns a visitor whose visits have their cookies in common, with
	// no others, and none to begin with.
	OneBrowser() Visitor
}

// InOneBrowser is the client with a browser that its visits have in common; false
// where the visitor has no such thing.
func (c *Client) InOneBrowser() (*Client, bool) {
	v, ok := c.Visitor.(Browsing)
	if !ok {
		return nil, false
	}
	own := *c
	own.Visitor = v.OneBrowser()
	return &own, true
}

// Visit encodes a step that a person's browser makes and goes through the
// pages that answer it, until the browser is sent to stop. The error is only
// for a visit that cannot be made; what ends one on its way is in the landing.
func (c *Client) Visit(ctx context.Context, s Step, stop string, how Conduct, bends ...Bend) (*Landing, error) {
	s = s.renew(c.Nonce)
	first, err := c.Encode(s, bends...)
	if err != nil {
		return nil, err
	}
	if c.Visitor == nil {
		return nil, ErrNoConduct
	}
	send, err := c.browsing(s)
	if err != nil {
		return nil, err
	}
	l, err := c.Visitor.Visit(inVerb(ctx, s.Verb), send, first, stop, how)
	if l != nil && l.Answer != nil {
		l.Answer = c.Heard(l.Answer)
	}
	if c.Ledger != nil {
		c.Ledger.Landed(l, s.Client)
	}
	if l == nil || errors.Is(err, ErrUnvisited) || err != nil && ctx.Err() != nil {
		return nil, err
	}
	l.Err = err
	return l, nil
}

// Race sends a step n times at once, bent where it is to be. The replies come in
// no order of merit; the error is that of Do.
func (c *Client) Race(ctx context.Context, n int, s Step, bends ...Bend) ([]*Reply, error) {
	if n < 1 {
		return nil, fmt.Errorf("race %s: %d requests make no race", s.Verb, n)
	}
	r, err := c.Encode(s, bends...)
	if err != nil {
		return nil, err
	}
	replies := c.Wire.Race(inVerb(ctx, s.Verb), n, r)
	for _, reply := range replies {
		c.note(c.read(s, reply), bends)
	}
	return replies, nil
}

// abreast is how many chains of requests go side by side where nothing limits
// them.
const abreast = 4

// Abreast is how many chains of requests the limits of the target let go side by
// side so that what one request brings is still fresh at the next.
func (c *Client) Abreast() int {
	if w, limited := c.Wire.(interface{ Abreast() int }); limited {
		return w.Abreast()
	}
	return abreast
}

// Interval is the time that the limits of the target put between two requests; 0
// for none.
func (c *Client) Interval() time.Duration {
	if w, limited := c.Wire.(interface{ Interval() time.Duration }); limited {
		return w.Interval()
	}
	return 0
}

// note has the ledger take in an answer.
func (c *Client) note(r *Reply, bends []Bend) {
	if c.Ledger != nil {
		c.Ledger.Note(r, len(bends) > 0)
	}
}

// Encode writes the step as a bent request. The error is for a step that cannot
// be said in the dialect.
func (c *Client) Encode(s Step, bends ...Bend) (Request, error) {
	r, err := c.Dialect.Encode(c.Endpoints, s.prove())
	if err != nil {
		return Request{}, fmt.Errorf("encode %s: %w", s.Verb, err)
	}
	r = r.clone()
	c.Endpoints.overlay(&r, s)
	r = bend(r, bends)
	if spelled, ok := c.Dialect.(Spelling); ok {
		r = spelled.Spell(r)
	}
	return r, nil
}

// read has the dialect judge an answer that arrived.
func (c *Client) read(s Step, r *Reply) *Reply {
	r.Step = s
	if r.Err == nil {
		c.Dialect.Decode(r)
		if s.Verb == Call && s.As.Scheme == SchemeBearer {
			c.Endpoints.Probe.judge(r)
		}
	}
	r.unheard()
	return r
}

// unheard classes the answers that say nothing of what was asked.
func (r *Reply) unheard() {
	switch {
	case r.Err != nil || r.Status >= 500:
		r.Class = Broken
	case r.Status == http.StatusTooManyRequests:
		r.Class = Busy
	}
}

// Close lets go of what the transport keeps open, where it keeps anything.
func (c *Client) Close() {
	if w, kept := c.Wire.(interface{ Close() }); kept {
		w.Close()
	}
}
