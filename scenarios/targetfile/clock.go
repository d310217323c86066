package targetfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Clock is how the server's clock is moved. The zero Clock is real time.
// Otherwise exactly one of Command and Post is set. In the arguments of
// Command, in Post and in every string of JSON, {until} stands for the wanted
// time (RFC 3339) and {advance} for the way there as a Go duration; {until_seconds}
// and {advance_seconds} are the same in whole seconds, since the Unix epoch and as a
// number.
type Clock struct {
	Command []string `json:"command"`
	// Post is the absolute URL of a control endpoint.
	Post    string            `json:"post"`
	JSON    JSON              `json:"json"`
	Headers map[string]Secret `json:"headers"`
	// Lease is the absolute URL that gives the clock to one tester at a time,
	// and takes the headers of Post; "" where the server gives no lease.
	Lease string `json:"lease"`
}

// Real says that the clock cannot be moved and that waits are waits.
func (c Clock) Real() bool { return len(c.Command) == 0 && c.Post == "" }

// UnmarshalJSON reads the word real or the mapping.
func (c *Clock) UnmarshalJSON(text []byte) error {
	var word string
	if json.Unmarshal(text, &word) == nil {
		*c = Clock{}
		return judgeClock(word)
	}
	type plain Clock
	if err := json.Unmarshal(text, (*plain)(c)); err != nil {
		return fmt.Errorf("read clock: %w", err)
	}
	return nil
}

// judgeClock checks the shape of a clock as the schema's format clock; the
// types of its members are the schema's own concern.
func judgeClock(v any) error {
	switch v := v.(type) {
	case string:
		if v != "real" {
			return errors.New("neither the word real nor a mapping with command or post")
		}
	case map[string]any:
		_, command := v["command"]
		_, post := v["post"]
		if command == post {
			return errors.New("exactly one of command and post is needed")
		}
		if !holdsPlaceholder(v["command"]) && !holdsPlaceholder(v["post"]) && !holdsPlaceholder(v["json"]) {
			return errors.New("none of {until}, {advance}, {until_seconds} and {advance_seconds} stands in it, so the server would not learn where to move to")
		}
	}
	return nil
}

// placeholders tell a hook where to move the clock.
var placeholders = []string{"{until}", "{advance}", "{until_seconds}", "{advance_seconds}"}

func holdsPlaceholder(v any) bool {
	switch v := v.(type) {
	case string:
		return slices.ContainsFunc(placeholders, func(p string) bool { return strings.Contains(v, p) })
	case []any:
		return slices.ContainsFunc(v, holdsPlaceholder)
	case map[string]any:
		for _, member := range v {
			if holdsPlaceholder(member) {
				return true
			}
		}
	}
	return false
}
