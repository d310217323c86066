package ledger

import (
	"context"
	"net/http"
	"sync"

	"github.com/authassay/authassay/scenarios"
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
// Without a ledger of this package both are 0.
func TidyUp(ctx context.Context, c *scenarios.Client) (left, of int) {
	own, kept := c.Ledger.(*Ledger)
	if !kept || own == nil {
		return 0, 0
	}
	var todo []scenarios.Step
	for _, e := range own.outstanding() {
		if s, can := ending(c, e); can && len(todo) < tidyTokens {
			todo = append(todo, s)
		}
	}
	turns := make(chan scenarios.Step, len(todo))
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
				own.endBy(ctx, c, s)
			}
		})
	}
	all.Wait()
	return own.count()
}

// ending is the step that ends a token, where the target has one.
func ending(c *scenarios.Client, e entry) (scenarios.Step, bool) {
	s := scenarios.Step{Verb: scenarios.Revoke, Client: e.client, Token: e.token, TokenHint: e.kind}
	if e.pair.Scheme != scenarios.SchemeNone {
		if c.Kit.Administrator == nil || !ownMaking(c, e.pair) {
			return scenarios.Step{}, false
		}
		s = scenarios.Step{Verb: scenarios.Withdraw, As: *c.Kit.Administrator, Of: e.pair}
	}
	_, err := c.Encode(s)
	return s, err == nil
}

// ownMaking says whether a pair is one that may be withdrawn: by its key and its
// secret, for a server may take a request that lacks one for a request about all
// of them; and none that the target file holds, whatever an answer says.
func ownMaking(c *scenarios.Client, pair scenarios.Credentials) bool {
	if pair.User == "" || pair.Secret == "" {
		return false
	}
	for _, held := range []*scenarios.Credentials{c.Kit.Administrator, c.Kit.Basic, c.Kit.BasicColon, c.Kit.OtherBasic} {
		if held != nil && held.User == pair.User {
			return false
		}
	}
	return true
}

// endBy ends one token. That there is none any more ends it as well: the target
// may have dropped it with another.
func (l *Ledger) endBy(ctx context.Context, c *scenarios.Client, s scenarios.Step) {
	r, err := c.Do(ctx, s)
	if err == nil && s.Verb == scenarios.Withdraw && r.Status == http.StatusNotFound {
		l.end(s.Of.User, "")
	}
}
