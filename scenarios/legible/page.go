package legible

import (
	"html"
	"regexp"
	"strings"
)

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
