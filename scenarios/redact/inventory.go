package redact

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/authassay/authassay/scenarios/internal/secrets"
	"github.com/authassay/authassay/scenarios/transcript"
)

// inventory holds what the tester has made up, such as nonces: it opens nothing
// and may be shown. Safe for concurrent use.
type inventory struct {
	mu      sync.Mutex
	made    map[string]bool
	lengths map[int]bool  // of what was made up
	words   secrets.Words // what the product calls the places of secrets
}

func newInventory() *inventory { return &inventory{made: map[string]bool{}, lengths: map[int]bool{}} }

// Words takes in what the product calls parameters and members, with the names
// that the RFCs have for them: what stands under its words is a secret where it
// is one under theirs. It comes before anything is sent.
func (r *Redactor) Words(words map[string][]string) {
	r.inventory.mu.Lock()
	defer r.inventory.mu.Unlock()
	r.inventory.words = words
}

// words are those that were taken in.
func (r *Redactor) words() secrets.Words {
	r.inventory.mu.Lock()
	defer r.inventory.mu.Unlock()
	return r.inventory.words
}

// asks says whether a query is that of an authorization request, RFC 6749 §4.1.1.
func (r *Redactor) asks(query url.Values) bool {
	for name := range query {
		if name == "response_type" || slices.Contains(r.words()[name], "response_type") {
			return true
		}
	}
	return false
}

// called is the name under which an answer hands out what the RFCs have a name
// for.
func (r *Redactor) called(x transcript.Entry, name string) string {
	shown := func(product string) bool {
		at := x.Answer.Get("Location")
		return strings.Contains(at, "?"+product+"=") || strings.Contains(at, "&"+product+"=") ||
			strings.Contains(at, "#"+product+"=") || strings.Contains(string(x.Reply), strconv.Quote(product))
	}
	words := r.words()
	for _, product := range slices.Sorted(maps.Keys(words)) {
		if slices.Contains(words[product], name) && shown(product) {
			return product
		}
	}
	return name
}

// Invent takes in what the tester makes up for a request, such as a state or a
// token that was never issued. It is no secret.
func (r *Redactor) Invent(text string) {
	r.inventory.mu.Lock()
	defer r.inventory.mu.Unlock()
	r.inventory.made[text] = true
	r.inventory.lengths[len(text)] = true
}

// invented says whether a value is made up, alone or with text around it that is
// no secret itself.
func (i *inventory) invented(v string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.made[v] {
		return true
	}
	rest, found := v, false
	for n := range i.lengths {
		for at := 0; n >= 8 && at+n <= len(rest); at++ {
			if i.made[rest[at:at+n]] {
				rest, found = rest[:at]+rest[at+n:], true
				at--
			}
		}
	}
	return found && !secrets.Looks(rest)
}

// altered is how a value differs from the secret that it was made of.
type altered struct {
	of  string // the secret
	how string // in words; "" where only its end is missing
	cut int    // characters that are missing at its end
}

// nearest finds the secret that a value was made of by a small change, as checks
// do to see how careful a comparison is: it gives the secret away.
func (r *Redactor) nearest(v string) (altered, bool) {
	if len(v) < 8 {
		return altered{}, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for secret, k := range r.known {
		if k.made || len(secret) < 8 || secret == v {
			continue
		}
		if strings.Contains(v, secret) {
			return altered{of: secret, how: "with something added"}, true
		}
		if kin := len(secret)-len(v) <= 4 && len(v)-len(secret) <= 4; kin {
			if a, ok := compared(v, secret); ok {
				return a, true
			}
		}
		if shares(v, secret, k.held) {
			return altered{of: secret, how: "in part, or in another spelling"}, true
		}
	}
	return altered{}, false
}

// shares says whether a value holds a piece of a secret, as it is or behind escapes:
// of one that the tester holds any piece, of one that was granted a half of it, and
// then no beginning that all signed tokens have.
func shares(v, secret string, held bool) bool {
	half := len(secret) / 2
	pieces := []string{secret[half:]}
	if !strings.HasPrefix(secret, "eyJ") {
		pieces = append(pieces, secret[:half])
	}
	if held {
		pieces = []string{secret[:8], secret[len(secret)-8:], secret[half-4 : half+4]}
	}
	plain, err := url.PathUnescape(v)
	return slices.ContainsFunc(pieces, func(piece string) bool {
		return len(piece) >= 8 && (strings.Contains(v, piece) || err == nil && strings.Contains(plain, piece))
	})
}

// compared says how a value was made of a secret, if it was.
func compared(v, secret string) (altered, bool) {
	switch {
	case strings.HasPrefix(secret, v):
		return altered{of: secret, cut: len(secret) - len(v)}, true
	case strings.EqualFold(v, secret):
		return altered{of: secret, how: "with the case of its letters swapped"}, true
	}
	head, tail := 0, 0
	for head < min(len(v), len(secret)) && v[head] == secret[head] {
		head++
	}
	for tail < min(len(v), len(secret))-head && v[len(v)-1-tail] == secret[len(secret)-1-tail] {
		tail++
	}
	if 4*(head+tail) >= 3*len(secret) && head+tail < len(secret) {
		return altered{of: secret, how: "with one character changed"}, true
	}
	return altered{}, false
}
