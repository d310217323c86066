package assembly

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/login"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// Person is what it takes to have a person, or what stands in for one, go
// through pages. What is nil cannot be done here.
type Person struct {
	// Look finds a program by its name, such as a browser.
	Look func(name string) (string, error)
	// Root says that programs run as root, where a browser has no sandbox.
	Root bool
	// Out is where a person is told what to do.
	Out io.Writer
	// Open opens an address in the person's browser.
	Open func(ctx context.Context, address string) error
	// Tick returns a channel that ticks, and what stops it.
	Tick func(every time.Duration) (<-chan time.Time, func())
	// Output runs a program and returns what it wrote to its standard output.
	Output func(ctx context.Context, argv []string) ([]byte, error)
}

// visitorFor returns who goes through the target's pages, and what ends him. A
// file without a login is one of a server that asks nothing of anybody.
func visitorFor(t *targetfile.Target, p Person) (scenarios.Visitor, func(), error) {
	form, err := formOf(t)
	if err != nil || t.Login == nil {
		return form, func() {}, err
	}
	cannot := func(why string) error {
		return targetfile.Problems{t.Complain("/login/method", why, "")}
	}
	switch t.Login.Method {
	case "browser":
		if p.Look == nil {
			return nil, nil, cannot("no browser can be started here")
		}
		path, err := login.FindBrowser(p.Look)
		if err != nil {
			return nil, nil, targetfile.Problems{t.Complain("/login/method", err.Error(),
				"install chromium-headless-shell or chromium, or take method manual")}
		}
		b := &login.Browser{Form: *form, Path: path, Unconfined: p.Root, Settle: t.Login.Settle.D()}
		return b, b.Close, nil
	case "manual":
		if p.Tick == nil {
			return nil, nil, cannot("nobody can be asked here")
		}
		look := login.Form{Hosts: form.Hosts, Stops: form.Stops}
		return &login.Manual{Out: p.Out, Open: p.Open, Tick: p.Tick, Patience: t.Login.Patience.D(), Look: look}, func() {}, nil
	case "command":
		if p.Output == nil {
			return nil, nil, cannot("no program can be run here")
		}
		look := login.Form{Hosts: form.Hosts, Stops: form.Stops}
		return &login.Command{Argv: t.Login.Command, Run: p.Output, Look: look}, func() {}, nil
	}
	return form, func() {}, nil
}

// formOf describes the pages as steps.
func formOf(t *targetfile.Target) (*login.Form, error) {
	form := &login.Form{PasswordField: t.PasswordField, Hosts: hosts(t), Stops: stops(t)}
	groups := map[*[]login.Step][]targetfile.Step{}
	if t.Login != nil {
		groups[&form.Steps], groups[&form.DenySteps] = t.Login.Steps, t.Login.DenySteps
		if t.Login.KeepSession {
			form.Sessions = &login.Sessions{}
		}
	}
	if t.Logout != nil {
		groups[&form.LogoutSteps] = t.Logout.Steps
	}
	if t.Member != nil {
		groups[&form.MemberSteps] = t.Member.Steps
	}
	if t.OtherUser != nil {
		groups[&form.OtherSteps] = t.OtherUser.Steps
	}
	if t.Tenant != nil && t.Tenant.Resident != nil {
		groups[&form.ResidentSteps] = t.Tenant.Resident.Steps
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

func stepOf(t *targetfile.Target, s targetfile.Step) (login.Step, error) {
	step := login.Step{
		When: s.When, Fill: targetfile.Reveal(s.Fill), Check: s.Check, Untick: s.Untick, Submit: s.Submit, Optional: s.Optional,
	}
	if s.Request == nil {
		return step, nil
	}
	r := s.Request
	step.Request = &login.RawRequest{
		Method: r.Method, URL: under(t.Auth, r.URL), Headers: targetfile.Reveal(r.Headers), Status: r.Status,
	}
	if text := r.JSON.Reveal(); text != "" {
		if err := json.Unmarshal([]byte(text), &step.Request.JSON); err != nil {
			return step, fmt.Errorf("assemble login: %w", err)
		}
	}
	return step, nil
}

// hosts are those that a login may visit, each once: they are read anew for
// every visit.
func hosts(t *targetfile.Target) []string {
	all := []string{t.Auth, t.API}
	for _, at := range endpointsOf(t) {
		if at != "" {
			all = append(all, at)
		}
	}
	for i, at := range all {
		if u, err := url.Parse(at); err == nil && u.Host != "" {
			all[i] = u.Scheme + "://" + u.Host
		}
	}
	slices.Sort(all)
	return append(slices.Compact(all), t.AllowHosts...)
}

// stops are the addresses at which a visit ends and that nobody connects to.
func stops(t *targetfile.Target) []string {
	var all []string
	for _, c := range []*targetfile.Client{t.Client, t.OtherClient} {
		if c != nil {
			all = append(all, c.RedirectURI, c.RedirectURIWithQuery)
		}
	}
	if t.Logout != nil {
		all = append(all, t.Logout.RedirectURI)
	}
	if t.Launch != nil {
		all = append(all, t.Launch.Content)
	}
	return slices.DeleteFunc(all, func(at string) bool { return at == "" })
}
