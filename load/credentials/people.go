package credentials

import (
	"context"

	"github.com/authassay/authassay/scenarios"
)

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
