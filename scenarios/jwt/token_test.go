package jwt

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// signed returns a token of the claims and the key set that vouches for it.
func signed(t *testing.T, algorithm jose.SignatureAlgorithm, claims string) (string, KeySet) {
	t.Helper()
	var private, public any
	if algorithm == jose.ES256 {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		private, public = key, key.Public()
	} else {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			t.Fatal(err)
		}
		private, public = key, key.Public()
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: jose.JSONWebKey{Key: private, KeyID: "k1"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	object, err := signer.Sign([]byte(claims))
	if err != nil {
		t.Fatal(err)
	}
	token, err := object.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	set, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: public, KeyID: "k1"}}})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := ReadKeys(set)
	if err != nil {
		t.Fatal(err)
	}
	return token, keys
}

func TestASignedTokenIsVerified(t *testing.T) {
	for _, algorithm := range []jose.SignatureAlgorithm{jose.RS256, jose.PS384, jose.ES256} {
		token, keys := signed(t, algorithm, `{"aud":["a","b"],"exp":60,"sub":"s"}`)
		a, err := keys.Verify(token)
		if err != nil || a.Algorithm != string(algorithm) || a.Text("sub") != "s" || !a.For("b") || a.For("c") {
			t.Errorf("%s: %v, %+v", algorithm, err, a)
		}
		if at, ok := a.Time("exp"); !ok || at.Unix() != 60 {
			t.Errorf("%s: exp %v, %v", algorithm, at, ok)
		}
	}
}

// What the tester forges must differ from the real token in nothing but what
// it is to prove, and no key may vouch for it.
func TestNoKeyVouchesForAForgery(t *testing.T) {
	token, keys := signed(t, jose.ES256, `{"exp":60,"sub":"s"}`)
	_, others := signed(t, jose.ES256, `{}`)
	stranger, err := ByStranger(token)
	if err != nil {
		t.Fatal(err)
	}
	other, _ := signed(t, jose.ES256, `{"sub":"t"}`)
	changed := Changed(token, func(claims map[string]any) { claims["exp"] = 61 })
	all := slices.Concat(WithoutAlgorithm(token), Claimed(token), keys.BySecret(token, "a", "b"), stranger, Spoilt(token, other))
	said, made := map[string]bool{}, map[string]bool{token: true}
	for _, f := range append(all, Forgery{As: "changed", Token: changed}) {
		if _, err := keys.Verify(f.Token); err == nil {
			t.Errorf("%s: it was verified", f.As)
		}
		if said[f.As] || made[f.Token] {
			t.Errorf("%s: it comes twice, or is the token itself", f.As)
		}
		said[f.As], made[f.Token] = true, true
	}
	if len(all) < 60 {
		t.Errorf("%d forgeries", len(all))
	}
	if a, _ := Peek(changed); a.Claims["exp"] != 61.0 {
		t.Errorf("changed: exp %v", a.Claims["exp"])
	}
	if _, err := others.Verify(token); err == nil {
		t.Error("another key vouched for the token")
	}
}

func TestWhatIsNoToken(t *testing.T) {
	_, keys := signed(t, jose.ES256, `{}`)
	for _, text := range []string{"", "a.b", "a.b.c", "a.b.c.d", strings.Repeat(".", 9), "e30.e30.e30"} {
		if _, err := keys.Verify(text); err == nil {
			t.Errorf("%q was verified", text)
		}
		if _, ok := Peek(text); ok {
			t.Errorf("%q was read", text)
		}
	}
	for _, text := range []string{"", "[]", "{}", `{"keys":[7]}`, `{"keys":{}}`} {
		if _, err := ReadKeys([]byte(text)); err == nil {
			t.Errorf("%q was read as keys", text)
		}
	}
	odd, err := ReadKeys([]byte(`{"keys":[{"kty":"AKP","kid":"x"}]}`))
	if err != nil || len(odd.Plain) != 1 || odd.Key("x") != nil {
		t.Errorf("a key of another kind: %+v, %v", odd, err)
	}
}

// The pair of code and hash is that of OpenID Connect Core 1.0, Appendix A.4.
func TestHalfHash(t *testing.T) {
	got := Token{Algorithm: "RS256"}.HalfHash("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk")
	if got != "LDktKdoQak3Pk0cnXxCltA" {
		t.Errorf("c_hash %s", got)
	}
	for algorithm, length := range map[string]int{"ES384": 32, "RS512": 43, "EdDSA": 43, "ES256": 22} {
		if got := (Token{Algorithm: algorithm}).HalfHash("x"); len(got) != length {
			t.Errorf("%s: %d characters", algorithm, len(got))
		}
	}
}

// A secret vouches for what was signed with it, and for nothing else, RFC 7518 §3.2.
func TestVerifyBySecret(t *testing.T) {
	const secret = "0123456789-0123456789-0123456789-0123456789"
	head := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256"}`)) + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"ada"}`))
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(head))
	token := head + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	if a, err := VerifyBySecret(token, secret); err != nil || a.Text("sub") != "ada" || a.Algorithm != "HS256" {
		t.Errorf("%+v, %v", a, err)
	}
	for name, pair := range map[string][2]string{
		"another secret": {token, secret + "1"}, "no secret": {token, ""}, "another token": {head + "x." + token[len(head)+1:], secret}, "no token": {"ada", secret},
	} {
		if a, err := VerifyBySecret(pair[0], pair[1]); err == nil {
			t.Errorf("%s: %+v", name, a)
		}
	}
}
