package legible

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line makes text that a target or its programs wrote fit for one line of
// a terminal: whatever would steer the terminal, reorder the line or begin
// another is written out as an escape, and so are bytes that are not UTF-8.
func Line(text string) string {
	if strings.IndexFunc(text, steers) < 0 && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, text[0])
		case !steers(r):
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteByte(' ')
		case r < 0x80:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u{%04x}`, r)
		}
		text = text[size:]
	}
	return b.String()
}

// steers is true of controls, of format characters such as bidirectional
// overrides (Unicode Standard Annex 9 §2), and of line and paragraph separators.
func steers(r rune) bool {
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r)
}
