package suites

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// pkce is the chapter of proof key for code exchange: whoever redeems a
// code proves to be the one who asked for it. RFC 7636.
func pkce() []check.Check {
	return slices.Concat(
		pkcePlain(),
		pkcePolicy(),
		pkceChallenges(),
		pkceResembling(),
		pkceExchanges(),
		[]check.Check{
			on("PKC-01", "redeem the code with its verifier", func(t *T) {
				t.Control(t.Exchange(t.Code()), check.Granted())
				verifier := t.Verifier()
				code := t.challenged(check.S256(verifier), "S256")
				t.Judge(t.Exchange(code, scenarios.With("code_verifier", verifier)), check.Granted())
			}, check.Looks),
			on("PKC-02", "redeem the code with what only resembles its verifier, and with others", func(t *T) {
				verifier := t.Verifier()
				others := []nearmiss.Miss{{As: "another one", Why: "nothing compared", Value: t.Verifier()}}
				check.SweepWith(t.T, filled(nearmiss.Of(nearmiss.Verifier, verifier, others...)), t.proven(verifier),
					check.Refused("invalid_grant", "invalid_request"))
			}),
			on("PKC-03", "redeem the code without its verifier", func(t *T) {
				t.spoils(t.provingTo(t.Verifier()), []spoilt{
					bent("none", scenarios.Without("code_verifier")), bent("an empty one", scenarios.With("code_verifier", "")),
					{"none, after a wrong one", func(p proving, code string) *scenarios.Reply {
						p.send(p.client, code, scenarios.With("code_verifier", t.Verifier()))
						return p.send(p.client, code, scenarios.Without("code_verifier"))
					}},
				}, check.Refused("invalid_grant", "invalid_request"))
			}),
			on("PKC-04", "send a verifier for a code without a challenge", func(t *T) {
				t.controlProof()
				none := t.stray("no challenge", scenarios.Without("code_challenge"), scenarios.Without("code_challenge_method"))
				method := t.stray("a method without a challenge", scenarios.Without("code_challenge"), scenarios.With("code_challenge_method", "S256"))
				empty := t.stray("an empty challenge", scenarios.With("code_challenge", ""), scenarios.With("code_challenge_method", "S256"))
				switch {
				case none != nil && t.Kit.Client.PKCE == "" && t.Policy.PKCE != "required":
					t.Lacking("an authorization code", none)
				case none != nil && method != nil && empty != nil:
					t.Inapplicable("a request without a challenge gets no code here: %s", check.Describe(none))
				}
			}),
			on("PKC-06", "ask with a challenge method that does not exist", func(t *T) {
				t.methodless("S999", "S512", "none")
			}),
			on("PKC-15", "ask with a challenge method in the other case", func(t *T) { t.methodless("s256", "PLAIN") }),
		},
	)
}

// stray sends a verifier with a code that was asked for without a challenge that could
// be met. It returns where the request ended that gets no code, and else nil.
func (t *T) stray(as string, bends ...scenarios.Bend) *scenarios.Landing {
	l := t.Authorize(scenarios.Consents, bends...)
	if l.Code() == "" {
		return l
	}
	r := t.Exchange(l.Code(), scenarios.With("code_verifier", t.Verifier()))
	t.JudgeEach(as, r, check.Refused("invalid_grant", "invalid_request"))
	return nil
}

// methodless asks with challenge methods that do not exist.
func (t *T) methodless(methods ...string) {
	t.controlProof()
	for _, method := range methods {
		l := t.Visit(t.challenging(check.S256(t.Verifier()), method), scenarios.Consents)
		t.JudgeEach(method, l, check.NoCode("invalid_request"))
	}
}

// challenged is given: a code that was asked for with a challenge.
func (t *T) challenged(challenge, method string) string {
	l := t.Visit(t.challenging(challenge, method), scenarios.Consents)
	if l.Code() == "" {
		t.Lacking("an authorization code", l)
	}
	return l.Code()
}

// controlProof is the positive control of the chapter: the right verifier is
// accepted.
func (t *T) controlProof() {
	verifier := t.Verifier()
	code := t.challenged(check.S256(verifier), "S256")
	t.Control(t.Exchange(code, scenarios.With("code_verifier", verifier)), check.Granted())
}

// pkcePlain goes on with RFC 7636.
func pkcePlain() []check.Check {
	return []check.Check{
		on("PKC-07", "use verifiers of 42 and of 129 characters", func(t *T) {
			t.controlProof()
			for _, length := range []int{42, 129} {
				verifier := strings.Repeat(t.Verifier(), 4)[:length]
				step := t.Asking()
				step.Challenge, step.ChallengeMethod = check.S256(verifier), "S256"
				r := t.Exchange(t.CodeOf(step), scenarios.With("code_verifier", verifier))
				t.Judge(r, check.Refused("invalid_grant", "invalid_request"))
			}
		}),
		on("PKC-08", "redeem a code of a plain challenge", func(t *T) {
			verifier := t.Verifier()
			l := t.Visit(t.challenging(verifier, "plain"), scenarios.Consents)
			if t.Policy.PKCE == "plain" {
				t.DeclaredBy(l, l.Code() != "", "plain challenges are taken")
			}
			if l.Code() == "" {
				t.Lacking("an authorization code", l)
			}
			r := t.Exchange(l.Code(), scenarios.With("code_verifier", verifier))
			if t.Policy.PKCE == "plain" {
				t.DeclaredBy(r, r.Class == scenarios.Alive, "plain challenges are taken")
			}
			t.Judge(r, check.Granted())
		}, check.Looks),
		on("PKC-09", "redeem a code of a plain challenge with another verifier", func(t *T) {
			verifier := t.Verifier()
			t.Control(t.Exchange(t.challenged(verifier, "plain"), scenarios.With("code_verifier", verifier)), check.Granted())
			r := t.Exchange(t.challenged(t.Verifier(), "plain"), scenarios.With("code_verifier", t.Verifier()))
			t.Judge(r, check.Refused("invalid_grant"))
		}),
		on("PKC-11", "redeem the code of one request with the verifier of another", func(t *T) {
			t.controlProof()
			first, second := t.Verifier(), t.Verifier()
			code := t.challenged(check.S256(first), "S256")
			other := t.challenged(check.S256(second), "S256")
			t.Judge(t.Exchange(code, scenarios.With("code_verifier", second)), check.Refused("invalid_grant"))
			t.Judge(t.Exchange(other, scenarios.With("code_verifier", first)), check.Refused("invalid_grant"))
		}),
	}
}

// pkceChallenges holds challenges to their form.
func pkceChallenges() []check.Check {
	return []check.Check{
		on("PKC-16", "ask with a challenge without a method, and redeem the code with another verifier and without one", func(t *T) {
			t.controlProof()
			verifier := t.Verifier()
			spoil := map[string]scenarios.Bend{"another verifier": scenarios.With("code_verifier", t.Verifier()), "no verifier": scenarios.Without("code_verifier")}
			for _, as := range []string{"another verifier", "no verifier"} {
				l := t.Visit(t.challenging(verifier, ""), scenarios.Consents)
				if l.Code() == "" {
					t.Judge(l, check.NoCode("invalid_request"))
					return
				}
				t.JudgeEach(as, t.Exchange(l.Code(), spoil[as]), check.Refused("invalid_grant", "invalid_request"))
			}
		}),
		on("PKC-17", "redeem a code of a challenge without a method as one of a plain challenge", func(t *T) {
			verifier := t.Verifier()
			t.Control(t.Exchange(t.challenged(verifier, "plain"), scenarios.With("code_verifier", verifier)), check.Granted())
			l := t.Visit(t.challenging(verifier, ""), scenarios.Consents)
			if l.Code() == "" {
				t.Judge(l, check.WithCode())
			}
			t.Judge(t.Exchange(l.Code(), scenarios.With("code_verifier", verifier)), check.Granted())
		}, check.Looks),
		on("PKC-18", "use verifiers with characters that are not unreserved", func(t *T) {
			t.controlProof()
			for _, odd := range []labelled[string]{{"a plus", "+"}, {"a blank", " "}, {"a letter with an accent", "é"}, {"an escape", "%41"}} {
				verifier := t.Verifier() + odd.thing
				l := t.Visit(t.challenging(check.S256(verifier), "S256"), scenarios.Consents)
				if l.Code() == "" {
					t.Lacking("an authorization code", l)
				}
				t.JudgeEach(odd.as, t.Exchange(l.Code(), scenarios.With("code_verifier", verifier)), check.Refused("invalid_grant", "invalid_request"))
			}
		}),
		on("PKC-19", "ask with digests that are not written in base64url", func(t *T) {
			t.controlProof()
			for _, as := range []string{"padded", "in hexadecimal", "hexadecimal digits in base64url"} {
				verifier := t.Verifier()
				l := t.Visit(t.challenging(written(verifier)[as], "S256"), scenarios.Consents)
				if l.Code() == "" {
					t.JudgeEach(as, l, check.NoCode("invalid_request"))
					continue
				}
				t.JudgeEach(as, t.Exchange(l.Code(), scenarios.With("code_verifier", verifier)), check.Refused("invalid_grant", "invalid_request"))
			}
		}),
	}
}

// written is the digest of a verifier as careless clients and servers write it.
func written(verifier string) map[string]string {
	sum := sha256.Sum256([]byte(verifier))
	digits := hex.EncodeToString(sum[:])
	return map[string]string{
		"padded": check.S256(verifier) + "=", "in hexadecimal": digits,
		"hexadecimal digits in base64url": base64.RawURLEncoding.EncodeToString([]byte(digits)),
	}
}

// pkceExchanges speaks of challenges in the token request.
func pkceExchanges() []check.Check {
	return []check.Check{
		on("PKC-05", "send the challenge itself as the verifier", func(t *T) {
			verifier := t.Verifier()
			challenge := check.S256(verifier)
			as := func(value string) scenarios.Bend { return scenarios.With("code_verifier", value) }
			t.spoils(t.provingTo(verifier), []spoilt{
				bent("the challenge", as(challenge)), bent("the challenge, padded", as(challenge+"=")), bent("the challenge of the challenge", as(check.S256(challenge))),
			}, check.Refused("invalid_grant", "invalid_request"))
		}),
		on("PKC-14", "speak of challenges in the token request", func(t *T) {
			verifier, other := t.Verifier(), t.Verifier()
			with := scenarios.With
			p := t.provingTo(verifier)
			for id, wrong := range map[string]string{"PKC-05": check.S256(verifier), "PKC-02": other} {
				r := p.send(p.client, p.obtain(), with("code_verifier", wrong))
				if t.Sound(r); !check.IsRefused(r) {
					t.Inapplicable("a wrong verifier is not refused by itself, which is for %s to say: %s", id, check.Describe(r))
				}
			}
			t.spoils(p, []spoilt{
				bent("the challenge as a plain one", with("code_verifier", check.S256(verifier)), with("code_challenge_method", "plain")),
				bent("another challenge with its verifier", with("code_verifier", other), with("code_challenge", check.S256(other)), with("code_challenge_method", "S256")),
				bent("another plain challenge with its verifier", with("code_verifier", other), with("code_challenge", other), with("code_challenge_method", "plain")),
			}, check.Refused("invalid_grant", "invalid_request"))
		}),
	}
}

// pkcePolicy holds the server to what it declares about proof keys: RFC 7636
// §4.4.1 leaves to it whether it insists on one, and with which challenges.
func pkcePolicy() []check.Check {
	return []check.Check{
		on("PKC-10", "ask without a challenge", func(t *T) {
			declared := t.Policy.PKCE
			if t.Kit.Client.PKCE == "" && declared != "optional" && declared != "required" {
				t.Inapplicable("the target file says nothing of a challenge that the server insists on")
			}
			t.controlProof()
			l := t.Authorize(scenarios.Consents, scenarios.Without("code_challenge"), scenarios.Without("code_challenge_method"))
			t.Sound(l)
			t.Measure("a request without a challenge gets a code", "%v", l.Code() != "")
			switch declared {
			case "optional":
				t.DeclaredBy(l, l.Code() != "", "a request without a challenge gets a code")
			case "required":
				t.DeclaredBy(l, l.Code() == "", "a request without a challenge gets no code")
			default:
				t.Judge(l, check.NoCode("invalid_request"))
			}
		}),
		on("PKC-12", "send a challenge, then another verifier, where neither counts", func(t *T) {
			if t.Policy.PKCE != "off" {
				t.Inapplicable("the target does not declare that it ignores proof keys")
			}
			t.Control(t.Exchange(t.Code()), check.Granted())
			l := t.Visit(t.challenging(check.S256(t.Verifier()), "S256"), scenarios.Consents)
			t.DeclaredBy(l, l.Code() != "", "a challenge is ignored")
			r := t.Exchange(l.Code(), scenarios.With("code_verifier", t.Verifier()))
			t.DeclaredBy(r, r.Class == scenarios.Alive, "a verifier is ignored")
		}),
		on("PKC-13", "ask with a plain challenge where S256 alone is taken", func(t *T) {
			if t.Policy.PKCE != "S256" {
				t.Inapplicable("the target does not declare that it takes S256 alone")
			}
			t.controlProof()
			verifier := t.Verifier()
			l := t.Visit(t.challenging(verifier, "plain"), scenarios.Consents)
			if l.Code() == "" {
				t.DeclaredBy(l, true, "a plain challenge gets no tokens")
				return
			}
			r := t.Exchange(l.Code(), scenarios.With("code_verifier", verifier))
			t.DeclaredBy(r, r.Class != scenarios.Alive, "a plain challenge gets no tokens")
		}),
	}
}

// challenging is an authorization request with a challenge.
func (t *T) challenging(challenge, method string) scenarios.Step {
	step := t.Asking()
	step.Challenge, step.ChallengeMethod = challenge, method
	return step
}
