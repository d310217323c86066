// Package fakeserver is the reference server: an http.Handler that issues,
// accepts, refuses and expires credentials exactly as the product documentation
// and the RFCs say. Every decision that such a server can get wrong is a field
// of Rules, asked in one place, so that a fault is Honest with one field bent.
//
// It must not know the client side: no codec, no check, no report. It stands on
// the standard library alone and is met over HTTP only.
package fakeserver

// Rules are all decisions of the server, a struct per chapter of the contract.
// Treat a Rules value as read-only once a Server has it.
type Rules struct {
	Authorizing AuthorizingRules
	Exchanging  ExchangingRules
	Answering   AnsweringRules
	Identifying IdentifyingRules
	Refreshing  RefreshingRules
	Presenting  PresentingRules
	Expiring    ExpiringRules
	Tenancy     TenancyRules
	Basic       BasicRules
	Launching   LaunchingRules
	Temporary   TemporaryRules
	Proving     ProvingRules
	Hygiene     HygieneRules
	Crowding    CrowdingRules
	Manners     Manners

	Scoping       ScopingRules
	Discovery     DiscoveryRules
	Revoking      RevokingRules
	Introspecting IntrospectingRules
	Asserting     AssertingRules
}

// Honest returns the rules of a server that keeps the contract. Each call
// returns fresh values, so that the caller may bend them.
func Honest() Rules {
	return Rules{
		Authorizing: honestAuthorizing(),
		Exchanging:  honestExchanging(),
		Answering:   honestAnswering(),
		Identifying: honestIdentifying(),
		Refreshing:  honestRefreshing(),
		Presenting:  honestPresenting(),
		Expiring:    honestExpiring(),
		Tenancy:     honestTenancy(),
		Basic:       honestBasic(),
		Launching:   honestLaunching(),
		Temporary:   honestTemporary(),
		Proving:     honestProving(),
		Hygiene:     honestHygiene(),
		Crowding:    honestCrowding(),
		Manners:     honestManners(),

		Scoping:       honestScoping(),
		Discovery:     honestDiscovery(),
		Revoking:      honestRevoking(),
		Introspecting: honestIntrospecting(),
		Asserting:     honestAsserting(),
	}
}

// Refusal is the way in which a request is turned away.
type Refusal struct {
	Status      int    // HTTP status
	Error       string // error code of RFC 6749 §5.2, or the error's name at the API
	Description string // for a human; left out of the answer when empty
}

// Member is one member of a JSON object whose order is kept.
type Member struct {
	Name  string
	Value any // marshalled by encoding/json
}

// The error codes of RFC 6749 §4.1.2.1 and §5.2.
const (
	invalidRequest          = "invalid_request"
	invalidClient           = "invalid_client"
	invalidGrant            = "invalid_grant"
	unauthorizedClient      = "unauthorized_client"
	accessDenied            = "access_denied"
	unsupportedGrantType    = "unsupported_grant_type"
	unsupportedResponseType = "unsupported_response_type"
	invalidScope            = "invalid_scope"
)
