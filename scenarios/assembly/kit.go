package assembly

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// heldBy gathers what the file gives the tester. What it does not give stays
// nil or empty.
func heldBy(t *targetfile.Target, verifier string) scenarios.Kit {
	h := scenarios.Kit{
		Basic: pair(t.Basic), BasicColon: pair(t.BasicColon), OtherBasic: pair(t.OtherBasic), Administrator: pair(t.Administrator),
		Launch: launchOf(t.Launch),
	}
	h.Usable, h.SignIn = temporaryOf(t)
	h.Issuer = t.Issuer
	h.ExpiredToken, h.ReaderToken = t.ExpiredToken.Reveal(), t.ReaderToken.Reveal()
	if t.Client != nil {
		h.Client = registration(t.Client, verifier)
	}
	if t.OtherClient != nil {
		other := registration(t.OtherClient, verifier)
		h.OtherClient = &other
	}
	if t.Tenant != nil {
		h.Tenant, h.OtherTenant = t.Tenant.Name, t.Tenant.Other
		h.Resident = residentOf(t, verifier)
	}
	if t.Probe != nil {
		h.ProbeScope = t.Probe.Scope
	}
	if t.Probe != nil && t.Probe.User != nil {
		h.ProbeUser = scenarios.ProbeName{Pointer: t.Probe.User.Pointer, Is: t.Probe.User.Is}
	}
	if t.Probe != nil && t.Probe.Tenant != nil {
		h.ProbeTenant = scenarios.ProbeName{Pointer: t.Probe.Tenant.Pointer, Is: t.Probe.Tenant.Is}
	}
	if t.Logout != nil {
		h.LogoutURI = t.Logout.RedirectURI
	}
	if t.OtherUser != nil {
		h.OtherUser = t.OtherUser.Is
	}
	if t.Login != nil {
		for _, step := range t.Login.Steps {
			for _, value := range step.Fill {
				h.Typed = append(h.Typed, value.Reveal())
			}
		}
	}
	return h
}

// residentOf is the client by which somebody opens the other tenant, nil where
// nobody is named.
func residentOf(t *targetfile.Target, verifier string) *scenarios.Registration {
	if t.Tenant.Resident == nil || t.Client == nil {
		return nil
	}
	client := t.Client
	if t.Tenant.Resident.Client != nil {
		client = t.Tenant.Resident.Client
	}
	r := registration(client, verifier)
	return &r
}

func registration(c *targetfile.Client, verifier string) scenarios.Registration {
	r := scenarios.Registration{
		ID: c.ID, Secret: c.Secret.Reveal(), RedirectURI: c.RedirectURI,
		QueryRedirectURI: c.RedirectURIWithQuery, Authentication: c.Authentication.First(), Methods: c.Authentication, Scope: c.Scope,
		AuthenticationAt: map[string]string{},
	}
	for _, name := range slices.Sorted(maps.Keys(c.Authorize)) {
		r.Extra = append(r.Extra, scenarios.Param{Name: name, Value: c.Authorize[name]})
	}
	if _, own := c.Authorize["response_mode"]; !own && c.Callback != "query" {
		r.Extra = append(r.Extra, scenarios.Param{Name: "response_mode", Value: c.Callback})
	}
	if c.PKCE != "off" {
		r.PKCE, r.Verifier = c.PKCE, verifier
	}
	for name, how := range map[string]string{"revoke": c.AuthenticationAt.Revoke, "introspect": c.AuthenticationAt.Introspect} {
		if how != "" {
			r.AuthenticationAt[name] = how
		}
	}
	return r
}

func pair(b *targetfile.Basic) *scenarios.Credentials {
	if b == nil {
		return nil
	}
	c := scenarios.Basic(b.Key, b.Secret.Reveal())
	return &c
}

func launchOf(l *targetfile.Launch) *scenarios.LaunchPlan {
	if l == nil {
		return nil
	}
	return &scenarios.LaunchPlan{
		Page: l.URL, Content: l.Content, Learner: actor(l.Learner), Classmate: actor(l.OtherLearner),
	}
}

// actor keeps an actor that the file does not give from being an empty object.
func actor(members map[string]any) any {
	if len(members) == 0 {
		return nil
	}
	return members
}

// basesOf says where requests go.
func basesOf(t *targetfile.Target, sent http.Header) scenarios.Endpoints {
	b := scenarios.Endpoints{Auth: t.Auth, API: t.API, At: map[string]string{}, Header: sent}
	for name, at := range endpointsOf(t) {
		if at != "" {
			b.At[name] = at
		}
	}
	if t.Probe != nil {
		b.Probe = resource(t.Probe.Resource)
		b.Probe.Alive, b.Probe.Dead = t.Probe.Alive, t.Probe.Dead
	}
	for _, p := range t.Probes {
		further := resource(p.Resource)
		further.Alive, further.Dead = p.Alive, p.Dead
		b.Probes = append(b.Probes, further)
	}
	if t.BasicProbe != nil {
		b.Basic = resource(*t.BasicProbe)
	}
	return b
}

func endpointsOf(t *targetfile.Target) map[string]string {
	e := t.Endpoints
	all := map[string]string{
		"authorize": under(t.Auth, e.Authorize), "token": under(t.Auth, e.Token),
		"revoke": under(t.Auth, e.Revoke), "introspect": under(t.Auth, e.Introspect),
		"userinfo": under(t.Auth, e.UserInfo), "discovery": under(t.Auth, e.Discovery),
		"keys":      under(t.Auth, e.Keys),
		"temporary": under(t.Auth, e.Temporary), "end_session": under(t.Auth, e.EndSession),
	}
	if t.Launch != nil {
		all["launch"] = under(t.API, t.Launch.URL)
		if t.Launch.Credentials != nil {
			all["delegate"] = under(t.API, t.Launch.Credentials.Path)
		}
	}
	return all
}

// under makes an absolute URL of a path; what is empty or absolute already
// stays.
func under(base, path string) string {
	if path == "" || strings.Contains(path, "://") {
		return path
	}
	return base + "/" + strings.TrimLeft(path, "/")
}

func resource(r targetfile.Resource) scenarios.Resource {
	return scenarios.Resource{Method: r.Method, Path: r.Path, Header: header(r.Headers)}
}

func header(secrets map[string]targetfile.Secret) http.Header {
	h := http.Header{}
	for name, value := range secrets {
		h.Set(name, value.Reveal())
	}
	return h
}

// temporaryOf is what the file says of temporary tokens.
func temporaryOf(t *targetfile.Target) (*scenarios.Asked, *scenarios.SignIn) {
	said := t.Temporary
	if said == nil {
		return nil, nil
	}
	var usable *scenarios.Asked
	if said.Scopes != nil || said.Permissions != nil {
		usable = &scenarios.Asked{Scopes: rightsOf(said.Scopes), Permissions: rightsOf(said.Permissions)}
		if said.Permissions == nil {
			usable.Permissions = usable.Scopes
		}
	}
	if said.Login == nil {
		return usable, nil
	}
	return usable, &scenarios.SignIn{
		URL: under(t.Auth, said.Login.URL), User: said.Login.UserField, Password: said.Login.PasswordField,
	}
}

// rightsOf are rights in the server's own words. No words ask for nothing.
func rightsOf(names []string) any {
	if names == nil {
		return nil
	}
	list := make([]scenarios.Right, len(names))
	for i, name := range names {
		list[i] = scenarios.Right(name)
	}
	return list
}

// namesOf are the names of the clients of a target file, which are no secrets and may be
// sent where one is asked for.
func namesOf(t *targetfile.Target) []string {
	var names []string
	for _, c := range []*targetfile.Client{t.Client, t.OtherClient} {
		if c != nil && c.ID != "" {
			names = append(names, c.ID)
		}
	}
	return names
}
