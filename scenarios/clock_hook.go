package scenarios

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// moved is a clock that is moved on request. It knows how far ahead of the
// tester's clock the target's is. Safe for concurrent use.
type moved struct {
	mu    sync.Mutex
	ahead time.Duration
	now   func() time.Time
	// move sets the target's clock to t, which lies by ahead, and returns what
	// the clock shows then.
	move func(ctx context.Context, t time.Time, by time.Duration) (time.Time, error)
}

// Now returns the time at the target.
func (m *moved) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now().Add(m.ahead)
}

// Until moves the target's clock to t, and not at all where it is past t.
func (m *moved) Until(ctx context.Context, t time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	by := t.Sub(m.now().Add(m.ahead))
	if by <= 0 {
		return nil
	}
	shown, err := m.move(ctx, t, by)
	if err != nil {
		return fmt.Errorf("move the clock: %w", err)
	}
	m.ahead = shown.Sub(m.now())
	return nil
}

// Instant is true.
func (m *moved) Instant() bool { return true }

// ControlClock is the clock of the reference server, moved through its control
// listener.
type ControlClock struct {
	moved
	send   Sender
	url    string
	secret string
}

// NewControlClock asks the control listener at url for its time. The secret is
// the listener's. What is sent goes into no transcript.
func NewControlClock(ctx context.Context, send Sender, url, secret string) (*ControlClock, error) {
	c := &ControlClock{send: send, url: url, secret: secret}
	c.now = time.Now
	c.move = func(ctx context.Context, t time.Time, _ time.Duration) (time.Time, error) {
		return c.ask(ctx, http.MethodPost, Params{{"until", t.Format(time.RFC3339Nano)}})
	}
	shown, err := c.ask(ctx, http.MethodGet, nil)
	if err != nil {
		return nil, fmt.Errorf("read the clock: %w", err)
	}
	c.ahead = shown.Sub(c.now())
	return c, nil
}

func (c *ControlClock) ask(ctx context.Context, method string, body Params) (time.Time, error) {
	r := Request{Method: method, URL: c.url + "/clock", Header: http.Header{"Authorization": {"Bearer " + c.secret}}}
	if body != nil {
		r.Body, r.Encoding = body, JSON
		r.Header.Set("Content-Type", "application/json")
	}
	reply := c.send(Recording(ctx, nil), r)
	if err := accepted(reply); err != nil {
		return time.Time{}, err
	}
	var answer struct {
		Now time.Time `json:"now"`
	}
	if err := json.Unmarshal(reply.Body, &answer); err != nil || answer.Now.IsZero() {
		return time.Time{}, errors.New("the answer does not say what time it is")
	}
	return answer.Now, nil
}

func accepted(r *Reply) error {
	switch {
	case r.Err != nil:
		return r.Err
	case r.Status >= 300:
		return fmt.Errorf("answered %d", r.Status)
	}
	return nil
}
