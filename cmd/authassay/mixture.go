package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/scenarios"
)

// ingredient is a class of credentials that load may send, and how it is made.
type ingredient struct {
	share      string // its name among the shares
	name       string // its name in reports
	acceptable []scenarios.Class
	make       func(m *mixture) ([]scenarios.Step, error) // nil for journeys
}

// ingredients are all classes. The expired ones come first, because the clock
// is moved for them before the living are minted.
var ingredients = []ingredient{
	{"expired", "expired", []scenarios.Class{scenarios.Dead}, (*mixture).expired},
	{"valid", "valid", []scenarios.Class{scenarios.Alive}, (*mixture).valid},
	{"garbage", "garbage", []scenarios.Class{scenarios.Dead}, (*mixture).garbage},
	{"truncated", "truncated", []scenarios.Class{scenarios.Dead}, (*mixture).truncated},
	{"wrong_tenant", "wrong tenant", []scenarios.Class{scenarios.Forbidden, scenarios.Dead, scenarios.Rejected}, (*mixture).wrongTenant},
	{"journey", "journey", nil, nil},
}

// mixture is the making of the credentials of a load run.
type mixture struct {
	job     *job
	subject *subject
	options loadOptions
	shown   *progress
	minted  int
	alive   []scenarios.Grant
}

// few bounds the credentials of the classes that are refused: any will do.
const few = 1000

// classes makes the credentials of every class that has a share.
func (m *mixture) classes() ([]load.Class, error) {
	shares := m.options.shares
	if len(shares) == 0 {
		shares = map[string]float64{"valid": 0.9, "garbage": 0.1}
	}
	var out []load.Class
	for _, i := range ingredients {
		if shares[i.share] == 0 {
			continue
		}
		if i.make == nil {
			out = append(out, load.Class{Name: i.name, Share: shares[i.share], Journey: m.journey})
			continue
		}
		steps, err := i.make(m)
		if err != nil {
			return nil, err
		}
		class := load.Class{Name: i.name, Share: shares[i.share], Acceptable: i.acceptable}
		if i.share == "valid" {
			class.Judge = m.judgeUser()
		}
		for _, s := range steps {
			r, err := m.subject.Client.Dialect.Encode(m.subject.Client.Bases, s)
			if err != nil {
				return nil, broke("encode load", err)
			}
			class.Requests = append(class.Requests, r)
		}
		if len(class.Requests) > 0 {
			out = append(out, class)
		}
	}
	return out, nil
}

// journey goes the whole course of a credential, from its making to its end.
func (m *mixture) journey(ctx context.Context, _ uint64) error {
	client := m.subject.Client
	err := client.Course().Run(ctx, client)
	if err == nil || scenarios.IsBroken(err) || ctx.Err() != nil {
		return err
	}
	return fmt.Errorf("%w: %w", load.ErrWrong, err)
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
func (m *mixture) own() string { return m.subject.Client.Held.Tenant }

// same leaves a token as it is.
func same(as scenarios.Credentials) scenarios.Credentials { return as }

// living mints the pool, once.
func (m *mixture) living() ([]scenarios.Grant, error) {
	if m.alive != nil {
		return m.alive, nil
	}
	pool, err := m.mint(m.options.pool)
	if err != nil {
		return nil, err
	}
	m.alive = pool.Grants
	return m.alive, m.outlives(pool)
}

// expired mints tokens and moves the target's clock past their end.
func (m *mixture) expired() ([]scenarios.Step, error) {
	clock := m.subject.Clock
	if !clock.Instant() {
		m.shown.note("load: no expired tokens, because the target's clock cannot be moved")
		return nil, nil
	}
	pool, err := m.mint(min(few, max(1, m.options.pool/20)))
	if err != nil {
		return nil, err
	}
	wait, known := m.untilDead(pool.Grants[0])
	if !known {
		m.shown.note("load: no expired tokens, because nobody says how long one lives")
		return nil, nil
	}
	if err := clock.Until(m.job.ctx, clock.Now().Add(wait)); err != nil {
		return nil, unjudged(err, "the target file says under clock how the clock is moved")
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
		token, err := m.job.nonce()
		if err != nil {
			return nil, err
		}
		out = append(out, m.call(m.subject.Client.Stranger(token), m.own()))
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
	other := m.subject.Client.Held.OtherTenant
	if other == "" {
		m.shown.note("load: no tokens for a wrong tenant, because the target file names no other tenant")
		return nil, nil
	}
	grants, err := m.living()
	return m.calls(grants[:min(few, len(grants))], other, same), err
}

// judgeUser returns what sees that an answer is about the right user; nil
// where the file does not say how an answer names one.
func (m *mixture) judgeUser() func(int, http.Header, []byte) (bool, string) {
	user := m.subject.Client.Held.ProbeUser
	if user.Pointer == "" {
		return nil
	}
	return func(_ int, _ http.Header, body []byte) (bool, string) {
		var doc any
		if err := json.Unmarshal(body, &doc); err != nil {
			return false, "the answer is no JSON"
		}
		name, found := pointed(doc, user.Pointer)
		switch {
		case !found:
			return false, "nothing stands at " + user.Pointer
		case fmt.Sprint(name) != user.Is:
			return false, "the answer is about another user"
		}
		return true, ""
	}
}
