package check

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
)

// patience is how many requests of a kind may go without an answer in a row, and
// how many checks in a row may run out of time over them, before no more are
// sent: a server that takes requests and never answers, or answers just in time,
// must not cost its time as often as there are checks.
const patience = 3

// silence counts what a world's target has left without an answer, and what it
// took too long for, in a row and by what was asked.
type silence struct {
	mu    sync.Mutex
	since map[scenarios.Verb]int // requests without an answer
	late  map[scenarios.Verb]int // checks that ran out of time over it
}

// listen comes before something is asked for, and ends the check where asking
// has been in vain too often. It returns when that was.
func (t *T) listen(v scenarios.Verb) time.Time {
	asked := time.Now()
	if t.shared == nil {
		return asked
	}
	t.shared.silent.mu.Lock()
	since, late := t.shared.silent.since[v], t.shared.silent.late[v]
	t.shared.silent.mu.Unlock()
	switch {
	case since >= patience:
		panic(without(reports.Inconclusive, reports.Cause{Kind: reports.CauseSilent, Thing: string(v), Times: patience}))
	case late >= patience:
		panic(without(reports.Inconclusive, reports.Cause{Kind: reports.CauseSlow, Thing: string(v), Times: patience}))
	}
	return asked
}

// vain says whether a check ended because asking had been in vain too often.
func (s stop) vain() bool {
	return s.why != nil && (s.why.Kind == reports.CauseSilent || s.why.Kind == reports.CauseSlow)
}

// heard notes whether an answer came, and how long that took since it was asked
// for. Our own giving up is not its silence.
func (t *T) heard(v scenarios.Verb, asked time.Time, r *scenarios.Reply) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.spent == nil {
		t.spent = map[scenarios.Verb]time.Duration{}
	}
	t.spent[v] += time.Since(asked)
	t.lost = t.lost || r != nil && r.Err != nil && r.Status == 0
	t.throttled = t.throttled || r != nil && r.Class == scenarios.Busy
	if t.shared == nil || r == nil || t.ctx.Err() != nil {
		return
	}
	t.shared.silent.mu.Lock()
	defer t.shared.silent.mu.Unlock()
	if errors.Is(r.Err, context.DeadlineExceeded) {
		t.shared.silent.since[v]++
		return
	}
	t.shared.silent.since[v] = 0
}

// outlasted notes over what a check has run out of its time: what it spent most
// of it on. One that ended in time has shown that all that it asked for can be
// had in time.
func (t *T) outlasted() {
	if t.shared == nil || errors.Is(t.ctx.Err(), context.Canceled) {
		return
	}
	longest := scenarios.Verb("")
	t.shared.silent.mu.Lock()
	defer t.shared.silent.mu.Unlock()
	for v, spent := range t.spent {
		if t.ctx.Err() == nil {
			t.shared.silent.late[v] = 0
		} else if longest == "" || spent > t.spent[longest] {
			longest = v
		}
	}
	if longest != "" {
		t.shared.silent.late[longest]++
	}
}

// rootOf is the requirement that says that a thing can be had, where that is
// not the one that is tried; "" for none.
func (t *T) rootOf(what string) string {
	for _, d := range t.Profile.Duties {
		if d.Gives == what && d.ID != t.entry.ID {
			return string(d.ID)
		}
	}
	return ""
}
