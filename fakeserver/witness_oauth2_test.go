package fakeserver_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/oauth2"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/clearxp"
)

// This file and witness_curl_test.go know the server from outside only. Here an
// OAuth client that others wrote drives it, with form bodies.

func TestWitnessOAuth2(t *testing.T) {
	server := fakeserver.New(clearxp.Contract())
	up := httptest.NewServer(server)
	t.Cleanup(up.Close)
	client := clearxp.Fixtures().Clients[0]
	config := oauth2.Config{
		ClientID: client.ID, ClientSecret: client.Secret, RedirectURL: client.RedirectURIs[0],
		Endpoint: oauth2.Endpoint{
			AuthURL: up.URL + "/auth/oauth/authorize", TokenURL: up.URL + "/auth/oauth/token",
			AuthStyle: oauth2.AuthStyleInParams,
		},
	}
	for _, style := range []oauth2.AuthStyle{oauth2.AuthStyleInParams, oauth2.AuthStyleInHeader, oauth2.AuthStyleAutoDetect} {
		config.Endpoint.AuthStyle = style
		witnessLifecycle(t, server, up.URL, config)
	}
}

func witnessLifecycle(t *testing.T, server *fakeserver.Server, base string, config oauth2.Config) {
	t.Helper()
	ctx, verifier := context.Background(), oauth2.GenerateVerifier()
	sent := visitAsPerson(t, config.AuthCodeURL("state-1", oauth2.S256ChallengeOption(verifier)), clearxp.Fixtures().Users[0])
	if sent.Get("state") != "state-1" {
		t.Fatalf("redirected with %v", sent)
	}
	first, err := config.Exchange(ctx, sent.Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		t.Fatal(err)
	}
	if first.RefreshToken == "" || first.Type() != "Bearer" || time.Until(first.Expiry) < 50*time.Minute {
		t.Errorf("got %s until %s", first.Type(), first.Expiry)
	}
	if status := callAPI(t, config.Client(ctx, first), base); status != http.StatusOK {
		t.Errorf("the first token is answered %d", status)
	}
	server.Clock.Advance(2 * time.Hour)
	if status := callAPI(t, config.Client(ctx, first), base); status != http.StatusUnauthorized {
		t.Errorf("the expired token is answered %d", status)
	}
	second, err := config.TokenSource(ctx, &oauth2.Token{RefreshToken: first.RefreshToken}).Token()
	if err != nil {
		t.Fatal(err)
	}
	if status := callAPI(t, config.Client(ctx, second), base); status != http.StatusOK {
		t.Errorf("the refreshed token is answered %d", status)
	}
	if _, err := config.Exchange(ctx, sent.Get("code"), oauth2.VerifierOption(verifier)); err == nil ||
		!strings.Contains(err.Error(), "invalid_grant") {
		t.Errorf("the spent code gives %v", err)
	}
}

func callAPI(t *testing.T, client *http.Client, base string) int {
	t.Helper()
	request, _ := http.NewRequest("GET", base+"/api/users/me", nil)
	request.Header.Set("X-CXP-Tenant", clearxp.OwnTenant)
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

// visitAsPerson opens a page, fills in whatever forms it is shown, and returns
// the query of the first redirect that leaves the server.
func visitAsPerson(t *testing.T, address string, user fakeserver.User) url.Values {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	browser := &http.Client{Jar: jar, CheckRedirect: func(next *http.Request, via []*http.Request) error {
		if next.URL.Host != via[0].URL.Host {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	response, err := browser.Get(address)
	for range 5 {
		if err != nil {
			t.Fatal(err)
		}
		if response.StatusCode/100 == 3 {
			response.Body.Close()
			location, _ := url.Parse(response.Header.Get("Location"))
			return location.Query()
		}
		action, fields := readForm(t, response.Body)
		response.Body.Close()
		for name := range fields {
			switch name {
			case "username":
				fields.Set(name, user.Username)
			case "password":
				fields.Set(name, user.Password)
			case "decision":
				fields.Set(name, "allow")
			}
		}
		target, _ := response.Request.URL.Parse(action)
		response, err = browser.PostForm(target.String(), fields)
	}
	t.Fatal("the pages do not end")
	return nil
}

// readForm finds the action and the fields of a page's form.
func readForm(t *testing.T, page io.Reader) (action string, fields url.Values) {
	t.Helper()
	fields = url.Values{}
	tokens := html.NewTokenizer(page)
	for tokens.Next() != html.ErrorToken {
		token, attributes := tokens.Token(), map[string]string{}
		for _, a := range token.Attr {
			attributes[a.Key] = a.Val
		}
		switch {
		case token.Data == "form" && attributes["action"] != "":
			action = attributes["action"]
		case attributes["name"] != "" && (token.Data == "input" || token.Data == "button"):
			fields.Set(attributes["name"], attributes["value"])
		}
	}
	if action == "" {
		t.Fatal("the page has no form")
	}
	return action, fields
}
