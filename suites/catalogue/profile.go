package catalogue

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Profile is a contract: the requirements that it adopts, the policy that its
// documentation declares, and the statements that it was drawn from.
type Profile struct {
	Name       string
	Title      string
	Policy     Policy
	Told       []string    // capabilities that a target has only where its file or its metadata tell of them
	Statements []Statement // by number
	Duties     []Duty      // by chapter and number
}

// Policy is what a product declares of its own accord. A target file may
// declare otherwise for one installation.
type Policy struct {
	CodeLifetime         time.Duration
	CodesUnlimited       bool // the target declares that codes never expire, which RFC 6749 §4.1.2 forbids
	AccessTokenLifetime  time.Duration
	RefreshTokenLifetime time.Duration // 0 where nothing is declared
	LaunchLifetime       time.Duration
	TemporaryLifetime    time.Duration // of a temporary token that was asked for without an expiry
	Unprivileged         int           // the status for a caller without administration rights
	Skew                 time.Duration // how far a lifetime may be off
	Rotation             string        // rotating, same or none; "" where nothing is declared
	ReplayRevokes        *bool         // whether replaying a code revokes its tokens; nil where nothing is declared
	RefreshGrace         time.Duration // how long a rotated refresh token still works; 0 is not at all
	RefreshReuse         string        // what using a rotated refresh token again costs: nothing, token or family; "" where nothing is declared
	RevocationDelay      time.Duration // how long a revocation may take to reach all parts of the server; 0 is not at all
	ExpiresIn            string        // trusted: tokens live as long as expires_in says; ignored: it says nothing; "" where nothing is declared
	PKCE                 string        // off, optional, required, S256 or plain; "" where nothing is declared
}

// Kind says how sure a statement of the documentation is.
type Kind string

// The kinds of statements.
const (
	Explicit Kind = "E" // the documentation says it
	Implied  Kind = "S" // the standard that it names says it
	Open     Kind = "O" // nobody says it: the conventional answer
)

// Statement is one sentence of a product's documentation, by number.
type Statement struct {
	ID   string
	Kind Kind
	Text string
}

// Duty returns the requirement as the profile adopts it.
func (p Profile) Duty(id ID) (Duty, bool) {
	i, found := slices.BinarySearchFunc(p.Duties, id, func(d Duty, id ID) int { return Order(d.ID, id) })
	if !found {
		return Duty{}, false
	}
	return p.Duties[i], true
}

// Named are the requirements that a word of the user's names: by an ID, by the
// beginning of some, or by a chapter. A whole ID is no beginning of a longer one.
func (p Profile) Named(word string) []Duty {
	id := ID(strings.ToUpper(word))
	if d, whole := p.Duty(id); whole {
		return []Duty{d}
	}
	var out []Duty
	for _, d := range p.Duties {
		if strings.EqualFold(word, d.ID.Chapter()) || strings.HasPrefix(string(d.ID), string(id)) {
			out = append(out, d)
		}
	}
	return out
}

// Without is the profile of a target that lacks capabilities: every duty that
// needs one of them names it as what it needs.
func (p Profile) Without(absent []string) Profile {
	p.Duties = slices.Clone(p.Duties)
	for i, d := range p.Duties {
		for _, word := range d.AllNeeds() {
			if slices.Contains(absent, word) {
				p.Duties[i].Needs = word
				break
			}
		}
	}
	return p
}

// Capabilities are the words that some duty of the profile needs, in the order
// of the alphabet.
func (p Profile) Capabilities() []string {
	words := map[string]bool{}
	for _, d := range p.Duties {
		for _, word := range d.AllNeeds() {
			words[word] = true
		}
	}
	return slices.Sorted(maps.Keys(words))
}
