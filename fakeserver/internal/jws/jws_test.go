package jws_test

import (
	"strings"
	"testing"

	"github.com/authassay/authassay/fakeserver/internal/jws"
)

func TestTokensComeBackAsTheyWereSealed(t *testing.T) {
	var keys jws.Keys
	text := keys.Seal("ES256", "at+jwt", map[string]any{"sub": "1001", "n": 7})
	token, ok := jws.Parse(text)
	if !ok || token.Text("sub") != "1001" || token.Text("n") != "" || token.Header.Type != "at+jwt" {
		t.Errorf("parsed %+v", token)
	}
	for _, odd := range []string{"", "a.b", text + ".", text + "=", "." + text, strings.Replace(text, ".", "..", 1)} {
		if _, ok := jws.Parse(odd); ok {
			t.Errorf("took %q", odd)
		}
	}
}

// What stands in for a signature does so only where it is trusted.
func TestWhichSignaturesVouch(t *testing.T) {
	var keys, strange jws.Keys
	claims := map[string]any{"sub": "1001"}
	good := keys.Seal("ES256", "at+jwt", claims)
	head, _, _ := strings.Cut(good, ".")
	_, body, _ := strings.Cut(good[len(head):], ".")
	body, _, _ = strings.Cut(body, ".")
	for name, c := range map[string]struct {
		text  string
		trust jws.Trust
		want  bool
	}{
		"its own":          {good, jws.Trust{}, true},
		"a stranger's":     {strange.Seal("ES256", "at+jwt", claims), jws.Trust{}, false},
		"none":             {keys.Seal("none", "at+jwt", claims), jws.Trust{}, false},
		"none, trusted":    {keys.Seal("none", "at+jwt", claims), jws.Trust{None: true}, true},
		"missing":          {head + "." + body + ".", jws.Trust{None: true}, false},
		"missing, trusted": {head + "." + body + ".", jws.Trust{Unsigned: true}, true},
		"another kind":     {keys.Seal("RS256", "at+jwt", claims), jws.Trust{}, false},
	} {
		token, ok := jws.Parse(c.text)
		if !ok || keys.Vouches(token, c.trust) != c.want {
			t.Errorf("%s: parsed %t, vouched %t", name, ok, !c.want)
		}
	}
}
