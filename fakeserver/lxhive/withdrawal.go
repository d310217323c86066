package fakeserver

import "net/http"

// TemporaryWithdrawalRules decide what a DELETE does.
type TemporaryWithdrawalRules struct {
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

	NoPair Refusal
}

func honestTemporaryWithdrawal() TemporaryWithdrawalRules {
	return TemporaryWithdrawalRules{
		Takes:         true,
		SecretMatches: sameSecret,
		Status:        http.StatusNoContent,
		GoneStatus:    http.StatusNoContent,
		WrongStatus:   http.StatusNoContent,
		NoPair:        Refusal{http.StatusBadRequest, validationError, "key and secret are required"},
	}
}

// serveWithdrawal answers DELETE.
func (v *visit) serveWithdrawal(by caller) {
	rules := &v.rules.Temporary.Ended
	query := v.r.URL.Query()
	key, secret := query.Get("key"), query.Get("secret")
	if key == "" && (rules.BareTakesAll || rules.BareTakesEvery) {
		v.withdrawAll()
		v.state.temporary.wiped.Store(rules.BareTakesEvery)
		v.w.WriteHeader(rules.Status)
		return
	}
	if (key == "" || secret == "") && rules.BareTaken {
		v.w.WriteHeader(rules.Status)
		return
	}
	if key == "" || secret == "" && !rules.KeyAlone {
		v.turnAway(&rules.NoPair)
		return
	}
	t, known := v.state.temporary.tokens.get(key)
	switch {
	case !known || t.withdrawn.Load():
		v.w.WriteHeader(rules.GoneStatus)
		return
	case secret != "" && !rules.SecretMatches(t.secret, secret):
		v.w.WriteHeader(rules.WrongStatus)
		return
	}
	v.withdraw(t, by)
	if rules.Body != "" {
		v.write(rules.Status, "application/json", []byte(rules.Body))
		return
	}
	v.w.WriteHeader(rules.Status)
}

func (v *visit) withdraw(t *temporaryToken, by caller) {
	rules := &v.rules.Temporary.Ended
	t.withdrawn.Store(rules.Takes)
	if rules.TakesSisters {
		for _, sister := range t.holder.all() {
			sister.withdrawn.Store(true)
		}
	}
	if rules.TakesAll {
		v.withdrawAll()
	}
	if rules.TakesEvery {
		v.withdrawAll()
		v.state.temporary.wiped.Store(true)
	}
	if rules.ShutsCaller {
		v.state.temporary.closeFor(by.key)
	}
}

func (v *visit) withdrawAll() {
	v.state.temporary.each(func(t *temporaryToken) { t.withdrawn.Store(true) })
}
