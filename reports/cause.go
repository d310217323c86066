package reports

import "fmt"

// CauseKind is what kept a check from a judgement.
type CauseKind string

// The kinds of causes. The empty one is that of a cause in a check's own words.
const (
	CauseLacking     CauseKind = "lacking"     // a thing was to be had first, and the target gave something else
	CauseUndeclared  CauseKind = "undeclared"  // no lifetime of a thing is declared, so that there is no end to try
	CauseAbsent      CauseKind = "absent"      // the target declares that it does not have the thing
	CauseUntold      CauseKind = "untold"      // nothing says that the target has the thing, which its profile leaves to it
	CauseSilent      CauseKind = "silent"      // requests for a thing were left without an answer, too often to go on
	CauseSlow        CauseKind = "slow"        // checks ran out of time over a thing, too often to go on
	CauseDown        CauseKind = "down"        // the target has been down since another check
	CauseGone        CauseKind = "gone"        // a credential has opened nothing any more since another check
	CauseUnreached   CauseKind = "unreached"   // the run ended before
	CauseInterrupted CauseKind = "interrupted" // the run ended meanwhile
)

// Cause is why a check came to no judgement, as a value: where it is equal there
// is one thing to mend.
type Cause struct {
	Kind  CauseKind `json:"kind,omitempty" words:"ours"`
	Thing string    `json:"thing,omitempty"`              // what the kind speaks of; the whole cause in words where there is no kind
	Seen  string    `json:"seen,omitempty"`               // what came instead
	Since string    `json:"since,omitempty" words:"ours"` // the requirement whose check it began with
	Times int       `json:"times,omitempty"`              // how often in a row
}

// Words say why there is no judgement.
func (c Cause) Words() string {
	switch c.Kind {
	case CauseLacking:
		return fmt.Sprintf("%s was to be had first, but the target answered %s", c.Thing, c.Seen)
	case CauseUndeclared:
		return fmt.Sprintf("no lifetime of %s is declared", c.Thing)
	case CauseAbsent:
		return "the target declares that it has no " + c.Thing
	case CauseUntold:
		return fmt.Sprintf("nothing says that the target has %s: neither its file nor its metadata", c.Thing)
	case CauseSilent:
		return fmt.Sprintf("the target left %d requests in a row without an answer where %s was asked for, so no more were sent", c.Times, c.Thing)
	case CauseSlow:
		return fmt.Sprintf("the target took so long over %s that %d checks in a row ran out of time, so no more requests were sent (see --timeout)", c.Thing, c.Times)
	case CauseDown:
		return "the target has been down since check " + c.Since
	case CauseGone:
		return fmt.Sprintf("the %s credential of the target file has opened nothing any more since check %s", c.Thing, c.Since)
	case CauseUnreached:
		return "the run ended before this check was reached"
	case CauseInterrupted:
		return "the run was interrupted"
	}
	return c.Thing
}

// Because is why the finding is no judgement, as a value: equal ones have one
// cause. It is the zero value where nothing is said.
func (f Finding) Because() Cause {
	if f.Why != nil {
		return *f.Why
	}
	return Cause{Thing: f.Cause}
}
