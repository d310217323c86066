package rules

import (
	"net/http"
	"time"
)

// Introspecting decides about the introspection endpoint (RFC 7662).
type Introspecting struct {
	Methods       []string
	ContentType   string
	TokenOptional bool                            // a request without a token is answered as one about an unknown token
	HintTrusted   bool                            // only the kind of token that the hint names is looked for
	Active        func(active bool) any           // how the member active is written
	RevokedActive bool                            // a revoked token is still active
	ExpiredActive bool                            // an expired token is still active
	CodeActive    bool                            // a code is an active token
	UnknownActive func(token string) bool         // asked of a token that was never issued; may be nil
	Inactive      func(members []Member) []Member // a last look at the answer about a dead token; may be nil
	Living        func(members []Member) []Member // the same about a living one; may be nil
	ExpiresAfter  time.Duration                   // added to exp
	UnknownStatus int

	Errors       *ErrorAnswer // nil for that of the token endpoint
	MissingToken Refusal
}

func honestIntrospecting() Introspecting {
	return Introspecting{
		Methods:       []string{http.MethodPost},
		ContentType:   "application/json",
		Active:        func(active bool) any { return active },
		UnknownStatus: http.StatusOK,
		MissingToken:  Refusal{http.StatusBadRequest, InvalidRequest, "token is missing"},
	}
}
