package redact

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/internal/secrets"
	"github.com/authassay/authassay/scenarios/transcript"
)

// command writes an exchange as a curl line for a POSIX shell, with variables
// such as $CLIENT_SECRET instead of secrets.
func (s *Script) command(x transcript.Entry) string {
	parts := []string{"curl", "-i"}
	switch {
	case x.Method == http.MethodHead:
		parts[1] = "-I"
	case x.Method != http.MethodGet || len(x.Body) > 0:
		parts = append(parts, "-X", quoted(x.Method))
	}
	if strings.Contains(x.URL, "/./") || strings.Contains(x.URL, "/../") {
		parts = append(parts, "--path-as-is")
	}
	if strings.ContainsAny(x.URL, "[]{}") {
		parts = append(parts, "-g") // they would mean several addresses
	}
	parts = append(parts, s.argument(s.masked(printable(x.URL), s.r.words().InForm)))
	parts = append(parts, s.fields(x)...)
	data, pipe := s.body(x)
	return pipe + strings.Join(append(parts, data...), " ")
}

// fields are the options that send the header of the request and nothing beside
// it: what curl would add by itself is taken out.
func (s *Script) fields(x transcript.Entry) []string {
	var out []string
	names := make([]string, 0, len(x.Header))
	for name := range x.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		values := x.Header[name]
		if ofItself(x, name, values) {
			continue
		}
		for _, v := range values {
			out = append(out, s.field(name, printable(v), len(values) == 1)...)
		}
	}
	for _, name := range []string{"Accept", "User-Agent"} {
		if len(x.Header) > 0 && !scenarios.HasField(x.Header, name) {
			out = append(out, "-H", quoted(name+":"))
		}
	}
	if len(x.Body) > 0 && !scenarios.HasField(x.Header, "Content-Type") {
		out = append(out, "-H", "Content-Type:")
	}
	if len(x.Body) > 1024 {
		out = append(out, "-H", "Expect:")
	}
	return out
}

// ofItself says whether curl sends a field without being told to.
func ofItself(x transcript.Entry, name string, values []string) bool {
	switch strings.ToLower(name) {
	case "user-agent", "content-length":
		return true
	case "accept":
		return len(values) == 1 && values[0] == "*/*"
	case "host":
		u, err := url.Parse(x.URL)
		return err == nil && len(values) == 1 && values[0] == u.Host
	}
	return false
}

// field is the option that sends one field. Credentials of HTTP Basic are
// written so that their name can be read.
func (s *Script) field(name, value string, alone bool) []string {
	scheme, rest, _ := strings.Cut(value, " ")
	if user, secret, ok := secrets.BasicHalves(rest); ok && strings.EqualFold(name, "Authorization") && strings.EqualFold(scheme, "basic") &&
		base64.StdEncoding.EncodeToString([]byte(user+":"+secret)) == rest {
		pair := s.known(user) + ":" + s.value("secret", secret)
		switch {
		case !strings.Contains(pair, s.sentinel):
		case alone && scheme == "Basic" && name == "Authorization":
			return []string{"-u", s.argument(pair)}
		default:
			encoded := `"$(printf %s ` + s.argument(pair) + ` | base64 | tr -d '\n')"`
			return []string{"-H", quoted(name+": "+scheme+" ") + encoded}
		}
	}
	if value == "" {
		return []string{"-H", quoted(name + ";")}
	}
	return []string{"-H", s.argument(printable(name) + ": " + s.masked(value, func(v string, f secrets.Spot) string { return s.r.words().InField(name, v, f) }))}
}

// body is the option that sends the body, and what stands before curl where
// the body comes through a pipe: what does not fit into a line of a shell or
// would not survive a report is read from a file.
func (s *Script) body(x transcript.Entry) (option []string, pipe string) {
	if len(x.Body) == 0 {
		return nil, ""
	}
	text := s.masked(string(x.Body), s.r.words().InBody)
	pieces := strings.Split(text, s.sentinel)
	if fits(strings.Join(pieces, "")) {
		return []string{"--data-raw", s.argument(text)}, ""
	}
	if len(pieces) == 1 {
		return []string{"--data-binary", "@" + quoted(s.keep([]byte(text)))}, ""
	}
	var feed []string
	for i, piece := range pieces {
		switch {
		case i%2 == 1:
			feed = append(feed, `printf %s "`+piece+`"`)
		case piece == "":
		case fits(piece):
			feed = append(feed, "printf %s "+quoted(piece))
		default:
			feed = append(feed, "cat "+quoted(s.keep([]byte(piece))))
		}
	}
	return []string{"--data-binary", "@-"}, "{ " + strings.Join(feed, "; ") + "; } | "
}

// fits says whether a text can stand in a line of a shell.
func fits(text string) bool {
	return len(text) <= maxShown && utf8.ValidString(text) && strings.IndexFunc(text, unfit) < 0
}

// unfit is true of what a terminal or a report would not show as it is.
func unfit(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) }

// printable takes out what cannot stand in a command line.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unfit(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// argument quotes a text for a shell: variables in double quotes, everything
// else in single ones.
func (s *Script) argument(text string) string {
	var b strings.Builder
	for i, piece := range strings.Split(text, s.sentinel) {
		switch {
		case i%2 == 1:
			b.WriteString(`"` + piece + `"`)
		case piece != "":
			b.WriteString(quoted(piece))
		}
	}
	return b.String()
}

// quoted writes a text for a shell, in single quotes where it needs any.
func quoted(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
