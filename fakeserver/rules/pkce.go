package rules

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"strings"
)

// PKCE decides about proof keys (RFC 7636): verified when used, not asked for.
type PKCE struct {
	Supported            bool // else its parameters are unknown ones, and ignored
	ChallengeRequired    bool // a request without a challenge is refused (RFC 7636 §4.4.1)
	MethodKnown          func(method string) bool
	ChallengeFits        func(method, challenge string) bool // asked of a challenge; nil takes every one
	Verifies             func(method, challenge, verifier string) bool
	WellFormed           func(verifier string) bool   // whether a verifier keeps to RFC 7636 §4.1
	ReadVerifier         func(verifier string) string // what is done to a verifier before it is looked at; nil nothing
	EmptyVerifierTaken   bool                         // an empty verifier is as good as the right one
	RequestDecides       bool                         // a challenge in the token request comes before the one of the code
	RequestMethod        bool                         // so does a method
	MethodRequired       bool                         // a challenge without a method is none
	VerifierRequired     bool                         // a code with a challenge needs a verifier
	LostByFailure        bool                         // after a wrong verifier none is asked for
	SecondTryFree        bool                         // after a wrong verifier any will do
	StrayVerifierRefused bool                         // a verifier for a code without a challenge is refused

	WrongVerifier   Refusal
	MissingVerifier Refusal
	StrayVerifier   Refusal
}

func honestPKCE() PKCE {
	wrong := Refusal{http.StatusBadRequest, InvalidGrant, "the code verifier does not fit the code"}
	return PKCE{
		Supported:            true,
		MethodKnown:          func(method string) bool { return method == "S256" || method == "plain" },
		Verifies:             verifies,
		WellFormed:           wellFormed,
		VerifierRequired:     true,
		StrayVerifierRefused: true,
		WrongVerifier:        wrong,
		MissingVerifier:      wrong,
		StrayVerifier:        wrong,
	}
}

// wellFormed says whether a verifier has 43 to 128 unreserved characters.
func wellFormed(verifier string) bool {
	for _, c := range []byte(verifier) {
		if !strings.ContainsRune(alphabet+"-._~", rune(c)) {
			return false
		}
	}
	return len(verifier) >= 43 && len(verifier) <= 128
}

// verifies compares as RFC 7636 §4.6 says.
func verifies(method, challenge, verifier string) bool {
	if method == "S256" {
		sum := sha256.Sum256([]byte(verifier))
		verifier = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	return subtle.ConstantTimeCompare([]byte(challenge), []byte(verifier)) == 1
}
