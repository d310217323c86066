package scenarios

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// shortest is the fewest characters of a secret that Scrub looks for: shorter
// ones would be found in innocent words. They are hidden where they stand as
// values.
const shortest = 6

// Redactor puts fingerprints in the place of secrets. Equal secrets have equal
// fingerprints, so that a reader sees a code come back; under a key that ends
// with the run none can be recovered. Safe for concurrent use.
type Redactor struct {
	key    []byte
	parent *Redactor // learns whatever this one learns; nil for the first

	mu       sync.Mutex
	known    map[string]bool
	heard    map[string]bool   // what forks have learned
	replacer *strings.Replacer // nil when it has to be built again
	own      *strings.Replacer // of what is known, without what forks have learned; nil likewise
}

// NewRedactor draws its key from random, which must be unpredictable.
func NewRedactor(random io.Reader) (*Redactor, error) {
	key := make([]byte, 32)
	if _, err := io.ReadFull(random, key); err != nil {
		return nil, fmt.Errorf("draw the redaction key: %w", err)
	}
	return &Redactor{key: key, known: map[string]bool{}, heard: map[string]bool{}}, nil
}

// Fingerprint returns what stands for a secret: four bytes of its HMAC-SHA256
// in hexadecimal, and its length in bytes.
func (r *Redactor) Fingerprint(secret string) string {
	mac := hmac.New(sha256.New, r.key)
	io.WriteString(mac, secret)
	return fmt.Sprintf("«fp:%s/%d»", hex.EncodeToString(mac.Sum(nil)[:4]), len(secret))
}

// Fork returns a redactor with the same fingerprints that starts from what is
// known now. What it learns the first one learns too, but not its other forks:
// each check has a short list of its own to look for.
func (r *Redactor) Fork() *Redactor {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.own == nil {
		r.own = r.build(r.known)
	}
	return &Redactor{key: r.key, parent: r, known: maps.Clone(r.known), heard: map[string]bool{}, replacer: r.own}
}

// Learn takes in secrets that the tester holds.
func (r *Redactor) Learn(secrets ...string) {
	r.learn(r.known, secrets, true)
	if r.parent != nil {
		r.parent.learn(r.parent.heard, secrets, false)
	}
}

// learn adds secrets to one of the redactor's own lists.
func (r *Redactor) learn(list map[string]bool, secrets []string, own bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range secrets {
		if len(s) >= shortest && !list[s] {
			list[s] = true
			r.replacer = nil
			if own {
				r.own = nil
			}
		}
	}
}

// Observe learns the secrets that exchanges carry by their structure. Cheap
// enough for every exchange of a run.
func (r *Redactor) Observe(entries ...Entry) {
	for _, x := range entries {
		x.walk(r.learnPlace)
	}
}

func (r *Redactor) learnPlace(name, value string) (string, bool) {
	switch strings.ToLower(name) {
	case "state", "code", "token":
		// A short word, such as active or bearer, is hidden where it stands,
		// but not everywhere.
		if plainWord.MatchString(value) {
			return "", false
		}
	}
	r.Learn(value)
	switch name {
	case "auth":
		inAuthorization(value, r.learnPlace)
	case "basic":
		if user, secret, ok := basicHalves(value); ok {
			r.Learn(user, secret)
		}
	}
	return "", false
}

// hidePlace writes a fingerprint.
func (r *Redactor) hidePlace(_, value string) (string, bool) { return r.Fingerprint(value), true }

// Scrub replaces every secret that was learned, of at least six characters,
// wherever it stands: as it is, URL-, base64-, JSON- or HTML-escaped, alone or
// inside of a base64 text.
func (r *Redactor) Scrub(text string) string {
	r.mu.Lock()
	if r.replacer == nil {
		r.replacer = r.build(r.known, r.heard)
	}
	replacer := r.replacer
	r.mu.Unlock()
	return replacer.Replace(text)
}

// build lists the longest forms first, since a replacer prefers the earlier
// one and a secret may be part of another.
func (r *Redactor) build(lists ...map[string]bool) *strings.Replacer {
	forms := map[string]string{}
	for _, list := range lists {
		for secret := range list {
			print := r.Fingerprint(secret)
			for _, f := range escapes(secret) {
				if _, taken := forms[f]; !taken || f == secret {
					forms[f] = print
				}
			}
		}
	}
	list := make([]string, 0, len(forms))
	for f := range forms {
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	pairs := make([]string, 0, 2*len(list))
	for _, f := range list {
		pairs = append(pairs, f, forms[f])
	}
	return strings.NewReplacer(pairs...)
}

// walk visits every place of an exchange that may hold a secret.
func (x Entry) walk(f spot) {
	inForm(x.URL, f)
	inBody(string(x.Body), f)
	inBody(string(x.Reply), f)
	for _, h := range []http.Header{x.Header, x.Answer} {
		for name, values := range h {
			for _, v := range values {
				inHeader(name, v, f)
			}
		}
	}
}
