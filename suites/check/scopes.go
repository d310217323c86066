package check

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/jwt"
	"github.com/authassay/authassay/scenarios/transcript"
)

// AskingFor is the authorization request of the tester's own client for other
// scopes than its registration names.
func (t *T) AskingFor(scope string) scenarios.Step {
	step := t.Asking()
	step.Scope = scope
	return step
}

// Scope is given: the scopes that the tester's client asks for.
func (t *T) Scope() []string {
	names := strings.Fields(t.Kit.Client.Scope)
	if len(names) == 0 {
		t.Untested("the target file names no scope of the client")
	}
	return names
}

// GrantFor is given: tokens of a scope.
func (t *T) GrantFor(scope string) scenarios.Grant {
	return t.Granted(t.Exchange(t.CodeOf(t.AskingFor(scope))))
}

// CodeOf is given: a code that was asked for in another way.
func (t *T) CodeOf(step scenarios.Step) string {
	l := t.Visit(step, scenarios.Consents)
	if l.Code() == "" {
		t.Lacking("an authorization code", l)
	}
	return l.Code()
}

// OpenID is given: the client's scopes with openid among them. Where the profile
// leaves OpenID Connect to the target and the file does not name the scope, it may be
// there for other clients alone: the check ends where this one is not given it.
func (t *T) OpenID(more ...string) string {
	names := strings.Fields(t.Kit.Client.Scope)
	if slices.Contains(t.Profile.Told, "openid") && !slices.Contains(names, "openid") {
		if why := t.withheld(strings.Join(append(slices.Clone(names), "openid"), " ")); why != "" {
			t.Inapplicable("the server speaks OpenID Connect, but not to this client: %s", why)
		}
	}
	for _, name := range append([]string{"openid"}, more...) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

// withheld is how a scope with openid in it is not granted, asked once in a run; ""
// where it is granted, or where something else is wrong, which is for whoever needs
// the grant to say. RFC 6749 §3.3, §4.1.2.1.
func (t *T) withheld(scope string) string {
	defer t.shared.asking.enter()()
	if t.shared.withheld != nil {
		return *t.shared.withheld
	}
	own := t.ctx
	defer func() { t.ctx = own }() // it is no part of what any one check has to go by
	t.ctx = scenarios.Recording(own, &transcript.Transcript{Words: t.World.Client.Words()})
	l := t.Visit(t.AskingFor(scope), scenarios.Consents)
	why := ""
	if l.Answer.Get("error") == "invalid_scope" {
		why = "the scope openid is refused as invalid_scope"
	}
	if l.Code() != "" {
		if r := t.Exchange(l.Code()); r.Grant.Scope != "" && !Within("openid", r.Grant.Scope) && r.Grant.IDToken == "" {
			why = "the scope openid is not among those granted"
		}
	}
	t.shared.withheld = &why
	return why
}

// Metadata is given: the target's metadata document.
func (t *T) Metadata() *scenarios.Reply {
	r := t.Do(scenarios.Step{Verb: scenarios.Discover})
	if r.Class != scenarios.Alive || r.Members == nil {
		t.Lacking("the metadata", r)
	}
	return r
}

// Issuer is given: the issuer whose metadata the target file names.
func (t *T) Issuer() string {
	if t.Kit.Issuer != "" {
		return t.Kit.Issuer // one that ends in a slash loses it at the metadata, RFC 8414 §3.1
	}
	if slices.Contains(t.World.Absent, "discovery") {
		t.Inapplicable("the target has no metadata, and its file does not name the issuer")
	}
	r := t.Do(scenarios.Step{Verb: scenarios.Discover})
	issuer := scenarios.Issuer(r.Request.URL)
	if issuer == "" {
		t.Untested("the address of the metadata has no well-known part")
	}
	return issuer
}

// Keys are given: the keys of the target.
func (t *T) Keys() jwt.KeySet {
	r := t.Do(scenarios.Step{Verb: scenarios.Keys})
	keys, err := jwt.ReadKeys(r.Body)
	if r.Class != scenarios.Alive || err != nil {
		t.Lacking("the key set", r)
	}
	return keys
}

// Anonymous calls the API in the tester's tenant without any credentials.
func (t *T) Anonymous(bends ...scenarios.Bend) *scenarios.Reply {
	return t.CallIn(t.Kit.Tenant, scenarios.Credentials{}, bends...)
}

// KeysOnly says that the tester has nothing but keys at hand.
func (t *T) KeysOnly() bool { return t.Kit.Client.ID == "" && t.Kit.Administrator == nil }

// SameScope says whether two scopes hold the same names, in whatever order.
// RFC 6749 §3.3.
func SameScope(a, b string) bool {
	x, y := scopesOf(a), scopesOf(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// Within says whether every name of a scope stands in another.
func Within(scope, all string) bool {
	for _, name := range scopesOf(scope) {
		if !slices.Contains(scopesOf(all), name) {
			return false
		}
	}
	return true
}

// Hybrid is a hybrid request whose answer is to be posted.
func (t *T) Hybrid() scenarios.Step {
	step := t.AskingFor(t.OpenID())
	step.ResponseType, step.ResponseMode, step.OIDCNonce = "code id_token", "form_post", t.Nonce()
	return step
}

// WithTokens accepts a visit that ended at the redirect URI with an access
// token and an ID token, one of each, OpenID Connect Core 1.0 §3.2.2.5.
func WithTokens() Answer {
	return Landing("sent to the redirect URI with an access token and an ID token", func(l *scenarios.Landing) bool {
		one := func(name string) bool { return len(l.Answer[name]) == 1 && l.Answer.Get(name) != "" }
		return l.URL != nil && !l.Answer.Has("error") && one("access_token") && one("id_token")
	})
}

// Implicit is an implicit request. Its answer stands in the fragment
// unless something else is asked for; a proof key is for codes.
func (t *T) Implicit() scenarios.Step {
	step := t.AskingFor(t.OpenID())
	step.ResponseType, step.OIDCNonce = "id_token token", t.Nonce()
	step.Challenge, step.ChallengeMethod = "", ""
	return step
}

// scopesOf are the names of a scope. RFC 6749 §3.3 has blanks between them, and no other
// space: a name with a tab in it is another name.
func scopesOf(scope string) []string {
	return slices.DeleteFunc(strings.Split(scope, " "), func(name string) bool { return name == "" })
}
