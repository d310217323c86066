package fakeserver

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"strings"
)

// ProvingRules decide about PKCE (RFC 7636): verified when used, not asked for.
type ProvingRules struct {
	Supported            bool // else its parameters are unknown ones, and ignored
	ChallengeRequired    bool // a request without a challenge is refused (RFC 7636 §4.4.1)
	MethodKnown          func(method string) bool
	ChallengeFits        func(method, challenge string) bool // asked of a challenge; nil takes every one
	Verifies             func(method, challenge, verifier string) bool
	WellFormed           func(verifier string) bool // whether a verifier keeps to RFC 7636 §4.1
	VerifierRequired     bool                       // a code with a challenge needs a verifier
	StrayVerifierRefused bool                       // a verifier for a code without a challenge is refused

	WrongVerifier   Refusal
	MissingVerifier Refusal
	StrayVerifier   Refusal
}

func honestProving() ProvingRules {
	wrong := Refusal{http.StatusBadRequest, invalidGrant, "the code verifier does not fit the code"}
	return ProvingRules{
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

// prove asks a token request for the verifier of its code.
func (v *visit) prove(g *grant, p parameters) *Refusal {
	rules := &v.rules.Proving
	verifier := p.get("code_verifier")
	switch {
	case !rules.Supported:
		return nil
	case g.challenge == "" && verifier == "":
		return nil
	case g.challenge == "":
		if rules.StrayVerifierRefused {
			return &rules.StrayVerifier
		}
		return nil
	case verifier == "":
		if rules.VerifierRequired {
			return &rules.MissingVerifier
		}
		return nil
	case !rules.WellFormed(verifier):
		return &rules.WrongVerifier
	case !rules.Verifies(g.method, g.challenge, verifier):
		return &rules.WrongVerifier
	}
	return nil
}
