package check

import (
	"slices"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios/transcript"
)

// TestWhatIsLentIsObtainedOnce counts how often a thing is obtained, and looks
// at what a borrower's transcript says of it.
func TestWhatIsLentIsObtainedOnce(t *testing.T) {
	lent, obtained := newShared(), 0
	var shown []int
	for _, good := range []bool{true, true, false, true} {
		c := &T{transcript: &transcript.Transcript{}}
		c.shared = lent
		thing := Borrow(c, "thing", func(int) bool { return good }, func() int {
			obtained++
			c.transcript.Adopt([]transcript.Entry{{Method: "POST", Role: transcript.Control, Sent: time.Now()}})
			return obtained
		})
		if thing != obtained {
			t.Errorf("got thing %d of %d", thing, obtained)
		}
		for _, x := range c.transcript.Exchanges() {
			if x.Role != transcript.Given {
				t.Errorf("role %q", x.Role)
			}
		}
		shown = append(shown, len(c.transcript.Exchanges()))
	}
	// The third borrower shows what was no good any more, and what replaced it.
	if obtained != 2 || !slices.Equal(shown, []int{1, 1, 2, 1}) {
		t.Errorf("obtained %d times, shown %v", obtained, shown)
	}
}

// TestWhatFailsIsNotLent lets the next check try for itself.
func TestWhatFailsIsNotLent(t *testing.T) {
	lent := newShared()
	try := func(obtain func() int) (thing int, failed any) {
		defer func() { failed = recover() }()
		c := &T{transcript: &transcript.Transcript{}}
		c.shared = lent
		return Borrow(c, "thing", func(int) bool { return true }, obtain), nil
	}
	if _, failed := try(func() int { panic("no") }); failed == nil {
		t.Error("the failure was swallowed")
	}
	if thing, failed := try(func() int { return 7 }); thing != 7 || failed != nil {
		t.Errorf("got %d, %v", thing, failed)
	}
}
