package rules

import (
	"io"
	"net/http"
)

// TokenResponse decides the shape of what the token endpoint answers (RFC 6749
// §5.1, §5.2).
type TokenResponse struct {
	Exchange            TokenAnswer // to a code
	Refresh             TokenAnswer // to a refresh token
	Errors              ErrorAnswer
	RefreshErrors       *ErrorAnswer // to a refresh; nil for the same
	NewAccessToken      func(random io.Reader) string
	NewRefreshToken     func(random io.Reader) string
	RefreshEqualsAccess bool // the refresh token is the access token's string
}

// TokenAnswer is the shape of a token response.
type TokenAnswer struct {
	Status       int
	ContentType  string
	CacheControl string // "" leaves the header out, as everywhere
	Pragma       string
	TokenType    string
	ExpiresIn    any                                     // in seconds; nil leaves it out
	RefreshToken bool                                    // the answer holds the refresh token
	ScopeTold    bool                                    // the answer holds the scope, if there is one
	Members      func(members []Member) []Member         // a last look at the object; may be nil
	Header       func(header http.Header, access string) // a last look at the header; may be nil
}

// ErrorAnswer is the shape of a refusal of the token endpoint.
type ErrorAnswer struct {
	ContentType  string
	CacheControl string
	Pragma       string
	Adjust       func(refusal Refusal) Refusal   // a last look at status, error and description; may be nil
	Members      func(members []Member) []Member // a last look at the object; may be nil
	Encode       func(members []Member) []byte   // nil writes JSON
}

func honestTokenResponse() TokenResponse {
	answer := TokenAnswer{
		Status:       http.StatusOK,
		ContentType:  "application/json",
		CacheControl: "no-store",
		Pragma:       "no-cache",
		TokenType:    "bearer",
		ExpiresIn:    3600,
		RefreshToken: true,
		ScopeTold:    true,
	}
	return TokenResponse{
		Exchange: answer,
		Refresh:  answer,
		Errors: ErrorAnswer{
			ContentType:  "application/json",
			CacheControl: "no-store",
			Pragma:       "no-cache",
		},
		// 32 letters and digits hold 190 bits; RFC 6749 §10.10 asks for 160.
		NewAccessToken:  NewToken,
		NewRefreshToken: NewToken,
	}
}
