package ledger

import (
	"fmt"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// TestTheWorstIsEndedFirst: what may administer, then what never expires, then
// the youngest.
func TestTheWorstIsEndedFirst(t *testing.T) {
	now := time.Unix(1000, 0)
	l := &Ledger{Now: func() time.Time { return now }}
	issued := func(key string, ends time.Time, right scenarios.Right) {
		l.Note(&scenarios.Reply{
			Class: scenarios.Alive, Step: scenarios.Step{Verb: scenarios.Issue}, Minted: scenarios.Basic(key, "x"),
			Temporary: scenarios.Temporary{Expires: ends, Scopes: []scenarios.Right{right}},
		}, false)
	}
	issued("old", now.Add(time.Hour), scenarios.Everything)
	issued("super", now.Add(time.Hour), scenarios.Administration)
	issued("eternal", time.Time{}, scenarios.Everything)
	issued("eternal super", time.Time{}, scenarios.Administration)
	issued("young", now.Add(time.Hour), scenarios.Everything)
	issued("over", now.Add(-2*time.Minute), scenarios.Administration)
	issued("just over", now.Add(-time.Second), scenarios.Everything)
	var order []string
	for _, e := range l.outstanding() {
		order = append(order, e.token)
	}
	if got, want := fmt.Sprintf("%q", order), `["eternal super" "super" "eternal" "just over" "young" "old"]`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if left, of := l.count(); left != 6 || of != 7 {
		t.Errorf("%d of %d are left", left, of)
	}
}
