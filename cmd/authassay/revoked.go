package main

import (
	"context"
	"fmt"
	"sync"

	"github.com/authassay/authassay/scenarios"
)

// revocations is how many tokens are revoked for a load: each takes a login.
const revocations = 100

// spent is a token that was used and whose code can be sent a second time.
type spent struct{ exchange, call scenarios.Step }

// revoked mints tokens, uses each once, and then has the target revoke them
// all by the second use of their codes, RFC 6749 §4.1.2. Where it does not
// revoke, there are none.
func (m *mixture) revoked() ([]scenarios.Step, error) {
	if m.subject.Client.Held.Client.ID == "" {
		m.shown.note("load: no revoked tokens, because there is no client whose codes could be sent again")
		return nil, nil
	}
	revokes, err := m.replayRevokes()
	if err != nil {
		return nil, m.unspent(err)
	}
	if !revokes {
		m.shown.note("load: no revoked tokens, because the second use of a code revokes none here")
		return nil, nil
	}
	var mu sync.Mutex
	var all []spent
	err = m.each(min(revocations, m.options.pool), func(ctx context.Context) error {
		one, err := m.spend(ctx)
		if err == nil {
			_, err = m.subject.Client.Do(ctx, one.call)
		}
		mu.Lock()
		defer mu.Unlock()
		all = append(all, one)
		return err
	})
	var calls []scenarios.Step
	for _, one := range all {
		if err == nil {
			_, err = m.subject.Client.Do(m.job.ctx, one.exchange)
		}
		calls = append(calls, one.call)
	}
	return calls, m.unspent(err)
}

// unspent says that revoked tokens could not be made; nil stays nil.
func (m *mixture) unspent(err error) error {
	if err == nil {
		return nil
	}
	return unjudged(fmt.Errorf("mint revoked tokens: %w", err), "authassay check shows whether the login works")
}

// replayRevokes tries with one token, that nothing has seen alive, whether the
// second use of a code revokes.
func (m *mixture) replayRevokes() (bool, error) {
	one, err := m.spend(m.job.ctx)
	if err != nil {
		return false, err
	}
	if _, err := m.subject.Client.Do(m.job.ctx, one.exchange); err != nil {
		return false, err
	}
	reply, err := m.subject.Client.Do(m.job.ctx, one.call)
	return err == nil && reply.Class == scenarios.Dead, err
}

// spend logs in and redeems the code.
func (m *mixture) spend(ctx context.Context) (spent, error) {
	client := m.subject.Client
	code, err := client.ObtainCode(ctx)
	if err != nil {
		return spent{}, err
	}
	one := spent{exchange: scenarios.Step{
		Verb: scenarios.Exchange, Client: client.Held.Client, RedirectURI: client.Held.Client.RedirectURI, Code: code,
	}}
	reply, err := client.Do(ctx, one.exchange)
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
	ctx, cancel := context.WithCancelCause(m.job.ctx)
	defer cancel(nil)
	turns := make(chan struct{}, n)
	for range n {
		turns <- struct{}{}
	}
	close(turns)
	var all sync.WaitGroup
	for range min(8, m.subject.Limits.Concurrency) {
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
