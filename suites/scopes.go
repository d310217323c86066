package suites

import (
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// askingFor is the authorization request of the tester's own client for other
// scopes than its registration names.
func (t *T) askingFor(scope string) scenarios.Step {
	step := t.Asking()
	step.Scope = scope
	return step
}

// scope is given: the scopes that the tester's client asks for.
func (t *T) scope() []string {
	names := strings.Fields(t.Held.Client.Scope)
	if len(names) == 0 {
		t.Untested("the target file names no scope of the client")
	}
	return names
}

// grantFor is given: tokens of a scope.
func (t *T) grantFor(scope string) scenarios.Grant {
	return t.Granted(t.Exchange(t.codeOf(t.askingFor(scope))))
}

// codeOf is given: a code that was asked for in another way.
func (t *T) codeOf(step scenarios.Step) string {
	l := t.Visit(step, scenarios.Consents)
	if l.Code() == "" {
		t.Lacking("an authorization code", l)
	}
	return l.Code()
}

// openid is given: the client's scopes with openid among them.
func (t *T) openid(more ...string) string {
	names := strings.Fields(t.Held.Client.Scope)
	for _, name := range append([]string{"openid"}, more...) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

// less returns names without one of them.
func less(names []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == name })
}

// sameScope says whether two scopes hold the same names, in whatever order.
// RFC 6749 §3.3.
func sameScope(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// within says whether every name of a scope stands in another.
func within(scope, all string) bool {
	for name := range strings.FieldsSeq(scope) {
		if !slices.Contains(strings.Fields(all), name) {
			return false
		}
	}
	return true
}

// metadata is given: the target's metadata document.
func (t *T) metadata() *scenarios.Reply {
	r := t.Do(scenarios.Step{Verb: scenarios.Discover})
	if r.Class != scenarios.Alive || r.Members == nil {
		t.Lacking("the metadata", r)
	}
	return r
}

// issuer is given: the issuer whose metadata the target file names.
func (t *T) issuer() string {
	r := t.Do(scenarios.Step{Verb: scenarios.Discover})
	issuer := scenarios.Issuer(r.Request.URL)
	if t.Held.Issuer != "" {
		issuer = t.Held.Issuer // one that ends in a slash loses it there, RFC 8414 §3.1
	}
	if issuer == "" {
		t.Untested("the address of the metadata has no well-known part")
	}
	return issuer
}

// keys are given: the keys of the target.
func (t *T) keys() scenarios.KeySet {
	r := t.Do(scenarios.Step{Verb: scenarios.Keys})
	keys, err := scenarios.ReadKeys(r.Body)
	if r.Class != scenarios.Alive || err != nil {
		t.Lacking("the key set", r)
	}
	return keys
}

// texts returns a member that is a list of texts.
func texts(members map[string]any, name string) (out []string, there bool) {
	list, there := members[name].([]any)
	for _, v := range list {
		if text, ok := v.(string); ok {
			out = append(out, text)
		}
	}
	return out, there
}

// secure says whether an address is an absolute https URL without a fragment.
// An address on loopback may do without TLS, where nobody else listens.
func secure(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Fragment != "" || strings.Contains(address, "#") {
		return false
	}
	host := u.Hostname()
	loopback := host == "localhost" || host == "::1" || strings.HasPrefix(host, "127.")
	return u.Scheme == "https" || u.Scheme == "http" && loopback
}
