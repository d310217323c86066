package scenarios

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// Role is the part that an exchange plays in a check.
type Role string

// The roles of exchanges.
const (
	RoleGiven   Role = "given"   // prepares what the check needs
	RoleControl Role = "control" // the same with nothing spoiled
	RoleJudged  Role = "judged"  // the answer that the verdict is on
)

// Entry is one request and its answer as they went over the wire. It holds
// secrets: only a Redactor's rendering of it may be written anywhere.
type Entry struct {
	Verb     Verb
	Role     Role
	Method   string
	URL      string // with its query
	Header   http.Header
	Body     []byte
	Status   int // 0 where there was no answer
	Answer   http.Header
	Reply    []byte
	Err      error
	Sent     time.Time
	Received time.Time
	Clipped  bool // a body is kept in part

	of *Reply
}

// Transcript collects the exchanges of one check. The zero value keeps 64
// exchanges with 64 KiB of each body. Safe for concurrent use.
type Transcript struct {
	Keep     int // exchanges kept, the first ones; 64 where zero
	KeepBody int // bytes kept of each body; 64 KiB where zero

	mu      sync.Mutex
	kept    []Entry
	dropped int
}

// Exchanges returns what was recorded, in the order in which answers came.
func (t *Transcript) Exchanges() []Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]Entry(nil), t.kept...)
}

// Adopt takes in exchanges of another transcript, as what was given.
func (t *Transcript) Adopt(entries []Entry) {
	for _, x := range entries {
		x.Role, x.of = RoleGiven, nil
		t.add(x)
	}
}

// Judged takes in exchanges of another transcript as those that the verdict is
// on.
func (t *Transcript) Judged(entries []Entry) {
	for _, x := range entries {
		x.Role, x.of = RoleJudged, nil
		t.add(x)
	}
}

// Of returns the recorded exchange that an answer ended, or nothing.
func (t *Transcript) Of(r *Reply) []Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, x := range t.kept {
		if r != nil && x.of == r {
			return []Entry{x}
		}
	}
	return nil
}

// Mark says which part an answer that was recorded plays in its check.
func (t *Transcript) Mark(r *Reply, role Role) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range t.kept {
		if t.kept[i].of == r {
			t.kept[i].Role = role
		}
	}
}

// Dropped returns how many exchanges came after the transcript was full.
func (t *Transcript) Dropped() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.dropped
}

func (t *Transcript) add(x Entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.kept) >= orDefault(t.Keep, 64) {
		t.dropped++
		return
	}
	limit := orDefault(t.KeepBody, 64<<10)
	x.Body, x.Clipped = head(x.Body, limit, x.Clipped)
	x.Reply, x.Clipped = head(x.Reply, limit, x.Clipped)
	t.kept = append(t.kept, x)
}

func orDefault(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

func head(b []byte, limit int, clipped bool) ([]byte, bool) {
	if len(b) > limit {
		return append([]byte(nil), b[:limit]...), true
	}
	return b, clipped
}

type (
	transcriptKey struct{}
	roleKey       struct{}
	verbKey       struct{}
)

// Recording returns a context under which exchanges go into t; nil stops the
// recording.
func Recording(ctx context.Context, t *Transcript) context.Context {
	return context.WithValue(ctx, transcriptKey{}, t)
}

// InRole returns a context under which exchanges are recorded in the role.
func InRole(ctx context.Context, role Role) context.Context {
	return context.WithValue(ctx, roleKey{}, role)
}

// inVerb names the step that the exchanges of a context belong to.
func inVerb(ctx context.Context, v Verb) context.Context {
	if t, _ := ctx.Value(transcriptKey{}).(*Transcript); t == nil {
		return ctx
	}
	return context.WithValue(ctx, verbKey{}, v)
}

// record puts the exchange into the context's transcript, if it has one.
func record(ctx context.Context, r *Reply, body []byte) {
	t, _ := ctx.Value(transcriptKey{}).(*Transcript)
	if t == nil {
		return
	}
	verb, _ := ctx.Value(verbKey{}).(Verb)
	role, _ := ctx.Value(roleKey{}).(Role)
	t.add(Entry{
		Verb: verb, Role: role,
		Method: r.Request.Method, URL: r.Request.Address(), Header: r.Request.Header, Body: body,
		Status: r.Status, Answer: r.Header, Reply: r.Body, Err: r.Err,
		Sent: r.Sent, Received: r.Received, of: r,
	})
}
