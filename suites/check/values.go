package check

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// Alterations are values that only a careless comparison takes for the real
// one: a character less, a character more, the middle one changed, another
// case.
func Alterations(value string) (out []string) {
	for _, near := range Altered(value) {
		out = append(out, near)
	}
	return out
}

// Altered are the alterations of a value, each after the words that say what it
// has.
func Altered(value string) iter.Seq2[string, string] {
	return func(yield func(has, near string) bool) {
		if len(value) < 2 {
			return
		}
		middle := len(value) / 2
		other := byte('A')
		if value[middle] == other {
			other = 'B'
		}
		swapped := SwapCase(value)
		_ = yield("a character less", value[:len(value)-1]) && yield("a character more", value+"A") &&
			yield("one character changed", value[:middle]+string(other)+value[middle+1:]) &&
			(swapped == value || yield("its letters in the other case", swapped))
	}
}

// SwapCase writes capitals small and small letters as capitals.
func SwapCase(value string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return r
	}, value)
}

// leastCharacters is how long 128 random bits are in the base64 alphabet.
const leastCharacters = 22

// RequireUnguessable holds values to RFC 6749 §10.10: printable, long enough
// for 128 random bits, different, and without a structure that leaves less
// than that to chance.
func (t *T) RequireUnguessable(kind string, values ...string) {
	acceptable := fmt.Sprintf("%ss of printable characters, none twice, at least %d characters of which differ", kind, leastCharacters-6)
	seen := map[string]bool{}
	for _, v := range values {
		t.Require(v != "" && strings.Trim(v, Printable()[1:]) == "", acceptable, "a %s with other characters or none", kind)
		t.Require(len(v) >= leastCharacters, acceptable, "a %s of %d characters", kind, len(v))
		t.Require(!seen[v], acceptable, "one %s twice", kind)
		seen[v] = true
	}
	varied := varying(values)
	t.Require(varied >= leastCharacters-6, acceptable, "%d %ss that differ in %d places", len(values), kind, varied)
}

// Unguessable says whether values are as RequireUnguessable demands, whatever characters
// they hold.
func Unguessable(values ...string) bool {
	seen := map[string]bool{}
	for _, v := range values {
		if len(v) < leastCharacters || seen[v] {
			return false
		}
		seen[v] = true
	}
	return varying(values) >= leastCharacters-6
}

// varying counts the places in which values of one kind differ.
func varying(values []string) int {
	n := 0
	for i := range values[0] {
		for _, v := range values[1:] {
			if i >= len(v) || v[i] != values[0][i] {
				n++
				break
			}
		}
	}
	return n
}

// Describable says whether a text keeps to the characters of
// error_description, RFC 6749 §4.1.2.1 and §5.2.
func Describable(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		return r < 0x20 || r > 0x7e || r == '"' || r == '\\'
	}) < 0
}

// MemberNames returns the names of a JSON object's own members, as often as
// they stand there.
func MemberNames(body []byte) ([]string, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, fmt.Errorf("read members: no JSON object")
	}
	var names []string
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("read members: %w", err)
		}
		names = append(names, fmt.Sprint(name))
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, fmt.Errorf("read member %v: %w", name, err)
		}
	}
	return names, nil
}

// Encoded writes credentials as RFC 7617 §2 does.
func Encoded(pair scenarios.Credentials) string {
	return base64.StdEncoding.EncodeToString([]byte(pair.User + ":" + pair.Secret))
}

// Hostile are bodies that try a parser: NUL bytes, broken UTF-8, deep nesting.
var Hostile = []string{
	"{\"grant_type\":\"a\x00b\"}", "\x00\x00", "{\"code\":\"\xff\xfe\"}", `{"code":"\u0000","grant_type":"authorization_code"}`,
	strings.Repeat("[", 5000), strings.Repeat(`{"a":`, 5000),
}

// Printable is every character that RFC 6749 Appendix A.5 allows in a state.
func Printable() string {
	var b strings.Builder
	for c := byte(0x20); c <= 0x7e; c++ {
		b.WriteByte(c)
	}
	return b.String()
}

// Without returns names without one of them.
func Without(names []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == name })
}

// Statuses are written as answers name them, such as 401 or 403.
func Statuses(statuses ...int) string {
	var names []string
	for _, s := range statuses {
		names = append(names, strconv.Itoa(s))
	}
	return strings.Join(names, " or ")
}

// AskedAt is the answer to the authorization request of a visit, nil where it was
// not seen: somebody may log in before it is sent.
func AskedAt(l *scenarios.Landing) *scenarios.Reply {
	at := slices.IndexFunc(l.Pages, func(p *scenarios.Reply) bool {
		u, err := url.Parse(p.Request.Address())
		return err == nil && u.Query().Has("response_type")
	})
	if at < 0 {
		return nil
	}
	return l.Pages[at]
}

// describeAnswer says what an authorization response holds.
func describeAnswer(answer url.Values) string {
	switch {
	case answer.Get("error") != "":
		return "with error " + answer.Get("error")
	case answer.Get("code") != "":
		return "with a code"
	}
	return "without code or error"
}

// Illegible accepts a refusal of credentials that cannot be read, or of several
// at once.
func Illegible() Answer {
	return Reply("a refusal", IsRefused).AnsweredWith(KindMalformed, "400 or 401", http.StatusBadRequest, http.StatusUnauthorized)
}

// Malformed accepts a refusal of a request whose members are wrong.
func Malformed() Answer {
	return Reply("a refusal", IsRefused).AnsweredWith(KindMalformed, "400", http.StatusBadRequest)
}

// TenantRefused accepts the refusal of a tenant that credentials do not open.
func TenantRefused() Answer {
	return Reply("a refusal", IsRefused).AnsweredWith(KindTenant, "403, 401 or 404",
		http.StatusForbidden, http.StatusUnauthorized, http.StatusNotFound)
}
