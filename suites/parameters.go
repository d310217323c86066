package suites

import (
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// What holds for every parameter of a request, whichever request that is.

// parameters are the names of the parameters in the body of the request of the check's
// way that it cannot do without.
func (t *T) parameters() []string {
	var names []string
	endpoint := "token"
	switch t.Way() {
	case "refresh":
		names = []string{"grant_type", "refresh_token"}
	case "revoke", "introspect":
		endpoint = t.Way()
		names = []string{"token"}
	default:
		names = []string{"grant_type", "code", "redirect_uri"}
	}
	if how := t.Kit.Client.AuthenticationTo(endpoint); how != "basic" { // else they stand in the header
		names = append(names, "client_id")
		if !t.public() {
			names = append(names, "client_secret")
		}
	}
	return names
}

// needed are the parameters of a request that the server does not do without. Where it
// takes a request that lacks one, others say so.
func (t *T) needed(p proving) []string { return t.refused(p, false, scenarios.Without) }

// refused are the parameters of a request that the server refuses when they are bent;
// without the secret where that would be guessing at it.
func (t *T) refused(p proving, guessing bool, spoil func(name string) scenarios.Bend) []string {
	about := p.obtain()
	var misses []nearmiss.Miss
	for _, name := range t.parameters() {
		misses = append(misses, nearmiss.Miss{As: name, Value: name})
	}
	misses = slices.DeleteFunc(misses, func(m nearmiss.Miss) bool { return m.Value == "client_secret" && guessing })
	var names []string
	for _, seen := range t.Swept(misses, func(m nearmiss.Miss) any { return p.send(p.client, about, spoil(m.Value)) }) {
		if r, _ := seen.Actual.(*scenarios.Reply); check.IsRefused(r) {
			names = append(names, seen.Label)
		}
	}
	return names
}

// optional are further parameters of that request, each with a value that changes
// nothing.
func (t *T) optional() []scenarios.Param {
	switch t.Way() {
	case "refresh":
		return []scenarios.Param{{Name: "scope", Value: t.Kit.Client.Scope}}
	case "revoke":
		return []scenarios.Param{{Name: "token_type_hint", Value: "refresh_token"}}
	case "introspect":
		return []scenarios.Param{{Name: "token_type_hint", Value: "access_token"}}
	}
	return nil
}

// repeats sends each parameter twice: with one value, and with two in either order. Not
// with an empty one: that counts for none, RFC 6749 §3.2, so that either answer is right.
func (t *T) repeats(a check.Answer) {
	p := t.request()
	var all []spoilt
	for _, name := range t.parameters() {
		all = append(all, bent(name+" twice", doubled(name, func(value string) []any { return []any{value, value} })))
		if name == "client_secret" && !t.attackable() {
			continue
		}
		all = append(all,
			bent(name+" twice, another value behind", doubled(name, func(value string) []any { return []any{value, t.Nonce()} })),
			bent(name+" twice, another value before", doubled(name, func(value string) []any { return []any{t.Nonce(), value} })))
	}
	for _, o := range t.optional() {
		if o.Value != "" {
			all = append(all, bent(o.Name+" twice", scenarios.With(o.Name, o.Value), doubled(o.Name, func(value string) []any { return []any{value, value} })))
		}
	}
	t.spoils(p, all, a)
}

// doubled has values for the one value of a parameter.
func doubled(name string, values func(value string) []any) scenarios.Bend {
	return func(r *scenarios.Request) {
		all := values(r.Body.Get(name))
		scenarios.Without(name)(r)
		for _, v := range all {
			scenarios.Again(name, v)(r)
		}
	}
}

// misnames sends each parameter under names that are not quite its own.
func (t *T) misnames() {
	p := t.request()
	var all []spoilt
	for _, name := range t.needed(p) {
		for as, other := range map[string]string{
			name + " in capitals": strings.ToUpper(name), name + " with a capital": strings.ToUpper(name[:1]) + name[1:],
			name + " with [] behind": name + "[]", name + " with a blank behind": name + " ", name + " with a blank in front": " " + name,
			name + " with a NUL behind": name + "\x00", name + " with dots for its underscores": dotted(name),
		} {
			if other != name && (t.attackable() || !strings.Contains(other, "\x00")) {
				all = append(all, bent(as, renamed(name, other)))
			}
		}
	}
	if len(all) == 0 {
		t.Control(p.send(p.client, p.obtain()), p.good)
		t.Inapplicable("the request is not refused without any of its parameters, which is for others to judge")
	}
	slices.SortFunc(all, func(a, b spoilt) int { return strings.Compare(a.as, b.as) })
	t.spoils(p, all, check.Turned())
}

// needs ends the check where the request is answered alike without any of its
// parameters: none of them can be spoilt then.
func (t *T) needs(all []spoilt) {
	if len(all) == 0 {
		t.Untested("no parameter of the request is needed: it is not refused without one")
	}
}

// dotted writes a name as languages read it that have no dots in names.
func dotted(name string) string { return strings.ReplaceAll(name, "_", ".") }

// renamed sends a parameter under another name.
func renamed(name, other string) scenarios.Bend {
	return func(r *scenarios.Request) {
		value := r.Body.Get(name)
		scenarios.Without(name)(r)
		scenarios.Again(other, value)(r)
	}
}

// empties sends parameters without a value, RFC 6749 §3.2: those that are needed are
// missing then, and those that are not might as well have been left out.
func (t *T) empties() {
	p := t.request()
	var needed []spoilt
	for _, name := range t.needed(p) {
		if name != "client_secret" && name != "code" { // IDN-08 and EXC-17
			needed = append(needed, bent(name+" empty", scenarios.With(name, "")))
		}
	}
	t.needs(needed)
	t.spoils(p, needed, check.Refused("invalid_request", "invalid_client", "invalid_grant", "unsupported_grant_type"))
	names := []string{"scope"}
	if t.Way() == "exchange" && t.Kit.Client.PKCE == "" {
		names = append(names, "code_verifier")
	}
	for _, name := range names {
		t.JudgeEach(name+" empty", p.send(p.client, p.obtain(), scenarios.With(name, "")), p.good)
	}
}

// ofOtherTypes are the members of a JSON body with values of other types.
func (t *T) ofOtherTypes(p proving) []spoilt {
	needed := t.needed(p)
	types := []struct {
		as   string
		made func(value string) any
	}{
		{"in an array", func(v string) any { return []string{v} }},
		{"in an array, before another", func(v string) any { return []string{v, "assay"} }},
		{"in an object", func(v string) any { return map[string]string{"0": v} }},
		{"as the number 0", func(string) any { return 0 }},
		{"as true", func(string) any { return true }},
		{"as null", func(string) any { return nil }},
		{"as an object of operators", func(string) any { return map[string]any{"$ne": nil} }},
	}
	var all []spoilt
	for _, name := range t.parameters() {
		for _, typ := range types {
			if typ.as == "as null" && !slices.Contains(needed, name) {
				continue // which is as good as none
			}
			all = append(all, bent(name+" "+typ.as, func(r *scenarios.Request) {
				scenarios.With(name, typ.made(r.Body.Get(name)))(r)
			}))
		}
	}
	return all
}

// inTheURI are requests with parameters in the URI: all of them, each instead of the
// one in the body, and each beside another value in the body.
func (t *T) inTheURI(p proving) []spoilt {
	all := []spoilt{bent("all of them", scenarios.InQuery())}
	wrong := t.refused(p, true, func(name string) scenarios.Bend { return scenarios.With(name, t.Nonce()) })
	for _, name := range t.needed(p) {
		if name == "client_id" || name == "client_secret" {
			continue // IDN-15
		}
		moved := func(left func(r *scenarios.Request)) scenarios.Bend {
			return func(r *scenarios.Request) {
				scenarios.WithQuery(name, r.Body.Get(name))(r)
				left(r)
			}
		}
		all = append(all, bent(name+" instead of the one in the body", moved(scenarios.Without(name))))
		if token := t.Way() == "exchange" || t.Way() == "refresh"; token && slices.Contains(wrong, name) {
			all = append(all, bent(name+" beside another value in the body", moved(func(r *scenarios.Request) { scenarios.With(name, t.Nonce())(r) })))
		}
	}
	return all
}

// byMethods are the requests by every method but POST.
func byMethods() []spoilt {
	all := []spoilt{bent("by GET", scenarios.InQuery(), scenarios.ByMethod(http.MethodGet))}
	for _, method := range []string{http.MethodPut, http.MethodPatch, http.MethodDelete} {
		all = append(all, bent("by "+method, scenarios.ByMethod(method)))
	}
	return all
}

// resembling are the near misses of a token that can be sent as one, and those with
// characters that no token has, RFC 6749 Appendix A.12.
func resembling(token string) (sound, odd []nearmiss.Miss) {
	for _, m := range nearmiss.Of(nearmiss.Credential, token) {
		switch {
		case m.Value == "":
		case strings.IndexFunc(m.Value, func(r rune) bool { return r < 0x20 || r > 0x7e }) < 0:
			sound = append(sound, m)
		default:
			odd = append(odd, m)
		}
	}
	return sound, odd
}

// resembles sends what only resembles a code or token, and then the real one.
func (t *T) resembles(misses []nearmiss.Miss, real string, p proving, a check.Answer) {
	t.Sweep(misses, func(m nearmiss.Miss) any { return p.send(p.client, m.Value) }, a)
	t.Control(p.send(p.client, real), p.good)
}

// spares sends revocations that are to end nothing, each with the refresh token of the
// same grant, which lives on; where it does not, each with its own.
func (t *T) spares(all []spoilt) {
	t.controlRevocation()
	p := t.requests("revoke", t.Kit.Client)
	try := func(token string, some []spoilt) *scenarios.Reply {
		for _, s := range some {
			s.send(p, token)
		}
		t.passes(t.Policy.RevocationDelay)
		return t.Refresh(token)
	}
	if r := try(p.obtain(), all); check.Granted().Accepts(r) {
		t.Judge(r, check.Granted())
		return
	}
	var seen []check.Labelled
	for _, s := range all {
		seen = append(seen, check.Labelled{Label: s.as, Actual: try(p.obtain(), []spoilt{s})})
	}
	t.JudgeAll(seen, check.Granted())
}
