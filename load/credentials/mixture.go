package credentials

import (
	"context"
	"fmt"
	"slices"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
)

// ingredient is a class of credentials that load may send, and how it is made.
type ingredient struct {
	share      string // its name among the shares
	name       string // its name in reports
	acceptable []scenarios.Class
	make       func(m *mixture) ([]scenarios.Step, error)
	journey    func(m *mixture) (scenarios.Journey, error) // instead of make
}

// refused is what a credential may get that must not open the resource, where
// the contract leaves the status open.
var refused = []scenarios.Class{scenarios.Forbidden, scenarios.Dead, scenarios.Rejected}

// ingredients are all classes. The expired ones come first, because the clock
// is moved for them before the living are minted, and the revoked ones last,
// so that the load meets whatever still remembers them.
var ingredients = []ingredient{
	{"expired", "expired", []scenarios.Class{scenarios.Dead}, (*mixture).expired, nil},
	{"valid", "valid", []scenarios.Class{scenarios.Alive}, (*mixture).valid, nil},
	{"other_user", "other user", []scenarios.Class{scenarios.Alive}, (*mixture).otherUser, nil},
	{"garbage", "garbage", []scenarios.Class{scenarios.Dead}, (*mixture).garbage, nil},
	{"truncated", "truncated", []scenarios.Class{scenarios.Dead}, (*mixture).truncated, nil},
	{"wrong_tenant", "wrong tenant", refused, (*mixture).wrongTenant, nil},
	{"missing_tenant", "missing tenant", refused, (*mixture).missingTenant, nil},
	{"journey", "journey", nil, nil, (*mixture).lifecycle},
	{"revoked", "revoked", []scenarios.Class{scenarios.Dead}, (*mixture).revoked, nil},
}

// Names lists what may have a share, in the words of the target file.
func Names() []string {
	var names []string
	for _, i := range ingredients {
		names = append(names, i.share)
	}
	return names
}

// mixture is the making of the credentials of a load run.
type mixture struct {
	ctx     context.Context
	source  Source
	wanted  Wanted
	minted  int
	twice   int // tokens that the target handed out again, and that were not taken
	tokens  []string
	keys    []string
	secrets []string // of the keys
	alive   []scenarios.Grant
	steps   *load.StepTable // of journeys; nil without one
	omitted []string        // what has a share and could not be made, and why
}

// omit leaves out a class that has a share. The report says so: what was not
// sent was not tested.
func (m *mixture) omit(what string) {
	m.source.Note("load: no %s", what)
	m.omitted = append(m.omitted, what)
}

// few bounds the credentials of the classes that are refused: any will do.
const few = 1000

// classes makes the credentials of every class that has a share.
func (m *mixture) classes() ([]load.Class, error) {
	shares := m.wanted.Shares
	if len(shares) == 0 {
		shares = map[string]float64{"valid": 0.9, "garbage": 0.1}
	}
	var out []load.Class
	for _, i := range ingredients {
		if shares[i.share] == 0 {
			continue
		}
		class, err := m.class(i)
		if err != nil {
			return nil, err
		}
		if class.Journey != nil || len(class.Requests) > 0 {
			class.Share = shares[i.share]
			out = append(out, class)
		}
	}
	return out, nil
}

// class makes the credentials of one class, or its journey.
func (m *mixture) class(i ingredient) (load.Class, error) {
	class := load.Class{Name: i.name, Acceptable: i.acceptable}
	if i.journey != nil {
		journey, err := i.journey(m)
		class.Journey = m.walk(journey)
		return class, err
	}
	steps, err := i.make(m)
	if err != nil {
		return class, err
	}
	switch kit := m.source.Client.Kit; i.share {
	case "valid":
		class.Judge = m.judgeNames(kit.ProbeUser.Is)
	case "other_user":
		class.Judge = m.judgeNames(kit.OtherUser)
	}
	class.Statuses = m.declared(i.acceptable)
	for _, s := range steps {
		r, err := m.source.Client.Dialect.Encode(m.source.Client.Endpoints, s)
		if err != nil {
			return class, &Failure{Ours, fmt.Errorf("encode load: %w", err)}
		}
		class.Requests = append(class.Requests, r)
	}
	return class, nil
}

// declared are the statuses that the target file gives for such answers, none
// where it leaves them to the contract.
func (m *mixture) declared(acceptable []scenarios.Class) []int {
	probe := m.source.Client.Endpoints.Probe
	switch {
	case slices.Equal(acceptable, []scenarios.Class{scenarios.Alive}):
		return probe.Alive
	case slices.Equal(acceptable, []scenarios.Class{scenarios.Dead}):
		return probe.Dead
	}
	return nil
}

// call is a call of the protected resource with credentials.
func (m *mixture) call(as scenarios.Credentials, tenant string) scenarios.Step {
	return scenarios.Step{Verb: scenarios.Call, As: as, Tenant: tenant}
}

// calls are calls with tokens that are made of living ones.
func (m *mixture) calls(grants []scenarios.Grant, tenant string, of func(scenarios.Credentials) scenarios.Credentials) []scenarios.Step {
	var out []scenarios.Step
	for _, g := range grants {
		out = append(out, m.call(of(g.Credentials()), tenant))
	}
	return out
}

// own is the tenant that the tokens are for.
func (m *mixture) own() string { return m.source.Client.Kit.Tenant }

// same leaves a token as it is.
func same(as scenarios.Credentials) scenarios.Credentials { return as }

// living mints the pool, once.
func (m *mixture) living() ([]scenarios.Grant, error) {
	if m.alive != nil {
		return m.alive, nil
	}
	pool, err := m.mint(m.wanted.Pool)
	if err != nil {
		return nil, err
	}
	m.alive = pool.Grants
	return m.alive, m.outlives(pool)
}

// expired mints tokens and moves the target's clock past their end.
func (m *mixture) expired() ([]scenarios.Step, error) {
	theirs := m.source.Clock
	if !theirs.Instant() {
		m.omit("expired tokens, because the target's clock cannot be moved")
		return nil, nil
	}
	pool, err := m.mint(min(few, max(1, m.wanted.Pool/20)))
	if err != nil {
		return nil, err
	}
	wait, known := m.untilDead(pool.Grants[0])
	if !known {
		m.omit("expired tokens, because nobody says how long one lives")
		return nil, nil
	}
	if err := theirs.Until(m.ctx, clock.Latest(theirs).Add(wait)); err != nil {
		return nil, &Failure{Clock, err}
	}
	return m.calls(pool.Grants, m.own(), same), nil
}

func (m *mixture) valid() ([]scenarios.Step, error) {
	grants, err := m.living()
	return m.calls(grants, m.own(), same), err
}

// garbage makes tokens that were never issued.
func (m *mixture) garbage() ([]scenarios.Step, error) {
	var out []scenarios.Step
	for range few {
		token, err := m.source.Nonce()
		if err != nil {
			return nil, err
		}
		out = append(out, m.call(m.source.Client.Stranger(token), m.own()))
	}
	return out, nil
}

// truncated cuts the end off living tokens.
func (m *mixture) truncated() ([]scenarios.Step, error) {
	grants, err := m.living()
	cut := func(as scenarios.Credentials) scenarios.Credentials {
		as.Token, as.Secret = shorter(as.Token), shorter(as.Secret)
		return as
	}
	return m.calls(grants[:min(few, len(grants))], m.own(), cut), err
}

// shorter cuts the end off a secret.
func shorter(text string) string { return text[:min(len(text), max(1, len(text)-4))] }

// wrongTenant takes living tokens to a tenant that they must not open.
func (m *mixture) wrongTenant() ([]scenarios.Step, error) {
	other := m.source.Client.Kit.OtherTenant
	if other == "" {
		m.omit("tokens for a wrong tenant, because the target file names no other tenant")
		return nil, nil
	}
	grants, err := m.living()
	return m.calls(grants[:min(few, len(grants))], other, same), err
}

// missingTenant sends living tokens without naming a tenant.
func (m *mixture) missingTenant() ([]scenarios.Step, error) {
	if m.own() == "" {
		m.omit("requests without a tenant, because the target file names none")
		return nil, nil
	}
	grants, err := m.living()
	return m.calls(grants[:min(few, len(grants))], "", same), err
}
