package fakeserver

import "sync/atomic"

// latest is what was issued last. Only bent rules ask for it: it stands for what
// a careless server takes in the place of a credential that it cannot find.
type latest struct {
	code    atomic.Pointer[code]
	refresh atomic.Pointer[refreshToken]
}

// longestStray is how long a code may be that is taken without looking: what is
// longer fits in no column of a table.
const longestStray = 1 << 10

// codeOf is the code that a request means.
func (v *visit) codeOf(p parameters) (*code, bool) {
	rules := &v.rules.Exchanging
	if found, known := v.findCode(p.get("code")); known {
		return found, true
	}
	newest := v.state.latest.code.Load()
	switch {
	case newest == nil:
		return nil, false
	case !p.has("code"):
		return newest, rules.MissingCodeTaken
	case p.get("code") == "":
		return newest, rules.EmptyCodeTaken
	}
	return newCode(newest.grant, newest.diesAt()), rules.UnknownCodeTaken && len(p.get("code")) < longestStray
}

// refreshOf is the refresh token that a request means.
func (v *visit) refreshOf(sent string) (*refreshToken, bool) {
	rules := &v.rules.Refreshing
	if found, known := v.findRefresh(sent); known {
		return found, true
	}
	newest := v.state.latest.refresh.Load()
	switch {
	case newest == nil:
		return nil, false
	case sent == "":
		return newest, rules.MissingTaken
	}
	return &refreshToken{grant: newest.grant, scope: newest.scope, expires: newest.expires}, rules.UnknownTaken
}
