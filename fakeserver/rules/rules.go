// Package rules holds every decision that the reference server can get wrong, as
// data: a struct per chapter of the contract. Each rule is asked in one place, so
// that a fault is [Honest] with one field bent:
//
//	r := rules.Honest()
//	r.Expiring.CodeLifetime = 11 * time.Minute
//
// [Honest] is what the RFCs say. A contract lays its documents over that, and
// may bring rules of its own along ([Rules.Own]).
//
// It must not know how a request is served, nor which contracts there are.
package rules

// Rules are all decisions of a contract. Treat a Rules value as read-only once a
// server has it.
type Rules struct {
	Authorizing          Authorizing
	Exchanging           Exchanging
	TokenResponse        TokenResponse
	ClientAuthentication ClientAuthentication
	PKCE                 PKCE
	Refreshing           Refreshing
	Revoking             Revoking
	Introspecting        Introspecting
	IDToken              IDToken
	Discovery            Discovery
	Bearer               Bearer
	Basic                Basic
	Expiring             Expiring
	Scoping              Scoping
	Tenancy              Tenancy
	Hygiene              Hygiene
	Manners              Manners
	Crowding             Crowding

	// Own are what a contract has beside the chapters above, a pointer to a
	// struct of its own; nil where that is nothing.
	Own any
}

// Honest returns the rules of a server that keeps to the RFCs. Each call returns
// fresh values, so that the caller may bend them.
func Honest() Rules {
	return Rules{
		Authorizing:          honestAuthorizing(),
		Exchanging:           honestExchanging(),
		TokenResponse:        honestTokenResponse(),
		ClientAuthentication: honestClientAuthentication(),
		PKCE:                 honestPKCE(),
		Refreshing:           honestRefreshing(),
		Revoking:             honestRevoking(),
		Introspecting:        honestIntrospecting(),
		IDToken:              honestIDToken(),
		Discovery:            honestDiscovery(),
		Bearer:               honestBearer(),
		Basic:                honestBasic(),
		Expiring:             honestExpiring(),
		Scoping:              honestScoping(),
		Tenancy:              honestTenancy(),
		Hygiene:              honestHygiene(),
		Manners:              honestManners(),
		Crowding:             honestCrowding(),
	}
}

// Own returns the rules that a contract has beside the common ones, where they
// are of type T, and else nil.
func Own[T any](r *Rules) *T {
	own, _ := r.Own.(*T)
	return own
}

// Refusal is the way in which a request is turned away.
type Refusal struct {
	Status      int    // HTTP status
	Error       string // error code of RFC 6749 §5.2, or the error's name at the API
	Description string // for a human; left out of the answer when empty
}

// The error codes of RFC 6749 §4.1.2.1 and §5.2.
const (
	InvalidRequest          = "invalid_request"
	InvalidClient           = "invalid_client"
	InvalidGrant            = "invalid_grant"
	UnauthorizedClient      = "unauthorized_client"
	AccessDenied            = "access_denied"
	UnsupportedGrantType    = "unsupported_grant_type"
	UnsupportedResponseType = "unsupported_response_type"
	InvalidScope            = "invalid_scope"
)

// The error codes of RFC 6750 §3.1, beside invalid_request.
const (
	InvalidToken      = "invalid_token"
	InsufficientScope = "insufficient_scope"
)

// The names of errors at an API whose documents have names of their own, and
// where the RFCs have none.
const (
	AuthenticationError = "AuthenticationError"
	PermissionError     = "PermissionError"
	ValidationError     = "ValidationError"
	NotFoundError       = "NotFoundError"
	MethodError         = "MethodError"
)

// Client is a registered integration.
type Client struct {
	ID           string
	Secret       string
	Name         string
	Tenant       string
	RedirectURIs []string
	LogoutURIs   []string // post_logout_redirect_uris (OpenID Connect RP-Initiated Logout 1.0 §3.1)
}

// User is a person with an account in a tenant.
type User struct {
	ID            string
	Username      string
	Password      string
	DisplayName   string
	Email         string
	Tenant        string
	Administrator bool // may authorise integrations
}
