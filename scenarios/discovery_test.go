package scenarios

import "testing"

func TestIssuer(t *testing.T) {
	for metadata, want := range map[string]string{
		"https://a.test/.well-known/openid-configuration":              "https://a.test",
		"https://a.test/x/.well-known/openid-configuration":            "https://a.test/x",
		"https://a.test/.well-known/oauth-authorization-server/tenant": "https://a.test/tenant",
		"https://a.test/metadata":                                      "",
	} {
		if got := Issuer(metadata); got != want {
			t.Errorf("%s: %q", metadata, got)
		}
	}
}
