package credentials

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/authassay/authassay/scenarios"
)

// revocations is how many tokens are revoked for a load: each takes a login.
const revocations = 100

// spent is a token that was issued, and how it is used and ended.
type spent struct{ ends, call scenarios.Step }

// ending is a way to have tokens revoked. Spend obtains one that can be.
type ending struct {
	what  string
	spend func(m *mixture, ctx context.Context) (spent, error)
}

// endings are tried in turn, the plainest first.
var endings = []ending{
	{"a withdrawal", (*mixture).toWithdraw},
	{"a revocation request", (*mixture).toRevoke},
	{"the second use of a code", (*mixture).toReplay},
}

// errNoWay says that the target is not told to end tokens in this way.
var errNoWay = errors.New("there is no such way here")

// revoked mints tokens, uses each once, and then has the target end them all.
// Where no way ends them, there are none.
func (m *mixture) revoked() ([]scenarios.Step, error) {
	spend, err := m.waysEnd()
	if err != nil || spend == nil {
		return nil, m.unspent(err)
	}
	var mu sync.Mutex
	var all []spent
	err = m.each(min(revocations, m.wanted.Pool), func(ctx context.Context) error {
		one, err := spend(m, ctx)
		if err == nil {
			_, err = m.source.Client.Do(ctx, one.call)
		}
		mu.Lock()
		defer mu.Unlock()
		all = append(all, one)
		return err
	})
	var calls []scenarios.Step
	for _, one := range all {
		if err == nil {
			_, err = m.source.Client.Do(m.ctx, one.ends)
		}
		calls = append(calls, one.call)
	}
	return calls, m.unspent(err)
}

// waysEnd returns what obtains tokens that the target can be made to end; nil
// where nothing ends them. Each way is tried with one token, that nothing has
// seen alive.
func (m *mixture) waysEnd() (func(*mixture, context.Context) (spent, error), error) {
	var tried []string
	for _, way := range endings {
		one, err := way.spend(m, m.ctx)
		if errors.Is(err, errNoWay) {
			continue
		}
		var reply *scenarios.Reply
		for _, step := range []scenarios.Step{one.ends, one.call} {
			if err == nil {
				reply, err = m.source.Client.Do(m.ctx, step)
			}
		}
		switch {
		case err != nil:
			return nil, err
		case reply.Class == scenarios.Dead:
			m.source.Note("load: tokens are revoked by %s", way.what)
			return way.spend, nil
		}
		tried = append(tried, way.what)
	}
	if tried == nil {
		m.omit("revoked tokens, because there is no way to have one revoked")
	} else {
		m.omit(fmt.Sprintf("revoked tokens, because %s revokes none here", strings.Join(tried, " or ")))
	}
	return nil, nil
}

// unspent says that revoked tokens could not be made; nil stays nil.
func (m *mixture) unspent(err error) error {
	if err == nil {
		return nil
	}
	return &Failure{Login, fmt.Errorf("mint revoked tokens: %w", err)}
}

// toWithdraw has a temporary token issued, which the administrator withdraws.
func (m *mixture) toWithdraw(ctx context.Context) (spent, error) {
	client := m.source.Client
	if client.Kit.Client.ID != "" || client.Kit.Administrator == nil {
		return spent{}, errNoWay
	}
	grant, err := client.Obtain(ctx)
	ends := scenarios.Step{Verb: scenarios.Withdraw, As: *client.Kit.Administrator, Of: grant.Pair}
	return spent{ends, m.call(grant.Credentials(), m.own())}, err
}

// toRevoke logs in for a token that the client revokes, RFC 7009 §2.1.
func (m *mixture) toRevoke(ctx context.Context) (spent, error) {
	client := m.source.Client
	ends := scenarios.Step{Verb: scenarios.Revoke, Client: client.Kit.Client, TokenHint: "access_token", Token: "any"}
	if _, err := client.Dialect.Encode(client.Endpoints, ends); err != nil || client.Kit.Client.ID == "" {
		return spent{}, errNoWay
	}
	grant, err := client.Obtain(ctx)
	ends.Token = grant.AccessToken
	return spent{ends, m.call(grant.Credentials(), m.own())}, err
}

// toReplay logs in and redeems the code, which can be sent a second time, RFC
// 6749 §4.1.2.
func (m *mixture) toReplay(ctx context.Context) (spent, error) {
	client := m.source.Client
	if client.Kit.Client.ID == "" {
		return spent{}, errNoWay
	}
	code, err := client.ObtainCode(ctx)
	if err != nil {
		return spent{}, err
	}
	one := spent{ends: scenarios.Step{
		Verb: scenarios.Exchange, Client: client.Kit.Client, RedirectURI: client.Kit.Client.RedirectURI, Code: code,
	}}
	reply, err := client.Do(ctx, one.ends)
	if err == nil && reply.Class != scenarios.Alive {
		err = fmt.Errorf("the exchange is answered with %s", scenarios.Describe(reply))
	}
	if err != nil {
		return spent{}, err
	}
	one.call = m.call(reply.Grant.Credentials(), m.own())
	return one, nil
}

// each does something so many times, as many at a time as the limits allow,
// and stops at the first error.
func (m *mixture) each(n int, do func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(m.ctx)
	defer cancel(nil)
	turns := make(chan struct{}, n)
	for range n {
		turns <- struct{}{}
	}
	close(turns)
	var all sync.WaitGroup
	for range min(8, m.source.Concurrency) {
		all.Go(func() {
			for range turns {
				if err := do(ctx); err != nil || ctx.Err() != nil {
					cancel(err)
					return
				}
			}
		})
	}
	all.Wait()
	return context.Cause(ctx)
}
