package reports

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain makes text that a target may have written safe to show: bytes that are
// not UTF-8 and characters that steer a terminal, reorder a line or break XML
// are written out as escapes. Line ends and tabs stay.
func plain(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if strings.IndexFunc(s, harmful) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case harmful(r) && r < 0x80:
			fmt.Fprintf(&b, `\x%02x`, r)
		case harmful(r):
			fmt.Fprintf(&b, `\u{%04x}`, r)
		default:
			b.WriteRune(r)
		}
		s = s[size:]
	}
	return b.String()
}

// harmful is true of controls, of format characters such as bidirectional
// overrides, and of code points that XML 1.0 §2.2 forbids.
func harmful(r rune) bool {
	if r == '\n' || r == '\t' {
		return false
	}
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) ||
		unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) ||
		r == 0xFFFE || r == 0xFFFF
}

// line is plain on one line: a line end inside a field can't forge another.
func line(s string) string {
	s = strings.TrimSpace(plain(s))
	return strings.NewReplacer("\n", `\n`, "\t", " ").Replace(s)
}

// wrap breaks prose into lines of at most width characters. A word that is
// longer stays whole, so that links can be followed.
func wrap(s string, width int) []string {
	var lines []string
	current := ""
	for _, word := range strings.Fields(line(s)) {
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

// plural says "1 warning" or "2 warnings".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// millis writes a duration that is held in milliseconds.
func millis(ms float64) string {
	switch {
	case ms >= 10000:
		return fmt.Sprintf("%.1f s", ms/1000)
	case ms >= 1000:
		return fmt.Sprintf("%.2f s", ms/1000)
	case ms >= 100:
		return fmt.Sprintf("%.0f ms", ms)
	case ms >= 10:
		return fmt.Sprintf("%.1f ms", ms)
	}
	return fmt.Sprintf("%.2f ms", ms)
}

// listed joins words as a sentence does.
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
