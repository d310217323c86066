// Package servertest talks to a running reference server as its own tests need
// to: a browser that fills in forms, and token requests that can be bent.
package servertest

import (
	"bytes"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/authassay/authassay/fakeserver"
)

// House is a running server with the little that tests need to talk to it.
type House struct {
	*testing.T
	Server *fakeserver.Server
	URL    string
	Own    fakeserver.Client
	Other  fakeserver.Client
	Fix    fakeserver.Fixtures
}

// Open starts a server of a contract, bent where the test says so.
func Open(t *testing.T, c fakeserver.Contract, bends ...func(*fakeserver.Rules)) *House {
	t.Helper()
	for _, bend := range bends {
		c = c.Bent(bend)
	}
	return Serve(t, c, fakeserver.New(c))
}

// Serve starts a server whose contract is one of its.
func Serve(t *testing.T, c fakeserver.Contract, server *fakeserver.Server) *House {
	t.Helper()
	listening := httptest.NewServer(server)
	t.Cleanup(listening.Close)
	h := &House{T: t, Server: server, URL: listening.URL, Fix: c.Fixtures}
	if len(c.Fixtures.Clients) > 1 {
		h.Own, h.Other = c.Fixtures.Clients[0], c.Fixtures.Clients[1]
	}
	return h
}

// Answer is a response, read.
type Answer struct {
	Status int
	Header http.Header
	Body   string
	JSON   map[string]any // nil where the body is no object
}

// Text is a member that is a string, "" for none.
func (a Answer) Text(name string) string {
	text, _ := a.JSON[name].(string)
	return text
}

// Send does one request and follows nothing.
func (h *House) Send(browser *http.Client, method, path, body string, header ...string) Answer {
	h.Helper()
	request, err := http.NewRequest(method, h.Absolute(path), strings.NewReader(body))
	if err != nil {
		h.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Add(header[i], header[i+1])
	}
	response, err := browser.Do(request)
	if err != nil {
		h.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		h.Fatal(err)
	}
	a := Answer{response.StatusCode, response.Header, string(text), nil}
	_ = json.Unmarshal(text, &a.JSON)
	return a
}

// Absolute is the URL of a path, or of an address relative to the login pages.
func (h *House) Absolute(path string) string {
	base, _ := url.Parse(h.URL + "/auth/oauth/")
	target, err := base.Parse(path)
	if err != nil {
		h.Fatal(err)
	}
	return target.String()
}

// Browser keeps cookies and follows nothing.
func Browser() *http.Client {
	jar, _ := cookiejar.New(nil)
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// Request is an authorization request of the own client; pairs change it, and an
// empty value takes a parameter away.
func (h *House) Request(pairs ...string) string {
	query := url.Values{"client_id": {h.Own.ID}, "redirect_uri": {h.Own.RedirectURIs[0]}, "response_type": {"code"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			query.Del(pairs[i])
		}
	}
	return "/auth/oauth/authorize?" + query.Encode()
}

// What the forms of pages hold.
var (
	ActionOf = regexp.MustCompile(`<form method="post" action="([^"]*)"`)
	CSRFOf   = regexp.MustCompile(`name="csrf" value="([^"]*)"`)
)

// FormType is the media type of a form.
const FormType = "application/x-www-form-urlencoded"

// Submit sends the form of a page with the fields given.
func (h *House) Submit(b *http.Client, page Answer, pairs ...string) Answer {
	h.Helper()
	action, csrf := ActionOf.FindStringSubmatch(page.Body), CSRFOf.FindStringSubmatch(page.Body)
	if action == nil || csrf == nil {
		h.Fatalf("no form in: %d %s", page.Status, page.Body)
	}
	form := url.Values{"csrf": {csrf[1]}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return h.Send(b, "POST", html.UnescapeString(action[1]), form.Encode(), "Content-Type", FormType)
}

// ConsentPage logs a user in as far as the consent page.
func (h *House) ConsentPage(b *http.Client, user fakeserver.User, path string) Answer {
	h.Helper()
	loggedIn := h.Submit(b, h.Send(b, "GET", path, ""), "username", user.Username, "password", user.Password)
	if loggedIn.Status != http.StatusOK {
		h.Fatalf("login answered %d", loggedIn.Status)
	}
	return loggedIn
}

// Arrive logs the administrator in and allows; it returns what the client's
// redirect URI is sent.
func (h *House) Arrive(pairs ...string) url.Values {
	h.Helper()
	b := Browser()
	return h.Landing(h.Submit(b, h.ConsentPage(b, h.Fix.Users[0], h.Request(pairs...)), "decision", "allow"))
}

// Landing is the query that an Answer redirects with.
func (h *House) Landing(a Answer) url.Values {
	h.Helper()
	location, err := url.Parse(a.Header.Get("Location"))
	if err != nil || a.Status != http.StatusFound {
		h.Fatalf("no redirect: %d %v", a.Status, err)
	}
	return location.Query()
}

// Code is a fresh authorization code of the own client.
func (h *House) Code() string { return h.Arrive().Get("code") }

// Token sends a JSON token request. A value of nil takes a member away.
func (h *House) Token(members map[string]any) Answer {
	h.Helper()
	for name, value := range members {
		if value == nil {
			delete(members, name)
		}
	}
	body, _ := json.Marshal(members)
	return h.Send(http.DefaultClient, "POST", "/auth/oauth/token", string(body), "Content-Type", "application/json")
}

// Exchange redeems a code as the own client; pairs change the members.
func (h *House) Exchange(code string, pairs ...any) Answer {
	h.Helper()
	return h.Token(with(map[string]any{
		"grant_type": "authorization_code", "client_id": h.Own.ID, "client_secret": h.Own.Secret,
		"redirect_uri": h.Own.RedirectURIs[0], "code": code,
	}, pairs))
}

// Refresh redeems a refresh token likewise.
func (h *House) Refresh(token string, pairs ...any) Answer {
	h.Helper()
	return h.Token(with(map[string]any{
		"grant_type": "refresh_token", "client_id": h.Own.ID, "client_secret": h.Own.Secret, "refresh_token": token,
	}, pairs))
}

func with(members map[string]any, pairs []any) map[string]any {
	for i := 0; i+1 < len(pairs); i += 2 {
		members[pairs[i].(string)] = pairs[i+1]
	}
	return members
}

// Tokens runs a whole authorization.
func (h *House) Tokens() (access, refresh string) {
	h.Helper()
	a := h.Exchange(h.Code())
	h.Want(a, http.StatusOK, "")
	return a.Text("access_token"), a.Text("refresh_token")
}

// API presents an access token for the own tenant, or with other headers.
func (h *House) API(token string, header ...string) Answer {
	h.Helper()
	if header == nil {
		header = []string{"X-CXP-Tenant", "acme"}
	}
	return h.Send(http.DefaultClient, "GET", "/api/users/me", "", append(header, "Authorization", "Bearer "+token)...)
}

// Want checks the status and, when not empty, the error code.
func (h *House) Want(a Answer, status int, code string) {
	h.Helper()
	if a.Status != status || (code != "" && a.Text("error") != code) {
		h.Errorf("got %d %s, want %d %s", a.Status, bytes.TrimSpace([]byte(a.Body)), status, code)
	}
}

// Ask posts a form as the own client; pairs change it, and an empty value takes
// a parameter away.
func (h *House) Ask(path string, pairs ...string) Answer {
	h.Helper()
	form := url.Values{"client_id": {h.Own.ID}, "client_secret": {h.Own.Secret}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			form.Del(pairs[i])
		}
	}
	return h.Send(http.DefaultClient, "POST", path, form.Encode(), "Content-Type", FormType)
}

// Allowed logs the first user in and allows; it returns the last answer.
func (h *House) Allowed(path string, query url.Values) Answer {
	h.Helper()
	b := Browser()
	return h.Submit(b, h.ConsentPage(b, h.Fix.Users[0], path+"?"+query.Encode()), "decision", "allow")
}

// Granted runs a whole authorization for a scope.
func (h *House) Granted(authorize, token, scope string) Answer {
	h.Helper()
	back := h.Landing(h.Allowed(authorize, url.Values{
		"client_id": {h.Own.ID}, "redirect_uri": {h.Own.RedirectURIs[0]}, "response_type": {"code"}, "scope": {scope}, "nonce": {"n1"},
	}))
	a := h.Ask(token, "grant_type", "authorization_code", "code", back.Get("code"), "redirect_uri", h.Own.RedirectURIs[0])
	h.Want(a, http.StatusOK, "")
	return a
}
