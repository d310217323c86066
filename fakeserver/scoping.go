package fakeserver

import (
	"net/http"
	"slices"
	"strings"
)

// ScopingRules decide what scopes are worth (RFC 6749 §3.3, §6; RFC 6750 §3.1).
type ScopingRules struct {
	UnknownRefused  bool                          // an unknown scope gets invalid_scope; else it is dropped
	Granted         func(asked []string) []string // what the consent of the resource owner grants
	BroaderDropped  bool                          // a refresh that asks for more gets what was granted
	BroaderRefused  bool                          // a refresh cannot ask for more than was granted; else it gets more
	Narrows         bool                          // a refresh may ask for less, and gets less
	NarrowsForGood  bool                          // a narrower refresh takes the rest from the refresh token too
	Needed          string                        // the scope that the API asks for; "" is none
	NeededAtUser    string                        // the same at the userinfo endpoint
	NeededToRefresh string                        // the scope that a refresh token is given for; "" is none
	Challenge       func(scope string) []string   // WWW-Authenticate to a token without the scope

	Unknown      Refusal
	Broader      Refusal
	Insufficient Refusal
}

func honestScoping() ScopingRules {
	return ScopingRules{
		UnknownRefused: true,
		Granted:        func(asked []string) []string { return asked },
		BroaderRefused: true,
		Narrows:        true,
		Challenge: func(scope string) []string {
			return []string{`Bearer realm="example", error="insufficient_scope", scope="` + scope + `"`}
		},
		Unknown:      Refusal{http.StatusBadRequest, invalidScope, "a scope is not known"},
		Broader:      Refusal{http.StatusBadRequest, invalidScope, "a scope was not granted"},
		Insufficient: Refusal{http.StatusForbidden, "insufficient_scope", "the token lacks a scope"},
	}
}

// knownScopes splits a scope parameter into what the contract knows and says
// whether that is all. A contract without scopes knows none, and minds none.
func (v *visit) knownScopes(text string) (known []string, all bool) {
	if len(v.fixtures.Scopes) == 0 {
		return nil, true
	}
	all = true
	for name := range strings.FieldsSeq(text) {
		if !slices.Contains(v.fixtures.Scopes, name) {
			all = false
			continue
		}
		known = append(known, name)
	}
	return known, all
}

// grantedScope is what a good authorization request grants.
func (v *visit) grantedScope(asked string) string {
	known, _ := v.knownScopes(asked)
	return strings.Join(v.rules.Scoping.Granted(known), " ")
}

// refreshedScope is the scope of a refreshed token.
func (v *visit) refreshedScope(t *refreshToken, asked string) (string, *Refusal) {
	rules := &v.rules.Scoping
	if asked == "" || len(v.fixtures.Scopes) == 0 {
		return t.scope, nil
	}
	known, all := v.knownScopes(asked)
	if rules.BroaderDropped && !(all && within(known, t.scope)) {
		return t.scope, nil
	}
	if !all && rules.BroaderRefused {
		return "", &rules.Broader
	}
	for _, name := range known {
		if !holdsScope(t.scope, name) && rules.BroaderRefused {
			return "", &rules.Broader
		}
	}
	if !rules.Narrows && len(known) <= len(strings.Fields(t.scope)) {
		return t.scope, nil
	}
	return strings.Join(known, " "), nil
}

// within says whether a scope holds all of the names.
func within(names []string, scope string) bool {
	for _, name := range names {
		if !holdsScope(scope, name) {
			return false
		}
	}
	return true
}

// holdsScope says whether a scope, with its names between spaces, holds one.
func holdsScope(scope, name string) bool {
	return name == "" || slices.Contains(strings.Fields(scope), name)
}

// checkScope asks a token for the scope of a resource.
func (v *visit) checkScope(p principal, needed string) *rebuff {
	if holdsScope(p.scope, needed) {
		return nil
	}
	rules := &v.rules.Scoping
	return &rebuff{refusal: &rules.Insufficient, challenges: rules.Challenge(needed)}
}
