package oauth2_test

import (
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/oauth2"
)

// A server without an endpoint is nobody's to guess.
func TestAnEndpointThatNobodyNamesIsAnError(t *testing.T) {
	for _, verb := range []scenarios.Verb{scenarios.Authorize, scenarios.Exchange, scenarios.Revoke, scenarios.Call, scenarios.Keys} {
		if r, err := (oauth2.Dialect{}).Encode(scenarios.Endpoints{Auth: "https://a.test"}, scenarios.Step{Verb: verb}); err == nil {
			t.Errorf("%s: %s", verb, r.URL)
		}
	}
}
