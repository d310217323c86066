package ledger

import (
	"slices"
	"sync"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// ledgerLength is how many tokens a ledger remembers. Of more it only counts how
// many there were.
const ledgerLength = 5000

// Ledger notes what a target has handed out to the tester, so that it can be
// withdrawn at the end. Safe for concurrent use; a nil ledger notes nothing.
type Ledger struct {
	// Now is the time on the target's clock, by which tokens expire.
	Now func() time.Time

	mu      sync.Mutex
	of      int // tokens that were ever handed out
	ended   int // of these, how many were ended or have expired
	entries map[string]*entry
	next    int // orders the entries
}

// entry is one token that may be alive.
type entry struct {
	order   int
	kind    string // access_token, refresh_token as in RFC 7009 §2.1; "" for a pair
	token   string // the key of a pair
	pair    scenarios.Credentials
	client  scenarios.Registration
	expires time.Time // zero where nobody has said
	mighty  bool      // it may administer
}

// late is how long after its end a token is taken for expired: the target's
// clock may be a little behind what it is thought to show.
const late = time.Minute

// Note takes in what an answer hands out, however it is classed otherwise, and
// what it has ended: a bent request may be answered with success and have ended
// nothing.
func (l *Ledger) Note(r *scenarios.Reply, bent bool) {
	if l == nil || r.Err != nil {
		return
	}
	bent = bent || r.Class != scenarios.Alive
	switch verb := r.Step.Verb; {
	case verb == scenarios.Exchange || verb == scenarios.Refresh || verb == scenarios.ClientCredentials:
		l.granted(r.Grant, r.Step.Client)
	case verb == scenarios.Issue || verb == scenarios.Replace || verb == scenarios.LaunchCredentials:
		l.minted(r)
	case verb == scenarios.Revoke && !bent:
		l.end(r.Step.Token, r.Step.Client.ID)
	case verb == scenarios.Withdraw && !bent:
		l.end(r.Step.Of.User, "")
	}
}

// Landed takes in what arrived in the browser, OpenID Connect Core 1.0 §3.2.2.5.
func (l *Ledger) Landed(landing *scenarios.Landing, client scenarios.Registration) {
	if l == nil || landing == nil || landing.Answer == nil {
		return
	}
	l.granted(scenarios.ReadGrant(map[string]any{
		"access_token": landing.Answer.Get("access_token"), "expires_in": landing.Answer.Get("expires_in"),
	}), client)
}

// granted notes the tokens of a grant.
func (l *Ledger) granted(g scenarios.Grant, client scenarios.Registration) {
	expires := time.Time{}
	if g.ExpiresIn > 0 && l.Now != nil {
		expires = l.Now().Add(g.ExpiresIn)
	}
	l.add(entry{kind: "refresh_token", token: g.RefreshToken, client: client})
	l.add(entry{kind: "access_token", token: g.AccessToken, client: client, expires: expires})
}

// minted notes a temporary token.
func (l *Ledger) minted(r *scenarios.Reply) {
	e := entry{token: r.Minted.User, pair: r.Minted, expires: r.Temporary.Expires}
	e.mighty = slices.Contains(r.Temporary.Scopes, scenarios.Administration) || slices.Contains(r.Temporary.Permissions, scenarios.Administration)
	l.add(e)
}

// add notes a token that is not noted yet.
func (l *Ledger) add(e entry) {
	if e.token == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.entries == nil {
		l.entries = map[string]*entry{}
	}
	if _, known := l.entries[e.token]; known {
		return
	}
	l.of++
	if len(l.entries) >= ledgerLength {
		return
	}
	e.order = l.next
	l.next++
	l.entries[e.token] = &e
}

// end strikes a token off that its client has ended, or a pair by its key: no
// other client can end a token, RFC 7009 §2.1.
func (l *Ledger) end(token, client string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e, held := l.entries[token]; held && e.client.ID == client {
		delete(l.entries, token)
		l.ended++
	}
}

// outstanding strikes off what has expired, and returns the rest, what must not
// stay first: what may administer, then what never expires, refresh tokens among
// it, then the youngest.
func (l *Ledger) outstanding() []entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []entry
	for token, e := range l.entries {
		if !e.expires.IsZero() && l.Now != nil && l.Now().After(e.expires.Add(late)) {
			delete(l.entries, token)
			l.ended++
			continue
		}
		out = append(out, *e)
	}
	slices.SortFunc(out, func(a, b entry) int {
		switch {
		case a.mighty != b.mighty:
			return before(a.mighty)
		case a.expires.IsZero() != b.expires.IsZero():
			return before(a.expires.IsZero())
		}
		return b.order - a.order
	})
	return out
}

// before orders what comes first.
func before(first bool) int {
	if first {
		return -1
	}
	return 1
}

// count is how many tokens there were and how many of them may be left.
func (l *Ledger) count() (left, of int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.of - l.ended, l.of
}
