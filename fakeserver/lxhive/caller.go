package lxhive

import (
	"strings"

	"github.com/authassay/authassay/fakeserver"
)

// caller is who sends a request to lxHive.
type caller struct {
	standing Standing
	key      string
	token    *temporaryToken     // nil for credentials that are not temporary
	why      *fakeserver.Refusal // of a request that needs more than the caller has
}

// whoCalls finds out who sends a request, by HTTP Basic.
func (v visit) whoCalls() caller {
	own := v.own
	values := v.R.Header["Authorization"]
	if len(values) == 0 {
		return caller{standing: Nobody, why: &own.Unauthenticated}
	}
	value, ok := v.Rules.Bearer.PickAuthorization(values)
	if !ok {
		return caller{standing: Stranger, why: &v.Rules.Bearer.SeveralAuthorizations}
	}
	scheme, credentials, _ := strings.Cut(value, " ")
	credentials = strings.Trim(credentials, " ")
	switch {
	case !v.Rules.Basic.SchemeMatches(scheme):
		return caller{standing: Stranger, why: &own.Unauthenticated}
	case credentials == "":
		return caller{standing: Stranger, why: &own.BareScheme}
	}
	return v.identifyPair(credentials)
}

func (v visit) identifyPair(credentials string) caller {
	basic := &v.Rules.Basic
	pair, ok := basic.Decode(credentials)
	key, secret := pair, ""
	if ok {
		key, secret, ok = basic.Split(pair)
	}
	alone := false
	if !ok && basic.KeyAloneAdmitted {
		key, alone, ok = pair, true, true
	}
	if !ok {
		return caller{standing: Stranger, why: &basic.Undecodable}
	}
	fits := func(stored string) bool {
		switch {
		case alone:
			return true
		case secret == "":
			return basic.EmptySecretAdmitted
		}
		return basic.SecretMatches(stored, secret)
	}
	if c, known := v.knownKey(key, fits); known {
		return c
	}
	if c, known := v.knownToken(key, secret, fits); known {
		return c
	}
	if basic.UnknownKeyAdmitted != nil && basic.UnknownKeyAdmitted(key, secret) {
		return caller{standing: Ordinary, key: key, why: &v.own.Unprivileged}
	}
	return caller{standing: Stranger, why: &v.Rules.Basic.UnknownKey}
}

// knownKey judges the pairs of the fixtures.
func (v visit) knownKey(key string, fits func(stored string) bool) (caller, bool) {
	for _, k := range v.Fixtures().APIKeys {
		if k.Key != key {
			continue
		}
		if !fits(k.Secret) || v.kept.wiped.Load() {
			return caller{standing: Stranger, why: &v.Rules.Basic.WrongSecret}, true
		}
		c := caller{standing: Ordinary, key: key, why: &v.own.Unprivileged}
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
func (v visit) knownToken(key, secret string, fits func(stored string) bool) (caller, bool) {
	own := v.own
	t, known := v.kept.tokens.Get(key)
	if !known {
		return caller{}, false
	}
	stranger := caller{standing: Stranger, why: &v.Rules.Basic.WrongSecret}
	switch {
	case own.Guesses > 0 && t.guesses.Load() >= int64(own.Guesses):
		return caller{standing: Stranger, why: &own.TooManyGuesses}, true
	case !fits(t.secret) && !(own.AnySecretOpens && v.someonesSecret(secret)) &&
		!(own.SecretOpens != nil && own.SecretOpens(t.secret, secret)):
		t.guesses.Add(1)
		return stranger, true
	case t.withdrawn.Load() || v.Now.Unix() < t.from:
		return stranger, true
	case t.dead(v.Now) || v.bereaved(t):
		return caller{standing: Stranger, why: &own.Ending.Expired}, true
	}
	c := caller{standing: Holder, key: key, token: t, why: &own.Unprivileged}
	if own.Rights.Administers(t.scopes, t.holder.may()) {
		c.standing = Super
	}
	return c, true
}

// bereaved says whether a token has ended with another one whose time was up.
func (v visit) bereaved(t *temporaryToken) bool {
	own, found := &v.own.Ending, false
	if own.TakesSisters {
		for _, sister := range t.holder.all() {
			found = found || sister.dead(v.Now)
		}
	}
	return found
}

// someonesSecret says whether a secret is that of any token.
func (v visit) someonesSecret(secret string) bool {
	found := false
	v.kept.each(func(t *temporaryToken) { found = found || t.secret == secret })
	return found
}
