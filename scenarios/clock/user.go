package clock

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// Hook is a POST that moves a target's clock. In its URL and in every string of
// its JSON {until} stands for the wanted time (RFC 3339) and {advance} for the
// way there as a Go duration.
type Hook struct {
	URL    string
	JSON   any // nil sends no body
	Header http.Header
}

// ahead is where a clock that is moved starts: skew ahead of the tester's. A
// nil watch is none.
func ahead(skew time.Duration, watch *Watch) moved {
	return moved{now: time.Now, least: skew, most: skew, watch: watch}
}

// Post is a clock that is moved by a request of the user's.
type Post struct{ moved }

// NewPost returns a clock that the hook moves, skew ahead of the tester's
// for now. What is sent goes into no transcript. An answer that is a JSON object
// with a time of RFC 3339 as its member now is believed. The watch, which may
// be nil, is told of every move.
func NewPost(send scenarios.Sender, h Hook, skew time.Duration, watch *Watch) *Post {
	c := &Post{ahead(skew, watch)}
	text, _ := json.Marshal(h.JSON)
	c.relative = goesAWay(h.URL + string(text))
	c.move = func(ctx context.Context, t time.Time, by time.Duration) (time.Time, error) {
		r := scenarios.Request{Method: http.MethodPost, URL: fillIn(h.URL, t, by), Header: h.Header.Clone()}
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
		reply := send(scenarios.Recording(ctx, nil), r)
		return shownBy(reply), accepted(reply)
	}
	return c
}

// shownBy is the time that the answer to a hook says, zero where it says none.
func shownBy(r *scenarios.Reply) time.Time {
	var answer struct {
		Now time.Time `json:"now"`
	}
	if json.Unmarshal(r.Body, &answer) != nil {
		return time.Time{}
	}
	return answer.Now
}

func accepted(r *scenarios.Reply) error {
	switch {
	case r.Err != nil:
		return r.Err
	case r.Status >= 300:
		return fmt.Errorf("answered %d", r.Status)
	}
	return nil
}

// Runner runs a command and fails where the command does.
type Runner func(ctx context.Context, argv []string) error

// Command is a clock that is moved by a command of the user's.
type Command struct{ moved }

// NewCommand returns a clock that the command moves, skew ahead of the
// tester's for now. The placeholders of a Hook stand in any argument. The watch,
// which may be nil, is told of every move.
func NewCommand(run Runner, argv []string, skew time.Duration, watch *Watch) *Command {
	c := &Command{ahead(skew, watch)}
	c.relative = goesAWay(strings.Join(argv, " "))
	c.move = func(ctx context.Context, t time.Time, by time.Duration) (time.Time, error) {
		filled := make([]string, len(argv))
		for i, a := range argv {
			filled[i] = fillIn(a, t, by)
		}
		return time.Time{}, run(ctx, filled)
	}
	return c
}

// goesAWay says that a hook is told how far the clock is to go, and not where to.
func goesAWay(hook string) bool {
	return strings.Contains(hook, "{advance}") && !strings.Contains(hook, "{until}")
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
