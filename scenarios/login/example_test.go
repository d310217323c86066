package login_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/login"
	"github.com/authassay/authassay/scenarios/wire"
)

// A person is described page by page, by what a page holds. The visit ends at the
// redirect URI, which is never connected to.
func ExampleForm_Visit() {
	pages := http.NewServeMux()
	pages.HandleFunc("/authorize", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<form action="/login" method="post"><input name="user"><input type="password" name="password"></form>`)
	})
	pages.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://client.example/back?code=c0de", http.StatusFound)
	})
	server := httptest.NewServer(pages)
	defer server.Close()
	form := &login.Form{Steps: []login.Step{{When: "password", Fill: map[string]string{"user": "ada", "password": "s3cret"}}}}
	first := scenarios.Request{Method: http.MethodGet, URL: server.URL + "/authorize"}
	landing, err := form.Visit(context.Background(), wire.New(wire.Options{}).Send, first, "https://client.example/back", scenarios.Consents)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(landing.Code())
	// Output: c0de
}
