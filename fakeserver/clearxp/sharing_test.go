package clearxp

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/authassay/authassay/fakeserver"
)

const contentOrigin = "https://content.example"

// TestContentOfOtherOriginsMayCall asks as the browser of the content does.
func TestContentOfOtherOriginsMayCall(t *testing.T) {
	h := open(t)
	a := h.Send(http.DefaultClient, "OPTIONS", "/xapi/statements", "", "Origin", contentOrigin,
		"Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "authorization")
	if a.Status != http.StatusNoContent || a.Header.Get("Access-Control-Allow-Origin") != "*" ||
		!strings.Contains(a.Header.Get("Access-Control-Allow-Headers"), "Authorization") || !strings.Contains(a.Header.Get("Access-Control-Allow-Methods"), "PUT") {
		t.Errorf("the preflight is answered with %d %v", a.Status, a.Header)
	}
	key := h.Fix.APIKeys[0]
	for pair, status := range map[string]int{key.Key + ":" + key.Secret: http.StatusOK, "nobody:x": http.StatusUnauthorized} {
		a := h.statements(pair, "", "Origin", contentOrigin)
		if a.Status != status || a.Header.Get("Access-Control-Allow-Origin") != "*" || a.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: %d %v", pair, a.Status, a.Header)
		}
	}
	if a := h.statements(key.Key+":"+key.Secret, ""); a.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("an answer is shared that nobody has asked to share")
	}
	h.Want(h.Send(http.DefaultClient, "OPTIONS", "/xapi/statements", ""), http.StatusUnauthorized, "") // no preflight
}

func TestAddressesReadTheSameEitherWay(t *testing.T) {
	parameters := url.Values{"auth": {"Basic YQ+/=="}, "actor": {`{"name":"Lena Lindqvist"}`}}
	written := percentEncoded(parameters)
	if strings.Contains(written, "+") {
		t.Errorf("a plus sign stands in %s", written)
	}
	if read, err := url.ParseQuery(written); err != nil || read.Encode() != parameters.Encode() {
		t.Errorf("read back as %v, %v", read, err)
	}
	h := open(t)
	lena := h.Fix.Learners[0]
	pair := h.makeLaunch(ask(lena)).Text("username") + ":launch-password-1"
	query := agentQuery(lena)
	h.Want(h.statements(pair, query), http.StatusOK, "")
	h.Want(h.statements(pair, strings.ReplaceAll(query, "+", "%20")), http.StatusOK, "")
}

func TestCharactersBeyondASCIIAreUTF8(t *testing.T) {
	h := open(t)
	var key fakeserver.APIKey
	for _, k := range h.Fix.APIKeys {
		if k.Key == "acme-key-unicode" {
			key = k
		}
	}
	h.Want(h.statements(key.Key+":"+key.Secret, ""), http.StatusOK, "")
	h.Want(h.statements(key.Key+":"+h.Fix.APIKeys[0].Secret, ""), http.StatusUnauthorized, "")
}
