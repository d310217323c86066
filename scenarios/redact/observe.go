package redact

import (
	"github.com/authassay/authassay/scenarios/internal/secrets"
	"github.com/authassay/authassay/scenarios/transcript"
)

// Observe learns the secrets that exchanges carry by their structure: what the
// target hands out, and what the tester sends that it was handed out before. It
// is cheap enough for every exchange of a run.
func (r *Redactor) Observe(entries ...transcript.Entry) {
	for _, x := range entries {
		left := learnedAnEntry
		r.words().InAnswer(x.Answer, x.Reply, func(name, value string) (string, bool) {
			if left > 0 && r.learnAnswered(name, value) {
				left--
			}
			return "", false
		})
		left = learnedAnEntry
		r.words().InRequest(x.URL, x.Body, x.Header, func(name, value string) (string, bool) {
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
	case secrets.Looks(value):
		learned = r.learn(value, secrets.Variable(name), learnedACheck-reservedForSends)
	default:
		r.receive(value)
	}
	within := func(name, value string) (string, bool) {
		learned = r.learnAnswered(name, value) || learned
		return "", false
	}
	switch name {
	case "auth":
		secrets.InAuthorization(value, within)
	case "basic":
		if _, secret, ok := secrets.BasicHalves(value); ok {
			within("secret", secret)
		}
	}
	return learned
}

// receive keeps a value that is hidden where it stands as one.
func (r *Redactor) receive(value string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(value) < secrets.Longest && len(r.received) < learnedACheck {
		r.received[value] = true
	}
}

// learnSent takes in what the tester sends as a secret, unless it is made up.
// Cookies are the target's.
func (r *Redactor) learnSent(name, value string) bool {
	if name == "basic" {
		if _, secret, ok := secrets.BasicHalves(value); ok {
			return r.hides("secret", secret) && (r.learnSent("secret", secret) || r.learn(value, secrets.Variable(name), learnedACheck))
		}
	}
	if name == "auth" {
		learned := false
		secrets.InAuthorization(value, func(name, value string) (string, bool) {
			learned = r.learnSent(name, value) || learned
			return "", false
		})
		return learned
	}
	if name == "cookie" || !r.hides(name, value) {
		return false
	}
	return r.learn(value, secrets.Variable(name), learnedACheck)
}

// hides says whether a value that the tester sends as a secret is one: held,
// handed out by the target, made of such a one, or long and varied without being
// made up.
func (r *Redactor) hides(name, value string) bool {
	switch name {
	case "cookie":
		return true
	case "basic":
		if _, secret, ok := secrets.BasicHalves(value); ok {
			return r.hides("secret", secret)
		}
	}
	r.mu.Lock()
	_, known := r.known[value]
	received := r.received[value] && !secrets.PlainWord.MatchString(value)
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
	return secrets.Looks(value)
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
	if r.inventory.invented(value) || name == "code" && secrets.CodeWord.MatchString(value) {
		return "", false
	}
	return r.Fingerprint(value), true
}
