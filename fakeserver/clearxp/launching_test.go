package fakeserver

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"
)

// makeLaunch asks for launch credentials with an API key.
func (h *house) makeLaunch(body map[string]any, header ...string) answer {
	h.Helper()
	text, _ := json.Marshal(body)
	if header == nil {
		key := h.fix.APIKeys[0]
		header = []string{"Authorization", "Basic " + base64.StdEncoding.EncodeToString([]byte(key.Key+":"+key.Secret))}
	}
	return h.send(http.DefaultClient, "POST", "/api/auth/basic", string(text), append(header, "Content-Type", "application/json")...)
}

func ask(learner Learner) map[string]any {
	return map[string]any{
		"username": learner.Username, "password": "launch-password-1", "ttlMins": 30,
		"data": map[string]any{"actor": learner.actor()},
	}
}

func agentQuery(learner Learner) string {
	return "?" + url.Values{"agent": {canonical(learner.actor())}}.Encode()
}

func TestLaunchCredentialsAreConfinedAndShortLived(t *testing.T) {
	h := open(t)
	lena, luis := h.fix.Learners[0], h.fix.Learners[1]
	made := h.makeLaunch(ask(lena))
	h.want(made, http.StatusOK, "")
	pair := made.text("username") + ":launch-password-1"
	if len(made.json) != 1 {
		t.Errorf("told too much: %s", made.body)
	}
	h.want(h.statements(pair, agentQuery(lena)), http.StatusOK, "")
	h.want(h.statements(pair, agentQuery(luis)), http.StatusForbidden, "")
	h.want(h.statements(pair, "?agent=x"), http.StatusBadRequest, "")
	if list, _ := h.statements(pair, "").json["statements"].([]any); len(list) != 1 {
		t.Errorf("a confined learner sees %d statements", len(list))
	}
	h.want(h.statements(made.text("username")+":x", ""), http.StatusUnauthorized, "")
	h.want(h.statements(made.text("username")+":", ""), http.StatusUnauthorized, "")
	if again := h.makeLaunch(ask(lena)); again.text("username") == made.text("username") {
		t.Error("two launches share credentials")
	}
	value := "Basic " + base64.StdEncoding.EncodeToString([]byte(pair))
	h.want(h.makeLaunch(ask(luis), "Authorization", value), http.StatusForbidden, "")
	own, _ := json.Marshal(statementOf(lena.actor()))
	foreign, _ := json.Marshal(statementOf(luis.actor()))
	h.want(h.send(http.DefaultClient, "POST", "/xapi/statements", string(own), "Authorization", value), http.StatusOK, "")
	h.want(h.send(http.DefaultClient, "POST", "/xapi/statements", string(foreign), "Authorization", value), http.StatusForbidden, "")
	h.want(h.send(http.DefaultClient, "PUT", "/xapi/statements", string(own), "Authorization", value), http.StatusNoContent, "")
	h.server.Clock.Advance(30*time.Minute - 5*time.Second)
	h.want(h.statements(pair, ""), http.StatusOK, "")
	h.server.Clock.Advance(6 * time.Second)
	h.want(h.statements(pair, ""), http.StatusUnauthorized, "")
}

func TestWhoMakesLaunchCredentials(t *testing.T) {
	h := open(t)
	access, _ := h.tokens()
	lena := ask(h.fix.Learners[0])
	h.want(h.makeLaunch(lena, "X", "y"), http.StatusUnauthorized, "")
	h.want(h.makeLaunch(lena, "Authorization", "Bearer "+access), http.StatusBadRequest, "")
	h.want(h.makeLaunch(lena, "Authorization", "Bearer "+access, "X-CXP-Tenant", OwnTenant), http.StatusOK, "")
	for name, bend := range map[string]func(map[string]any){
		"no username": func(m map[string]any) { delete(m, "username") },
		"no password": func(m map[string]any) { delete(m, "password") },
		"zero":        func(m map[string]any) { m["ttlMins"] = 0 },
		"negative":    func(m map[string]any) { m["ttlMins"] = -1 },
		"text":        func(m map[string]any) { m["ttlMins"] = "30" },
		"odd actor":   func(m map[string]any) { m["data"] = map[string]any{"actor": "lena"} },
	} {
		bent := ask(h.fix.Learners[0])
		bend(bent)
		if a := h.makeLaunch(bent); a.status != http.StatusBadRequest || a.text("name") != "Bad Request" {
			t.Errorf("%s: got %d %s", name, a.status, a.body)
		}
	}
	delete(lena, "ttlMins")
	pair := h.makeLaunch(lena).text("username") + ":launch-password-1"
	h.server.Clock.Advance(59 * time.Minute)
	h.want(h.statements(pair, ""), http.StatusOK, "")
	h.server.Clock.Advance(2 * time.Minute)
	h.want(h.statements(pair, ""), http.StatusUnauthorized, "")
}

func TestAContentLaunch(t *testing.T) {
	h := open(t)
	lena := h.fix.Learners[0]
	auths := map[string]bool{}
	for range 2 {
		b := browser()
		page := h.send(b, "GET", "/launch/course-1", "")
		h.want(h.submit(b, page, "username", "ada", "password", h.fix.Users[0].Password), http.StatusUnauthorized, "")
		sent := h.landing(h.submit(b, page, "username", lena.Username, "password", lena.Password))
		if sent.Get("endpoint") != h.url+"/xapi/" || sent.Get("actor") != canonical(lena.actor()) ||
			sent.Get("activity_id") != "https://content.acme.example/course-1" || len(sent.Get("registration")) != 36 {
			t.Errorf("got %v", sent)
		}
		a := h.send(http.DefaultClient, "GET", "/xapi/statements", "", "Authorization", sent.Get("auth"))
		h.want(a, http.StatusOK, "")
		auths[sent.Get("auth")] = true
	}
	if len(auths) != 2 {
		t.Error("two launches share a token")
	}
}
