package fakeserver

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
)

// house is a running server with the little that tests need to talk to it.
type house struct {
	*testing.T
	server *Server
	url    string
	own    Client
	other  Client
	fix    Fixtures
}

// open starts an honest server, bent where the test says so.
func open(t *testing.T, bends ...func(*Rules)) *house {
	t.Helper()
	rules := Honest()
	for _, bend := range bends {
		bend(&rules)
	}
	server := New(rules)
	listening := httptest.NewServer(server)
	t.Cleanup(listening.Close)
	fix := DefaultFixtures()
	return &house{t, server, listening.URL, fix.Clients[0], fix.Clients[1], fix}
}

// answer is a response, read.
type answer struct {
	status int
	header http.Header
	body   string
	json   map[string]any
}

func (a answer) text(name string) string {
	text, _ := a.json[name].(string)
	return text
}

// send does one request and follows nothing.
func (h *house) send(browser *http.Client, method, path, body string, header ...string) answer {
	h.Helper()
	request, err := http.NewRequest(method, h.absolute(path), strings.NewReader(body))
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
	a := answer{response.StatusCode, response.Header, string(text), nil}
	_ = json.Unmarshal(text, &a.json)
	return a
}

func (h *house) absolute(path string) string {
	base, _ := url.Parse(h.url + "/auth/oauth/")
	target, err := base.Parse(path)
	if err != nil {
		h.Fatal(err)
	}
	return target.String()
}

// browser keeps cookies and follows nothing.
func browser() *http.Client {
	jar, _ := cookiejar.New(nil)
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// request is an authorization request of the own client; pairs change it, and an
// empty value takes a parameter away.
func (h *house) request(pairs ...string) string {
	query := url.Values{"client_id": {h.own.ID}, "redirect_uri": {h.own.RedirectURIs[0]}, "response_type": {"code"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			query.Del(pairs[i])
		}
	}
	return "/auth/oauth/authorize?" + query.Encode()
}

var (
	actionOf = regexp.MustCompile(`<form method="post" action="([^"]*)"`)
	csrfOf   = regexp.MustCompile(`name="csrf" value="([^"]*)"`)
)

const formType = "application/x-www-form-urlencoded"

// submit sends the form of a page with the fields given.
func (h *house) submit(b *http.Client, page answer, pairs ...string) answer {
	h.Helper()
	action, csrf := actionOf.FindStringSubmatch(page.body), csrfOf.FindStringSubmatch(page.body)
	if action == nil || csrf == nil {
		h.Fatalf("no form in: %d %s", page.status, page.body)
	}
	form := url.Values{"csrf": {csrf[1]}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return h.send(b, "POST", html.UnescapeString(action[1]), form.Encode(), "Content-Type", formType)
}

// consentPage logs a user in as far as the consent page.
func (h *house) consentPage(b *http.Client, user User, path string) answer {
	h.Helper()
	loggedIn := h.submit(b, h.send(b, "GET", path, ""), "username", user.Username, "password", user.Password)
	if loggedIn.status != http.StatusOK {
		h.Fatalf("login answered %d", loggedIn.status)
	}
	return loggedIn
}

// arrive logs the administrator in and allows; it returns what the client's
// redirect URI is sent.
func (h *house) arrive(pairs ...string) url.Values {
	h.Helper()
	b := browser()
	return h.landing(h.submit(b, h.consentPage(b, h.fix.Users[0], h.request(pairs...)), "decision", "allow"))
}

// landing is the query that an answer redirects with.
func (h *house) landing(a answer) url.Values {
	h.Helper()
	location, err := url.Parse(a.header.Get("Location"))
	if err != nil || a.status != http.StatusFound {
		h.Fatalf("no redirect: %d %v", a.status, err)
	}
	return location.Query()
}

func (h *house) code() string { return h.arrive().Get("code") }

// token sends a JSON token request. A value of nil takes a member away.
func (h *house) token(members map[string]any) answer {
	h.Helper()
	for name, value := range members {
		if value == nil {
			delete(members, name)
		}
	}
	body, _ := json.Marshal(members)
	return h.send(http.DefaultClient, "POST", "/auth/oauth/token", string(body), "Content-Type", "application/json")
}

func (h *house) exchange(code string, pairs ...any) answer {
	h.Helper()
	return h.token(with(map[string]any{
		"grant_type": "authorization_code", "client_id": h.own.ID, "client_secret": h.own.Secret,
		"redirect_uri": h.own.RedirectURIs[0], "code": code,
	}, pairs))
}

func (h *house) refresh(token string, pairs ...any) answer {
	h.Helper()
	return h.token(with(map[string]any{
		"grant_type": "refresh_token", "client_id": h.own.ID, "client_secret": h.own.Secret, "refresh_token": token,
	}, pairs))
}

func with(members map[string]any, pairs []any) map[string]any {
	for i := 0; i+1 < len(pairs); i += 2 {
		members[pairs[i].(string)] = pairs[i+1]
	}
	return members
}

// tokens runs a whole authorization.
func (h *house) tokens() (access, refresh string) {
	h.Helper()
	a := h.exchange(h.code())
	h.want(a, http.StatusOK, "")
	return a.text("access_token"), a.text("refresh_token")
}

func (h *house) api(token string, header ...string) answer {
	h.Helper()
	if header == nil {
		header = []string{"X-CXP-Tenant", OwnTenant}
	}
	return h.send(http.DefaultClient, "GET", "/api/users/me", "", append(header, "Authorization", "Bearer "+token)...)
}

// want checks the status and, when not empty, the error code.
func (h *house) want(a answer, status int, code string) {
	h.Helper()
	if a.status != status || (code != "" && a.text("error") != code) {
		h.Errorf("got %d %s, want %d %s", a.status, bytes.TrimSpace([]byte(a.body)), status, code)
	}
}
