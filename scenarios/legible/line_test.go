package legible_test

import (
	"testing"

	"github.com/authassay/authassay/scenarios/legible"
)

// TestPrintableSteersNothing writes out whatever a terminal would obey.
func TestPrintableSteersNothing(t *testing.T) {
	for text, want := range map[string]string{
		"as it is, «fp:1», ü":       "as it is, «fp:1», ü",
		"\x1b]0;title\a\x1b[31mred": `\x1b]0;title\x07\x1b[31mred`,
		"ok\nFAILED login":          `ok\nFAILED login`,
		"one\ttwo\rthree":           `one two\x0dthree`,
		"user\u202egnp.exe":         `user\u{202e}gnp.exe`,
		"\u2066a\u2069\u2028b":      `\u{2066}a\u{2069}\u{2028}b`,
		"\x9b31m\xff":               `\x9b31m\xff`,
		"\u009b31m":                 `\u{009b}31m`,
	} {
		if got := legible.Line(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
