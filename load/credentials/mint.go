package credentials

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// Lifecycle obtains tokens as any client does; *scenarios.Client is one.
type Lifecycle interface {
	// Obtain has the resource owner log in and redeems the code.
	Obtain(ctx context.Context) (scenarios.Grant, error)
	// Do sends one step.
	Do(ctx context.Context, s scenarios.Step, bends ...scenarios.Bend) (*scenarios.Reply, error)
}

// MintOptions say how a pool is minted.
type MintOptions struct {
	Workers int // logins at a time; 0 means 8
	// PerLogin is how many access tokens one login gives, by refreshing. More
	// than 1 is right only where the target's declared policy keeps earlier
	// access tokens alive. 0 means 1.
	PerLogin int
	// Refresh is the refresh step without its token: who asks, and where.
	Refresh scenarios.Step
	// Failures is how many tries in a row may fail before minting gives up; 0
	// means 10.
	Failures int
}

// Minted says how far the minting is.
type Minted struct {
	Tokens, Want      int
	Logins, Refreshes int
	Failed            int
	Twice             int // of the failed, those that gave a token which had been handed out before
	Elapsed           time.Duration
}

// Pool holds the grants that were minted, in no order.
type Pool struct {
	Grants []scenarios.Grant
	Minted Minted
	// Oldest is when the first of them was asked for: no access token of the
	// pool is older than that.
	Oldest time.Time
}

// MintPool obtains n access tokens, all different, through the target's real
// lifecycle: logins, and refreshes where the options allow them. Progress,
// which may be nil, is called after each token, one call at a time. When too
// many tries in a row fail, or ctx ends, it returns what it has and an error.
func MintPool(ctx context.Context, l Lifecycle, n int, o MintOptions, progress func(Minted)) (*Pool, error) {
	o.Workers, o.PerLogin, o.Failures = cmp.Or(o.Workers, 8), cmp.Or(o.PerLogin, 1), cmp.Or(o.Failures, 10)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	m := &mint{
		lifecycle: l, options: o, progress: progress, cancel: cancel, began: time.Now(),
		known: map[string]bool{}, pool: &Pool{Oldest: time.Now(), Minted: Minted{Want: n}},
	}
	m.free = n
	var all sync.WaitGroup
	for range min(o.Workers, n) {
		all.Go(func() {
			for ctx.Err() == nil && m.claim() {
				m.chain(ctx)
			}
		})
	}
	all.Wait()
	if len(m.pool.Grants) < n {
		return m.pool, fmt.Errorf("mint pool: %d of %d tokens: %w", len(m.pool.Grants), n, context.Cause(ctx))
	}
	return m.pool, nil
}

// mint is the state that the workers share.
type mint struct {
	lifecycle Lifecycle
	options   MintOptions
	progress  func(Minted)
	cancel    context.CancelCauseFunc
	began     time.Time

	mu    sync.Mutex
	free  int // tokens that nobody is at work on yet
	inRow int // failures since the last success
	known map[string]bool
	pool  *Pool
}

// claim takes on one token, and says whether there was one left.
func (m *mint) claim() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.free == 0 {
		return false
	}
	m.free--
	return true
}

// chain logs in for a claimed token and refreshes for further ones.
func (m *mint) chain(ctx context.Context) {
	grant, err := m.lifecycle.Obtain(ctx)
	if !m.keep(grant, err, true) {
		return
	}
	for i := 1; i < m.options.PerLogin && grant.RefreshToken != "" && ctx.Err() == nil && m.claim(); i++ {
		next, err := m.refresh(ctx, grant.RefreshToken)
		if next.RefreshToken == "" {
			next.RefreshToken = grant.RefreshToken // RFC 6749 §6: the old one stays where no new one comes
		}
		if !m.keep(next, err, false) {
			return
		}
		grant = next
	}
}

// refresh redeems a refresh token.
func (m *mint) refresh(ctx context.Context, token string) (scenarios.Grant, error) {
	step := m.options.Refresh
	step.Verb, step.RefreshToken = scenarios.Refresh, token
	reply, err := m.lifecycle.Do(ctx, step)
	switch {
	case err != nil:
		return scenarios.Grant{}, err
	case reply.Err != nil:
		return scenarios.Grant{}, fmt.Errorf("refresh: %w", reply.Err)
	case reply.Class != scenarios.Alive || reply.Grant.AccessToken == "":
		return scenarios.Grant{}, fmt.Errorf("refresh: status %d, %s", reply.Status, reply.Class)
	}
	return reply.Grant, nil
}

// errSame says that a token was handed out twice.
var errSame = errors.New("the target handed out an access token that it had handed out before")

// keep puts a grant into the pool, or gives the claim back.
func (m *mint) keep(g scenarios.Grant, err error, login bool) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := &m.pool.Minted
	now.Elapsed = time.Since(m.began)
	if err == nil && m.known[g.AccessToken] {
		err = errSame
		now.Twice++
	}
	if err != nil {
		m.free++
		now.Failed++
		if m.inRow++; m.inRow >= m.options.Failures {
			m.cancel(err)
		}
		return false
	}
	m.inRow = 0
	m.known[g.AccessToken] = true
	m.pool.Grants = append(m.pool.Grants, g)
	now.Tokens++
	if login {
		now.Logins++
	} else {
		now.Refreshes++
	}
	if m.progress != nil {
		m.progress(*now)
	}
	return true
}
