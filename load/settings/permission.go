package settings

import (
	"context"
	"fmt"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/assembly"
)

// Refusal is a load that a target must not get.
type Refusal struct {
	Reason Reason
	Permit scenarios.Permit // what may be done to the target
	Host   string           // where it is, of FarAway; see assembly.Assembly.Remote
	// Wanted and Ceiling are rates in requests a second, of AboveCeiling.
	Wanted, Ceiling float64
}

// Reason is why a load is refused.
type Reason int

// The reasons.
const (
	Nobody       Reason = iota // nobody is given who obtains credentials
	NotGivenUp                 // what may be done to the target is less than attacking it
	FarAway                    // it is not this machine, and no ceiling says how much it may get
	AboveCeiling               // more is wanted than the ceiling allows
	Endless                    // the closed model knows no ceiling, and the target is not this machine
)

// Error says why the load is refused.
func (r *Refusal) Error() string {
	switch r.Reason {
	case Nobody:
		return "load is refused: nobody is given who obtains credentials for it"
	case NotGivenUp:
		return fmt.Sprintf("load is refused: it takes attacking, and %s is what may be done to this server", r.Permit)
	case FarAway:
		return "load is refused: " + r.Host + " is not this machine, and no ceiling says how much it may get"
	case AboveCeiling:
		return fmt.Sprintf("%g/s are wanted, and the ceiling is %g/s", r.Wanted, r.Ceiling)
	}
	return "the closed model is refused: it sends without a ceiling"
}

// Permitted refuses load on a target that nobody has given up for it, and on one
// that is not on this machine where nothing says how much it may get. The error
// is a *Refusal.
func Permitted(ctx context.Context, a *assembly.Assembly, r assembly.Resolver) error {
	if !a.Client.Mints() {
		return &Refusal{Reason: Nobody}
	}
	if !a.Sacrificial {
		return &Refusal{Reason: NotGivenUp, Permit: a.Permit}
	}
	if a.Load.Ceiling.PerSecond() > 0 {
		return nil
	}
	if far := a.Remote(ctx, r); far != "" {
		return &Refusal{Reason: FarAway, Host: far}
	}
	return nil
}

// Within refuses settings that ask for more than the file of the target allows,
// whatever was laid over it. The error is a *Refusal.
func (s Settings) Within(ctx context.Context, a *assembly.Assembly, r assembly.Resolver) error {
	ceiling, wanted := a.Load.Ceiling.PerSecond(), max(s.Plan.Rate, s.Plan.Shape.Peak())
	switch {
	case ceiling == 0:
		return nil
	case s.Plan.Closed && a.Remote(ctx, r) != "":
		return &Refusal{Reason: Endless}
	case !s.Plan.Closed && wanted > ceiling:
		return &Refusal{Reason: AboveCeiling, Wanted: wanted, Ceiling: ceiling}
	}
	return nil
}
