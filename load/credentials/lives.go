package credentials

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/scenarios"
)

// mint obtains access tokens through the target's real lifecycle.
func (m *mixture) mint(n int) (*Pool, error) { return m.mintAs(m.source.Client, n) }

// mintAs obtains them as a certain person.
func (m *mixture) mintAs(client Lifecycle, n int) (*Pool, error) {
	m.source.Note("load: minting %d tokens", n)
	options := MintOptions{
		Workers: min(8, m.source.Concurrency), PerLogin: m.wanted.PerLogin,
		Refresh: scenarios.Step{Client: m.source.Client.Kit.Client},
	}
	pool, err := MintPool(m.ctx, client, n, options, func(now Minted) {
		m.source.Say("minting: %d of %d tokens, %d logins, %.0f s", now.Tokens, now.Want, now.Logins, now.Elapsed.Seconds())
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		return nil, &Failure{Login, err}
	}
	m.take(pool)
	return pool, err
}

// untilDead is the wait after which a token that was just minted is dead for
// sure; false where nobody says how long it lives.
func (m *mixture) untilDead(g scenarios.Grant) (time.Duration, bool) {
	policy, life := m.source.Policy, m.life(g)
	return life + policy.Skew + time.Second + min(time.Minute, life/60), life > 0
}

// life is how long such a token lives: as it is declared, or as the target says
// where nothing is, or where it is declared that it can be trusted; 0 where
// nobody says.
func (m *mixture) life(g scenarios.Grant) time.Duration {
	policy := m.source.Policy
	if g.Pair.Scheme != scenarios.SchemeNone {
		return cmp.Or(policy.TemporaryLifetime, g.ExpiresIn)
	}
	switch policy.ExpiresIn {
	case "trusted":
		return cmp.Or(g.ExpiresIn, policy.AccessTokenLifetime)
	case "ignored":
		return policy.AccessTokenLifetime
	}
	return cmp.Or(policy.AccessTokenLifetime, g.ExpiresIn)
}

// outlives sees that the tokens stay alive until the load is over: otherwise a
// right refusal would count as a wrong answer.
func (m *mixture) outlives(pool *Pool) error {
	life := m.life(pool.Grants[0])
	left := life - m.source.Now().Sub(pool.Oldest)
	need := m.wanted.Length + load.DefaultDrain
	if life > 0 && left < need {
		return &Failure{ShortLife, fmt.Errorf("plan load: the oldest token lives for %s more, and the load takes %s", left.Round(time.Second), need)}
	}
	return nil
}

// otherUser mints tokens of another person.
func (m *mixture) otherUser() ([]scenarios.Step, error) {
	if m.source.Client.Kit.OtherUser == "" {
		m.omit("tokens of another user, because the target file names no other_user")
		return nil, nil
	}
	pool, err := m.mintAs(another{m.source.Client}, min(few, max(1, m.wanted.Pool/10)))
	if err != nil {
		return nil, err
	}
	return m.calls(pool.Grants, m.own(), same), m.outlives(pool)
}

// another is a client whose resource owner is another person.
type another struct{ *scenarios.Client }

// Obtain implements Lifecycle.
func (a another) Obtain(ctx context.Context) (scenarios.Grant, error) {
	return a.ObtainAs(ctx, scenarios.AsOther)
}
