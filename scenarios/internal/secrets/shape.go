package secrets

import (
	"regexp"
	"strings"
)

// Shortest is the fewest characters of a secret that is worth looking for
// everywhere: shorter ones would be found in innocent words.
const Shortest = 6

// Longest is how many bytes of a value are looked at as a secret.
const Longest = 4 << 10

var (
	// Text is what secrets are written in: no blanks, quotes or brackets,
	// which only a server writes there that means to spoil a report.
	Text = regexp.MustCompile(`^[A-Za-z0-9._~+/=:|%!$*,@^()#-]+$`)
	// wordy is made of words, as names and media types are.
	wordy = regexp.MustCompile(`^[A-Za-z]{1,14}(?:[-_./:][A-Za-z]{1,14})*$`)
	// PlainWord is a short word, which many texts hold.
	PlainWord = regexp.MustCompile(`^[A-Za-z]{0,11}$`)
	// CodeWord is an error code such as invalid_grant.
	CodeWord = regexp.MustCompile(`^[a-z]+(?:_[a-z]+)+$`)
)

// Looks says whether a value is long and varied enough to be a secret that
// is worth looking for everywhere: what a target calls a token may be a word of
// the language that reports are written in.
func Looks(v string) bool {
	if len(v) < 10 || len(v) > Longest || !Text.MatchString(v) || wordy.MatchString(v) || strings.Contains(v, "://") {
		return false
	}
	var lower, upper, digit int
	distinct := map[byte]bool{}
	for i := range len(v) {
		switch c := v[i]; {
		case c >= 'a' && c <= 'z':
			lower = 1
		case c >= 'A' && c <= 'Z':
			upper = 1
		case c >= '0' && c <= '9':
			digit = 1
		}
		distinct[v[i]] = true
	}
	if len(distinct) < 8 {
		return false
	}
	switch kinds := lower + upper + digit; {
	case len(v) < 16:
		return kinds == 3
	case len(v) < 24:
		return kinds >= 2
	}
	return true
}

// variables name what stands for a secret in a command line, by the name under
// which a server hands it out. Every name in it is a secret's wherever it stands.
var variables = map[string]string{
	"code": "FRESH_CODE", "state": "STATE", "token": "TOKEN", "access_token": "FRESH_TOKEN",
	"refresh_token": "REFRESH_TOKEN", "id_token": "ID_TOKEN", "client_secret": "CLIENT_SECRET",
	"secret": "FRESH_SECRET", "password": "PASSWORD", "passwd": "PASSWORD", "pwd": "PASSWORD",
	"code_verifier": "CODE_VERIFIER", "auth": "LAUNCH_CREDENTIALS", "assertion": "ASSERTION",
	"client_assertion": "CLIENT_ASSERTION", "session_state": "SESSION_STATE",
	"cookie": "COOKIE", "authorization": "CREDENTIALS", "bearer": "FRESH_TOKEN", "basic": "BASIC_CREDENTIALS",
}

// Variable names what stands for a secret of the place.
func Variable(place string) string {
	switch v, ok := variables[strings.ToLower(place)]; {
	case ok:
		return v
	case csrfName.MatchString(place):
		return "FORM_TOKEN"
	}
	return "SECRET"
}
