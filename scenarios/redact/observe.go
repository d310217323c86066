package scenarios

import (
	"net/http"
	"strings"
)

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

// variableFor names what stands for a secret of the place.
func variableFor(place string) string {
	switch v, ok := variables[strings.ToLower(place)]; {
	case ok:
		return v
	case csrfName.MatchString(place):
		return "FORM_TOKEN"
	}
	return "SECRET"
}

// Observe learns the secrets that exchanges carry by their structure: what the
// target hands out, and what the tester sends that it was handed out before. It
// is cheap enough for every exchange of a run.
func (r *Redactor) Observe(entries ...Entry) {
	for _, x := range entries {
		left := learnedAnEntry
		x.answered(func(name, value string) (string, bool) {
			if left > 0 && r.learnAnswered(name, value) {
				left--
			}
			return "", false
		})
		left = learnedAnEntry
		x.sent(func(name, value string) (string, bool) {
			if left > 0 && r.learnSent(name, value) {
				left--
			}
			return "", false
		})
	}
}

// learnAnswered takes in what an answer calls a secret.
func (r *Redactor) learnAnswered(name, value string) bool {
	learned := false
	switch {
	case r.inventory.invented(value):
		return false
	case secretive(value):
		learned = r.learn(value, variableFor(name), learnedACheck-reservedForSends)
	default:
		r.receive(value)
	}
	within := func(name, value string) (string, bool) {
		learned = r.learnAnswered(name, value) || learned
		return "", false
	}
	switch name {
	case "auth":
		inAuthorization(value, within)
	case "basic":
		if _, secret, ok := basicHalves(value); ok {
			within("secret", secret)
		}
	}
	return learned
}

// receive keeps a value that is hidden where it stands as one.
func (r *Redactor) receive(value string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(value) < longestLearned && len(r.received) < learnedACheck {
		r.received[value] = true
	}
}

// learnSent takes in what the tester sends as a secret, unless it is made up.
// Cookies are the target's.
func (r *Redactor) learnSent(name, value string) bool {
	if name == "basic" {
		if _, secret, ok := basicHalves(value); ok {
			return r.hides("secret", secret) && (r.learnSent("secret", secret) || r.learn(value, variableFor(name), learnedACheck))
		}
	}
	if name == "auth" {
		learned := false
		inAuthorization(value, func(name, value string) (string, bool) {
			learned = r.learnSent(name, value) || learned
			return "", false
		})
		return learned
	}
	if name == "cookie" || !r.hides(name, value) {
		return false
	}
	return r.learn(value, variableFor(name), learnedACheck)
}

// hides says whether a value that the tester sends as a secret is one: held,
// handed out by the target, made of such a one, or long and varied without being
// made up.
func (r *Redactor) hides(name, value string) bool {
	switch name {
	case "cookie":
		return true
	case "basic":
		if _, secret, ok := basicHalves(value); ok {
			return r.hides("secret", secret)
		}
	}
	r.mu.Lock()
	_, known := r.known[value]
	received := r.received[value] && !plainWord.MatchString(value)
	r.mu.Unlock()
	if known || received {
		return true
	}
	// The tester makes up every verifier, and challenges of them.
	if name == "code_verifier" || r.inventory.invented(value) {
		return false
	}
	if _, near := r.nearest(value); near {
		return true
	}
	return secretive(value)
}

// hideSent writes a fingerprint over a secret that was sent.
func (r *Redactor) hideSent(name, value string) (string, bool) {
	if !r.hides(name, value) {
		return "", false
	}
	return r.Fingerprint(value), true
}

// hideAnswered writes a fingerprint over what an answer calls a secret, unless
// the tester has made it up or it is an error code.
func (r *Redactor) hideAnswered(name, value string) (string, bool) {
	if r.inventory.invented(value) || name == "code" && codeWord.MatchString(value) {
		return "", false
	}
	return r.Fingerprint(value), true
}

// sent visits every place of the request that may hold a secret.
func (x Entry) sent(f spot) {
	inForm(x.URL, f)
	inBody(string(x.Body), f)
	inHeaders(x.Header, f)
}

// answered visits every place of the answer that may hold a secret.
func (x Entry) answered(f spot) {
	inHeaders(x.Answer, f)
	inBody(string(x.Reply), f)
}

func inHeaders(h http.Header, f spot) {
	for name, values := range h {
		for _, v := range values {
			inHeader(name, v, f)
		}
	}
}
