package targetfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Secret is a value that no print shows: fmt, JSON and YAML write a stand-in.
type Secret string

const hidden = "[secret]"

// Reveal gives the value itself.
func (s Secret) Reveal() string { return string(s) }

// String stands in for the value; an empty secret stays visibly empty.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// GoString keeps %#v from showing the value.
func (s Secret) GoString() string { return strconv.Quote(s.String()) }

// MarshalText keeps encoders from showing the value.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Reveal gives the values of a map of secrets, such as headers or form fields.
func Reveal(m map[string]Secret) map[string]string {
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = v.Reveal()
	}
	return out
}

// JSON is a JSON text as it goes out, compact. It may hold secrets, and like
// Secret it does not show when printed.
type JSON string

// Reveal gives the text itself.
func (j JSON) Reveal() string { return string(j) }

// String stands in for the text.
func (j JSON) String() string { return Secret(j).String() }

// GoString keeps %#v from showing the text.
func (j JSON) GoString() string { return Secret(j).GoString() }

// MarshalText keeps encoders from showing the text.
func (j JSON) MarshalText() ([]byte, error) { return Secret(j).MarshalText() }

// UnmarshalJSON keeps the text.
func (j *JSON) UnmarshalJSON(text []byte) error {
	*j = JSON(text)
	return nil
}

// Methods are ways in which a client proves itself. The file writes one word or
// a list of them.
type Methods []string

// First is the method that is used, "" where none is named.
func (m Methods) First() string {
	if len(m) == 0 {
		return ""
	}
	return m[0]
}

// UnmarshalJSON reads one word or a list of words.
func (m *Methods) UnmarshalJSON(text []byte) error {
	var word string
	if json.Unmarshal(text, &word) == nil {
		*m = Methods{word}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(m))
}

// Duration is a length of time that the file writes as 10m or 1h30m.
type Duration time.Duration

// D gives the duration in Go's own type.
func (d Duration) D() time.Duration { return time.Duration(d) }

// String writes the duration as Go does.
func (d Duration) String() string { return time.Duration(d).String() }

// UnmarshalText reads a duration; a negative one is an error.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := parseDuration(string(text))
	*d = Duration(v)
	return err
}

// Lifetime is how long a credential lives: a duration, Unlimited, or zero
// where the file does not say.
type Lifetime time.Duration

// Unlimited is the lifetime of what never expires.
const Unlimited Lifetime = math.MaxInt64

// Known says whether the file declares a lifetime at all.
func (l Lifetime) Known() bool { return l != 0 }

// D gives the length; ask Known and Unlimited first.
func (l Lifetime) D() time.Duration { return time.Duration(l) }

// String writes a duration, unlimited or unknown.
func (l Lifetime) String() string {
	switch l {
	case 0:
		return "unknown"
	case Unlimited:
		return "unlimited"
	}
	return time.Duration(l).String()
}

// UnmarshalText reads a duration above zero or the word unlimited.
func (l *Lifetime) UnmarshalText(text []byte) error {
	v, err := parseLifetime(string(text))
	*l = v
	return err
}

// Replay says whether replaying a code revokes what was issued for it.
type Replay string

// The words of Replay; the zero one is not declared.
const (
	ReplayRevokes Replay = "yes"
	ReplaySpares  Replay = "no"
	ReplayMay     Replay = "may"
)

// UnmarshalJSON reads true, false or the word may. The first two may be words,
// too: what a variable of the environment holds is text.
func (r *Replay) UnmarshalJSON(text []byte) error {
	switch unquoted(text) {
	case "true":
		*r = ReplayRevokes
	case "false":
		*r = ReplaySpares
	case "may":
		*r = ReplayMay
	default:
		return errors.New("neither true, false nor may")
	}
	return nil
}

// Status is an HTTP status, which the file may also give as text.
type Status int

// UnmarshalJSON reads a number, or a text that is one.
func (s *Status) UnmarshalJSON(text []byte) error {
	n, err := strconv.Atoi(unquoted(text))
	if err != nil {
		return errors.New("not a status such as 403")
	}
	*s = Status(n)
	return nil
}

// unquoted is a JSON value without the quotes of a text.
func unquoted(text []byte) string { return strings.Trim(string(text), `"`) }

// Rate is a number of requests per unit of time, written as 500/s.
type Rate struct {
	Count int
	Per   time.Duration
}

// PerSecond gives the rate in requests per second; 0 for the zero Rate.
func (r Rate) PerSecond() float64 {
	if r.Per == 0 {
		return 0
	}
	return float64(r.Count) / r.Per.Seconds()
}

// String writes the rate as the file does.
func (r Rate) String() string {
	if r.Per == 0 {
		return "0/s"
	}
	unit := map[time.Duration]string{time.Second: "s", time.Minute: "m", time.Hour: "h"}[r.Per]
	if unit == "" {
		unit = r.Per.String()
	}
	return fmt.Sprintf("%d/%s", r.Count, unit)
}

// UnmarshalText reads a rate.
func (r *Rate) UnmarshalText(text []byte) error {
	v, err := ParseRate(string(text))
	*r = v
	return err
}

var (
	errPositive = errors.New("not a duration above 0, such as 10m or 90s")
	errDuration = errors.New("not a duration such as 10m, 90s or 1h30m")
	errLifetime = errors.New("not a duration such as 10m or 1h, nor the word unlimited")
	errRate     = errors.New("not a rate such as 500/s, 90/m or 1000/h")
)

// ParseRate reads a positive whole number, a slash and s, m or h.
func ParseRate(text string) (Rate, error) {
	count, unit, found := strings.Cut(text, "/")
	n, err := strconv.Atoi(count)
	if !found || err != nil || n <= 0 {
		return Rate{}, errRate
	}
	switch unit {
	case "s":
		return Rate{n, time.Second}, nil
	case "m":
		return Rate{n, time.Minute}, nil
	case "h":
		return Rate{n, time.Hour}, nil
	}
	return Rate{}, errRate
}

func parseDuration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, errDuration
	}
	return d, nil
}

func parseLifetime(text string) (Lifetime, error) {
	if text == "unlimited" {
		return Unlimited, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, errLifetime
	}
	return Lifetime(d), nil
}
