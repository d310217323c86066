package xena_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html"
	"math/big"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/fakeserver/internal/jws"
	"github.com/authassay/authassay/fakeserver/internal/servertest"
	"github.com/authassay/authassay/fakeserver/rules"
	"github.com/authassay/authassay/fakeserver/xena"
)

const xenaAuthorize, xenaToken = "/xena/connect/authorize", "/xena/connect/token"

// open starts the contract beside the others, as the product is served.
func open(t *testing.T) *servertest.House {
	t.Helper()
	return servertest.Serve(t, xena.Contract(), contracts.Bent(nil))
}

func part(bits []byte) string { return base64.RawURLEncoding.EncodeToString(bits) }

// asserted verifies an ID token by the served key set and returns its claims.
func asserted(h *servertest.House, token string) map[string]any {
	h.Helper()
	var set struct {
		Keys []struct{ Kty, Kid, N, E string }
	}
	if err := json.Unmarshal([]byte(h.Send(http.DefaultClient, "GET", "/xena/.well-known/openid-configuration/jwks", "").Body), &set); err != nil {
		h.Fatal(err)
	}
	parts := strings.Split(token, ".")
	plain := func(text string) []byte {
		bits, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil {
			h.Fatal(err)
		}
		return bits
	}
	key := rsa.PublicKey{N: new(big.Int).SetBytes(plain(set.Keys[0].N)), E: int(new(big.Int).SetBytes(plain(set.Keys[0].E)).Int64())}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err := rsa.VerifyPKCS1v15(&key, crypto.SHA256, sum[:], plain(parts[2])); err != nil {
		h.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(plain(parts[1]), &claims); err != nil {
		h.Fatal(err)
	}
	return claims
}

func TestIDToken(t *testing.T) {
	h := open(t)
	a := h.Granted(xenaAuthorize, xenaToken, "openid email testapi")
	claims := asserted(h, a.Text("id_token"))
	for name, want := range map[string]any{
		"iss": h.URL + "/xena", "aud": h.Own.ID, "sub": "x-701", "nonce": "n1", "at_hash": jws.HalfHash(a.Text("access_token")),
	} {
		if claims[name] != want {
			t.Errorf("%s is %v, want %v", name, claims[name], want)
		}
	}
	if a.JSON["refresh_token"] != nil {
		t.Error("a refresh token without offline_access")
	}
	user := h.Send(http.DefaultClient, "GET", "/xena/connect/userinfo", "", "Authorization", "Bearer "+a.Text("access_token"))
	if user.Text("sub") != "x-701" || user.Text("email") == "" || user.JSON["name"] != nil {
		t.Errorf("the user: %s", user.Body)
	}
}

func TestHybridAnswerIsPosted(t *testing.T) {
	h := open(t)
	page := h.Allowed(xenaAuthorize, url.Values{
		"client_id": {h.Own.ID}, "redirect_uri": {h.Own.RedirectURIs[0]}, "response_type": {fakeserver.Hybrid}, "response_mode": {"form_post"},
		"scope": {"openid testapi"}, "nonce": {"n2"}, "state": {"s & t"},
	})
	sent := map[string]string{}
	for _, field := range regexp.MustCompile(`name="(\w+)" value="([^"]*)"`).FindAllStringSubmatch(page.Body, -1) {
		sent[field[1]] = html.UnescapeString(field[2])
	}
	claims := asserted(h, sent["id_token"])
	if claims["c_hash"] != jws.HalfHash(sent["code"]) || claims["nonce"] != "n2" || sent["state"] != "s & t" {
		t.Errorf("posted %v with %v", sent, claims)
	}
	h.Want(h.Ask(xenaToken, "grant_type", "authorization_code", "code", sent["code"], "redirect_uri", h.Own.RedirectURIs[0]), 200, "")
}

func TestSignedAccessTokens(t *testing.T) {
	h := open(t)
	access := h.Granted(xenaAuthorize, xenaToken, "testapi").Text("access_token")
	call := func(token, fiscal string) servertest.Answer {
		return h.Send(http.DefaultClient, "GET", "/xena/Api/Fiscal/"+fiscal+"/XenaUserMembership", "", "Authorization", "Bearer "+token)
	}
	h.Want(call(access, "14021"), http.StatusOK, "")
	h.Want(call(access, "14077"), http.StatusForbidden, "")
	h.Want(call(access, "99999"), http.StatusForbidden, "")
	parts := strings.Split(access, ".")
	none := part([]byte(`{"alg":"none"}`)) + "." + parts[1] + "."
	for name, token := range map[string]string{
		"none": none, "stripped": parts[0] + "." + parts[1] + ".", "two parts": parts[0] + "." + parts[1],
		"swapped": parts[0] + "." + part([]byte(`{"jti":"x"}`)) + "." + parts[2], "padded": access + "=",
	} {
		if a := call(token, "14021"); a.Status != http.StatusUnauthorized {
			t.Errorf("%s: %d", name, a.Status)
		}
	}
	h.Want(h.Ask(xenaToken, "grant_type", "authorization_code", "code", "x", "redirect_uri", "y", "client_secret", "z"), 400, rules.InvalidClient)
}
