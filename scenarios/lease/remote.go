package lease

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// Header names the holder in the requests that move a clock, for a server that
// gives leases.
const Header = "Clock-Lease"

// answerWithin bounds how long a lease is waited for at its end.
const answerWithin = 2 * time.Second

// remote is a lease that a server gives.
type remote struct {
	send    scenarios.Sender
	url     string
	header  http.Header
	options Options
}

// Remote takes the lease that a server gives at a URL: POST takes and renews
// it, with holder and ttl in a JSON object, DELETE gives it back, and 409 says
// that another holds it. It is renewed until it is released. The error is
// ErrTaken where another did not let go, and ErrNone where the server does not
// give it.
func Remote(ctx context.Context, send scenarios.Sender, url string, header http.Header, o Options) (*Lease, error) {
	r := &remote{send, url, header, o}
	switch err := patiently(ctx, o.Wait, func() error { return r.ask(ctx, http.MethodPost) }); {
	case errors.Is(err, ErrTaken), err != nil && ctx.Err() != nil:
		return nil, fmt.Errorf("lease the clock: %w", err)
	case err != nil:
		return nil, fmt.Errorf("lease the clock: %w: %w", ErrNone, err)
	}
	kept, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		r.keep(kept)
	}()
	return &Lease{release: func() {
		stop()
		<-ended
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerWithin)
		defer cancel()
		_ = r.ask(last, http.MethodDelete) // it ends by itself as well
	}}, nil
}

// keep renews the lease, and says so when it is lost: another has it, or it
// could not be renewed in time.
func (r *remote) keep(ctx context.Context) {
	tick := time.NewTicker(r.options.TTL / 3)
	defer tick.Stop()
	renewed := time.Now()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		asked := time.Now()
		err := r.ask(ctx, http.MethodPost)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil && asked.Sub(renewed) < r.options.TTL:
			renewed = asked
		case err == nil || errors.Is(err, ErrTaken) || time.Since(renewed) >= r.options.TTL:
			if r.options.Lost != nil {
				r.options.Lost()
			}
			return
		}
	}
}

// ask sends one request. What is sent goes into no transcript.
func (r *remote) ask(ctx context.Context, method string) error {
	body, err := json.Marshal(map[string]string{"holder": r.options.Holder, "ttl": r.options.TTL.String()})
	if err != nil {
		return err
	}
	header := r.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Content-Type", "application/json")
	reply := r.send(scenarios.Recording(ctx, nil), scenarios.Request{Method: method, URL: r.url, Header: header, Raw: body})
	switch {
	case reply.Err != nil:
		return reply.Err
	case reply.Status == http.StatusConflict:
		return ErrTaken
	case reply.Status >= 300:
		return fmt.Errorf("answered %d", reply.Status)
	}
	return nil
}
