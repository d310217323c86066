package redact

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/authassay/authassay/scenarios"
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

// wait is how long the target's clock went on before a line, and before the pages
// that led to it: a code that is taken before a lifetime passes may die of that.
type wait struct{ pages, line time.Duration }

// waits says how long the target's clock went on before each line, beyond the
// time that the tester saw pass: where a lifetime is outwaited that is the point.
func waits(all, run []transcript.Entry) map[int]wait {
	written := map[int]bool{}
	for _, x := range run {
		written[x.Number] = true
	}
	out := map[int]wait{}
	var before, page transcript.Entry
	for _, x := range all {
		if x.Status == 0 || x.Answer.Get("Date") == "" {
			continue
		}
		if before.Status == 0 {
			before = x
		}
		switch {
		case written[x.Number]:
			if page.Status == 0 {
				page = before
			}
			if w := (wait{passed(before, page), passed(page, x)}); w != (wait{}) {
				out[x.Number] = w
			}
			before, page = x, transcript.Entry{}
		case page.Status == 0 && x.Verb == scenarios.Authorize:
			page = x
		}
	}
	return out
}

// passed is by how much more than the tester saw the target's clock went on.
func passed(from, to transcript.Entry) time.Duration {
	then, err1 := http.ParseTime(from.Answer.Get("Date"))
	now, err2 := http.ParseTime(to.Answer.Get("Date"))
	gap := now.Sub(then) - to.Received.Sub(from.Received)
	if err1 != nil || err2 != nil || gap <= 5*time.Second {
		return 0
	}
	return gap.Round(time.Second)
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
