package login

import (
	"fmt"
	"maps"
	"slices"

	"github.com/authassay/authassay/scenarios"
)

// plan is a conduct made into what is to be done.
type plan struct {
	before   []RawRequest
	steps    []Step
	onlyLook bool    // stop at the first page
	careless bool    // a preparing request may be refused
	forge    *forger // of the consent; nil for none
}

// forgeries are the conducts that have another site send the consent.
var forgeries = []scenarios.Conduct{scenarios.Forges, scenarios.Borrows, scenarios.Swaps}

// plan turns a conduct into steps. Consents alone may have none, because a
// server may ask nothing of anybody.
func (f *Form) plan(how scenarios.Conduct) (plan, error) {
	p := plan{}
	steps := f.Steps
	switch how {
	case scenarios.Consents, scenarios.LogsIn:
		return p.with(steps), nil
	case scenarios.LogsOut: // which a server may do without asking
		return p.with(f.LogoutSteps).returning(), nil
	case scenarios.Waits:
		return plan{onlyLook: true}, nil
	case scenarios.Denies:
		steps = f.DenySteps
	case scenarios.AsMember:
		steps = f.MemberSteps
	case scenarios.AsOther:
		steps = f.OtherSteps
	case scenarios.AsResident:
		if steps = f.ResidentSteps; len(steps) == 0 {
			steps = f.Steps
		}
	case scenarios.AsLearner:
		steps = f.LearnerSteps
	case scenarios.Mistypes:
		steps = mistyped(f.Steps, f.passwordField())
		p.careless = true
	case scenarios.Forges, scenarios.Borrows, scenarios.Swaps:
		p.forge = &forger{lends: how != scenarios.Forges, whole: how == scenarios.Swaps}
	default:
		steps = nil
	}
	if len(steps) == 0 {
		return plan{}, fmt.Errorf("%w: %s", scenarios.ErrNoConduct, how)
	}
	return p.with(steps), nil
}

func (p plan) with(steps []Step) plan {
	for _, s := range steps {
		if s.Request != nil {
			p.before = append(p.before, *s.Request)
			continue
		}
		p.steps = append(p.steps, s)
	}
	return p
}

// returning is the plan of somebody who may still be logged in: only the pages
// that are shown are worked on.
func (p plan) returning() plan {
	p.before, p.steps = nil, slices.Clone(p.steps)
	for i := range p.steps {
		p.steps[i].Optional = true
	}
	return p
}

func (f *Form) passwordField() string {
	if f.PasswordField != "" {
		return f.PasswordField
	}
	return "password"
}

// mistyped returns the steps with another password, or none where no step
// fills one in.
func mistyped(steps []Step, field string) []Step {
	var out []Step
	found := false
	for _, s := range steps {
		if v, ok := s.Fill[field]; ok {
			s.Fill = maps.Clone(s.Fill)
			s.Fill[field] = misspell(v)
			found = true
		}
		if s.Request != nil {
			if members, ok := s.Request.JSON.(map[string]any); ok {
				if v, ok := members[field].(string); ok {
					other := *s.Request
					members = maps.Clone(members)
					members[field] = misspell(v)
					other.JSON = members
					s.Request = &other
					found = true
				}
			}
		}
		out = append(out, s)
	}
	if !found {
		return nil
	}
	return out
}

// misspell changes a password at its front, since some servers look at the
// first characters only.
func misspell(password string) string { return "wrong-" + password }
