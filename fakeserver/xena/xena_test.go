package fakeserver

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
)

const xenaAuthorize, xenaToken = "/xena/connect/authorize", "/xena/connect/token"

// asserted verifies an ID token by the served key set and returns its claims.
func (h *house) asserted(token string) map[string]any {
	h.Helper()
	var set struct {
		Keys []struct{ Kty, Kid, N, E string }
	}
	if err := json.Unmarshal([]byte(h.send(http.DefaultClient, "GET", "/xena/.well-known/openid-configuration/jwks", "").body), &set); err != nil {
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
	h := annexed(t, XenaFixtures())
	a := h.granted(xenaAuthorize, xenaToken, "openid email testapi")
	claims := h.asserted(a.text("id_token"))
	for name, want := range map[string]any{
		"iss": h.url + "/xena", "aud": h.own.ID, "sub": "x-701", "nonce": "n1", "at_hash": halfHash(a.text("access_token")),
	} {
		if claims[name] != want {
			t.Errorf("%s is %v, want %v", name, claims[name], want)
		}
	}
	if a.json["refresh_token"] != nil {
		t.Error("a refresh token without offline_access")
	}
	user := h.send(http.DefaultClient, "GET", "/xena/connect/userinfo", "", "Authorization", "Bearer "+a.text("access_token"))
	if user.text("sub") != "x-701" || user.text("email") == "" || user.json["name"] != nil {
		t.Errorf("the user: %s", user.body)
	}
}

func TestHybridAnswerIsPosted(t *testing.T) {
	h := annexed(t, XenaFixtures())
	page := h.allowed(xenaAuthorize, url.Values{
		"client_id": {h.own.ID}, "redirect_uri": {h.own.RedirectURIs[0]}, "response_type": {hybrid}, "response_mode": {"form_post"},
		"scope": {"openid testapi"}, "nonce": {"n2"}, "state": {"s & t"},
	})
	sent := map[string]string{}
	for _, field := range regexp.MustCompile(`name="(\w+)" value="([^"]*)"`).FindAllStringSubmatch(page.body, -1) {
		sent[field[1]] = html.UnescapeString(field[2])
	}
	claims := h.asserted(sent["id_token"])
	if claims["c_hash"] != halfHash(sent["code"]) || claims["nonce"] != "n2" || sent["state"] != "s & t" {
		t.Errorf("posted %v with %v", sent, claims)
	}
	h.want(h.ask(xenaToken, "grant_type", "authorization_code", "code", sent["code"], "redirect_uri", h.own.RedirectURIs[0]), 200, "")
}

func TestSignedAccessTokens(t *testing.T) {
	h := annexed(t, XenaFixtures())
	access := h.granted(xenaAuthorize, xenaToken, "testapi").text("access_token")
	call := func(token, fiscal string) answer {
		return h.send(http.DefaultClient, "GET", "/xena/Api/Fiscal/"+fiscal+"/XenaUserMembership", "", "Authorization", "Bearer "+token)
	}
	h.want(call(access, "14021"), http.StatusOK, "")
	h.want(call(access, "14077"), http.StatusForbidden, "")
	h.want(call(access, "99999"), http.StatusForbidden, "")
	parts := strings.Split(access, ".")
	none := part([]byte(`{"alg":"none"}`)) + "." + parts[1] + "."
	for name, token := range map[string]string{
		"none": none, "stripped": parts[0] + "." + parts[1] + ".", "two parts": parts[0] + "." + parts[1],
		"swapped": parts[0] + "." + part([]byte(`{"jti":"x"}`)) + "." + parts[2], "padded": access + "=",
	} {
		if a := call(token, "14021"); a.status != http.StatusUnauthorized {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	h.want(h.ask(xenaToken, "grant_type", "authorization_code", "code", "x", "redirect_uri", "y", "client_secret", "z"), 400, invalidClient)
}
