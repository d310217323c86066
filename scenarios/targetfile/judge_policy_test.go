package targetfile

import "testing"

func TestPoliciesThatContradictEachOther(t *testing.T) {
	const client = "client: { id: a, secret: s, redirect_uri: 'http://c.example/cb', pkce: plain }\n"
	cases := []struct{ name, text, want string }{
		{"free and dying", "policy: { refresh_rotation: rotating, refresh_reuse: nothing }\n",
			"t.yaml:3:54: policy.refresh_reuse: nothing contradicts refresh_rotation: rotating, with which the used token dies"},
		{"reuse of what is kept", "policy: { refresh_rotation: same, refresh_reuse: family }\n",
			"t.yaml:3:50: policy.refresh_reuse: speaks of rotated refresh tokens, and refresh_rotation says that there are none"},
		{"grace of what is not given", "policy: { refresh_rotation: none, refresh_grace: 1s }\n",
			"t.yaml:3:50: policy.refresh_grace: speaks of rotated refresh tokens, and refresh_rotation says that there are none"},
		{"grace without end", "policy: { refresh_reuse: nothing, refresh_grace: 1s }\n",
			"t.yaml:3:50: policy.refresh_grace: has no end where refresh_reuse is nothing"},
		{"proof in vain", client + "policy: { pkce: off }\n",
			"t.yaml:3:72: client.pkce: sends a proof key, and policy.pkce says that the server ignores them"},
		{"proof of the wrong kind", client + "policy: { pkce: S256 }\n",
			"t.yaml:3:72: client.pkce: sends a plain challenge, and policy.pkce says that the server takes S256 alone"},
		{"no proof", "client: { id: a, secret: s, redirect_uri: 'http://c.example/cb', pkce: off }\npolicy: { pkce: required }\n",
			"t.yaml:3:72: client.pkce: sends no proof key, and policy.pkce says that the server insists on one"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := mustFail(t, head+c.text).Error(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestAServerThatInsistsIsGivenProof(t *testing.T) {
	const client = "client: { id: a, secret: s, redirect_uri: 'http://c.example/cb' }\n"
	if got := mustLoad(t, head+client+"policy: { pkce: required }\n").Client.PKCE; got != "S256" {
		t.Errorf("the client sends %q", got)
	}
	if got := mustLoad(t, head+client+"policy: { pkce: optional }\n").Client.PKCE; got != "off" {
		t.Errorf("the client sends %q, where nobody asks", got)
	}
}
