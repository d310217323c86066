package check

import (
	"slices"
	"testing"

	"github.com/authassay/authassay/suites/catalogue"
)

// Checks run side by side, and a report does not hang on which came first.
func TestRefusalsAreNotedInTheOrderOfTheirRequirements(t *testing.T) {
	var l ledger
	for _, n := range []Noted{{check: "REF-09", when: "b"}, {check: "EXC-09"}, {check: "REF-08"}, {check: "REF-09", when: "a"}} {
		n.worded.kind = KindGrant
		l.list = append(l.list, n)
	}
	var got []catalogue.ID
	var whens string
	for _, n := range l.noted(KindGrant) {
		got, whens = append(got, n.check), whens+n.when
	}
	if want := []catalogue.ID{"EXC-09", "REF-08", "REF-09", "REF-09"}; !slices.Equal(got, want) || whens != "ba" {
		t.Errorf("got %v (%s), want %v", got, whens, want)
	}
}
