package temporary

import (
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// A check that needs some token that opens the API takes one of a kind that is
// known to: a server whose tokens cannot read by default has one failure, and
// not as many as there are checks.

// opening is a kind of token, and what came of trying it.
type opening struct {
	asked scenarios.Asked // its permissions and scopes
	opens bool
	seen  *scenarios.Reply // of the token as it is by default, where none opens
}

// kindsOfTokens are the rights that are asked for in their turn, for the user
// and for the token: none at all, full access in one word, in several, and what
// the API is to be used for.
func kindsOfTokens() []any {
	return []any{
		nil, rights(scenarios.Everything), rights(scenarios.Everything, scenarios.Reading, scenarios.Writing),
		rights(scenarios.Reading, scenarios.Writing),
	}
}

// someone is what a token is asked for that reads: a user of a fresh address,
// and the rights that it takes here.
func (t *T) someone() scenarios.Asked {
	return t.able("reads", func(pair scenarios.Credentials) *scenarios.Reply { return t.Call(pair) })
}

// writer is given: a token that has been seen to write.
func (t *T) writer() scenarios.Credentials {
	pair := t.posted(t.able("writes", t.Write)).Minted
	t.Control(t.Write(pair), check.Alive())
	return pair
}

// able is what a token is asked for that does something, for a fresh user.
func (t *T) able(does string, do func(scenarios.Credentials) *scenarios.Reply) scenarios.Asked {
	known := func(opening) bool { return true }
	kind := check.Borrow(t.T, "a temporary token that "+does, known, func() opening { return t.opening(does, do) })
	if !kind.opens {
		t.Lacking("a temporary token that "+does, kind.seen)
	}
	asked := t.somebody()
	asked.Permissions, asked.Scopes = kind.asked.Permissions, kind.asked.Scopes
	return asked
}

// opening tries kinds of tokens in their turn: what the target file says, and
// what tokens are by default first. What breaks is not remembered.
func (t *T) opening(does string, do func(scenarios.Credentials) *scenarios.Reply) opening {
	var tried []scenarios.Asked
	if t.Kit.Usable != nil {
		tried = append(tried, *t.Kit.Usable)
	}
	for _, list := range kindsOfTokens() {
		tried = append(tried, scenarios.Asked{Permissions: list, Scopes: list})
	}
	var first, broke *scenarios.Reply
	for _, kind := range tried {
		asked := t.somebody()
		asked.Permissions, asked.Scopes = kind.Permissions, kind.Scopes
		r := t.post(asked)
		if r.Minted.User != "" {
			if r = do(r.Minted); r.Class == scenarios.Alive {
				return opening{asked: kind, opens: true}
			}
		}
		if first == nil {
			first = r
		}
		if check.IsBroken(r) {
			broke = r
		}
	}
	if broke != nil {
		t.Lacking("a temporary token that "+does, broke)
	}
	return opening{seen: first}
}

// scopedTo is given: a token with scopes, for a user who has full access and,
// for a server that takes permissions by the letter, these rights by name.
func (t *T) scopedTo(scopes ...scenarios.Right) scenarios.Credentials {
	asked := t.somebody()
	asked.Permissions, asked.Scopes = rights(scenarios.Everything, scenarios.Reading, scenarios.Writing), scopes
	return t.issued(asked).Minted
}
