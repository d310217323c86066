package main

import (
	"context"
	"time"

	"github.com/ory/fosite"
	"github.com/ory/fosite/storage"
)

// A distant store is the library's store in memory, as if it stood in a
// database: an answer takes a moment, and whoever asks for the session of a code
// gets one of his own. The store by itself hands the same session to all, and
// two exchanges of a code at the same moment then write to one map, upon which Go
// ends the process.
type distant struct{ *storage.MemoryStore }

// Trip is how long an answer of the database takes.
const trip = time.Millisecond

func (d distant) GetAuthorizeCodeSession(ctx context.Context, code string, session fosite.Session) (fosite.Requester, error) {
	time.Sleep(trip)
	kept, err := d.MemoryStore.GetAuthorizeCodeSession(ctx, code, session)
	request, whole := kept.(*fosite.Request)
	if err != nil || !whole {
		return kept, err
	}
	own := *request
	own.Session = request.Session.Clone()
	return &own, nil
}

func (d distant) InvalidateAuthorizeCodeSession(ctx context.Context, code string) error {
	time.Sleep(trip)
	return d.MemoryStore.InvalidateAuthorizeCodeSession(ctx, code)
}

func (d distant) GetRefreshTokenSession(ctx context.Context, signature string, session fosite.Session) (fosite.Requester, error) {
	time.Sleep(trip)
	return d.MemoryStore.GetRefreshTokenSession(ctx, signature, session)
}

func (d distant) RotateRefreshToken(ctx context.Context, request, signature string) error {
	time.Sleep(trip)
	return d.MemoryStore.RotateRefreshToken(ctx, request, signature)
}
