// Package words holds the small words of reports: text that a target may have
// written made harmless, numbers with their nouns, durations.
//
//	words.Line("two\nlines")                  // two\nlines
//	words.Plural(2, "warning", "warnings")    // 2 warnings
//
// It knows neither runs nor formats.
package words

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain makes text that a target may have written safe to show: bytes that are
// not UTF-8 and characters that steer a terminal, reorder a line or break XML
// are written out as escapes. Line ends and tabs stay.
func Plain(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if strings.IndexFunc(s, Harmful) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case Harmful(r) && r < 0x80:
			fmt.Fprintf(&b, `\x%02x`, r)
		case Harmful(r):
			fmt.Fprintf(&b, `\u{%04x}`, r)
		default:
			b.WriteRune(r)
		}
		s = s[size:]
	}
	return b.String()
}

// Harmful is true of controls, of format characters such as bidirectional
// overrides, and of code points that XML 1.0 §2.2 forbids.
func Harmful(r rune) bool {
	if r == '\n' || r == '\t' {
		return false
	}
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) ||
		unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) ||
		r == 0xFFFE || r == 0xFFFF
}

// Line is Plain on one line: a line end inside a field can't forge another.
func Line(s string) string {
	s = strings.TrimSpace(Plain(s))
	return strings.NewReplacer("\n", `\n`, "\t", " ").Replace(s)
}

// Wrap breaks prose into lines of at most width characters. A word that is
// longer stays whole, so that links can be followed.
func Wrap(s string, width int) []string {
	var lines []string
	current := ""
	for _, word := range strings.Fields(Line(s)) {
		switch {
		case current == "":
			current = word
		case utf8.RuneCountInString(current)+1+utf8.RuneCountInString(word) > width:
			lines = append(lines, current)
			current = word
		default:
			current += " " + word
		}
	}
	return append(lines, current)
}
