package assembly_test

import (
	"context"
	"errors"
	"net/netip"
	"testing"
)

// book resolves the names that it holds.
type book map[string][]string

func (b book) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	var out []netip.Addr
	for _, text := range b[host] {
		out = append(out, netip.MustParseAddr(text))
	}
	if len(out) == 0 {
		return nil, errors.New("no such host")
	}
	return out, nil
}

// TestEveryAddressCountsThatIsSentTo finds the one host that is not this
// machine, wherever in the file it stands, by what its name resolves to.
func TestEveryAddressCountsThatIsSentTo(t *testing.T) {
	names := book{"near.example": {"127.0.0.1", "::1"}, "far.example": {"127.0.0.1", "192.0.2.7"}, "mapped.example": {"::ffff:127.0.0.9"}}
	const near = "profile: clearxp\nauth: http://near.example/base\napi: http://127.0.0.2:8080\n"
	const client = "client: { id: me, secret: a-secret-of-the-client, redirect_uri: 'http://client.example/back' }\n"
	for name, test := range map[string]struct{ text, want string }{
		"near":               {near + client + "probe: { path: /me }\nallow_hosts: [localhost, mapped.example, '[::1]:9']\n", ""},
		"auth":               {"profile: clearxp\nauth: http://far.example\n", "far.example (192.0.2.7)"},
		"api":                {"profile: clearxp\nauth: http://127.0.0.1\napi: https://[2001:db8::1]/x\n", "2001:db8::1"},
		"probe":              {near + "probe: { path: 'http://192.0.2.1/me' }\n", "192.0.2.1"},
		"basic probe":        {near + "basic_probe: { path: 'https://far.example/x' }\n", "far.example (192.0.2.7)"},
		"token endpoint":     {near + "endpoints: { token: 'http://192.0.2.2/token' }\n", "192.0.2.2"},
		"revocation":         {near + "endpoints: { revoke: 'http://192.0.2.3/r' }\n", "192.0.2.3"},
		"introspection":      {near + "endpoints: { introspect: 'http://192.0.2.4/i' }\n", "192.0.2.4"},
		"userinfo":           {near + "endpoints: { userinfo: 'http://192.0.2.5/u' }\n", "192.0.2.5"},
		"launch":             {near + "launch: { credentials: { path: 'http://192.0.2.6/l' } }\n", "192.0.2.6"},
		"login of another":   {near + "other_user: { is: a, steps: [ { request: { url: 'http://192.0.2.8/l' } } ] }\n", "192.0.2.8"},
		"allowed host":       {near + "allow_hosts: [id.example]\n", "id.example"},
		"nobody knows where": {"profile: clearxp\nauth: http://unknown.example\n", "unknown.example"},
	} {
		a, err := assemble(t, test.text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := a.Remote(t.Context(), names); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
		a.Close()
	}
	a, err := assemble(t, near)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	a.Client.Endpoints.At["revoke"] = "https://far.example/revoke" // as the metadata may
	if got := a.Remote(t.Context(), names); got != "far.example (192.0.2.7)" {
		t.Errorf("what the metadata names does not count: %q", got)
	}
}
