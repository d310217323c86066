package selftest

import (
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/suites"
)

// TestPanicsOfTheReferenceServerAreLoud takes no mistake in the reference server
// for one of its faults, also where exactly the right checks notice it.
func TestPanicsOfTheReferenceServerAreLoud(t *testing.T) {
	broken := pairing{kind: Fault, profile: "clearxp", server: faults.Fault{
		Name: "panics", Halts: true, Bend: func(r *fakeserver.Rules) {
			r.ClientAuthentication.AtExchange.SecretMatches = func(string, string) bool { panic("no rule") }
		},
	}}
	row, err := broken.run(t.Context(), Options{Now: time.Now}, suites.All(), bench(t, "clearxp"))
	if err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(row.Notes, "\n"); strings.Count(notes, "the reference server panicked: no rule") != 1 || !strings.Contains(notes, "panic_test.go") {
		t.Errorf("the notes do not name the panic once, with its place: %.300s", notes)
	}
}
