package suites

import (
	"cmp"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// discoveryPromises holds the server to what its metadata promises.
func discoveryPromises() []check.Check {
	return []check.Check{
		on("DIS-17", "ask with everything that the metadata lists for authorization requests", func(t *T) {
			t.Control(t.Authorize(scenarios.Waits), check.Either(check.OnPage(), check.WithCode()))
			tried := 0
			for _, l := range []labelled[func(string) *scenarios.Landing]{
				{"response_types_supported", func(v string) *scenarios.Landing {
					return t.Authorize(scenarios.Waits, scenarios.With("response_type", v), scenarios.With("nonce", t.Nonce()))
				}},
				{"response_modes_supported", func(v string) *scenarios.Landing {
					return t.Authorize(scenarios.Waits, scenarios.With("response_mode", v))
				}},
				{"code_challenge_methods_supported", func(v string) *scenarios.Landing {
					return t.Visit(t.challenging(check.S256(t.Verifier()), v), scenarios.Waits)
				}},
			} {
				values, _ := texts(t.Metadata().Members, l.as)
				for _, v := range values {
					tried++
					t.JudgeEach(check.Brief(v)+" of "+l.as, l.thing(v), check.Landing("the login, or an answer that does not say that the server has no such thing", func(at *scenarios.Landing) bool {
						return !slices.Contains([]string{"unsupported_response_type", "unsupported_response_mode", "invalid_request"}, at.Answer.Get("error"))
					}))
				}
			}
			if tried == 0 {
				t.Inapplicable("the metadata lists nothing of the kind")
			}
		}),
	}
}

// everyGrant are the parameters of every grant that a server might have, with values
// that it takes if it has it: a person's own name and password, an assertion that
// nobody has signed, a living access token.
func (t *T) everyGrant() scenarios.Params {
	name, password := t.Nonce(), t.Nonce()
	if typed := t.Kit.Typed; len(typed) > 1 && t.Permit.Allows(scenarios.Attacking) {
		name, password = typed[0], typed[len(typed)-1]
		if t.Kit.ProbeUser.Is == password || strings.EqualFold(t.Kit.ProbeUser.Is, password) {
			name, password = password, name
		}
	}
	assertion := t.Nonce()
	for _, m := range nearmiss.Made(cmp.Or(t.Kit.ProbeUser.Is, name), t.Kit.Client.ID, t.Kit.Issuer, t.Clock.Now().Unix()) {
		if strings.HasSuffix(m.Value, ".") {
			assertion = m.Value
		}
	}
	const kind = "urn:ietf:params:oauth:token-type:access_token"
	return scenarios.Params{
		{Name: "username", Value: name}, {Name: "password", Value: password}, {Name: "assertion", Value: assertion},
		{Name: "subject_token", Value: t.Grant().AccessToken}, {Name: "subject_token_type", Value: kind},
	}
}
