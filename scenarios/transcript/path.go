package transcript

import (
	"slices"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/internal/secrets"
)

// Judged takes in exchanges of another transcript: the last one as what the
// verdict is on, the others as what led up to it.
func (t *Transcript) Judged(path []Entry) {
	for i, x := range path {
		x.Role, x.of = Given, nil
		if i == len(path)-1 {
			x.Role = Judged
		}
		t.add(x)
	}
}

// What a path holds, at most.
const (
	longestPath = 16
	pathBody    = 4 << 10 // bytes of the body of an answer
	// credentialsAnEntry is how many credentials of one exchange are followed.
	credentialsAnEntry = 64
)

// Of returns the recorded exchange that an answer ended, behind those that its
// credentials came from or were used in: enough to do it again. It is nil where
// the answer was not recorded here.
func (t *Transcript) Of(r *scenarios.Reply) []Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	own := t.receiptOf(r)
	if own == nil {
		return nil
	}
	last := own.entry
	path, wanted, visiting := []Entry{last}, last.credentials(t.Words), false
	for i := len(t.kept) - 1; i >= 0 && len(path) < longestPath; i-- {
		x := t.kept[i]
		if x.Number >= last.Number {
			continue
		}
		page := x.Verb == scenarios.Authorize
		if visiting = visiting && page; visiting || slices.ContainsFunc(x.credentials(t.Words), func(v string) bool { return slices.Contains(wanted, v) }) {
			wanted, visiting = append(wanted, x.credentials(t.Words)...), page
			x.Reply, x.Clipped = head(x.Reply, pathBody, x.Clipped)
			path = append(path, x)
		}
	}
	slices.Reverse(path)
	return path
}

// credentials lists what an exchange hands out or uses up: not the secrets of
// clients and people, which every exchange needs.
func (x Entry) credentials(words secrets.Words) []string {
	var out []string
	note := func(name, value string) (string, bool) {
		switch name {
		case "client_secret", "password", "cookie", "state", "code_verifier":
		default:
			if len(value) >= secrets.Shortest && len(out) < credentialsAnEntry {
				out = append(out, value)
			}
			if _, secret, ok := secrets.BasicHalves(value); ok && name == "basic" {
				out = append(out, secret)
			}
		}
		return "", false
	}
	words.InRequest(x.URL, x.Body, x.Header, note)
	words.InAnswer(x.Answer, x.Reply, note)
	return out
}
