package clearxp

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/internal/servertest"
)

// makeLaunch asks for launch credentials with an API key.
func (h *house) makeLaunch(body map[string]any, header ...string) answer {
	h.Helper()
	text, _ := json.Marshal(body)
	if header == nil {
		key := h.Fix.APIKeys[0]
		header = []string{"Authorization", "Basic " + base64.StdEncoding.EncodeToString([]byte(key.Key+":"+key.Secret))}
	}
	return h.Send(http.DefaultClient, "POST", "/api/auth/basic", string(text), append(header, "Content-Type", "application/json")...)
}

func ask(learner fakeserver.Learner) map[string]any {
	return map[string]any{
		"username": learner.Username, "password": "launch-password-1", "ttlMins": 30,
		"data": map[string]any{"actor": actorOf(learner)},
	}
}

func agentQuery(learner fakeserver.Learner) string {
	return "?" + url.Values{"agent": {canonical(actorOf(learner))}}.Encode()
}

func TestLaunchCredentialsAreConfinedAndShortLived(t *testing.T) {
	h := open(t)
	lena, luis := h.Fix.Learners[0], h.Fix.Learners[1]
	made := h.makeLaunch(ask(lena))
	h.Want(made, http.StatusOK, "")
	pair := made.Text("username") + ":launch-password-1"
	if len(made.JSON) != 1 {
		t.Errorf("told too much: %s", made.Body)
	}
	h.Want(h.statements(pair, agentQuery(lena)), http.StatusOK, "")
	h.Want(h.statements(pair, agentQuery(luis)), http.StatusForbidden, "")
	h.Want(h.statements(pair, "?agent=x"), http.StatusBadRequest, "")
	if list, _ := h.statements(pair, "").JSON["statements"].([]any); len(list) != 1 {
		t.Errorf("a confined learner sees %d statements", len(list))
	}
	h.Want(h.statements(made.Text("username")+":x", ""), http.StatusUnauthorized, "")
	h.Want(h.statements(made.Text("username")+":", ""), http.StatusUnauthorized, "")
	if again := h.makeLaunch(ask(lena)); again.Text("username") == made.Text("username") {
		t.Error("two launches share credentials")
	}
	value := "Basic " + base64.StdEncoding.EncodeToString([]byte(pair))
	h.Want(h.makeLaunch(ask(luis), "Authorization", value), http.StatusForbidden, "")
	own, _ := json.Marshal(statementOf(actorOf(lena)))
	foreign, _ := json.Marshal(statementOf(actorOf(luis)))
	h.Want(h.Send(http.DefaultClient, "POST", "/xapi/statements", string(own), "Authorization", value), http.StatusOK, "")
	h.Want(h.Send(http.DefaultClient, "POST", "/xapi/statements", string(foreign), "Authorization", value), http.StatusForbidden, "")
	h.Want(h.Send(http.DefaultClient, "PUT", "/xapi/statements", string(own), "Authorization", value), http.StatusNoContent, "")
	h.Server.Clock.Advance(30*time.Minute - 5*time.Second)
	h.Want(h.statements(pair, ""), http.StatusOK, "")
	h.Server.Clock.Advance(6 * time.Second)
	h.Want(h.statements(pair, ""), http.StatusUnauthorized, "")
}

func TestWhoMakesLaunchCredentials(t *testing.T) {
	h := open(t)
	access, _ := h.Tokens()
	lena := ask(h.Fix.Learners[0])
	h.Want(h.makeLaunch(lena, "X", "y"), http.StatusUnauthorized, "")
	h.Want(h.makeLaunch(lena, "Authorization", "Bearer "+access), http.StatusBadRequest, "")
	h.Want(h.makeLaunch(lena, "Authorization", "Bearer "+access, "X-CXP-Tenant", OwnTenant), http.StatusOK, "")
	for name, bend := range map[string]func(map[string]any){
		"no username": func(m map[string]any) { delete(m, "username") },
		"no password": func(m map[string]any) { delete(m, "password") },
		"zero":        func(m map[string]any) { m["ttlMins"] = 0 },
		"negative":    func(m map[string]any) { m["ttlMins"] = -1 },
		"text":        func(m map[string]any) { m["ttlMins"] = "30" },
		"odd actor":   func(m map[string]any) { m["data"] = map[string]any{"actor": "lena"} },
	} {
		bent := ask(h.Fix.Learners[0])
		bend(bent)
		if a := h.makeLaunch(bent); a.Status != http.StatusBadRequest || a.Text("name") != "Bad Request" {
			t.Errorf("%s: got %d %s", name, a.Status, a.Body)
		}
	}
	delete(lena, "ttlMins")
	pair := h.makeLaunch(lena).Text("username") + ":launch-password-1"
	h.Server.Clock.Advance(59 * time.Minute)
	h.Want(h.statements(pair, ""), http.StatusOK, "")
	h.Server.Clock.Advance(2 * time.Minute)
	h.Want(h.statements(pair, ""), http.StatusUnauthorized, "")
}

func TestAContentLaunch(t *testing.T) {
	h := open(t)
	lena := h.Fix.Learners[0]
	auths := map[string]bool{}
	for range 2 {
		b := servertest.Browser()
		page := h.Send(b, "GET", "/launch/course-1", "")
		h.Want(h.Submit(b, page, "username", "ada", "password", h.Fix.Users[0].Password), http.StatusUnauthorized, "")
		sent := h.Landing(h.Submit(b, page, "username", lena.Username, "password", lena.Password))
		if sent.Get("endpoint") != h.URL+"/xapi/" || sent.Get("actor") != canonical(actorOf(lena)) ||
			sent.Get("activity_id") != "https://content.acme.example/course-1" || len(sent.Get("registration")) != 36 {
			t.Errorf("got %v", sent)
		}
		a := h.Send(http.DefaultClient, "GET", "/xapi/statements", "", "Authorization", sent.Get("auth"))
		h.Want(a, http.StatusOK, "")
		auths[sent.Get("auth")] = true
	}
	if len(auths) != 2 {
		t.Error("two launches share a token")
	}
}
