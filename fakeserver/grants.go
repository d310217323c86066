package fakeserver

import (
	"crypto/sha256"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// grant is one act of a resource owner, and the family of all credentials that
// came from it.
type grant struct {
	client      *Client
	user        *User
	redirectURI string
	challenge   string // PKCE; "" is none
	method      string
	scope       string // names between spaces
	nonce       string // OpenID Connect Core 1.0 §3.1.2.1

	authenticated int64 // when the resource owner logged in, in seconds since the Unix epoch

	wronged        atomic.Bool // a wrong verifier was sent
	accessRevoked  atomic.Bool
	refreshRevoked atomic.Bool
	refreshes      atomic.Int64
	former         atomic.Pointer[accessToken] // the latest access token
	lasts          atomic.Int64                // until when any of its tokens lives
}

// outlasts notes that a token of the grant lives until then.
func (g *grant) outlasts(then int64) {
	for {
		known := g.lasts.Load()
		if known >= then || g.lasts.CompareAndSwap(known, then) {
			return
		}
	}
}

type code struct {
	grant   *grant
	expires atomic.Int64
	used    atomic.Bool
	usedAt  atomic.Int64 // kept by bent rules only

	redeeming atomic.Int64 // how many have come with it; kept by bent rules only
}

type accessToken struct {
	grant    *grant
	scope    string
	tenant   string // "" is bound to none
	expires  atomic.Int64
	revoked  atomic.Bool
	seen     atomic.Int64       // alive, the last time; kept by bent rules only
	stranger *grant             // whose user and client it acts for instead of the grant's; nil where no rule is bent
	seal     *[sha256.Size]byte // the hash of its signed text; nil where it is opaque
}

type refreshToken struct {
	grant   *grant
	scope   string
	expires int64
	usedAt  atomic.Int64 // zero is never

	refreshed bool         // it came of a refresh
	using     atomic.Int64 // how many have come with it; kept by bent rules only
}

func (c *code) DiesAt() int64         { return c.expires.Load() }
func (t *accessToken) DiesAt() int64  { return t.expires.Load() }
func (t *refreshToken) DiesAt() int64 { return t.expires }

// missedUntil is the end of whatever came of the code: until then its replay has
// something to end (RFC 6749 §4.1.2).
func (c *code) MissedUntil() int64 { return c.grant.lasts.Load() }

// acts is the grant whose user and client the token acts for.
func (t *accessToken) acts() *grant {
	if t.stranger != nil {
		return t.stranger
	}
	return t.grant
}

func newCode(g *grant, expires int64) *code {
	c := &code{grant: g}
	c.expires.Store(expires)
	return c
}

func newAccessToken(g *grant, tenant string, expires int64) *accessToken {
	t := &accessToken{grant: g, tenant: tenant}
	t.expires.Store(expires)
	return t
}

// asAccess is what another credential of the grant is worth where a bent rule
// takes it for an access token.
func (g *grant) asAccess(scope string, expires int64) *accessToken {
	t := newAccessToken(g, g.client.Tenant, expires)
	t.scope = scope
	return t
}

// habits are what the server remembers of people rather than of credentials. Its
// size is bounded by the fixtures.
type habits struct {
	mu       sync.Mutex
	consents map[string][]string // the scopes, by user and client
	codes    map[string]repeatedCode
}

type repeatedCode struct {
	text  string
	until time.Time
}

// consented are the scopes that the user has allowed the client before; known says
// whether he has allowed it anything.
func (h *habits) consented(user *User, client *Client) (scopes []string, known bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	scopes, known = h.consents[user.ID+" "+client.ID]
	return scopes, known
}

func (h *habits) keepConsent(user *User, g *grant) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.consents == nil {
		h.consents = map[string][]string{}
	}
	key := user.ID + " " + g.client.ID
	given := append(slices.Clone(h.consents[key]), strings.Fields(g.scope)...)
	slices.Sort(given)
	h.consents[key] = slices.Compact(given)
}

// repeat returns the latest code of the user and client while it is fresh, and
// else makes one.
func (h *habits) repeat(g *grant, now time.Time, life time.Duration, makeCode func() string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.codes == nil {
		h.codes = map[string]repeatedCode{}
	}
	key := g.user.ID + " " + g.client.ID
	if former, ok := h.codes[key]; ok && now.Before(former.until) {
		return former.text
	}
	h.codes[key] = repeatedCode{makeCode(), now.Add(life)}
	return h.codes[key].text
}
