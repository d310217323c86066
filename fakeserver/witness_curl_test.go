package fakeserver_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/clearxp"
)

// The steps of the ClearXP documentation, as its curl examples write them.

func TestWitnessCurl(t *testing.T) {
	up := httptest.NewServer(fakeserver.New(clearxp.Contract()))
	t.Cleanup(up.Close)
	fixtures := clearxp.Fixtures()
	client, redirect := fixtures.Clients[0], "http://127.0.0.1:8765/callback"
	sent := visitAsPerson(t, up.URL+"/auth/oauth/authorize?client_id="+client.ID+
		"&redirect_uri="+url.QueryEscape(redirect)+"&response_type=code", fixtures.Users[0])

	tokens := curl(t, "POST", up.URL+"/auth/oauth/token", `{
  "grant_type": "authorization_code",
  "client_id": "`+client.ID+`",
  "client_secret": "`+client.Secret+`",
  "redirect_uri": "`+redirect+`",
  "code": "`+sent.Get("code")+`"
}`, "content-type: application/json")
	checkTokens(t, tokens)
	call(t, up.URL, tokens)

	refreshed := curl(t, "POST", up.URL+"/auth/oauth/token", `{
  "grant_type": "refresh_token",
  "client_id": "`+client.ID+`",
  "client_secret": "`+client.Secret+`",
  "refresh_token": "`+tokens["refresh_token"].(string)+`"
}`, "content-type: application/json")
	checkTokens(t, refreshed)
	call(t, up.URL, refreshed)
}

func TestWitnessCurlBasic(t *testing.T) {
	fixtures := clearxp.Fixtures()
	fixtures.APIKeys = append(fixtures.APIKeys, fakeserver.APIKey{Key: "key", Secret: "secret", Tenant: "acme"})
	up := httptest.NewServer(fakeserver.New(clearxp.Contract(), fakeserver.WithFixtures(fixtures)))
	t.Cleanup(up.Close)
	answer := curl(t, "GET", up.URL+"/xapi/statements", "", "authorization: Basic a2V5OnNlY3JldA==")
	if _, ok := answer["statements"]; !ok {
		t.Errorf("got %v", answer)
	}
}

func call(t *testing.T, base string, tokens map[string]any) {
	t.Helper()
	answer := curl(t, "POST", base+"/api/import/users", "", "content-type: application/json",
		"authorization: Bearer "+tokens["access_token"].(string), "X-CXP-Tenant: acme")
	if answer["imported"] != 0.0 {
		t.Errorf("got %v", answer)
	}
}

func checkTokens(t *testing.T, tokens map[string]any) {
	t.Helper()
	access, _ := tokens["access_token"].(string)
	refresh, _ := tokens["refresh_token"].(string)
	if !strings.HasPrefix(access, "cxa_") || !strings.HasPrefix(refresh, "cxr_") ||
		tokens["token_type"] != "bearer" || tokens["expires_in"] != 3600.0 || len(tokens) != 4 {
		t.Fatalf("got %v", tokens)
	}
}

// curl sends one request and reads a JSON object from a 200.
func curl(t *testing.T, method, address, data string, headers ...string) map[string]any {
	t.Helper()
	request, err := http.NewRequest(method, address, strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %d %s %v", method, address, response.StatusCode, text, err)
	}
	var object map[string]any
	if err := json.Unmarshal(text, &object); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return object
}
