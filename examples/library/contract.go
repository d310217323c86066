package main

import (
	"net/http"
	"sync"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// What the library's server knows of its one client and its one reader.
const (
	secret   = "a-secret-of-the-reader"
	password = "wandas-own-password"
)

// lending are the rules that only this contract has.
type lending struct{ PerCard int }

// lent counts the books of each card.
type lent struct {
	mu    sync.Mutex
	books map[string]int
}

// contract is what the library asks of a server: OAuth out of the endpoints that
// every contract can have, and books by a handler of its own.
func contract() fakeserver.Contract {
	return fakeserver.Contract{
		Name: "library", Product: "Town Library", Base: "/library", Pages: "/library",
		Rules: func() fakeserver.Rules {
			r := rules.Honest()
			r.Bearer.NameRealm("library")
			r.Own = &lending{PerCard: 2}
			return r
		},
		State: func() any { return &lent{books: map[string]int{}} },
		Fixtures: fakeserver.Fixtures{
			Clients: []fakeserver.Client{{ID: "reader", Secret: secret, Name: "Reader", RedirectURIs: []string{"https://reader.example/back"}}},
			Users:   []fakeserver.User{{ID: "1", Username: "wanda", Password: password}},
		},
		Routes: map[string]fakeserver.Endpoint{
			"/library/authorize": fakeserver.Authorize,
			"/library/login":     fakeserver.Login,
			"/library/consent":   fakeserver.Consent,
			"/library/token":     fakeserver.Token,
			"/library/card":      fakeserver.Me,
			"/library/books":     books,
		},
	}
}

// books lends a book to whoever shows a card, which is an access token.
func books(v *fakeserver.Visit) {
	if _, rebuff := v.Admit(false); rebuff != nil {
		v.TurnAway(rebuff)
		return
	}
	all, card := v.State().(*lent), v.R.Header.Get("Authorization")
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.books[card] >= rules.Own[lending](v.Rules).PerCard {
		v.Refuse(&fakeserver.Refusal{Status: http.StatusForbidden, Error: "two_books", Description: "bring one back first"})
		return
	}
	all.books[card]++
	v.Write(http.StatusOK, "application/json", v.Encode([]fakeserver.Member{{Name: "title", Value: "Emma"}}))
}
