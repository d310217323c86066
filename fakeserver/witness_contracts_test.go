package fakeserver_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/contracts"
	asoauth2 "github.com/authassay/authassay/fakeserver/oauth2"
	"github.com/authassay/authassay/fakeserver/xena"
)

// The other contracts are driven by the same client that others wrote, as a
// server of theirs would be: with scopes, in both ways of authenticating.
func TestWitnessOfTheOtherContracts(t *testing.T) {
	up := httptest.NewServer(contracts.Bent(nil))
	t.Cleanup(up.Close)
	for name, c := range map[string]struct {
		fixtures                  fakeserver.Fixtures
		authorize, token, protect string
		scopes                    []string
	}{
		"oauth2": {asoauth2.Fixtures(), "/oauth2/authorize", "/oauth2/token", "/oauth2/api/me", []string{"read"}},
		"xena": {xena.Fixtures(), "/xena/connect/authorize", "/xena/connect/token",
			"/xena/Api/Fiscal/{tenant}/XenaUserMembership", []string{"testapi", "offline_access", "openid"}},
	} {
		for _, client := range c.fixtures.Clients {
			for _, style := range []oauth2.AuthStyle{oauth2.AuthStyleInParams, oauth2.AuthStyleInHeader} {
				config := oauth2.Config{
					ClientID: client.ID, ClientSecret: client.Secret, RedirectURL: client.RedirectURIs[0], Scopes: c.scopes,
					Endpoint: oauth2.Endpoint{AuthURL: up.URL + c.authorize, TokenURL: up.URL + c.token, AuthStyle: style},
				}
				t.Run(name, func(t *testing.T) {
					witnessContract(t, config, c.fixtures.Users[0], up.URL+strings.Replace(c.protect, "{tenant}", client.Tenant, 1))
				})
			}
		}
	}
}

func witnessContract(t *testing.T, config oauth2.Config, user fakeserver.User, resource string) {
	ctx, verifier := context.Background(), oauth2.GenerateVerifier()
	sent := visitAsPerson(t, config.AuthCodeURL("state-1", oauth2.S256ChallengeOption(verifier)), user)
	first, err := config.Exchange(ctx, sent.Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		t.Fatal(err)
	}
	second, err := config.TokenSource(ctx, &oauth2.Token{RefreshToken: first.RefreshToken}).Token()
	if err != nil {
		t.Fatal(err)
	}
	for token, want := range map[*oauth2.Token]int{
		first: http.StatusOK, second: http.StatusOK, {AccessToken: "x"}: http.StatusUnauthorized,
	} {
		response, err := config.Client(ctx, token).Get(resource)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%s answered %d, want %d", resource, response.StatusCode, want)
		}
	}
}
