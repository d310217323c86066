package scenarios

import (
	"context"
	"strings"
	"time"
)

// issues says whether the tester's credentials are temporary tokens.
func (c *Client) issues() bool { return c.Kit.Client.ID == "" && c.Kit.Administrator != nil }

// Mints says whether the tester can obtain credentials at all: a client can, and
// an administrator. Whoever holds nothing but keys cannot.
func (c *Client) Mints() bool { return c.Kit.Client.ID != "" || c.issues() }

// Stranger returns credentials that were never issued, of the kind that the
// tester's own are.
func (c *Client) Stranger(text string) Credentials {
	if c.Kit.Client.ID == "" {
		return Basic(text, text)
	}
	return Bearer(text)
}

// obtainTemporary has a temporary token issued for a user whom nobody has seen
// before.
func (c *Client) obtainTemporary(ctx context.Context) (Grant, error) {
	asked := Asked{Email: strings.ToLower(c.Nonce()) + "@authassay.example"}
	if own := c.Kit.Usable; own != nil {
		asked.Scopes, asked.Permissions = own.Scopes, own.Permissions
	}
	r, err := c.Do(ctx, Step{Verb: Issue, As: *c.Kit.Administrator, Asked: asked})
	if err != nil {
		return Grant{}, err
	}
	if r.Class != Alive || r.Minted.Secret == "" {
		return Grant{}, &Failure{Issue, "answered with " + Describe(r), r, r.Err}
	}
	return Grant{AccessToken: r.Minted.User, Pair: r.Minted, ExpiresIn: max(r.Temporary.Left, 0).Round(time.Second)}, nil
}

// IssueUseWithdraw is the whole course of a temporary token: it is issued,
// used, withdrawn, and refused from then on.
func IssueUseWithdraw() Journey {
	return Journey{Name: "issue-use-withdraw-refused", Run: func(ctx context.Context, c *Client) error {
		g, err := c.obtainTemporary(ctx)
		if err != nil {
			return err
		}
		if err := c.probe(ctx, g); err != nil {
			return err
		}
		if err := c.expect(ctx, Step{Verb: Withdraw, As: *c.Kit.Administrator, Of: g.Pair}, Alive); err != nil {
			return err
		}
		return c.expect(ctx, Step{Verb: Call, As: g.Pair}, Dead)
	}}
}

// KeyCalls is all that a key can do: it opens its resource.
func KeyCalls() Journey {
	return Journey{Name: "call", Run: func(ctx context.Context, c *Client) error {
		if c.Kit.Basic == nil {
			return &Failure{Verb: Call, What: "the target file names no basic key"}
		}
		return c.expect(ctx, Step{Verb: Call, As: *c.Kit.Basic}, Alive)
	}}
}

// Lifecycle returns the whole life of a credential at this target: that of an
// access token, or that of a temporary token where the tester's are. A key that
// nobody obtains has no more than its use.
func (c *Client) Lifecycle() Journey {
	if !c.Mints() {
		return KeyCalls()
	}
	if c.issues() {
		return IssueUseWithdraw()
	}
	return LoginExchangeCallRefresh()
}
