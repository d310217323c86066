package scenarios

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Hook is a POST that moves a target's clock. In its URL and in every string of
// its JSON {until} stands for the wanted time (RFC 3339) and {advance} for the
// way there as a Go duration.
type Hook struct {
	URL    string
	JSON   any // nil sends no body
	Header http.Header
}

// PostClock is a clock that is moved by a request of the user's.
type PostClock struct{ moved }

// NewPostClock returns a clock that the hook moves, skew ahead of the tester's
// for now. What is sent goes into no transcript.
func NewPostClock(send Sender, h Hook, skew time.Duration) *PostClock {
	c := &PostClock{}
	c.now, c.ahead = time.Now, skew
	c.move = func(ctx context.Context, t time.Time, by time.Duration) (time.Time, error) {
		r := Request{Method: http.MethodPost, URL: fillIn(h.URL, t, by), Header: h.Header.Clone()}
		if h.JSON != nil {
			body, err := json.Marshal(fillInAll(h.JSON, t, by))
			if err != nil {
				return time.Time{}, fmt.Errorf("encode the hook's JSON: %w", err)
			}
			r.Raw = body
			if r.Header == nil {
				r.Header = http.Header{}
			}
			r.Header.Set("Content-Type", "application/json")
		}
		return t, accepted(send(Recording(ctx, nil), r))
	}
	return c
}

// Runner runs a command and fails where the command does.
type Runner func(ctx context.Context, argv []string) error

// CommandClock is a clock that is moved by a command of the user's.
type CommandClock struct{ moved }

// NewCommandClock returns a clock that the command moves, skew ahead of the
// tester's for now. The placeholders of a Hook stand in any argument.
func NewCommandClock(run Runner, argv []string, skew time.Duration) *CommandClock {
	c := &CommandClock{}
	c.now, c.ahead = time.Now, skew
	c.move = func(ctx context.Context, t time.Time, by time.Duration) (time.Time, error) {
		filled := make([]string, len(argv))
		for i, a := range argv {
			filled[i] = fillIn(a, t, by)
		}
		return t, run(ctx, filled)
	}
	return c
}

func fillIn(s string, t time.Time, by time.Duration) string {
	return strings.NewReplacer("{until}", t.UTC().Format(time.RFC3339Nano), "{advance}", by.String()).Replace(s)
}

func fillInAll(v any, t time.Time, by time.Duration) any {
	switch v := v.(type) {
	case string:
		return fillIn(v, t, by)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = fillInAll(v[i], t, by)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for k := range v {
			out[k] = fillInAll(v[k], t, by)
		}
		return out
	}
	return v
}
