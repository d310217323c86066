package clearxp

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/authassay/authassay/fakeserver/internal/servertest"
)

// statements asks the learning record store with HTTP Basic.
func (h *house) statements(pair, query string, header ...string) answer {
	h.Helper()
	return h.Send(http.DefaultClient, "GET", "/xapi/statements"+query, "",
		append(header, "Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(pair)))...)
}

func TestBasic(t *testing.T) {
	h := open(t)
	key := h.Fix.APIKeys[0]
	colons := h.Fix.APIKeys[1]
	good := key.Key + ":" + key.Secret
	for name, c := range map[string]struct {
		pair   string
		header []string
		status int
	}{
		"good":          {good, nil, 200},
		"colons":        {colons.Key + ":" + colons.Secret, nil, 200},
		"own tenant":    {good, []string{"X-CXP-Tenant", OwnTenant}, 200},
		"other tenant":  {good, []string{"X-CXP-Tenant", OtherTenant}, 403},
		"wrong secret":  {key.Key + ":x", nil, 401},
		"empty secret":  {key.Key + ":", nil, 401},
		"truncated":     {good[:len(good)-1], nil, 401},
		"folded":        {strings.ToLower(good), nil, 401},
		"unknown key":   {"nobody:" + key.Secret, nil, 401},
		"no colon":      {key.Key, nil, 401},
		"client":        {h.Own.ID + ":" + h.Own.Secret, nil, 401},
		"empty":         {"", nil, 401},
		"another's":     {key.Key + ":" + colons.Secret, nil, 401},
		"leading space": {" " + good, nil, 401},
	} {
		a := h.statements(c.pair, "", c.header...)
		if a.Status != c.status {
			t.Errorf("%s: got %d %s", name, a.Status, a.Body)
		}
		if challenge := a.Header.Get("WWW-Authenticate"); a.Status == 401 && !strings.HasPrefix(challenge, `Basic realm=`) {
			t.Errorf("%s: challenge %q", name, challenge)
		}
	}
	for value, status := range map[string]int{
		"": 401, "basic " + base64.StdEncoding.EncodeToString([]byte(good)): 200, "Basic " + good: 401, "Basic": 401,
	} {
		a := h.Send(http.DefaultClient, "GET", "/xapi/statements", "", "Authorization", value)
		if a.Status != status || a.Status == 401 && a.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("%q: got %d", value, a.Status)
		}
	}
	h.Want(h.Send(http.DefaultClient, "GET", "/xapi/about", ""), http.StatusOK, "")
}

// house is a server of the contract.
type house struct{ *servertest.House }

type answer = servertest.Answer

func open(t *testing.T) *house {
	t.Helper()
	return &house{servertest.Open(t, Contract())}
}
