package fakeserver

import (
	"net/http"
)

// IdentifyingRules decide how a client proves at the token endpoint that it is
// itself (RFC 6749 §2.3.1, §3.2.1, §5.2).
type IdentifyingRules struct {
	AtExchange     ClientCheck
	AtRefresh      ClientCheck
	HeaderAccepted bool // HTTP Basic is read beside the body

	MissingID       Refusal
	MissingSecret   Refusal
	UnknownClient   Refusal
	WrongSecret     Refusal
	TwoWays         Refusal  // credentials in the header and in the body
	HeaderChallenge []string // WWW-Authenticate to a client that used the header
}

// ClientCheck is what one grant type asks of a client.
type ClientCheck struct {
	ClientFromGrant     bool // a request without client_id means the client of its code or token
	SecretRequired      bool // a request without client_secret is refused
	EmptySecretAccepted bool // an empty secret is as good as the right one
	SecretOfAnyClient   bool // the secret of any client will do
	SecretMatches       func(stored, sent string) bool
}

func honestIdentifying() IdentifyingRules {
	check := ClientCheck{SecretRequired: true, SecretMatches: sameSecret}
	unknown := Refusal{http.StatusUnauthorized, invalidClient, "the client could not be identified"}
	return IdentifyingRules{
		AtExchange:      check,
		AtRefresh:       check,
		HeaderAccepted:  true,
		MissingID:       Refusal{http.StatusBadRequest, invalidRequest, "client_id is missing"},
		MissingSecret:   Refusal{http.StatusBadRequest, invalidRequest, "client_secret is missing"},
		UnknownClient:   unknown,
		WrongSecret:     unknown,
		TwoWays:         Refusal{http.StatusBadRequest, invalidRequest, "the client identified itself in two ways"},
		HeaderChallenge: []string{`Basic realm="token endpoint"`},
	}
}
