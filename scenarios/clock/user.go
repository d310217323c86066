package clock

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// Hook is a POST that moves a target's clock. In its URL and in every string of
// its JSON {until} stands for the wanted time (RFC 3339) and {advance} for the
// way there as a Go duration; {until_seconds} and {advance_seconds} are the same
// in whole seconds, since the Unix epoch and as a number. A string of the JSON
// that is one of those and nothing else becomes a number.
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
	c.goes(h.URL + string(text))
	c.move = func(ctx context.Context, t time.Time, by time.Duration) (reading, error) {
		r := scenarios.Request{Method: http.MethodPost, URL: fillIn(h.URL, t, by), Header: h.Header.Clone()}
		if h.JSON != nil {
			body, err := json.Marshal(fillInAll(h.JSON, t, by))
			if err != nil {
				return reading{}, fmt.Errorf("encode the hook's JSON: %w", err)
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

// reading is a time that a clock shows, and how much later it may be in truth:
// whole seconds cut the rest off. The zero one shows nothing.
type reading struct {
	at    time.Time
	grain time.Duration
}

// shownBy is the time that the answer to a hook says.
func shownBy(r *scenarios.Reply) reading {
	var answer struct {
		Now json.RawMessage `json:"now"`
	}
	if json.Unmarshal(r.Body, &answer) != nil {
		return reading{}
	}
	var at time.Time
	if json.Unmarshal(answer.Now, &at) == nil {
		return reading{at: at}
	}
	var seconds float64
	if json.Unmarshal(answer.Now, &seconds) != nil || seconds < 1 || seconds > latestSecond {
		return reading{}
	}
	whole, rest := math.Modf(seconds)
	shown := reading{at: time.Unix(int64(whole), int64(rest*1e9))}
	if rest == 0 {
		shown.grain = time.Second
	}
	return shown
}

// latestSecond is the last second of the year 9999: what is more counts something
// shorter, such as milliseconds.
const latestSecond = 253402300799

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
	c.goes(strings.Join(argv, " "))
	c.move = func(ctx context.Context, t time.Time, by time.Duration) (reading, error) {
		filled := make([]string, len(argv))
		for i, a := range argv {
			filled[i] = fillIn(a, t, by)
		}
		return reading{}, run(ctx, filled)
	}
	return c
}

// The placeholders of a hook.
const (
	until          = "{until}"
	advance        = "{advance}"
	untilSeconds   = "{until_seconds}"
	advanceSeconds = "{advance_seconds}"
)

// goes takes in how a hook is told where the clock is to go: how far or where to,
// and whether in whole seconds.
func (m *moved) goes(hook string) {
	m.relative = !strings.Contains(hook, until) && !strings.Contains(hook, untilSeconds)
	m.whole = strings.Contains(hook, untilSeconds) || strings.Contains(hook, advanceSeconds)
}

// inSeconds is the time or the way in whole seconds: see moved.rounded.
func inSeconds(placeholder string, t time.Time, by time.Duration) string {
	n := t.Unix()
	if placeholder == advanceSeconds {
		n = int64(by / time.Second)
	}
	return strconv.FormatInt(n, 10)
}

func fillIn(s string, t time.Time, by time.Duration) string {
	return strings.NewReplacer(until, t.UTC().Format(time.RFC3339Nano), advance, by.String(),
		untilSeconds, inSeconds(untilSeconds, t, by), advanceSeconds, inSeconds(advanceSeconds, t, by)).Replace(s)
}

func fillInAll(v any, t time.Time, by time.Duration) any {
	switch v := v.(type) {
	case string:
		if v == untilSeconds || v == advanceSeconds {
			return json.Number(inSeconds(v, t, by))
		}
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
