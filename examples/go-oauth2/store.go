package main

import (
	"context"
	"time"

	"github.com/go-oauth2/oauth2/v4"
)

// A distant store is the library's store in memory, as if it stood in a database
// of another machine, which takes a moment to answer.
type distant struct{ oauth2.TokenStore }

// Trip is how long an answer takes.
const trip = time.Millisecond

func (d distant) GetByCode(ctx context.Context, code string) (oauth2.TokenInfo, error) {
	time.Sleep(trip)
	return d.TokenStore.GetByCode(ctx, code)
}

func (d distant) RemoveByCode(ctx context.Context, code string) error {
	time.Sleep(trip)
	return d.TokenStore.RemoveByCode(ctx, code)
}

func (d distant) GetByRefresh(ctx context.Context, refresh string) (oauth2.TokenInfo, error) {
	time.Sleep(trip)
	return d.TokenStore.GetByRefresh(ctx, refresh)
}

func (d distant) RemoveByRefresh(ctx context.Context, refresh string) error {
	time.Sleep(trip)
	return d.TokenStore.RemoveByRefresh(ctx, refresh)
}
