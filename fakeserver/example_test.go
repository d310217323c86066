package fakeserver_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/clearxp"
	"github.com/authassay/authassay/fakeserver/oauth2"
	"github.com/authassay/authassay/fakeserver/rules"
	"github.com/authassay/authassay/fakeserver/xena"
)

// A server with one rule bent: its codes live a minute too long.
func Example() {
	c := clearxp.Contract().Bent(func(r *fakeserver.Rules) { r.Expiring.CodeLifetime = 11 * time.Minute })
	up := httptest.NewServer(fakeserver.New(c))
	defer up.Close()

	response, err := http.Get(up.URL + "/api/users/me")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer response.Body.Close()
	fmt.Println(response.StatusCode, response.Header.Get("WWW-Authenticate"))
	// Output: 401 Bearer realm="ClearXP"
}

// A server with a client, a user and lifetimes of one's own, for the tests of a
// client library.
func ExampleNew() {
	server := fakeserver.New(oauth2.Contract(),
		fakeserver.WithClients(fakeserver.Client{ID: "shop", Secret: "s3cret", Name: "Shop", RedirectURIs: []string{"https://shop.example/back"}}),
		fakeserver.WithUsers(fakeserver.User{ID: "1", Username: "wanda", Password: "pa55word"}),
		fakeserver.WithLifetimes(fakeserver.Lifetimes{Access: time.Minute}),
	)
	query := url.Values{"client_id": {"shop"}, "redirect_uri": {"https://shop.example/back"}, "response_type": {"code"}}
	page := httptest.NewRecorder()
	server.ServeHTTP(page, httptest.NewRequest("GET", "/oauth2/authorize?"+query.Encode(), nil))
	fmt.Println(page.Code, page.Header().Get("Content-Type"))
	// Output: 200 text/html; charset=utf-8
}

// Two contracts side by side, on one clock. One of them is bent, and the other
// stays honest.
func ExampleHost() {
	careless := xena.Contract().Bent(func(r *fakeserver.Rules) { r.Discovery.Status = http.StatusTeapot })
	server := fakeserver.Host(fakeserver.New(oauth2.Contract()), fakeserver.New(careless))
	for _, path := range []string{"/oauth2", "/xena"} {
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, httptest.NewRequest("GET", path+"/.well-known/openid-configuration", nil))
		fmt.Println(path, answer.Code)
	}
	// Output:
	// /oauth2 200
	// /xena 418
}

// quota are rules of a contract's own: data that a fault can bend.
type quota struct{ PerToken int64 }

// quotas is what that contract remembers of its own. Requests come side by side.
type quotas struct{ used atomic.Int64 }

// library is a contract of one's own: endpoints of this package for what is plain
// OAuth, a handler of its own for what is not, and rules of its own for that.
func library() fakeserver.Contract {
	return fakeserver.Contract{
		Name: "library", Product: "Town Library", Base: "/library", Pages: "/library",
		Rules: func() fakeserver.Rules {
			r := rules.Honest()
			r.Bearer.NameRealm("library")
			r.Bearer.AnonymousAdmitted = true // books are for everybody
			r.Own = &quota{PerToken: 2}
			return r
		},
		State: func() any { return &quotas{} },
		Fixtures: fakeserver.Fixtures{
			Clients: []fakeserver.Client{{ID: "reader", Secret: "s3cret", RedirectURIs: []string{"https://reader.example/back"}}},
			Users:   []fakeserver.User{{ID: "1", Username: "wanda", Password: "pa55word"}},
		},
		Routes: map[string]fakeserver.Endpoint{
			"/library/authorize": fakeserver.Authorize,
			"/library/login":     fakeserver.Login,
			"/library/consent":   fakeserver.Consent,
			"/library/token":     fakeserver.Token,
			"/library/books":     books,
		},
	}
}

// books asks the rule in one place.
func books(v *fakeserver.Visit) {
	if _, rebuff := v.Admit(false); rebuff != nil {
		v.TurnAway(rebuff)
		return
	}
	lent := v.State().(*quotas)
	if lent.used.Add(1) > rules.Own[quota](v.Rules).PerToken {
		v.Refuse(&fakeserver.Refusal{Status: http.StatusTooManyRequests, Error: "quota", Description: "no more books today"})
		return
	}
	v.Write(http.StatusOK, "application/json", v.Encode([]fakeserver.Member{{Name: "title", Value: "Emma"}}))
}

// A contract of one's own, honest and bent.
func ExampleContract() {
	generous := library().Bent(func(r *fakeserver.Rules) { rules.Own[quota](r).PerToken = 100 })
	for _, c := range []fakeserver.Contract{library(), generous} {
		server := fakeserver.New(c)
		for range 3 {
			answer := httptest.NewRecorder()
			server.ServeHTTP(answer, httptest.NewRequest("GET", "/library/books", nil))
			fmt.Print(answer.Code, " ")
		}
	}
	// Output: 200 200 429 200 200 200
}
