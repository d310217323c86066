package lxhive

import (
	"net/http"
	"net/url"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// Withdrawal decides what a DELETE does.
type Withdrawal struct {
	Takes          bool                        // the token ends
	TakesSisters   bool                        // all tokens of its user end
	TakesAll       bool                        // all temporary tokens end
	TakesEvery     bool                        // every credential ends, permanent keys too
	ShutsCaller    bool                        // the API is closed to the caller until it issues a token again
	KeyAlone       bool                        // the key is enough
	EmptySecret    bool                        // the key with an empty secret is
	SecretAlone    bool                        // the secret is enough
	WrongTakes     bool                        // a wrong secret ends the user's other tokens
	AgainTakes     bool                        // a second withdrawal ends the user's other tokens
	UnknownTakes   bool                        // the withdrawal of what never was ends all tokens
	OtherSecret    bool                        // the secret of any token will do
	Pattern        func(query url.Values) bool // whether what stands for the key is taken for a pattern that fits every key; may be nil
	BareTakesAll   bool                        // without key and secret all temporary tokens end
	BareTakesEvery bool                        // without key and secret every credential ends, permanent keys too
	BareTaken      bool                        // without a whole pair nothing happens, and success is answered
	SecretMatches  func(stored, sent string) bool
	Status         int
	Body           string
	GoneStatus     int // of the withdrawal of what is not there
	WrongStatus    int // of a withdrawal with a wrong secret

	NoPair fakeserver.Refusal
}

func honestWithdrawal() Withdrawal {
	return Withdrawal{
		Takes:         true,
		SecretMatches: rules.SameSecret,
		Status:        http.StatusNoContent,
		GoneStatus:    http.StatusNoContent,
		WrongStatus:   http.StatusNoContent,
		NoPair:        fakeserver.Refusal{Status: http.StatusBadRequest, Error: rules.ValidationError, Description: "key and secret are required"},
	}
}

// serveWithdrawal answers DELETE.
func (v visit) serveWithdrawal(by caller) {
	own := &v.own.Ended
	query := v.R.URL.Query()
	key, secret := query.Get("key"), query.Get("secret")
	if own.Pattern != nil && own.Pattern(query) {
		v.withdrawAll()
		v.W.WriteHeader(own.Status)
		return
	}
	if key == "" && (own.BareTakesAll || own.BareTakesEvery) {
		v.withdrawAll()
		v.kept.wiped.Store(own.BareTakesEvery)
		v.W.WriteHeader(own.Status)
		return
	}
	if (key == "" || secret == "") && own.BareTaken {
		v.W.WriteHeader(own.Status)
		return
	}
	if key == "" && secret != "" && own.SecretAlone {
		key = v.keyOf(secret)
	}
	if key == "" || secret == "" && !own.alone(query) {
		v.turnAway(&own.NoPair)
		return
	}
	t, known := v.kept.tokens.Get(key)
	switch {
	case !known || t.withdrawn.Load():
		v.withdrawGone(t, known)
		v.W.WriteHeader(own.GoneStatus)
		return
	case secret != "" && !own.SecretMatches(t.secret, secret) && !(own.OtherSecret && v.someonesSecret(secret)):
		if own.WrongTakes {
			v.withdrawSisters(t)
		}
		v.W.WriteHeader(own.WrongStatus)
		return
	}
	v.withdraw(t, by)
	if own.Body != "" {
		v.Write(own.Status, "application/json", []byte(own.Body))
		return
	}
	v.W.WriteHeader(own.Status)
}

// alone says whether a key is enough without a secret.
func (own *Withdrawal) alone(query url.Values) bool {
	return own.KeyAlone && !query.Has("secret") || own.EmptySecret && query.Has("secret")
}

// keyOf is the key of the token with a secret.
func (v visit) keyOf(secret string) (key string) {
	v.kept.each(func(t *temporaryToken) {
		if t.secret == secret {
			key = t.key
		}
	})
	return key
}

// withdrawGone is the harm that the withdrawal of what is not there does.
func (v visit) withdrawGone(t *temporaryToken, known bool) {
	if known && v.own.Ended.AgainTakes {
		v.withdrawSisters(t)
	}
	if !known && v.own.Ended.UnknownTakes {
		v.withdrawAll()
	}
}

// withdrawSisters ends the other tokens of a token's user.
func (v visit) withdrawSisters(t *temporaryToken) {
	for _, sister := range t.holder.all() {
		if sister != t {
			sister.withdrawn.Store(true)
		}
	}
}

// withdrawOthers ends the tokens of everybody but one user.
func (v visit) withdrawOthers(user *holder) {
	v.kept.each(func(t *temporaryToken) {
		if t.holder != user {
			t.withdrawn.Store(true)
		}
	})
}

func (v visit) withdraw(t *temporaryToken, by caller) {
	own := &v.own.Ended
	t.withdrawn.Store(own.Takes)
	if own.TakesSisters {
		v.withdrawSisters(t)
	}
	if own.TakesAll {
		v.withdrawAll()
	}
	if own.TakesEvery {
		v.withdrawAll()
		v.kept.wiped.Store(true)
	}
	if own.ShutsCaller {
		v.kept.closeFor(by.key)
	}
}

func (v visit) withdrawAll() {
	v.kept.each(func(t *temporaryToken) { t.withdrawn.Store(true) })
}
