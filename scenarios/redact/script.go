package redact

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/internal/secrets"
	"github.com/authassay/authassay/scenarios/legible"
	"github.com/authassay/authassay/scenarios/transcript"
)

// Script writes exchanges as command lines that can be run one after another.
// Each secret has a variable of its own, named for what it is; comments say how
// a fresh one is had.
type Script struct {
	r        *Redactor
	keep     func(part []byte) string
	sentinel string // marks a variable until the text around it is quoted
	forms    *strings.Replacer

	names   map[string]string // the variable of a secret
	taken   map[string]int    // how many secrets a name stands for
	told    map[string]bool   // the variables that a comment has explained
	origins map[string]string // where a secret is had
	keys    map[string]bool   // names that were handed out together with a secret
	notes   []string
	login   login
}

// Script returns a writer of command lines for the exchanges of a check. Keep
// keeps a part of a body that cannot stand in a line and returns the name of its
// file. Where it is nil nothing is kept, and the lines name the file BODY, which
// nobody has written.
func (r *Redactor) Script(keep func(part []byte) string) *Script {
	if keep == nil {
		keep = func([]byte) string { return "BODY" }
	}
	return &Script{
		r: r, keep: keep, sentinel: "\x00" + r.Fingerprint("sentinel") + "\x00",
		names: map[string]string{}, taken: map[string]int{}, told: map[string]bool{}, origins: map[string]string{}, keys: map[string]bool{},
	}
}

// Lines returns the command lines that do again what led to the last exchange
// that was judged, with their comments: none where nothing was. What a person
// does on pages is described, not written.
func (s *Script) Lines(all []transcript.Entry) []string {
	s.r.Observe(all...)
	last := -1
	for i, x := range all {
		if x.Role == transcript.Judged {
			last = i
		}
	}
	var run []transcript.Entry
	for _, x := range all[:last+1] {
		if replayable(x) {
			run = append(run, x)
		}
	}
	run = s.shortened(run)
	s.trace(all, run)
	return s.written(run, waits(all, run))
}

// replayable says whether an exchange can be done again by itself: a page in the
// midst of a visit cannot, nor can what hung on which of several requests came first.
func replayable(x transcript.Entry) bool {
	if x.Role == transcript.Void {
		return false
	}
	if x.Verb != scenarios.Authorize && x.Verb != scenarios.Launch {
		return true
	}
	return x.Role == transcript.Judged && !scenarios.HasField(x.Header, "Cookie")
}

// written writes the lines, those of a race as one.
func (s *Script) written(run []transcript.Entry, waits map[int]wait) []string {
	var lines []string
	for i := 0; i < len(run); {
		first, command := run[i], s.command(run[i])
		statuses := []string{answerOf(first)}
		for i++; i < len(run) && run[i].Sent.Before(first.Received) && s.command(run[i]) == command; i++ {
			statuses = append(statuses, answerOf(run[i]))
		}
		if w := waits[first.Number]; w.pages > 0 {
			s.notes = append([]string{passing(w.pages)}, s.notes...)
		}
		if w := waits[first.Number]; w.line > 0 {
			s.notes = append(s.notes, passing(w.line))
		}
		head := fmt.Sprintf("# %d", first.Number)
		if first.Role != "" {
			head += ", " + string(first.Role)
		}
		head += ": answered " + statuses[0]
		if n := len(statuses); n > 1 {
			head = fmt.Sprintf("# %d to %d: %d at once, answered %s", first.Number, first.Number+n-1, n, strings.Join(statuses, " "))
			command = fmt.Sprintf("for i in $(seq %d); do %s & done; wait", n, command)
		}
		lines = append(lines, strings.Join(append(s.notes, head, command), "\n"))
		s.notes = nil
	}
	return lines
}

func passing(wait time.Duration) string {
	return "# first let " + legible.Duration(wait) + " pass on the server's clock"
}

func answerOf(x transcript.Entry) string {
	if x.Status == 0 {
		return "nothing"
	}
	return fmt.Sprint(x.Status)
}

// trace finds out where each secret was handed out.
func (s *Script) trace(all, run []transcript.Entry) {
	written := map[int]bool{}
	for _, x := range run {
		written[x.Number] = true
	}
	asked := ""
	for _, x := range all {
		if u, err := url.Parse(x.URL); err == nil && s.r.asks(u.Query()) {
			asked = x.URL
			s.login.asks(u)
		}
		if key := keyOf(x); key != "" && written[x.Number] && !s.keys[key] {
			s.keys[key], s.origins[key] = true, fmt.Sprintf("key of the answer to %d", x.Number)
		}
		s.r.words().InAnswer(x.Answer, x.Reply, func(name, value string) (string, bool) {
			switch {
			case s.origins[value] != "" || !memberName.MatchString(name):
			case written[x.Number]:
				s.origins[value] = fmt.Sprintf("%s of the answer to %d", s.r.called(x, name), x.Number)
			case (x.Verb == scenarios.Authorize) && name != "cookie" && asked != "":
				s.origins[value] = "log in at " + s.argument(s.masked(printable(asked), s.r.words().InForm)) + " and take " + s.r.called(x, name) + " from where the browser is sent"
				if name == "code" {
					s.login.origin = s.origins[value]
				}
			}
			return "", false
		})
	}
	s.forms, s.notes = nil, nil
}

// keyOf is the name of a pair that an answer hands out. It is no secret, but who
// does the request again is given another one.
func keyOf(x transcript.Entry) string {
	var pair struct{ Key, Secret string }
	if json.Unmarshal(x.Reply, &pair) != nil || pair.Secret == "" || !secrets.Text.MatchString(pair.Key) {
		return ""
	}
	return pair.Key
}

var memberName = regexp.MustCompile(`^[A-Za-z_]{1,30}$`)

// variable returns what stands for a secret in a line, between sentinels.
func (s *Script) variable(secret, base string, held bool) string {
	return s.sentinel + "$" + s.name(secret, base, held) + s.sentinel
}

// name returns the variable of a secret, and notes where it is had.
func (s *Script) name(secret, base string, held bool) string {
	name, known := s.names[secret]
	if !known {
		s.taken[base]++
		name = base
		if n := s.taken[base]; n > 1 {
			name = fmt.Sprintf("%s_%d", base, n)
		}
		s.names[secret] = name
	}
	if !held {
		origin := s.origins[secret]
		if origin == "" && base == secrets.Variable("code") {
			origin = s.login.had()
		}
		if origin == "" {
			origin = described[base]
		}
		if s.origins[secret] == "" && name != base && described[base] != "" {
			origin = Unshown // and perhaps made by a check, of another one
		}
		s.note(name, origin)
	}
	return name
}

// note explains a variable once.
func (s *Script) note(name, origin string) {
	if origin != "" && !s.told[name] {
		s.told[name] = true
		s.notes = append(s.notes, "# $"+name+": "+origin)
	}
}

// Unshown says of a variable that it stands for one more value of its kind, and that
// no answer among the exchanges shows it.
const Unshown = "another value, which no answer here shows"

// described says what a variable stands for where no exchange shows it.
var described = map[string]string{
	"FRESH_CODE": "a fresh authorization code", "FRESH_TOKEN": "a fresh access token", "REFRESH_TOKEN": "a fresh refresh token",
	"ID_TOKEN": "a fresh ID token", "FRESH_SECRET": "the secret of a fresh token", "COOKIE": "the cookie that a browser holds by then",
	"FORM_TOKEN": "the hidden field of the page before",
}

// masked puts variables instead of the secrets of a text, wherever they
// stand and where the structure of the text shows them.
func (s *Script) masked(text string, in func(string, secrets.Spot) string) string {
	text = strings.ReplaceAll(text, s.sentinel, "")
	text = in(s.known(text), func(name, value string) (string, bool) {
		if strings.Contains(value, s.sentinel) {
			return "", false
		}
		to := s.value(name, value)
		return to, to != value
	})
	return s.rest(text)
}

// rest takes out what is known only in a disguise that no variable can take on.
func (s *Script) rest(text string) string {
	pieces := strings.Split(text, s.sentinel)
	for i := 0; i < len(pieces); i += 2 {
		pieces[i] = fingerprint.ReplaceAllLiteralString(s.r.Scrub(pieces[i]), s.sentinel+"$SECRET"+s.sentinel)
	}
	return strings.Join(pieces, s.sentinel)
}

var fingerprint = regexp.MustCompile(`«fp:[0-9a-f]{8}/[0-9]+»`)

// value writes one value that may be a secret, or be made of one.
func (s *Script) value(name, value string) string {
	// A piece of a secret is known as well, where a check has sent it: with that
	// alone taken out of an altered secret, the rest of it would stand there.
	a, near := s.r.nearest(value)
	if near && !strings.Contains(value, a.of) && !s.r.granted(value) {
		return s.altered(a, value)
	}
	if text := s.known(value); text != value {
		return text
	}
	if !s.r.hides(name, value) {
		return value
	}
	if near {
		return s.altered(a, value)
	}
	return s.variable(value, secrets.Variable(name), false)
}

// altered writes a value that was made of a secret by a small change.
func (s *Script) altered(a altered, value string) string {
	s.r.mu.Lock()
	k := s.r.known[a.of]
	s.r.mu.Unlock()
	of := s.name(a.of, k.variable, k.held)
	if a.how == "" {
		return s.sentinel + "${" + of + "%" + strings.Repeat("?", a.cut) + "}" + s.sentinel
	}
	made := s.variable(value, "ALTERED_"+k.variable, true)
	s.note(s.names[value], "$"+of+" "+a.how)
	return made
}
