package fakeserver

import (
	"crypto/sha256"
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

	redeeming atomic.Int64 // how many have come with it; kept by bent rules only
}

type accessToken struct {
	grant   *grant
	scope   string
	tenant  string // "" is bound to none
	expires atomic.Int64
	revoked atomic.Bool
	seen    atomic.Int64       // alive, the last time; kept by bent rules only
	seal    *[sha256.Size]byte // the hash of its signed text; nil where it is opaque
}

type refreshToken struct {
	grant   *grant
	scope   string
	expires int64
	usedAt  atomic.Int64 // zero is never
}

func (c *code) diesAt() int64         { return c.expires.Load() }
func (t *accessToken) diesAt() int64  { return t.expires.Load() }
func (t *refreshToken) diesAt() int64 { return t.expires }

// missedUntil is the end of whatever came of the code: until then its replay has
// something to end (RFC 6749 §4.1.2).
func (c *code) missedUntil() int64 { return c.grant.lasts.Load() }

// dead judges by the clock of the moment of use.
func dead(thing mortal, now time.Time) bool { return now.UnixNano() >= thing.diesAt() }

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
