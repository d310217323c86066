// Package settings makes a plan out of what a target's file says about its load,
// with whatever a caller has laid over it, and sees that the target may get it.
//
//	wanted := ready.Load // of an *assembly.Assembly
//	wanted.Rate, wanted.Duration = rate, duration // laid over the file
//	if err := settings.Permitted(ctx, ready, net.DefaultResolver); err != nil {
//		return err
//	}
//	set, err := settings.Of(ready, wanted, os.ReadFile)
//	mixed, err := credentials.Mix(ctx, source, set.Credentials)
//	set.Plan.Classes, set.Plan.Steps = mixed.Classes, mixed.Steps
//	result, err := load.Run(ctx, set.Plan, nil)
//
// The settings are targetfile.LoadPlan and nothing else: what a file may say there,
// a flag may lay over it. This package knows no flag, and it sends nothing.
package settings

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/load/credentials"
	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/pointer"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// Settings are a load that can be planned.
type Settings struct {
	// Plan lacks the classes of credentials.
	Plan load.Plan
	// Credentials are those that Plan is for.
	Credentials credentials.Wanted
}

// Key is a setting, as the load section of the file has it.
type Key string

// The settings that nothing may be made of.
const (
	Shares Key = "shares"
	SLO    Key = "slo"
	Shape  Key = "shape"
)

// Mistake is a setting that nothing can be made of.
type Mistake struct {
	Key   Key
	Which string // of several: the name of a share, the number of an objective from 0
	Err   error
}

// Pointer is the setting as a JSON Pointer from the load section of the file,
// such as /slo/1.
func (m *Mistake) Pointer() string {
	if m.Which == "" {
		return pointer.To(string(m.Key))
	}
	return pointer.To(string(m.Key), m.Which)
}

// Error says what is wrong, without the key: whoever shows it knows where the
// setting came from.
func (m *Mistake) Error() string { return m.Err.Error() }

// Unwrap returns the cause.
func (m *Mistake) Unwrap() error { return m.Err }

// ErrNoClass is a share of a class that there is not, or a negative one. There
// are credentials.Names.
var ErrNoClass = errors.New("no class of credentials")

// Of makes settings out of what is wanted of a target. ReadFile reads the file
// that a shape names. The error is a *Mistake.
func Of(a *assembly.Assembly, wanted targetfile.LoadPlan, readFile func(name string) ([]byte, error)) (Settings, error) {
	s := Settings{
		Plan: load.Plan{
			Rate: wanted.Rate.PerSecond(), Duration: wanted.Duration.D(), Warmup: wanted.Warmup.D(),
			Connections: wanted.Connections, Timeout: a.Limits.Timeout.D(), MaxBody: int(a.Limits.MaxBody), TLS: a.TLS,
			Render: rendering(a.Redactor),
		},
		Credentials: credentials.Wanted{Shares: wanted.Shares, Pool: wanted.Pool, PerLogin: 1},
	}
	if err := judgeShares(wanted.Shares); err != nil {
		return s, err
	}
	for i, text := range wanted.SLO {
		threshold, err := objective.Parse(text)
		if err != nil {
			return s, &Mistake{SLO, strconv.Itoa(i), err}
		}
		s.Plan.Thresholds = append(s.Plan.Thresholds, threshold)
	}
	err := s.follow(wanted.Shape, readFile)
	s.Credentials.Length = s.length()
	return s, err
}

// judgeShares sees that every share is one of a class that there is.
func judgeShares(shares map[string]float64) error {
	known := credentials.Names()
	for _, name := range slices.Sorted(maps.Keys(shares)) {
		if !slices.Contains(known, name) || shares[name] < 0 {
			return &Mistake{Shares, name, fmt.Errorf("%w %q", ErrNoClass, name)}
		}
	}
	return nil
}

// length is how long the credentials are needed.
func (s Settings) length() time.Duration {
	if n := s.Plan.Shape.Length(); n > 0 {
		return s.Plan.Warmup + n
	}
	return s.Plan.Warmup + s.Plan.Duration
}

// Words say in short what is sent.
func (s Settings) Words() string {
	p := s.Plan
	switch {
	case p.Closed:
		return fmt.Sprintf("%d connections for %s", p.Connections, p.Duration)
	case p.Shape.Length() > 0:
		return fmt.Sprintf("%s up to %g/s for %s", p.Shape.Name, p.Shape.Peak(), p.Shape.Length())
	}
	return fmt.Sprintf("%g/s for %s", p.Rate, p.Duration)
}
