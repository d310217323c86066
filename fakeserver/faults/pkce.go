package faults

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"

	"github.com/authassay/authassay/fakeserver"
)

// pkce are the faults of proof key for code exchange.
func pkce() []Fault {
	return append(append(pkceSpellings(), pkceChallenges()...), []Fault{
		{Name: "pkce-verifier-refused", Summary: "refuses the right verifier", Halts: true, Breaks: alike("PKC-01"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.Verifies = func(_, _, _ string) bool { return false } }},
		{Name: "pkce-unchecked", Summary: "takes any verifier", Breaks: clearxp("PKC-02", "PKC-05", "PKC-16").forms("PKC-02", "PKC-05", "PKC-09", "PKC-11", "PKC-16", "PKC-19", "PKC-20"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.Verifies = func(_, _, _ string) bool { return true } }},
		{Name: "pkce-verifier-optional", Summary: "needs no verifier for a challenge", Breaks: alike("PKC-03", "PKC-16"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.VerifierRequired = false }},
		{Name: "pkce-downgrade", Summary: "takes a verifier where there was no challenge", Breaks: alike("PKC-04"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.StrayVerifierRefused = false }},
		{Name: "pkce-plain-accepted", Summary: "takes an S256 challenge for its own verifier", Breaks: alike("PKC-05"),
			Bend: func(r *fakeserver.Rules) {
				honest := r.PKCE.Verifies
				r.PKCE.Verifies = func(method, challenge, verifier string) bool {
					return challenge == verifier || honest(method, challenge, verifier)
				}
			}},
		{Name: "pkce-insisted-on", Summary: "gives no code without a challenge, against its own policy", Halts: true, Breaks: alike("AUT-01", "AUT-02", "PKC-10"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.ChallengeRequired = true }},
		{Name: "pkce-unknown-method-accepted", Summary: "gives a code for a challenge method that it does not know",
			Breaks: clearxp("PKC-06").forms("PKC-06", "PKC-15", "DIS-10"),
			Bend:   func(r *fakeserver.Rules) { r.PKCE.MethodKnown = func(string) bool { return true } }},
	}...)
}

// pkceSpellings are the faults of what is taken for a verifier or a challenge.
func pkceSpellings() []Fault {
	read := func(name, summary string, of func(string) string) Fault {
		return Fault{Name: "pkce-verifier-" + name, Summary: summary, Breaks: oauth2("PKC-02"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.ReadVerifier = of }}
	}
	return []Fault{
		read("trimmed", "takes blanks off a verifier", strings.TrimSpace),
		read("unpadded", "takes padding off a verifier", func(v string) string { return strings.TrimRight(v, "=") }),
		read("unquoted", "takes quotation marks off a verifier", func(v string) string { return strings.Trim(v, `"`) }),
		read("decoded-twice", "decodes a verifier twice", func(v string) string {
			if decoded, err := url.PathUnescape(v); err == nil {
				return decoded
			}
			return v
		}),
		read("cut-at-newline", "reads a verifier up to the end of its line", func(v string) string {
			v, _, _ = strings.Cut(v, "\n")
			return v
		}),
	}
}

// pkceChallenges are the faults of what is taken for a challenge.
func pkceChallenges() []Fault {
	or := func(name, summary string, b breaks, taken func(method, challenge, verifier string) bool) Fault {
		return Fault{Name: "pkce-" + name, Summary: summary, Breaks: b, Bend: func(r *fakeserver.Rules) {
			honest := r.PKCE.Verifies
			r.PKCE.Verifies = func(method, challenge, verifier string) bool {
				return honest(method, challenge, verifier) || taken(method, challenge, verifier)
			}
		}}
	}
	digits := func(verifier string) string {
		sum := sha256.Sum256([]byte(verifier))
		return hex.EncodeToString(sum[:])
	}
	return append(pkceMethods(), []Fault{
		or("padded-challenge-accepted", "takes padding off a challenge", oauth2("PKC-19"), func(method, challenge, verifier string) bool {
			return method == "S256" && strings.TrimRight(challenge, "=") == s256(verifier)
		}),
		or("hexadecimal-challenge-accepted", "takes a digest in hexadecimal for a challenge", oauth2("PKC-19"), func(method, challenge, verifier string) bool {
			return method == "S256" && challenge == digits(verifier)
		}),
		or("encoded-hexadecimal-accepted", "takes the digits of a digest, encoded once more, for a challenge", oauth2("PKC-19"), func(method, challenge, verifier string) bool {
			return method == "S256" && challenge == base64.RawURLEncoding.EncodeToString([]byte(digits(verifier)))
		}),
		or("challenge-case-folded", "compares challenges whatever their case", oauth2("PKC-20"), func(method, challenge, verifier string) bool {
			return method == "S256" && strings.EqualFold(challenge, s256(verifier))
		}),
		or("challenge-first-8", "compares the first 8 characters of challenges", oauth2("PKC-19", "PKC-20"), func(method, challenge, verifier string) bool {
			return method == "S256" && len(challenge) > 8 && strings.HasPrefix(s256(verifier), challenge[:8])
		}),
		or("challenge-last-8", "compares the last 8 characters of challenges", oauth2("PKC-20"), func(method, challenge, verifier string) bool {
			return method == "S256" && len(challenge) > 8 && strings.HasSuffix(s256(verifier), challenge[len(challenge)-8:])
		}),
		{Name: "pkce-lost-by-failure", Summary: "asks for no verifier once one was wrong", Breaks: oauth2("PKC-03"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.LostByFailure = true }},
		{Name: "pkce-second-try-free", Summary: "takes any verifier once one was wrong", Breaks: oauth2("PKC-02", "PKC-05", "PKC-14"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.SecondTryFree = true }},
		or("methodless-unchecked", "checks no challenge that comes without a method", oauth2("PKC-16"), func(method, _, _ string) bool { return method == "" }),
	}...)
}

// pkceMethods are the faults of the methods of challenges.
func pkceMethods() []Fault {
	return []Fault{
		{Name: "pkce-methodless-is-s256", Summary: "takes a challenge without a method for one of S256", Breaks: oauth2("PKC-17"),
			Bend: func(r *fakeserver.Rules) {
				honest := r.PKCE.Verifies
				r.PKCE.Verifies = func(method, challenge, verifier string) bool {
					return honest(cmp.Or(method, "S256"), challenge, verifier)
				}
			}},
		{Name: "pkce-method-case-folded", Summary: "knows challenge methods in any case", Breaks: oauth2("PKC-15"),
			Bend: func(r *fakeserver.Rules) {
				r.PKCE.MethodKnown = func(method string) bool {
					return strings.EqualFold(method, "S256") || strings.EqualFold(method, "plain")
				}
			}},
		{Name: "pkce-verifier-empty-accepted", Summary: "takes an empty verifier", Breaks: oauth2("PKC-03"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.EmptyVerifierTaken = true }},
		{Name: "pkce-verifier-of-any-characters", Summary: "takes verifiers of any characters", Breaks: oauth2("PKC-18"),
			Bend: func(r *fakeserver.Rules) {
				r.PKCE.WellFormed = func(verifier string) bool { return len(verifier) >= 43 && len(verifier) <= 128 }
			}},
		{Name: "pkce-challenge-of-the-exchange", Summary: "takes the challenge of a token request for that of the code", Breaks: oauth2("PKC-14"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.RequestDecides, r.PKCE.RequestMethod = true, true }},
		{Name: "pkce-method-of-the-exchange", Summary: "takes the method of a token request for that of the code", Breaks: oauth2("PKC-14"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.RequestMethod = true }},
		{Name: "pkce-methodless-verifier-optional", Summary: "asks for no verifier where the challenge had no method", Breaks: oauth2("PKC-16"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.MethodRequired = true }},
	}
}

// s256 is the challenge of a verifier, RFC 7636 §4.2.
func s256(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// pkcePlain are the faults of plain challenges and of the form of verifiers.
func pkcePlain() []Fault {
	return []Fault{
		{Name: "pkce-verifier-of-any-form", Summary: "takes verifiers of any length", Breaks: forms("PKC-07", "PKC-18"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.WellFormed = func(string) bool { return true } }},
		{Name: "pkce-verifier-too-short", Summary: "takes short verifiers", Breaks: forms("PKC-07"),
			Bend: func(r *fakeserver.Rules) {
				honest := r.PKCE.WellFormed
				r.PKCE.WellFormed = func(verifier string) bool { return honest(verifier) || len(verifier) < 43 }
			}},
		{Name: "pkce-verifier-too-long", Summary: "takes long verifiers", Breaks: forms("PKC-07"),
			Bend: func(r *fakeserver.Rules) {
				honest := r.PKCE.WellFormed
				r.PKCE.WellFormed = func(verifier string) bool { return honest(verifier) || len(verifier) > 128 }
			}},
		{Name: "pkce-plain-unchecked", Summary: "takes any verifier for a plain challenge", Breaks: forms("PKC-09"),
			Bend: func(r *fakeserver.Rules) {
				honest := r.PKCE.Verifies
				r.PKCE.Verifies = func(method, challenge, verifier string) bool {
					return method == "plain" || honest(method, challenge, verifier)
				}
			}},
	}
}
