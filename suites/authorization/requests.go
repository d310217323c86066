package authorization

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// requests bends the parameters of the request.
func requests() []check.Check {
	return []check.Check{
		on("AUT-06", "name a client that does not exist", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			misses := nearmiss.Of(nearmiss.Name, t.Kit.Client.ID, nearmiss.Miss{As: "one that nobody has", Value: t.Nonce()})
			misses = slices.DeleteFunc(misses, func(m nearmiss.Miss) bool { return m.Value == "" })
			t.Sweep(misses, func(m nearmiss.Miss) any {
				return t.Authorize(scenarios.LogsIn, scenarios.With("client_id", m.Value))
			}, check.OnPage())
		}),
		on("AUT-12", "leave out response_type", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Authorize(scenarios.Consents, scenarios.Without("response_type"))
			t.Judge(l, check.NoCode("invalid_request", "unsupported_response_type"))
		}),
		on("AUT-13", "ask for a response_type that does not exist", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			misses := nearmiss.Of(nearmiss.Word, "code", nearmiss.Miss{As: "one that nobody has", Value: "assay"})
			t.Sweep(misses, func(m nearmiss.Miss) any {
				return t.Authorize(scenarios.LogsIn, scenarios.With("response_type", m.Value))
			}, check.NoCode("unsupported_response_type", "invalid_request"))
		}),
		on("AUT-14", "add a parameter that nobody knows", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			t.Judge(t.Authorize(scenarios.Consents, scenarios.Again("assay_unknown", "1")), check.WithCode())
		}),
		on("AUT-15", "send each parameter twice", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			equal, unequal := t.repetitions()
			t.sweeps(equal, check.NoCode("invalid_request"))
			t.sweeps(unequal, check.NoCode("invalid_request", "unsupported_response_type", "invalid_scope", "unauthorized_client"))
		}),
		on("AUT-16", "send an empty response_type", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Authorize(scenarios.Consents, scenarios.With("response_type", ""))
			t.Judge(l, check.NoCode("invalid_request", "unsupported_response_type"))
		}),
		on("AUT-40", "leave out redirect_uri", func(t *T) {
			if t.Kit.Client.QueryRedirectURI == "" {
				t.Untested("the target file names one redirect URI, which may stand in for a missing one (RFC 6749 §3.1.2.3), and no redirect_uri_with_query")
			}
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			t.Judge(t.Authorize(scenarios.Consents, scenarios.Without("redirect_uri")), check.NoCode("invalid_request"))
		}),
		on("AUT-29", "leave out client_id", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			t.Judge(t.Authorize(scenarios.Consents, scenarios.Without("client_id")), check.OnPage())
		}),
	}
}

// blanks holds requests to parameters that say nothing. RFC 6749 §3.1.
func blanks() []check.Check {
	return []check.Check{
		on("AUT-46", "send parameters without a value", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			names := t.unsent()
			for _, name := range []string{"scope", "state"} {
				if t.Authorize(scenarios.Consents, scenarios.Without(name)).Code() != "" {
					names = append(names, name)
				}
			}
			if len(names) == 0 {
				t.Inapplicable("no parameter of the request may be left out here")
			}
			for _, name := range names {
				t.JudgeEach(name+" without a value", t.Authorize(scenarios.Consents, scenarios.With(name, "")), check.WithCode())
			}
		}),
	}
}

// unsent are parameters that the tester's client does without.
func (t *T) unsent() []string {
	var names []string
	if !slices.Contains(strings.Fields(t.Kit.Client.Scope), "openid") { // OpenID Connect Core 1.0 §3.1.2.1
		names = append(names, "nonce")
	}
	if t.Kit.Client.PKCE == "" {
		names = append(names, "code_challenge")
	}
	return names
}

// repetition is a parameter that is sent twice.
type repetition struct {
	as   string
	step scenarios.Step
	bend scenarios.Bend
}

// sweeps sends requests with repetitions side by side, and holds the target to one
// answer to all.
func (t *T) sweeps(all []repetition, a check.Answer) {
	var misses []nearmiss.Miss
	by := map[string]repetition{}
	for _, r := range all {
		misses, by[r.as] = append(misses, nearmiss.Miss{As: r.as}), r
	}
	t.Sweep(misses, func(m nearmiss.Miss) any { return t.Visit(by[m.As].step, scenarios.LogsIn, by[m.As].bend) }, a)
}

// repetitions are all parameters that the endpoint knows, each of them twice: with
// its own value, and with another one behind it and in front of it. What a server
// does not know it ignores, RFC 6749 §3.1.
func (t *T) repetitions() (equal, unequal []repetition) {
	step := t.Asking()
	others := [][2]string{
		{"client_id", t.Nonce()}, {"redirect_uri", "https://attacker.example/callback"}, {"response_type", "assay"}, {"state", t.Nonce()},
	}
	if step.Scope != "" {
		others = append(others, [2]string{"scope", "assay_" + strings.ToLower(t.Nonce())})
	}
	if t.Kit.Client.PKCE != "" || slices.Contains([]string{"required", "optional", "S256"}, t.Policy.PKCE) {
		step.Challenge, step.ChallengeMethod = check.S256(t.Verifier()), "S256"
		others = append(others, [2]string{"code_challenge", check.S256(t.Verifier())}, [2]string{"code_challenge_method", "plain"})
	}
	if _, connect := t.Profile.Duty("AUT-39"); connect {
		step.Scope, step.OIDCNonce = t.OpenID(), t.Nonce()
		step.Fields = append(step.Fields, scenarios.Param{Name: "prompt", Value: "login"}, scenarios.Param{Name: "max_age", Value: "3600"})
		others = append(others, [2]string{"nonce", t.Nonce()}, [2]string{"prompt", "consent"}, [2]string{"max_age", "7200"})
	}
	for _, o := range others {
		name, other := o[0], o[1]
		equal = append(equal, repetition{name + " twice", step, twice(name)})
		unequal = append(unequal, repetition{name + ", another behind", step, scenarios.Again(name, other)},
			repetition{name + ", another in front", step, func(r *scenarios.Request) {
				r.Query = append(scenarios.Params{{Name: name, Value: other}}, r.Query...)
			}})
	}
	return equal, unequal
}

// twice repeats a parameter with its own value.
func twice(name string) scenarios.Bend {
	return func(r *scenarios.Request) { scenarios.Again(name, r.Query.Get(name))(r) }
}
