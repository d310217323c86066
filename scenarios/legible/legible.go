// Package legible makes what machines write fit to be read by people: a line
// that cannot steer a terminal, the text of an HTML page, a duration without
// zeros.
//
//	fmt.Println(legible.Line(answer), "after", legible.Duration(time.Hour)) // ... after 1h
//
// It must not know what it is that is read: secrets are taken out before.
package legible

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"time"
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

var (
	unseenPart = regexp.MustCompile(`(?is)<(script|style|head|svg|template)\b.*?</(script|style|head|svg|template)\s*>|<!--.*?-->`)
	tag        = regexp.MustCompile(`(?s)<[^>]*>`)
)

// Page returns the beginning of what a person reads on an HTML page, at
// most so many characters long. It may hold what the person has typed, so it is
// scrubbed before it is shown.
func Page(body []byte, most int) string {
	text := tag.ReplaceAllString(unseenPart.ReplaceAllString(string(body), " "), " ")
	words := []rune(strings.Join(strings.Fields(html.UnescapeString(text)), " "))
	if len(words) > most {
		return strings.TrimSpace(string(words[:most])) + " …"
	}
	return string(words)
}

// Duration writes a duration as a person would: 1h and not 1h0m0s.
func Duration(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
