package login

import (
	"context"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// TestAVisitWithoutAPageDoesNotRest has a browser that takes its time until it
// asks for the first page: whoever only looks must not leave before.
func TestAVisitWithoutAPageDoesNotRest(t *testing.T) {
	w := &walk{landing: &scenarios.Landing{}}
	v := newTab(t.Context(), context.Background(), w, plan{onlyLook: true}, time.Second)
	v.moved = time.Now().Add(-time.Hour)
	if rest := v.resting(); rest != 0 || v.met() {
		t.Errorf("it rests for %v before the first page", rest)
	}
	v.keep(&scenarios.Reply{Status: 200})
	if rest := v.resting(); rest < time.Hour || !v.met() {
		t.Errorf("it rests for %v on its page", rest)
	}
	v.stir(1)
	if rest := v.resting(); rest != 0 {
		t.Errorf("it rests for %v while a request is on its way", rest)
	}
}

// TestTheEndOfAVisitIsItsFirst keeps what ends a visit first from being covered
// by what the closing of its window brings.
func TestTheEndOfAVisitIsItsFirst(t *testing.T) {
	v := newTab(t.Context(), context.Background(), &walk{landing: &scenarios.Landing{}}, plan{}, time.Second)
	v.end(ErrLoop)
	v.end(ErrBroken)
	v.keep(&scenarios.Reply{Status: 200})
	if v.err != ErrLoop || v.met() {
		t.Errorf("it ended with %v, and kept %d pages afterwards", v.err, len(v.landing.Pages))
	}
}
