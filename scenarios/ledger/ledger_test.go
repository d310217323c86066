package scenarios

import (
	"fmt"
	"testing"
	"time"
)

// TestTheWorstIsEndedFirst: what may administer, then what never expires, then
// the youngest.
func TestTheWorstIsEndedFirst(t *testing.T) {
	now := time.Unix(1000, 0)
	l := &Ledger{Now: func() time.Time { return now }}
	issued := func(key string, ends time.Time, right Right) {
		l.note(&Reply{
			Class: Alive, Step: Step{Verb: Issue}, Minted: Basic(key, "x"),
			Temporary: Temporary{Expires: ends, Scopes: []Right{right}},
		}, false)
	}
	issued("old", now.Add(time.Hour), Everything)
	issued("super", now.Add(time.Hour), Administration)
	issued("eternal", time.Time{}, Everything)
	issued("eternal super", time.Time{}, Administration)
	issued("young", now.Add(time.Hour), Everything)
	issued("over", now.Add(-2*time.Minute), Administration)
	issued("just over", now.Add(-time.Second), Everything)
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
