package fakeserver

import (
	"strings"
)

// caller is who sends a request to lxHive.
type caller struct {
	standing Standing
	key      string
	token    *temporaryToken // nil for credentials that are not temporary
	why      *Refusal        // of a request that needs more than the caller has
}

// whoCalls finds out who sends a request, by HTTP Basic.
func (v *visit) whoCalls() caller {
	rules := &v.rules.Temporary
	values := v.r.Header["Authorization"]
	if len(values) == 0 {
		return caller{standing: Nobody, why: &rules.Unauthenticated}
	}
	value, ok := v.rules.Presenting.PickAuthorization(values)
	if !ok {
		return caller{standing: Stranger, why: &v.rules.Presenting.SeveralAuthorizations}
	}
	scheme, credentials, _ := strings.Cut(value, " ")
	credentials = strings.Trim(credentials, " ")
	switch {
	case !v.rules.Basic.SchemeMatches(scheme):
		return caller{standing: Stranger, why: &rules.Unauthenticated}
	case credentials == "":
		return caller{standing: Stranger, why: &rules.BareScheme}
	}
	return v.identifyPair(credentials)
}

func (v *visit) identifyPair(credentials string) caller {
	rules := &v.rules.Basic
	pair, ok := rules.Decode(credentials)
	key, secret := pair, ""
	if ok {
		key, secret, ok = rules.Split(pair)
	}
	alone := false
	if !ok && rules.KeyAloneAdmitted {
		key, alone, ok = pair, true, true
	}
	if !ok {
		return caller{standing: Stranger, why: &rules.Undecodable}
	}
	fits := func(stored string) bool {
		switch {
		case alone:
			return true
		case secret == "":
			return rules.EmptySecretAdmitted
		}
		return rules.SecretMatches(stored, secret)
	}
	if c, known := v.knownKey(key, fits); known {
		return c
	}
	if c, known := v.knownToken(key, secret, fits); known {
		return c
	}
	if rules.UnknownKeyAdmitted != nil && rules.UnknownKeyAdmitted(key, secret) {
		return caller{standing: Ordinary, key: key, why: &v.rules.Temporary.Unprivileged}
	}
	return caller{standing: Stranger, why: v.unknownKey()}
}

// knownKey judges the pairs of the fixtures.
func (v *visit) knownKey(key string, fits func(stored string) bool) (caller, bool) {
	for _, k := range v.fixtures.TokenKeys {
		if k.Key != key {
			continue
		}
		if !fits(k.Secret) || v.state.temporary.wiped.Load() {
			return caller{standing: Stranger, why: v.wrongSecret()}, true
		}
		c := caller{standing: Ordinary, key: key, why: &v.rules.Temporary.Unprivileged}
		for _, p := range k.Permissions {
			if p == super {
				c.standing = Super
			}
		}
		return c, true
	}
	return caller{}, false
}

// knownToken judges temporary tokens.
func (v *visit) knownToken(key, secret string, fits func(stored string) bool) (caller, bool) {
	rules := &v.rules.Temporary
	t, known := v.state.temporary.tokens.get(key)
	if !known {
		return caller{}, false
	}
	stranger := caller{standing: Stranger, why: v.wrongSecret()}
	switch {
	case rules.Guesses > 0 && t.guesses.Load() >= int64(rules.Guesses):
		return caller{standing: Stranger, why: &rules.TooManyGuesses}, true
	case !fits(t.secret) && !(rules.AnySecretOpens && v.someonesSecret(secret)):
		t.guesses.Add(1)
		return stranger, true
	case t.withdrawn.Load() || v.now.Unix() < t.from:
		return stranger, true
	case t.dead(v.now):
		return caller{standing: Stranger, why: &rules.Ending.Expired}, true
	}
	c := caller{standing: Holder, key: key, token: t, why: &rules.Unprivileged}
	if rules.Rights.Administers(t.scopes, t.holder.may()) {
		c.standing = Super
	}
	return c, true
}

// someonesSecret says whether a secret is that of any token.
func (v *visit) someonesSecret(secret string) bool {
	found := false
	v.state.temporary.each(func(t *temporaryToken) { found = found || t.secret == secret })
	return found
}
