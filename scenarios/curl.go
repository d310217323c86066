package scenarios

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var fingerprint = regexp.MustCompile(`«fp:[0-9a-f]{8}/[0-9]+»`)

// sentinel marks a placeholder until the text around it is quoted.
const sentinel = "\x00"

// Curl writes a request as a curl line for a POSIX shell, with variables such
// as $CLIENT_SECRET in the place of secrets.
func (r *Redactor) Curl(x Entry) string {
	r.Observe(x)
	parts := []string{"curl", "-i"}
	switch {
	case x.Method == "HEAD":
		parts[1] = "-I"
	case x.Method != "GET" || len(x.Body) > 0:
		parts = append(parts, "-X", quoted(x.Method))
	}
	parts = append(parts, r.argument(inForm(unmarked(x.URL), placePlaceholder)))
	names := make([]string, 0, len(x.Header))
	for name := range x.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if name == "User-Agent" || name == "Accept" && x.Header[name][0] == "*/*" {
			continue
		}
		for _, v := range x.Header[name] {
			parts = append(parts, "-H", r.argument(unmarked(name)+": "+inHeader(name, unmarked(v), placePlaceholder)))
		}
	}
	switch body := string(x.Body); {
	case body == "":
	case x.Clipped || len(body) > maxShown || !utf8.ValidString(body) || strings.Contains(body, sentinel):
		parts = append(parts, "--data-binary", "@body")
	default:
		parts = append(parts, "--data-raw", r.argument(inBody(body, placePlaceholder)))
	}
	return strings.Join(parts, " ")
}

// unmarked takes out what would pass for a sentinel.
func unmarked(s string) string { return strings.ReplaceAll(s, sentinel, "") }

func placePlaceholder(name, _ string) (string, bool) {
	variable := placeholders[strings.ToLower(name)]
	if variable == "" {
		variable = "SECRET"
	}
	return sentinel + variable + sentinel, true
}

// argument scrubs what structure did not show and quotes the rest. Variables
// stand in double quotes, everything else in single ones.
func (r *Redactor) argument(text string) string {
	text = fingerprint.ReplaceAllLiteralString(r.Scrub(text), sentinel+"SECRET"+sentinel)
	var b strings.Builder
	for i, piece := range strings.Split(text, sentinel) {
		switch {
		case i%2 == 1:
			b.WriteString(`"$` + piece + `"`)
		case piece != "":
			b.WriteString(quoted(piece))
		}
	}
	return b.String()
}

// quoted writes a text for a shell, in single quotes where it needs any.
func quoted(s string) string {
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
