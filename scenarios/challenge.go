package scenarios

import (
	"net/http"
	"strings"
)

// Challenge is one challenge of a WWW-Authenticate field, RFC 9110 §11.6.1.
type Challenge struct {
	Scheme string
	// Params holds the parameters by lower-case name; of a repeated name the
	// first counts.
	Params map[string]string
	// Token68 is the one value that a challenge may have instead of
	// parameters, RFC 9110 §11.2.
	Token68 string
	// Repeated names the parameters that stand more than once, RFC 6750 §3.
	Repeated []string
}

// Is compares the scheme, whose case does not matter.
func (c Challenge) Is(s Scheme) bool { return strings.EqualFold(c.Scheme, string(s)) }

// Challenges reads every challenge of every WWW-Authenticate field. A comma may
// end a parameter or a challenge; what stands behind it tells which. What
// cannot be read is passed over.
func Challenges(h http.Header) []Challenge {
	var out []Challenge
	for name, values := range h {
		if !strings.EqualFold(name, "WWW-Authenticate") {
			continue
		}
		for _, v := range values {
			out = append(out, readChallenges(v)...)
		}
	}
	return out
}

func readChallenges(v string) []Challenge {
	var out []Challenge
	s := &scanner{rest: v}
	for {
		s.skip(", \t")
		if s.rest == "" {
			return out
		}
		word := s.token()
		if word == "" {
			s.junk()
			continue
		}
		if len(out) > 0 && s.equals() {
			out[len(out)-1].set(word, s.value())
			continue
		}
		c := Challenge{Scheme: word, Params: map[string]string{}}
		s.first(&c)
		out = append(out, c)
	}
}

func (c *Challenge) set(name, value string) {
	name = strings.ToLower(name)
	if _, ok := c.Params[name]; ok {
		c.Repeated = append(c.Repeated, name)
		return
	}
	c.Params[name] = value
}

// scanner reads a field value from left to right.
type scanner struct{ rest string }

func (s *scanner) skip(set string) { s.rest = strings.TrimLeft(s.rest, set) }

// junk passes over what no production fits, up to the next comma.
func (s *scanner) junk() {
	if strings.HasPrefix(s.rest, `"`) {
		s.quoted()
		return
	}
	i := strings.IndexByte(s.rest, ',')
	if i < 0 {
		i = len(s.rest)
	}
	s.rest = s.rest[i:]
}

func (s *scanner) token() string {
	i := 0
	for i < len(s.rest) && isTokenByte(s.rest[i]) {
		i++
	}
	word := s.rest[:i]
	s.rest = s.rest[i:]
	return word
}

// equals takes an equals sign with the white space around it, RFC 9110 §11.2.
func (s *scanner) equals() bool {
	after := strings.TrimLeft(s.rest, " \t")
	if !strings.HasPrefix(after, "=") {
		return false
	}
	s.rest = strings.TrimLeft(after[1:], " \t")
	return true
}

func (s *scanner) value() string {
	if strings.HasPrefix(s.rest, `"`) {
		return s.quoted()
	}
	i := strings.IndexAny(s.rest, ", \t")
	if i < 0 {
		i = len(s.rest)
	}
	v := s.rest[:i]
	s.rest = s.rest[i:]
	return v
}

// quoted reads a quoted string, RFC 9110 §5.6.4; one that does not end goes to
// the end of the field.
func (s *scanner) quoted() string {
	var b strings.Builder
	for i := 1; i < len(s.rest); i++ {
		switch s.rest[i] {
		case '"':
			s.rest = s.rest[i+1:]
			return b.String()
		case '\\':
			if i+1 < len(s.rest) {
				i++
			}
		}
		b.WriteByte(s.rest[i])
	}
	s.rest = ""
	return b.String()
}

// first reads what follows a scheme: a parameter, a token68, or nothing.
func (s *scanner) first(c *Challenge) {
	if !strings.HasPrefix(s.rest, " ") && !strings.HasPrefix(s.rest, "\t") {
		return
	}
	s.skip(" \t")
	before := s.rest
	name := s.token()
	if name != "" && s.equals() && !onlyPadding(s.rest) {
		c.set(name, s.value())
		return
	}
	s.rest = before
	end := strings.IndexAny(before, ", \t")
	if end < 0 {
		end = len(before)
	}
	if isToken68(before[:end]) {
		c.Token68 = before[:end]
		s.rest = before[end:]
	}
}

// onlyPadding tells the padding of a token68 from the value of a parameter.
func onlyPadding(rest string) bool {
	rest = strings.TrimLeft(rest, "=")
	return rest == "" || rest[0] == ','
}

func isToken68(s string) bool {
	body := strings.TrimRight(s, "=")
	for i := 0; i < len(body); i++ {
		if !isAlphanumeric(body[i]) && !strings.ContainsRune("-._~+/", rune(body[i])) {
			return false
		}
	}
	return body != ""
}

func isAlphanumeric(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
}

// isTokenByte is tchar of RFC 9110 §5.6.2.
func isTokenByte(b byte) bool {
	return isAlphanumeric(b) || strings.IndexByte("!#$%&'*+-.^_`|~", b) >= 0
}
