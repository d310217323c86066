package lxhive

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// Decode reads an answer as the wiki shows it and as xAPI 1.0.3 Communication
// §3.2 means its status. What is odd but readable is read, and noted, so that a
// check can say what is odd about it.
func (Dialect) Decode(r *scenarios.Reply) {
	if json.Unmarshal(r.Body, &r.Members) != nil {
		r.Members = nil
	}
	switch {
	case r.Status >= 500 || r.Status < 200:
		r.Class = scenarios.Broken
	case r.Status < 300:
		granted(r)
	case r.Status == http.StatusUnauthorized:
		r.Class = scenarios.Dead
	case r.Status == http.StatusForbidden:
		r.Class = scenarios.Forbidden
	default:
		r.Class = scenarios.Rejected
	}
	if r.Class != scenarios.Alive {
		describe(r)
	}
}

// granted reads a success. One that should show a token and has no readable
// pair is broken: an error page with status 200 is no success.
func granted(r *scenarios.Reply) {
	r.Class = scenarios.Alive
	shows := r.Step.Verb == scenarios.Issue || r.Step.Verb == scenarios.Replace || r.Step.Verb == scenarios.Inspect
	switch {
	case shows && r.Request.Method != http.MethodHead && r.Request.Method != http.MethodOptions:
		key, secret := text(r.Members, "key"), text(r.Members, "secret")
		if key == "" || secret == "" {
			r.Class = scenarios.Broken
			return
		}
		r.Minted = scenarios.Basic(key, secret)
		r.Temporary = readTemporary(r.Members)
	case r.Step.Verb != scenarios.Withdraw && !shows && !readable(r):
		r.Class = scenarios.Broken
	}
}

// readable says whether a success of the xAPI holds what it should: an object
// where something was read, JSON where something was written. An error text
// with status 200 is no success.
func readable(r *scenarios.Reply) bool {
	switch {
	case r.Status == http.StatusNoContent || r.Request.Method == http.MethodHead:
		return true
	case r.Step.Verb == scenarios.Write:
		return json.Valid(r.Body) && string(r.Body) != "null"
	}
	return r.Members != nil
}

// describe reads the message of a refusal: the documented generation calls it
// error_message, others message or error.
func describe(r *scenarios.Reply) {
	for _, name := range []string{"error_message", "message", "error", "error_description"} {
		if r.Description = text(r.Members, name); r.Description != "" {
			break
		}
	}
	r.Documented = text(r.Members, "error_message") != ""
}

// reader reads the documented members and notes which are not there or odd.
type reader struct {
	members map[string]any
	prefix  string
	into    *scenarios.Temporary
}

func readTemporary(members map[string]any) scenarios.Temporary {
	t := scenarios.Temporary{}
	in := reader{members, "", &t}
	t.Expires, t.Created = in.moment("expiresAt"), in.moment("createdAt")
	if left, ok := in.whole("expiresIn"); ok {
		t.Left = time.Duration(left) * time.Second
	}
	if v, there := in.member("expired"); there {
		if t.Expired, there = v.(bool); !there {
			in.odd("expired")
		}
	}
	t.Scopes = in.rights("scopes")
	if v, there := in.member("user"); there {
		user, _ := v.(map[string]any)
		in.members, in.prefix = user, "user."
		if email, there := in.member("email"); there {
			if t.Email, there = email.(string); !there {
				in.odd("email")
			}
		}
		t.Permissions = in.rights("permissions")
	}
	return t
}

func (in *reader) member(name string) (any, bool) {
	v, there := in.members[name]
	if !there {
		in.into.Missing = append(in.into.Missing, in.prefix+name)
	}
	return v, there
}

func (in *reader) odd(name string) { in.into.Odd = append(in.into.Odd, in.prefix+name) }

// whole reads an integer. A number of another kind is odd.
func (in *reader) whole(name string) (int64, bool) {
	v, there := in.member(name)
	if !there {
		return 0, false
	}
	n, is := v.(float64)
	if !is || n != math.Trunc(n) || math.Abs(n) > 1<<53 {
		in.odd(name)
		return 0, false
	}
	return int64(n), true
}

func (in *reader) moment(name string) time.Time {
	if n, ok := in.whole(name); ok {
		return time.Unix(n, 0)
	}
	return time.Time{}
}

// rights reads a list of objects with name and description, and names alone.
func (in *reader) rights(name string) []scenarios.Right {
	v, there := in.member(name)
	if !there {
		return nil
	}
	list, is := v.([]any)
	if !is {
		in.odd(name)
	}
	var out []scenarios.Right
	for _, entry := range list {
		object, _ := entry.(map[string]any)
		called := text(object, "name")
		if text(object, "description") == "" || called == "" {
			in.into.Bare = append(in.into.Bare, in.prefix+name)
		}
		if bare, is := entry.(string); is {
			called = bare
		}
		out = append(out, rightOf(called))
	}
	slices.Sort(out)
	return out
}

func text(members map[string]any, name string) string {
	s, _ := members[name].(string)
	return s
}
