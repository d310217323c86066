package rules

import (
	"net/http"
	"slices"
	"strings"
)

// Scoping decides what scopes are worth (RFC 6749 §3.3, §6; RFC 6750 §3.1).
type Scoping struct {
	UnknownRefused  bool                          // an unknown scope gets invalid_scope; else it is dropped
	NameMatches     func(known, sent string) bool // whether a name of a scope is one that is known; nil compares exactly
	Split           func(scope string) []string   // the names in a scope; nil splits at blanks
	Granted         func(asked []string) []string // what the consent of the resource owner grants
	BroaderDropped  bool                          // a refresh that asks for more gets what was granted
	BroaderRefused  bool                          // a refresh cannot ask for more than was granted; else it gets more
	Narrows         bool                          // a refresh may ask for less, and gets less
	EmptyMinded     bool                          // a refresh with an empty scope gets invalid_scope; else it names none
	NarrowsForGood  bool                          // a narrower refresh takes the rest from the refresh token too
	WholeIfAsked    bool                          // the rest is still there for a refresh that names it
	Needed          string                        // the scope that the API asks for; "" is none
	NeededAtUser    string                        // the same at the userinfo endpoint
	NeededToRefresh string                        // the scope that a refresh token is given for; "" is none
	Challenge       func(scope string) []string   // WWW-Authenticate to a token without the scope

	Unknown      Refusal
	Broader      Refusal
	Insufficient Refusal
}

func honestScoping() Scoping {
	return Scoping{
		UnknownRefused: true,
		Granted:        func(asked []string) []string { return asked },
		BroaderRefused: true,
		Narrows:        true,
		Challenge: func(scope string) []string {
			return []string{`Bearer realm="example", error="insufficient_scope", scope="` + scope + `"`}
		},
		Unknown:      Refusal{http.StatusBadRequest, InvalidScope, "a scope is not known"},
		Broader:      Refusal{http.StatusBadRequest, InvalidScope, "a scope was not granted"},
		Insufficient: Refusal{http.StatusForbidden, InsufficientScope, "the token lacks a scope"},
	}
}

// HoldsScope says whether a scope, with its names between spaces, holds one.
func HoldsScope(scope, name string) bool {
	return name == "" || slices.Contains(strings.Fields(scope), name)
}
