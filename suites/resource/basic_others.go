package resource

import (
	"strings"
	"unicode"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// otherPair is given: a second pair that is alive, for what one alone does not
// show.
func (t *T) otherPair() scenarios.Credentials {
	if t.Kit.OtherBasic == nil {
		t.Untested("the target file names no other_basic key")
	}
	t.Control(t.Call(*t.Kit.OtherBasic), check.Alive())
	return *t.Kit.OtherBasic
}

// unicodePair is given: a pair whose secret has characters beyond ASCII, and
// which is not yet seen to be alive.
func (t *T) unicodePair() scenarios.Credentials {
	if t.Kit.OtherBasic == nil {
		t.Untested("the target file names no other_basic key")
	}
	if !beyondASCII(t.Kit.OtherBasic.Secret) {
		t.Untested("the secret of other_basic holds no character beyond ASCII")
	}
	return *t.Kit.OtherBasic
}

// refusal is the answer to credentials that are no good: whoever lets anybody in
// may still know a wrong secret.
func (t *T) refusal(pair scenarios.Credentials, bends ...scenarios.Bend) *scenarios.Reply {
	r := t.Call(scenarios.Basic(t.Nonce(), t.Nonce()), bends...)
	if r.Class == scenarios.Alive {
		r = t.Call(scenarios.Basic(pair.User, t.Nonce()), bends...)
	}
	return r
}

func beyondASCII(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
}

// basicOthers tries a second pair, and the first one beside it.
func basicOthers() []check.Check {
	return []check.Check{
		on("BAS-17", "call the API with a secret that has characters beyond ASCII, in UTF-8", func(t *T) {
			pair := t.unicodePair()
			refused := t.refusal(t.KeyHolder())
			t.Control(refused, check.Turned())
			r := t.Call(pair)
			if said := charsetOf(refused); !strings.EqualFold(said, "UTF-8") && check.IsRefused(r) {
				t.Inapplicable("the challenge does not say how characters beyond ASCII are encoded (charset: %s), and UTF-8 is not taken", said)
			}
			t.Judge(r, check.Alive())
		}, check.Looks),
		on("BAS-18", "call with the key of one pair and the secret of another", func(t *T) {
			pair, other := t.KeyHolder(), t.otherPair()
			t.JudgeEach("the first key with the other's secret", t.Call(scenarios.Basic(pair.User, other.Secret)), check.Dead())
			t.JudgeEach("the other key with the first one's secret", t.Call(scenarios.Basic(other.User, pair.Secret)), check.Dead())
		}, check.Attacks),
		on("BAS-19", "call with a secret whose characters beyond ASCII are others or none", func(t *T) {
			pair := t.unicodePair()
			t.otherPair()
			for _, near := range blurred(pair.Secret) {
				t.JudgeEach(near.as, t.Call(scenarios.Basic(pair.User, near.thing)), check.Dead())
			}
		}, check.Attacks),
	}
}

// blurred are spellings of a text that become the same where characters beyond
// ASCII are lost on the way, or are folded by a comparison for people.
func blurred(text string) []labelled[string] {
	each := func(with func(rune) rune) string {
		return strings.Map(func(r rune) rune {
			if r <= unicode.MaxASCII {
				return r
			}
			return with(r)
		}, text)
	}
	folds := map[rune]rune{'ü': 'u', 'é': 'e', 'ñ': 'n', 'ó': 'o', 'ö': 'o', 'ä': 'a', 'á': 'a', 'í': 'i', 'ú': 'u', 'è': 'e', 'à': 'a', 'ç': 'c'}
	out := []labelled[string]{
		{"question marks instead of them", each(func(rune) rune { return '?' })},
		{"without them", each(func(rune) rune { return -1 })},
		{"the replacement character instead of them", each(func(rune) rune { return unicode.ReplacementChar })},
		{"the low bytes of their numbers", each(func(r rune) rune { return r & 0xff })},
		{"without their accents", each(func(r rune) rune {
			if plain, known := folds[r]; known {
				return plain
			}
			return r
		})},
	}
	kept := out[:0]
	for _, near := range out {
		if near.thing != text {
			kept = append(kept, near)
		}
	}
	return kept
}
