package lxhive

import (
	"net/http"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// Withdrawal decides what a DELETE does.
type Withdrawal struct {
	Takes          bool // the token ends
	TakesSisters   bool // all tokens of its user end
	TakesAll       bool // all temporary tokens end
	TakesEvery     bool // every credential ends, permanent keys too
	ShutsCaller    bool // the API is closed to the caller until it issues a token again
	KeyAlone       bool // the key is enough
	BareTakesAll   bool // without key and secret all temporary tokens end
	BareTakesEvery bool // without key and secret every credential ends, permanent keys too
	BareTaken      bool // without a whole pair nothing happens, and success is answered
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
	if key == "" || secret == "" && !own.KeyAlone {
		v.turnAway(&own.NoPair)
		return
	}
	t, known := v.kept.tokens.Get(key)
	switch {
	case !known || t.withdrawn.Load():
		v.W.WriteHeader(own.GoneStatus)
		return
	case secret != "" && !own.SecretMatches(t.secret, secret):
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

func (v visit) withdraw(t *temporaryToken, by caller) {
	own := &v.own.Ended
	t.withdrawn.Store(own.Takes)
	if own.TakesSisters {
		for _, sister := range t.holder.all() {
			sister.withdrawn.Store(true)
		}
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
