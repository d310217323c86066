package authorization

import (
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// requests bends the parameters of the request.
func requests() []check.Check {
	return []check.Check{
		on("AUT-06", "name a client that does not exist", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			t.Judge(t.Authorize(scenarios.Consents, scenarios.With("client_id", t.Nonce())), check.OnPage())
		}),
		on("AUT-12", "leave out response_type", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Authorize(scenarios.Consents, scenarios.Without("response_type"))
			t.Judge(l, check.NoCode("invalid_request", "unsupported_response_type"))
		}),
		on("AUT-13", "ask for a response_type that does not exist", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Authorize(scenarios.Consents, scenarios.With("response_type", "assay"))
			t.Judge(l, check.NoCode("unsupported_response_type"))
		}),
		on("AUT-14", "add a parameter that nobody knows", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			t.Judge(t.Authorize(scenarios.Consents, scenarios.Again("assay_unknown", "1")), check.WithCode())
		}),
		on("AUT-15", "send each parameter twice", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			for _, name := range []string{"client_id", "redirect_uri", "response_type", "state"} {
				t.JudgeEach(name+" twice", t.Authorize(scenarios.Consents, twice(name)), check.NoCode("invalid_request"))
			}
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

// twice repeats a parameter with its own value.
func twice(name string) scenarios.Bend {
	return func(r *scenarios.Request) { scenarios.Again(name, r.Query.Get(name))(r) }
}
