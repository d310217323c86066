package targetfile

import (
	"slices"
	"testing"
)

func TestPartsThatContradictEachOther(t *testing.T) {
	const client = "client: { id: a, secret: s, redirect_uri: 'http://c.example/cb' }\n"
	cases := []struct{ name, text, want string }{
		{"tenants", "tenant: { name: a, other: a }\n", "t.yaml:3:27: tenant.other: the same as name"},
		{"no redirect URI", "client: { id: a, secret: s }\n", `t.yaml:3:1: client: key "redirect_uri" is missing`},
		{"no secret", "client: { id: a, redirect_uri: 'http://c.example' }\n", `t.yaml:3:1: client: key "secret" is missing`},
		{"same client", client + "other_client: { id: a, secret: t }\n", "t.yaml:4:21: other_client.id: the same as client.id, so it would prove nothing"},
		{"a member who may", "login: { steps: [{ when: a, fill: { a: b } }] }\nmember: { steps: [{ when: a, fill: { a: b } }] }\n",
			"t.yaml:4:11: member.steps: the same person as login, so it would prove nothing"},
		{"another user who is none", "login: { steps: [{ when: a, fill: { a: b } }] }\nother_user: { is: b, steps: [{ when: a, fill: { a: b } }] }\n",
			"t.yaml:4:22: other_user.steps: the same person as login, so it would prove nothing"},
		{"a member who may as well", "other_user: { is: b, steps: [{ when: a, fill: { a: b } }] }\nmember: { steps: [{ when: a, fill: { a: b } }] }\n",
			"t.yaml:4:11: member.steps: the same person as other_user, so it would prove nothing"},
		{"no steps", "login: { method: form }\n", "t.yaml:3:1: login: method form needs steps"},
		{"no command", "login: { method: command }\n", "t.yaml:3:1: login: method command and the key command need each other"},
		{"nowhere to wait", "client: { id: a, secret: s, redirect_uri: 'https://c.example/cb' }\nlogin: { method: manual }\n",
			"t.yaml:4:18: login.method: manual waits at the redirect URI, and client.redirect_uri is none that can be listened at"},
		{"aimless step", "member:\n  steps:\n    - submit: a\n", "t.yaml:5:7: member.steps[0]: neither when nor request says what this step is for"},
		{"step of two minds", "member: { steps: [{ when: a, request: { url: /a } }] }\n", "t.yaml:3:19: member.steps[0]: request and the keys of a page exclude each other"},
		{"learners", "launch: { learner: { a: 1 }, other_learner: { a: 1 } }\n", "t.yaml:3:30: launch.other_learner: the same as learner"},
		{"endless launch", "launch: { url: /l }\n", "t.yaml:3:16: launch.url: without launch.content nobody knows where a launch ends"},
		{"two words for what may be done", "permit: looking\nsacrificial: true\n", "t.yaml:4:14: sacrificial: contradicts permit: looking"},
		{"two words, the other way", "sacrificial: false\npermit: attacking\n", "t.yaml:3:14: sacrificial: contradicts permit: attacking"},
		{"ticked and unticked", "member: { steps: [{ when: a, check: { b: [c] }, untick: [b] }] }\n", "t.yaml:3:58: member.steps[0].untick[0]: stands under check of the same step, too"},
		{"an other user's step", "other_user: { is: a, steps: [{ submit: b }] }\n", "t.yaml:3:30: other_user.steps[0]: neither when nor request says what this step is for"},
		{"public and not", "client: { id: a, secret: s, redirect_uri: 'http://c.example', authentication: [none, post] }\n",
			"t.yaml:3:63: client.authentication: none and another method exclude each other: a client that may go without its secret has none"},
		{"two times for one", "hooks: { within: 5s, ready: { url: /health, within: 6s } }\n", "t.yaml:3:53: hooks.ready.within: how long the server may take stands in hooks.within already"},
		{"a header of its own", "headers: { X-A: b, authorization: c }\n", "t.yaml:3:35: headers.authorization: authorization is decided by each request and cannot be set for all"},
		{"no shares", "load: { shares: { valid: 0 } }\n", "t.yaml:3:9: load.shares: no class of requests has a share above 0"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := mustFail(t, head+c.text).Error(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestAPublicClientNeedsNoSecret(t *testing.T) {
	mustLoad(t, head+"client: { id: a, authentication: none, redirect_uri: 'com.example.app:/cb' }\n")
}

func TestComplainPointsIntoTheFile(t *testing.T) {
	loaded := mustLoad(t, head+"load:\n  slo:\n    - a < 1\n    - nonsense\n")
	cases := []struct{ pointer, want string }{
		{"/load/slo/1", "t.yaml:6:7: load.slo[1]: no good"},
		{"/profile", "t.yaml:1:10: profile: no good"},
		{"/load/rate", "t.yaml:3:1: load.rate: no good"},
		{"", "t.yaml:1:1: no good"},
	}
	for _, c := range cases {
		p := loaded.Complain(c.pointer, "no good", "do better")
		if p.Error() != c.want || p.Hint != "do better" {
			t.Errorf("%s: got %v with hint %q, want %s", c.pointer, p, p.Hint, c.want)
		}
	}
	if got := new(Target).Complain("/profile", "no good", "").Error(); got != "target: profile: no good" {
		t.Errorf("without a file: %s", got)
	}
}

// Every secret that a role gives has the role's name in command lines.
func TestVariablesNameTheSecrets(t *testing.T) {
	text, err := template("clearxp")
	if err != nil {
		t.Fatal(err)
	}
	loaded := mustLoad(t, string(text))
	names := loaded.Variables()
	for secret, want := range map[string]string{
		"value-of-CXP_CLIENT_SECRET": "CLIENT_SECRET", "value-of-CXP_OTHER_CLIENT_SECRET": "OTHER_CLIENT_SECRET",
		"value-of-CXP_API_SECRET": "BASIC_SECRET", "value-of-CXP_ADMIN_PASSWORD": "PASSWORD", "value-of-CXP_MEMBER_PASSWORD": "MEMBER_PASSWORD",
		"value-of-CXP_OTHER_PASSWORD": "OTHER_PASSWORD", "value-of-CXP_LEARNER_PASSWORD": "LEARNER_PASSWORD",
	} {
		if names[secret] != want {
			t.Errorf("%s is named %q, want %s", secret, names[secret], want)
		}
	}
	for secret := range names {
		if !slices.Contains(loaded.Secrets(), secret) {
			t.Errorf("%s is named and no secret", secret)
		}
	}
}
