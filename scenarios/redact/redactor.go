package redact

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/internal/secrets"
)

// What a target can make a redactor remember, at most: a server that answers
// with thousands of cookies must not cost the tester memory or time. What is
// not learned is still hidden where it stands as a value.
const (
	learnedAnEntry   = 64      // secrets of one exchange
	learnedACheck    = 512     // secrets of one fork
	learnedARun      = 8 << 10 // secrets of all forks together
	learnedBytes     = 2 << 20 // bytes of all secrets together
	reservedForSends = 64      // of a check, for what the tester itself sends
)

// Redactor puts fingerprints instead of secrets. Equal secrets have equal
// fingerprints, so that a reader sees a code come back; under a key that ends
// with the run none can be recovered. Safe for concurrent use.
//
// It learns what the target hands out as a secret and what the tester holds.
// Names, such as those of clients, keys and users, are no secrets, nor is what
// the tester has made up for one request.
type Redactor struct {
	key       []byte
	parent    *Redactor // learns whatever this one learns; nil for the first
	inventory *inventory

	mu       sync.Mutex
	known    map[string]kept
	heard    map[string]kept   // what forks have learned
	received map[string]bool   // values too short or plain to be looked for everywhere
	bytes    int               // of the secrets that were learned
	guarded  *strings.Replacer // of what is held; nil when it has to be built again, as the others
	replacer *strings.Replacer
	own      *strings.Replacer // of what is known, without what forks have learned
}

// kept is what is known of a secret.
type kept struct {
	variable string // stands for it in a command line, such as CLIENT_SECRET
	held     bool   // by the tester, before anything was sent
	made     bool   // of another secret, by a small change
}

// New draws its key from random, which must be unpredictable.
func New(random io.Reader) (*Redactor, error) {
	key := make([]byte, 32)
	if _, err := io.ReadFull(random, key); err != nil {
		return nil, fmt.Errorf("draw the redaction key: %w", err)
	}
	r := &Redactor{key: key, inventory: newInventory(), known: map[string]kept{}, heard: map[string]kept{}, received: map[string]bool{}}
	r.Invent(scenarios.ObtainState)
	return r, nil
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
	return &Redactor{
		key: r.key, parent: r, inventory: r.inventory, known: maps.Clone(r.known), heard: map[string]kept{},
		received: map[string]bool{}, replacer: r.own,
	}
}

// Hold takes in a secret that the tester holds, with the name of the variable
// that stands for it in command lines, such as CLIENT_SECRET.
func (r *Redactor) Hold(variable, secret string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, there := r.known[secret]; there || len(secret) < secrets.Shortest {
		return
	}
	r.known[secret] = kept{variable: variable, held: true}
	r.replacer, r.own, r.guarded = nil, nil, nil
}

// anySecret is the variable of a secret that nobody has named.
const anySecret = "SECRET"

// Learn takes in secrets that the tester holds or has been granted.
func (r *Redactor) Learn(secrets ...string) {
	for _, s := range secrets {
		r.learn(s, anySecret, learnedACheck)
	}
}

// learn takes in a secret that the target handed out, unless that would be more
// than the limit, and has the first redactor learn it as well.
func (r *Redactor) learn(secret, variable string, limit int) bool {
	if len(secret) < secrets.Shortest || len(secret) > secrets.Longest || secrets.Unescaped(secret) != secret && r.knows(secrets.Unescaped(secret)) {
		return false
	}
	if r.parent != nil {
		r.parent.add(r.parent.heard, secret, kept{variable: variable}, learnedARun)
	}
	_, made := r.nearest(secret)
	return r.add(r.known, secret, kept{variable: variable, made: made}, limit)
}

// knows says whether a secret has been learned already, as it is or as a form
// writes it.
func (r *Redactor) knows(secret string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, known := r.known[secret]
	return known
}

// granted says whether a value is a secret of its own, and not made of another one.
func (r *Redactor) granted(value string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	k, known := r.known[value]
	return known && !k.made
}

// add puts a secret on one of the redactor's own lists.
func (r *Redactor) add(list map[string]kept, secret string, k kept, limit int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if was, there := list[secret]; there {
		if was.variable == anySecret && !was.held {
			was.variable = k.variable // its place says what it is
			list[secret] = was
		}
		return false
	}
	if len(list) >= limit || r.bytes+len(secret) > learnedBytes {
		return false
	}
	list[secret] = k
	r.bytes += len(secret)
	r.replacer, r.own = nil, nil
	return true
}

// Scrub replaces every secret that was learned, of at least six characters,
// wherever it stands: as it is, URL-, base64-, hex-, JSON- or HTML-escaped,
// alone or inside of a base64 text.
func (r *Redactor) Scrub(text string) string {
	if text == "" {
		return text
	}
	r.mu.Lock()
	if r.replacer == nil {
		r.replacer = r.build(r.known, r.heard)
	}
	replacer := r.replacer
	r.mu.Unlock()
	return replacer.Replace(text)
}

// ScrubHeld replaces the secrets that the tester holds, and no others: no target
// can bring it to replace anything else.
func (r *Redactor) ScrubHeld(text string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.guarded == nil {
		held := map[string]kept{}
		for secret, k := range r.known {
			if k.held {
				held[secret] = k
			}
		}
		r.guarded = r.build(held)
	}
	return r.guarded.Replace(text)
}

// build lists the longest forms first, since a replacer prefers the earlier
// one and a secret may be part of another.
func (r *Redactor) build(lists ...map[string]kept) *strings.Replacer {
	forms := map[string]string{}
	for _, list := range lists {
		for secret := range list {
			print := r.Fingerprint(secret)
			for _, f := range secrets.Escapes(secret) {
				if _, taken := forms[f]; !taken || f == secret {
					forms[f] = print
				}
			}
		}
	}
	return longestFirst(forms)
}

// longestFirst replaces the keys of a map by their values.
func longestFirst(forms map[string]string) *strings.Replacer {
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
