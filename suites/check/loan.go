package check

import (
	"slices"
	"sync"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/transcript"
)

// shared holds what the checks of one world have obtained to look at or to
// present, and never to spend: a person's login is dear, on some servers seconds
// long. Who refreshes, revokes, redeems or outwaits something obtains his own.
type shared struct {
	mu     sync.Mutex
	things map[string]loan
	ledger ledger
	silent silence
	races  races
	client vouched
}

// loan is a thing with the exchanges that brought it.
type loan struct {
	thing any
	how   []transcript.Entry
}

func newShared() *shared {
	return &shared{things: map[string]loan{}, silent: silence{since: map[scenarios.Verb]int{}, late: map[scenarios.Verb]int{}}}
}

// Borrow returns what an earlier check of the world obtained under the name and
// still is good, or obtains it. How it came is evidence of this check as well.
func Borrow[V any](t *T, name string, good func(V) bool, obtain func() V) V {
	t.shared.mu.Lock()
	defer t.shared.mu.Unlock()
	if l, ok := t.shared.things[name]; ok {
		t.transcript.Adopt(l.how)
		if thing, ok := l.thing.(V); ok && good(thing) {
			return thing
		}
	}
	before := len(t.transcript.Exchanges())
	thing := obtain()
	t.shared.things[name] = loan{thing, slices.Clone(t.transcript.Exchanges()[before:])}
	return thing
}

// Admitted is the positive control of refusals at the API: a good access token
// opens it. The grant is on loan.
func (t *T) Admitted() scenarios.Grant {
	var seen *scenarios.Reply
	opens := func(g scenarios.Grant) bool {
		seen = t.Call(g.Credentials())
		return seen.Class == scenarios.Alive
	}
	grant := Borrow(t, "grant", opens, func() scenarios.Grant {
		g := t.Grant()
		opens(g)
		return g
	})
	t.Control(seen, Alive())
	return grant
}
