package redact

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/authassay/authassay/scenarios/transcript"
)

// maxLines is how many command lines one check is worth.
const maxLines = 30

// shortened leaves out what is too many: first what neither the verdict rests on nor
// hands out what a later line needs, and then whatever is oldest.
func (s *Script) shortened(run []transcript.Entry) []transcript.Entry {
	over := len(run) - maxLines
	run = slices.DeleteFunc(run, func(x transcript.Entry) bool {
		if over <= 0 || x.Role == transcript.Judged || x.Role == transcript.Control || s.handsOut(x) {
			return false
		}
		over--
		return true
	})
	return run[max(0, over):]
}

// handsOut says whether an answer holds a secret.
func (s *Script) handsOut(x transcript.Entry) bool {
	holds := keyOf(x) != ""
	s.r.words().InAnswer(x.Answer, x.Reply, func(string, string) (string, bool) {
		holds = true
		return "", false
	})
	return holds
}

// waits says how long the target's clock went on before each line, beyond the
// time that the tester saw pass: where a lifetime is outwaited that is the point.
func waits(all, run []transcript.Entry) map[int]time.Duration {
	written := map[int]bool{}
	for _, x := range run {
		written[x.Number] = true
	}
	out := map[int]time.Duration{}
	var before transcript.Entry
	for _, x := range all {
		if x.Status == 0 || x.Answer.Get("Date") == "" {
			continue
		}
		if before.Status == 0 {
			before = x
		}
		if written[x.Number] {
			then, err1 := http.ParseTime(before.Answer.Get("Date"))
			now, err2 := http.ParseTime(x.Answer.Get("Date"))
			if gap := now.Sub(then) - x.Received.Sub(before.Received); err1 == nil && err2 == nil && gap > 5*time.Second {
				out[x.Number] = gap.Round(time.Second)
			}
			before = x
		}
	}
	return out
}

// login is how codes are had whose own login was not kept.
type login struct {
	request string // what every login of the check asks for, but for what is new each time
	various bool   // they ask for different things, so that none stands for another
	origin  string
}

// asks takes in the address of an authorization request.
func (l *login) asks(u *url.URL) {
	q := u.Query()
	q.Del("state")
	q.Del("nonce")
	request := u.Host + u.Path + "?" + q.Encode()
	l.various = l.various || l.request != "" && l.request != request
	l.request = request
}

// had says how a code is had, "" where that is not known.
func (l *login) had() string {
	if l.various {
		return ""
	}
	return l.origin
}
