package suites

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
)

// patience is how many requests of a kind may go without an answer in a row
// before no more are sent: a server that takes them and never answers must not
// cost its timeout as often as there are checks.
const patience = 3

// silence counts the requests that a world's target has left without an answer.
type silence struct {
	mu    sync.Mutex
	since map[scenarios.Verb]int // in a row, by what was asked
}

// listen ends the check where asking has been in vain too often.
func (t *Trial) listen(v scenarios.Verb) {
	if t.shared == nil {
		return
	}
	t.shared.silent.mu.Lock()
	n := t.shared.silent.since[v]
	t.shared.silent.mu.Unlock()
	if n >= patience {
		panic(stop{verdict: reports.Inconclusive, detail: fmt.Sprintf(
			"the target left %d requests in a row without an answer where %s was asked for, so no more were sent", patience, v)})
	}
}

// heard notes whether an answer came. Our own giving up is not its silence.
func (t *Trial) heard(v scenarios.Verb, r *scenarios.Reply) {
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

// rootOf is the requirement that says that a thing can be had, where that is
// not the one that is tried; "" for none.
func (t *Trial) rootOf(what string) string {
	for _, d := range t.Profile.Duties {
		if d.Gives == what && d.ID != t.check.duty.ID {
			return string(d.ID)
		}
	}
	return ""
}
