package assembly

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/login"
	"github.com/authassay/authassay/scenarios/target"
)

// visitorFor returns who goes through the target's pages. A file without a
// login is one of a server that asks nothing of anybody.
func visitorFor(t *target.Target) (scenarios.Visitor, error) {
	form := &login.Form{PasswordField: t.PasswordField, Hosts: hosts(t), Stops: stops(t)}
	groups := map[*[]login.Step][]target.Step{}
	if t.Login != nil {
		groups[&form.Steps], groups[&form.DenySteps] = t.Login.Steps, t.Login.DenySteps
	}
	if t.Member != nil {
		groups[&form.MemberSteps] = t.Member.Steps
	}
	if t.OtherUser != nil {
		groups[&form.OtherSteps] = t.OtherUser.Steps
	}
	if t.Launch != nil {
		groups[&form.LearnerSteps] = t.Launch.Steps
	}
	for into, from := range groups {
		for _, s := range from {
			step, err := stepOf(t, s)
			if err != nil {
				return nil, err
			}
			*into = append(*into, step)
		}
	}
	return form, nil
}

func stepOf(t *target.Target, s target.Step) (login.Step, error) {
	step := login.Step{
		When: s.When, Fill: target.Reveal(s.Fill), Check: s.Check, Submit: s.Submit, Optional: s.Optional,
	}
	if s.Request == nil {
		return step, nil
	}
	r := s.Request
	step.Request = &login.RawRequest{
		Method: r.Method, URL: under(t.Auth, r.URL), Headers: target.Reveal(r.Headers), Status: r.Status,
	}
	if text := r.JSON.Reveal(); text != "" {
		if err := json.Unmarshal([]byte(text), &step.Request.JSON); err != nil {
			return step, fmt.Errorf("assemble login: %w", err)
		}
	}
	return step, nil
}

// hosts are those that a login may visit.
func hosts(t *target.Target) []string {
	all := append([]string{t.Auth, t.API}, t.AllowHosts...)
	for _, at := range endpointsOf(t) {
		if at != "" {
			all = append(all, at)
		}
	}
	return all
}

// stops are the addresses at which a visit ends and that nobody connects to.
func stops(t *target.Target) []string {
	var all []string
	for _, c := range []*target.Client{t.Client, t.OtherClient} {
		if c != nil {
			all = append(all, c.RedirectURI, c.RedirectURIWithQuery)
		}
	}
	if t.Launch != nil {
		all = append(all, t.Launch.Content)
	}
	return slices.DeleteFunc(all, func(at string) bool { return at == "" })
}
