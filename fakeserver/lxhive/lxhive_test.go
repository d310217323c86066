package lxhive

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver/internal/servertest"
)

const (
	tokensAt     = "/lxhive/auth/tokens"
	statementsAt = "/lxhive/xAPI/statements"
)

// as is the Authorization of a pair, and the version that the xAPI asks for.
func as(key, secret string) []string {
	r := http.Request{Header: http.Header{}}
	r.SetBasicAuth(key, secret)
	return []string{"Authorization", r.Header.Get("Authorization"), "X-Experience-API-Version", "1.0.3"}
}

func (h *house) super() []string { return as(h.Fix.APIKeys[0].Key, h.Fix.APIKeys[0].Secret) }

// issue makes a token and returns its pair.
func (h *house) issue(body string) (key, secret string, a answer) {
	h.Helper()
	a = h.Send(servertest.Browser(), http.MethodPost, tokensAt, body, h.super()...)
	if a.Status != http.StatusOK {
		h.Fatalf("issue was answered %d: %s", a.Status, a.Body)
	}
	return a.Text("key"), a.Text("secret"), a
}

func (h *house) reads(key, secret string) int {
	h.Helper()
	return h.Send(servertest.Browser(), http.MethodGet, statementsAt+"?limit=1", "", as(key, secret)...).Status
}

func at(key, secret string) string {
	return tokensAt + "?" + url.Values{"key": {key}, "secret": {secret}}.Encode()
}

func TestTemporaryTokenLivesAnHour(t *testing.T) {
	h := open(t)
	key, secret, a := h.issue(`{"user":{"email":"john@example.com"}}`)
	left, _ := a.JSON["expiresIn"].(float64)
	if left != 3600 || a.JSON["expired"] != false || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("answered %s", a.Body)
	}
	for _, c := range []struct {
		after time.Duration
		want  int
	}{{0, 200}, {59*time.Minute + 55*time.Second, 200}, {10 * time.Second, 401}} {
		h.Server.Clock.Advance(c.after)
		if got := h.reads(key, secret); got != c.want {
			t.Errorf("%s later: %d, want %d", c.after, got, c.want)
		}
	}
	shown := h.Send(servertest.Browser(), http.MethodGet, at(key, secret), "", h.super()...)
	if left, _ := shown.JSON["expiresIn"].(float64); shown.JSON["expired"] != true || left > 0 {
		t.Errorf("the expired token is shown as %s", shown.Body)
	}
}

func TestTemporaryTokenEndsWhenAsked(t *testing.T) {
	h := open(t)
	end := h.Server.Clock.Now().Add(time.Minute).Truncate(time.Second)
	for _, expires := range []string{
		fmt.Sprint(end.Unix()), fmt.Sprintf("%q", fmt.Sprint(end.Unix())), fmt.Sprintf("%d.75", end.Unix()),
		fmt.Sprintf("%q", end.UTC().Format(time.RFC3339)),
		fmt.Sprintf("%q", end.In(time.FixedZone("", 19800)).Format("2006-01-02T15:04:05.000Z07:00")),
	} {
		_, _, a := h.issue(`{"user":{"email":"a@example.com"},"expiresAt":` + expires + `}`)
		if got, _ := a.JSON["expiresAt"].(float64); int64(got) != end.Unix() {
			t.Errorf("%s: expires at %d, want %d", expires, int64(got), end.Unix())
		}
	}
	for _, expires := range []string{`"soon"`, `""`, `true`, `[1]`, `1`, `"2001-01-01T00:00:00Z"`, `9e15`, `-1`} {
		a := h.Send(servertest.Browser(), http.MethodPost, tokensAt, `{"user":{"email":"a@example.com"},"expiresAt":`+expires+`}`, h.super()...)
		if a.Status != http.StatusBadRequest || a.Text("error_message") == "" {
			t.Errorf("%s: answered %d %s", expires, a.Status, a.Body)
		}
	}
}

func TestTemporaryTokenIsWithdrawnAlone(t *testing.T) {
	h := open(t)
	key, secret, _ := h.issue(`{"user":{"email":"john@example.com"}}`)
	sister, sisterSecret, _ := h.issue(`{"user":{"email":"john@example.com"}}`)
	for _, c := range []struct{ query, key, secret string }{{"", "", ""}, {"", key, ""}, {"", key, sisterSecret}} {
		h.Send(servertest.Browser(), http.MethodDelete, at(c.key, c.secret), "", h.super()...)
		if h.reads(key, secret) != 200 {
			t.Fatalf("a withdrawal by %q and %q ended the token", c.key, c.secret)
		}
	}
	for range 2 {
		if a := h.Send(servertest.Browser(), http.MethodDelete, at(key, secret), "", h.super()...); a.Status != http.StatusNoContent || a.Body != "" {
			t.Errorf("withdrawal was answered %d %q", a.Status, a.Body)
		}
	}
	if h.reads(key, secret) != 401 || h.reads(sister, sisterSecret) != 200 {
		t.Error("not this token and this alone was ended")
	}
	if a := h.Send(servertest.Browser(), http.MethodGet, at(key, secret), "", h.super()...); a.Status != http.StatusNotFound {
		t.Errorf("the withdrawn token is shown: %d %s", a.Status, a.Body)
	}
}

func TestOnlySuperManagesTokens(t *testing.T) {
	h := open(t)
	key, secret, _ := h.issue(`{"user":{"email":"john@example.com"}}`)
	ordinary := h.Fix.APIKeys[1]
	for name, c := range map[string]struct {
		header []string
		want   int
	}{
		"nobody":   {nil, 401},
		"stranger": {as("nobody", "x"), 401},
		"ordinary": {as(ordinary.Key, ordinary.Secret), 403},
		"holder":   {as(key, secret), 403},
	} {
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodGet, http.MethodDelete} {
			a := h.Send(servertest.Browser(), method, at(key, secret), `{"user":{"email":"eve@example.com"}}`, c.header...)
			if a.Status != c.want || (a.Header.Get("WWW-Authenticate") != "") != (c.want == 401) {
				t.Errorf("%s %s: answered %d %v, want %d", name, method, a.Status, a.Header, c.want)
			}
		}
	}
	if h.reads(key, secret) != 200 {
		t.Error("the token did not survive")
	}
}

func TestScopesAndPermissionsLimitTokens(t *testing.T) {
	h := open(t)
	statement := `{"actor":{"mbox":"mailto:a@example.com"},"verb":{"id":"http://v"},"object":{"id":"http://o"}}`
	for i, c := range []struct {
		rights      string
		read, write int
	}{
		{``, 200, 200},
		{`,"scopes":["statements/read"]`, 200, 403},
		{`,"scopes":["statements/write"]`, 403, 200},
		{`,"scopes":["all/read","attachments"]`, 200, 403},
		{`,"scopes":[]`, 403, 403},
	} {
		key, secret, _ := h.issue(fmt.Sprintf(`{"user":{"email":"u%d@example.com"}%s}`, i, c.rights))
		write := h.Send(servertest.Browser(), http.MethodPost, statementsAt, statement, as(key, secret)...).Status
		if read := h.reads(key, secret); read != c.read || write != c.write {
			t.Errorf("%s: read %d, write %d, want %d and %d", c.rights, read, write, c.read, c.write)
		}
	}
	for i, body := range []string{
		`"scopes":["super"],`, `"scopes":["all","super"],`, `"scopes":["fly"],`, `"scopes":"all",`, `"scopes":[1],`,
	} {
		a := h.Send(servertest.Browser(), http.MethodPost, tokensAt, fmt.Sprintf(`{%s"user":{"email":"v%d@example.com"}}`, body, i), h.super()...)
		if a.Status != http.StatusBadRequest {
			t.Errorf("%s: answered %d", body, a.Status)
		}
	}
	narrow := `{"user":{"email":"w@example.com","permissions":["statements/read"]},"scopes":["all"]}`
	if a := h.Send(servertest.Browser(), http.MethodPost, tokensAt, narrow, h.super()...); a.Status != http.StatusBadRequest {
		t.Errorf("scopes beyond permissions: answered %d", a.Status)
	}
}

func TestUsersAreCreatedOnceAndKeepTheirPermissions(t *testing.T) {
	h := open(t)
	permissions := func(a answer) string {
		user, _ := a.JSON["user"].(map[string]any)
		text, _ := json.Marshal(user["permissions"])
		return string(text)
	}
	_, _, first := h.issue(`{"user":{"email":"john@example.com","password":"test-password","permissions":["statements/read"]}}`)
	_, _, second := h.issue(`{"user":{"email":"john@example.com","permissions":["all"]}}`)
	if permissions(first) != permissions(second) || !strings.Contains(permissions(first), "statements/read") {
		t.Errorf("permissions %s, then %s", permissions(first), permissions(second))
	}
	if strings.Contains(first.Body, "test-password") {
		t.Error("the password is shown")
	}
	_, _, other := h.issue(`{"user":{"email":"jane@example.com"}}`)
	if permissions(other) != `[{"description":"Full access","name":"all"}]` {
		t.Errorf("by default %s", permissions(other))
	}
}

func TestUsersLogInByTheirOwnPassword(t *testing.T) {
	h := open(t)
	h.issue(`{"user":{"email":"john@example.com","password":"test-password"}}`)
	h.issue(`{"user":{"email":"jane@example.com"}}`)
	for _, c := range []struct {
		email, password string
		forged          bool
		want            int
	}{
		{"john@example.com", "test-password", false, 302}, {"john@example.com", "test-password", true, 401},
		{"john@example.com", "password", false, 401}, {"john@example.com", "", false, 401},
		{"jane@example.com", "", false, 401}, {"jane@example.com", "password", false, 401}, {"nobody@example.com", "", false, 401},
	} {
		b := servertest.Browser()
		page := h.Send(b, http.MethodGet, "/lxhive/oauth/login", "")
		_, csrf, _ := strings.Cut(page.Body, `name="csrfToken" value="`)
		csrf, _, _ = strings.Cut(csrf, `"`)
		if c.forged {
			csrf = "forged"
		}
		form := url.Values{"csrfToken": {csrf}, "email": {c.email}, "password": {c.password}}.Encode()
		a := h.Send(b, http.MethodPost, "/lxhive/oauth/login", form, "Content-Type", "application/x-www-form-urlencoded")
		if a.Status != c.want {
			t.Errorf("%+v: answered %d %s", c, a.Status, a.Body)
		}
	}
}

// house is a server of the contract.
type house struct{ *servertest.House }

type answer = servertest.Answer

func open(t *testing.T) *house {
	t.Helper()
	return &house{servertest.Open(t, Contract())}
}
