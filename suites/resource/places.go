package resource

import (
	"net/http"
	"slices"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// What the ways of the catalogue to protected resources are in requests.

// At runs the body at each resource that the check's way leads to: what the body
// calls is that resource then, asked in that way. A good token is let in there
// first, so that whoever refuses everybody passes nothing: a way that the target's
// resource does not have makes the check inapplicable.
func At(t *check.T, body func()) { OnWay(t).Each(body) }

// Places are the resources that a check's way leads to.
type Places struct {
	t   *check.T
	own *scenarios.Client
	all []scenarios.Resource
}

// OnWay are the resources that the check's way leads to, each of which has let a
// good token in.
func OnWay(t *check.T) Places {
	p := Places{t, t.Client, placesOf(t)}
	if t.Way() != "" && t.Way() != "probe" {
		p.Each(func() { opens(t, p.own) })
	}
	return p
}

// Each runs the body at each of the resources.
func (p Places) Each(body func()) {
	defer func() { p.t.Client = p.own }()
	for _, place := range p.all {
		elsewhere := *p.own
		elsewhere.Endpoints.Probe = place
		p.t.Client = &elsewhere
		body()
	}
}

// at runs the body as At does.
func (t *T) at(body func()) { At(t.T, body) }

// opens is given: the resource lets a good token in, which the probe does as well.
func opens(t *check.T, own *scenarios.Client) {
	if IsUserInfo(t) {
		t.Kit.Client.Scope = t.OpenID()
		t.Admitted()
		return
	}
	here := t.Client
	t.Client = own
	grant := t.Admitted()
	t.Client = here
	if r := t.Call(grant.Credentials()); check.IsRefused(r) {
		if t.Way() == "probes" {
			t.Control(r, check.Alive())
		}
		t.Inapplicable("the resource is not to be had in this way: %s", check.Describe(r))
	} else {
		t.Control(r, check.Alive())
	}
}

// IsUserInfo says whether the check's way leads to the userinfo endpoint.
func IsUserInfo(t *check.T) bool { return t.Way() == "userinfo" || t.Way() == "userinfo post" }

// placesOf are the resources that the check's way leads to.
func placesOf(t *check.T) []scenarios.Resource {
	probe := t.Client.Endpoints.Probe
	switch t.Way() {
	case "head":
		probe.Method = http.MethodHead
	case "post":
		if !t.Permit.Allows(scenarios.Testing) {
			t.Inapplicable("a request by POST might do something, which takes permit: %s", scenarios.Testing)
		}
		if probe.Method == http.MethodPost {
			t.Inapplicable("the probe is asked by POST anyhow")
		}
		probe.Method = http.MethodPost
	case "probes":
		if len(t.Client.Endpoints.Probes) == 0 {
			t.Inapplicable("the target file names no further probes")
		}
		return t.Client.Endpoints.Probes
	case "userinfo", "userinfo post":
		t.Needs(check.UserInfo)
		r, err := t.Client.Encode(scenarios.Step{Verb: scenarios.UserInfo})
		if err != nil {
			t.Untested("the step cannot be taken: %v", err)
		}
		probe = scenarios.Resource{Path: r.URL, Method: http.MethodGet}
		if t.Way() == "userinfo post" {
			probe.Method = http.MethodPost
		}
	}
	return []scenarios.Resource{probe}
}

// spellings are the near misses of a value to be tried on the check's way: the whole
// table at the probe, those that tell most elsewhere.
func (t *T) spellings(k nearmiss.Kind, value string, others ...nearmiss.Miss) []nearmiss.Miss {
	misses := nearmiss.Few(k, value, others...)
	if w := t.Way(); w == "" || w == "probe" {
		misses = nearmiss.Of(k, value, others...)
	}
	return slices.DeleteFunc(misses, func(m nearmiss.Miss) bool { return m.Value == "" })
}
