package resource

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// Basic is the chapter of keys and secrets by HTTP Basic, RFC 7617. Where the target
// has an administrator, spare makes a temporary token for a check after which it
// may stay shut.
func Basic(spare func(*check.T) scenarios.Credentials) []check.Check {
	return slices.Concat(
		[]check.Check{
			on("BAS-01", "call the API with the key and its secret", func(t *T) {
				r := t.Call(t.Basic())
				t.Judge(r, check.Alive())
				way, _, _ := strings.Cut(r.Request.URL, ":")
				t.Measure("credentials by HTTP Basic are taken", "over %s", way)
			}, check.Looks),
		},
		basicForms(),
		basicOthers(),
		basicRefusals(),
		basicSeveral(),
		basicGuessing(spare),
		basicAnswers(),
	)
}

// basicForms writes good credentials in other ways.
func basicForms() []check.Check {
	return []check.Check{
		on("BAS-05", "write the scheme in small letters and in capitals", func(t *T) {
			pair := t.KeyHolder()
			for _, scheme := range []string{"basic ", "BASIC "} {
				t.JudgeEach("the scheme "+check.Brief(scheme), t.Call(pair, scenarios.Authorized(scheme+check.Encoded(pair))), check.Alive())
			}
		}),
		on("BAS-06", "call the API with a secret that holds a colon", func(t *T) {
			pair := t.Kit.BasicColon
			if pair == nil {
				t.Untested("the target file names no basic_colon key")
			}
			if !strings.Contains(pair.Secret, ":") {
				t.Untested("the secret of basic_colon holds no colon")
			}
			t.KeyHolder()
			t.Judge(t.Call(*pair), check.Alive())
		}),
		on("BAS-07", "send the pair unencoded, and the key without a colon", func(t *T) {
			pair := t.KeyHolder()
			for _, sent := range []labelled[string]{
				{"the pair unencoded", pair.User + ":" + pair.Secret},
				{"the key alone", base64.StdEncoding.EncodeToString([]byte(pair.User))},
			} {
				t.JudgeEach(sent.as, t.Call(pair, scenarios.Authorized("Basic "+sent.thing)), check.Illegible())
			}
		}, check.Attacks),
	}
}

// spoiled are credentials of which one half is spoiled.
type spoiled []labelled[scenarios.Credentials]

// basicRefusals spoils one half of the credentials.
func basicRefusals() []check.Check {
	refused := func(id, when string, made func(t *T, p scenarios.Credentials) spoiled, traits ...check.Trait) check.Check {
		return on(id, when, func(t *T) {
			for _, pair := range made(t, t.KeyHolder()) {
				t.JudgeEach(pair.as, t.Call(pair.thing), check.Dead())
			}
		}, traits...)
	}
	return []check.Check{
		refused("BAS-02", "call with a wrong secret", func(t *T, p scenarios.Credentials) spoiled {
			return spoiled{{"another secret", scenarios.Basic(p.User, t.Nonce())}}
		}, check.Attacks),
		refused("BAS-03", "call with a key that does not exist", func(t *T, p scenarios.Credentials) spoiled {
			return spoiled{{"a key that nobody has", scenarios.Basic(t.Nonce(), p.Secret)}}
		}),
		refused("BAS-10", "call with an empty secret", func(_ *T, p scenarios.Credentials) spoiled {
			return spoiled{{"an empty secret", scenarios.Basic(p.User, "")}}
		}, check.Attacks),
		on("BAS-11", "call with near misses of the secret", func(t *T) {
			pair := t.KeyHolder()
			misses := slices.DeleteFunc(nearmiss.Of(nearmiss.ClientSecret, pair.Secret), func(m nearmiss.Miss) bool { return m.Value == "" }) // BAS-10
			t.Sweep(misses, func(m nearmiss.Miss) any {
				return t.Call(scenarios.Basic(pair.User, m.Value))
			}, check.Dead())
			t.Control(t.Call(pair), check.Alive())
		}, check.Attacks),
		on("BAS-12", "call the Basic resource without credentials", func(t *T) {
			pair := t.KeyHolder()
			t.Judge(t.Call(pair, scenarios.WithoutHeader("Authorization")), check.Dead())
		}, check.Looks),
		refused("BAS-14", "call with a colon and a word behind the secret, and with two colons in between",
			func(_ *T, p scenarios.Credentials) spoiled {
				return spoiled{
					{"a colon and a word behind the secret", scenarios.Basic(p.User, p.Secret+":x")},
					{"two colons in between", scenarios.Basic(p.User, ":"+p.Secret)},
				}
			}, check.Attacks),
		on("BAS-08", "call with another tenant's header", func(t *T) {
			pair := t.KeyHolder()
			t.Judge(t.CallIn(t.otherTenant(), pair), check.TenantRefused())
		}),
	}
}

// basicSeveral sends more than one Authorization header.
func basicSeveral() []check.Check {
	return []check.Check{
		on("BAS-13", "send Basic and Bearer credentials at once", func(t *T) {
			pair := t.KeyHolder()
			r := t.Call(pair, scenarios.AgainHeader("Authorization", "Bearer "+t.Nonce()))
			t.Judge(r, check.Illegible())
		}),
		on("BAS-15", "send a good and a bad pair at once, in both orders, again and again", func(t *T) {
			pair := t.KeyHolder()
			bad := scenarios.Basic(pair.User, t.Nonce())
			for _, order := range [][2]scenarios.Credentials{{pair, bad}, {bad, pair}} {
				accepted := check.Illegible()
				for range 3 {
					r := t.Call(order[0], scenarios.AgainHeader("Authorization", "Basic "+check.Encoded(order[1])))
					t.JudgeEach(map[bool]string{true: "the good pair first", false: "the good pair last"}[order[0] == pair], r, accepted)
					accepted = check.RefusedWith(r.Status)
				}
			}
		}, check.Attacks),
	}
}

// basicGuessing tries wrong secrets. A temporary token is spent on them where
// there are any, since a key may stay shut.
func basicGuessing(spare func(*check.T) scenarios.Credentials) []check.Check {
	return []check.Check{
		on("BAS-16", "try ten wrong secrets, then the right one", func(t *T) {
			var pair scenarios.Credentials
			if t.Kit.Administrator != nil {
				pair = spare(t.T)
			} else {
				pair = t.KeyHolder()
			}
			for range 10 {
				r := t.Call(scenarios.Basic(pair.User, t.Nonce()))
				if r.Status == http.StatusTooManyRequests {
					t.Judge(r, check.RefusedWith(http.StatusTooManyRequests))
					return
				}
				t.Control(r, check.Turned())
			}
			r := t.Call(pair)
			t.Measure("the right secret of a key after ten wrong ones", "%s", check.Describe(r))
			t.Judge(r, check.Turned())
		}, check.Destructive),
	}
}

// basicAnswers looks at how refusals are worded.
func basicAnswers() []check.Check {
	return []check.Check{
		on("BAS-04", "look for a Basic challenge with a realm", func(t *T) {
			pair := t.KeyHolder()
			r := t.refusal(pair)
			t.Control(r, check.Turned())
			t.hasChallenge(r)
			t.Judge(r, withChallenge("a Basic challenge with a realm", func(c scenarios.Challenge) bool {
				_, realm := c.Params["realm"]
				return c.Is(scenarios.SchemeBasic) && realm
			}))
			t.Measure("the charset that the Basic challenge names", "%s", charsetOf(r))
		}),
		on("BAS-09", "compare the answers to an unknown key and to a wrong secret", func(t *T) {
			pair := t.KeyHolder()
			secret := t.Nonce()
			stranger := (t.Nonce() + strings.Repeat("x", len(pair.User)))[:len(pair.User)]
			t.Alike(t.Call(scenarios.Basic(pair.User, secret)), t.Call(scenarios.Basic(stranger, secret)))
		}, check.Attacks),
	}
}

// charsetOf is the charset of an answer's Basic challenge, RFC 7617 §2.1.
func charsetOf(r *scenarios.Reply) string {
	for _, c := range scenarios.Challenges(r.Header) {
		if charset := c.Params["charset"]; c.Is(scenarios.SchemeBasic) && charset != "" {
			return charset
		}
	}
	return "none"
}
