package scenarios

import (
	"context"
	"net/http"
	"sync"
)

// How much is done to withdraw what a target has handed out.
const (
	tidyTokens  = 1000
	tidyWorkers = 4
)

// TidyUp withdraws what the target has handed out, where it can: a client
// revokes its tokens (RFC 7009 §2.1), an administrator withdraws temporary ones.
// What must not stay comes first; 1,000 tokens are tried at most, until ctx ends.
// It returns how many tokens may still be alive, of how many that were handed out.
// Without a ledger both are 0.
func (c *Client) TidyUp(ctx context.Context) (left, of int) {
	if c.Ledger == nil {
		return 0, 0
	}
	var todo []Step
	for _, e := range c.Ledger.outstanding() {
		if s, can := c.ending(e); can && len(todo) < tidyTokens {
			todo = append(todo, s)
		}
	}
	turns := make(chan Step, len(todo))
	for _, s := range todo {
		turns <- s
	}
	close(turns)
	var all sync.WaitGroup
	for range tidyWorkers {
		all.Go(func() {
			for s := range turns {
				if ctx.Err() != nil {
					return
				}
				c.endBy(ctx, s)
			}
		})
	}
	all.Wait()
	return c.Ledger.count()
}

// ending is the step that ends a token, where the target has one.
func (c *Client) ending(e entry) (Step, bool) {
	s := Step{Verb: Revoke, Client: e.client, Token: e.token, TokenHint: e.kind}
	if e.pair.Scheme != SchemeNone {
		if c.Held.Administrator == nil || !c.ownMaking(e.pair) {
			return Step{}, false
		}
		s = Step{Verb: Withdraw, As: *c.Held.Administrator, Of: e.pair}
	}
	_, err := c.encode(s, nil)
	return s, err == nil
}

// ownMaking says whether a pair is one that may be withdrawn: by its key and its
// secret, for a server may take a request that lacks one for a request about all
// of them; and none that the target file holds, whatever an answer says.
func (c *Client) ownMaking(pair Credentials) bool {
	if pair.User == "" || pair.Secret == "" {
		return false
	}
	for _, held := range []*Credentials{c.Held.Administrator, c.Held.Basic, c.Held.BasicColon} {
		if held != nil && held.User == pair.User {
			return false
		}
	}
	return true
}

// endBy ends one token. That there is none any more ends it as well: the target
// may have dropped it with another.
func (c *Client) endBy(ctx context.Context, s Step) {
	r, err := c.Do(ctx, s)
	if err == nil && s.Verb == Withdraw && r.Status == http.StatusNotFound {
		c.Ledger.end(s.Of.User, "")
	}
}
