package scenarios

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// Held is what the tester holds to test a target with. A nil pointer or empty
// field is a thing that the target file does not give.
type Held struct {
	Client      Registration
	OtherClient *Registration
	Issuer      string // where the address of the metadata does not tell
	Tenant      string
	OtherTenant string
	Resident    *Registration // the client by which somebody opens OtherTenant
	Basic       *Credentials  // an API key and its secret
	BasicColon  *Credentials  // a pair whose secret holds a colon
	// Administrator may issue temporary tokens; Basic may not, then.
	Administrator *Credentials
	// Usable are the scopes and permissions with which a temporary token opens
	// the API; nil where nobody says.
	Usable *Asked
	// SignIn is where the users of temporary tokens log in; nil where nobody says.
	SignIn      *SignIn
	ProbeUser   ProbeName
	Typed       []string  // what the resource owner types in to log in; secrets among it
	ProbeTenant ProbeName // the tenant of Client, as the probe's body names it
	ProbeScope  string    // the scope that the probe asks for; empty where it asks for none
	OtherUser   string    // what stands there for another resource owner
	Launch      *LaunchPlan
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

// Client is a client under the tester's control.
type Client struct {
	Dialect Dialect
	Bases   Bases
	Held    Held
	Visitor Visitor
	Wire    *Wire
	// Allowed are further origins that the metadata of the target may lead to.
	Allowed Origins
	// Ledger notes what the target hands out; nil where nobody tidies up.
	Ledger *Ledger
	// Nonce returns text that was never returned before and that nobody can
	// guess, of letters and digits. It is needed where users are made up.
	Nonce func() string
}

// Do encodes the step, bends the request, sends it once and reads the answer.
// The error is only for a step that cannot be said in the dialect; what goes
// wrong on the way to or at the target is in the reply.
func (c *Client) Do(ctx context.Context, s Step, bends ...Bend) (*Reply, error) {
	s = s.renew(c.Nonce)
	r, err := c.encode(s, bends)
	if err != nil {
		return nil, err
	}
	reply := c.read(s, c.Wire.Send(inVerb(ctx, s.Verb), r))
	c.Ledger.note(reply, len(bends) > 0)
	return reply, nil
}

// Visit encodes a step that a person's browser makes and goes through the
// pages that answer it, until the browser is sent to stop. The error is only
// for a visit that cannot be made; what ends one on its way is in the landing.
func (c *Client) Visit(ctx context.Context, s Step, stop string, how Conduct, bends ...Bend) (*Landing, error) {
	s = s.renew(c.Nonce)
	first, err := c.encode(s, bends)
	if err != nil {
		return nil, err
	}
	if c.Visitor == nil {
		return nil, ErrNoConduct
	}
	send := func(ctx context.Context, r Request) *Reply {
		page := c.Wire.Send(ctx, r.forgetting(s.Forgets))
		page.Step = s
		page.unheard()
		return page
	}
	l, err := c.Visitor.Visit(inVerb(ctx, s.Verb), send, first, stop, how)
	c.Ledger.landed(l, s.Client)
	if l == nil || errors.Is(err, ErrUnvisited) || err != nil && ctx.Err() != nil {
		return nil, err
	}
	l.Err = err
	return l, nil
}

// encode writes the step as a bent request.
func (c *Client) encode(s Step, bends []Bend) (Request, error) {
	r, err := c.Dialect.Encode(c.Bases, s.prove())
	if err != nil {
		return Request{}, fmt.Errorf("encode %s: %w", s.Verb, err)
	}
	r = r.clone()
	c.Bases.overlay(&r, s)
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
			c.Bases.Probe.judge(r)
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
