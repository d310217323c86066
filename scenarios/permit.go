package scenarios

import (
	"fmt"
	"strings"
)

// Permit is how much the owner of a target lets a tester do to it. Permits are
// ordered: each allows what those below it allow. The zero value is the one that
// does no harm.
type Permit int

// The permits.
const (
	// Looking sends only ordinary, right requests: the metadata, a login, an
	// exchange, a call.
	Looking Permit = iota
	// Testing also sends single wrong values of things of the tester's own
	// making, such as a code of its own a second time. It is what holds where
	// nobody has decided.
	Testing
	// Attacking also guesses at passwords and secrets, races, sends hostile bytes,
	// tries what may destroy, and puts the target under load.
	Attacking
)

// Permits are all of them by their words, in their order.
var Permits = []string{"looking", "testing", "attacking"}

// String is the permit's word.
func (p Permit) String() string {
	if p < Looking || int(p) >= len(Permits) {
		return fmt.Sprintf("permit %d", int(p))
	}
	return Permits[p]
}

// MarshalText writes the permit's word.
func (p Permit) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads a permit's word; any other one is an error.
func (p *Permit) UnmarshalText(text []byte) error {
	for i, word := range Permits {
		if word == string(text) {
			*p = Permit(i)
			return nil
		}
	}
	return fmt.Errorf("read permit: %q is none of %s", text, strings.Join(Permits, ", "))
}

// Allows says whether what takes one permit may be done under another.
func (p Permit) Allows(needed Permit) bool { return p >= needed }
