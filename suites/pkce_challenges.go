package suites

import (
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// pkceResembling holds the comparison of challenges to the whole of them.
func pkceResembling() []check.Check {
	return []check.Check{
		on("PKC-20", "ask with challenges that only resemble that of the verifier", func(t *T) {
			t.controlProof()
			verifier := t.Verifier()
			for _, as := range likeChallenge(check.S256(verifier)) {
				l := t.Visit(t.challenging(as.thing, "S256"), scenarios.Consents)
				if l.Code() == "" {
					t.JudgeEach(as.as, l, check.NoCode("invalid_request"))
					continue
				}
				t.JudgeEach(as.as, t.Exchange(l.Code(), scenarios.With("code_verifier", verifier)), check.Refused("invalid_grant", "invalid_request"))
			}
		}),
	}
}

// likeChallenge are challenges that are well written, and not that of a verifier.
func likeChallenge(challenge string) []labelled[string] {
	other := map[bool]string{true: "A", false: "B"}
	middle := len(challenge) / 2
	return []labelled[string]{
		{"its letters in the other case", check.SwapCase(challenge)},
		{"the first character changed", other[challenge[0] != 'A'] + challenge[1:]},
		{"the middle one changed", challenge[:middle] + other[challenge[middle] != 'A'] + challenge[middle+1:]},
		{"alike in its first 8 characters only", challenge[:8] + strings.Repeat("A", len(challenge)-8)},
		{"alike in its last 8 characters only", strings.Repeat("A", len(challenge)-8) + challenge[len(challenge)-8:]},
	}
}
