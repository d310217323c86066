package targetfile

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
)

func TestEveryTemplateLoads(t *testing.T) {
	if len(templated()) == 0 {
		t.Fatal("no templates")
	}
	for _, profile := range templated() {
		text, err := template(profile)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Load(profile+".yaml", text, everything, files(nil))
		if err != nil {
			t.Errorf("%s: %v", profile, err)
			continue
		}
		if got.Profile != profile {
			t.Errorf("the template of %s is for %s", profile, got.Profile)
		}
		names, err := Variables(profile, text)
		if err != nil || len(names) == 0 {
			t.Errorf("%s: the variables are %v, %v", profile, names, err)
		}
		for _, name := range names {
			if !slices.ContainsFunc(got.Secrets(), func(s string) bool { return strings.Contains(s, "value-of-"+name) }) {
				t.Errorf("%s: %s is not among the secrets", profile, name)
			}
		}
	}
	if _, err := template("nope"); err == nil || !strings.Contains(err.Error(), "clearxp") {
		t.Errorf("an unknown profile gives %v", err)
	}
}

func TestLoadReadsEveryKindOfValue(t *testing.T) {
	text, err := template("clearxp")
	if err != nil {
		t.Fatal(err)
	}
	got := mustLoad(t, string(text))
	checks := []struct {
		name      string
		got, want any
	}{
		{"permit", got.Permit, scenarios.Testing},
		{"sacrificial", got.Sacrificial, false},
		{"secret", got.Client.Secret.Reveal(), "value-of-CXP_CLIENT_SECRET"},
		{"fill", got.Login.Steps[0].Fill["username"].Reveal(), "ada"},
		{"optional", got.Login.Steps[1].Optional, true},
		{"submit", got.Login.DenySteps[2].Submit, "deny"},
		{"learner", got.Launch.Learner["mbox"], any("mailto:lena@acme.example")},
		{"pointer", *got.Probe.User, ProbeUser{"/username", "ada"}},
		{"probe", got.Probe.Path, "/api/users/me"},
		{"clock", got.Clock.Real(), false},
		{"clock json", got.Clock.JSON.Reveal(), `{"advance":"{advance}"}`},
		{"lifetime", got.Policy.CodeLifetime.D(), 10 * time.Minute},
		{"undeclared", got.Policy.RefreshTokenLifetime.Known(), false},
		{"rate", got.Load.Rate, Rate{500, time.Second}},
		{"share", got.Load.Shares["wrong_tenant"], 0.01},
		{"redirect default", got.OtherClient.RedirectURI, got.Client.RedirectURI},
	}
	for _, c := range checks {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, c.got, c.want)
		}
	}
}

func TestLoadTidiesAndFillsIn(t *testing.T) {
	got, err := Load("conf/t.yaml", []byte("profile: x\nauth: https://a.example:8443/base//\ntls: { ca_file: ca.pem }\nclock: real\n"), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	have := []string{got.Auth, got.API, got.Name, got.TLS.CAFile}
	want := []string{"https://a.example:8443/base", "https://a.example:8443/base", "a.example:8443", "conf/ca.pem"}
	if !slices.Equal(have, want) {
		t.Errorf("got %q, want %q", have, want)
	}
	if !got.Clock.Real() {
		t.Error("the clock is not real")
	}
	if len(got.Secrets()) != 0 {
		t.Errorf("secrets out of nothing: %d", len(got.Secrets()))
	}
	if skew := mustLoad(t, head+"policy: { skew: 0s }\n").Policy.Skew; skew != 0 {
		t.Errorf("a skew of 0s became %v", skew)
	}
}

func TestPrintingShowsNoSecrets(t *testing.T) {
	text, err := template("clearxp")
	if err != nil {
		t.Fatal(err)
	}
	got := mustLoad(t, strings.Replace(string(text), "headers: { X-Experience", "headers: { Cookie: '${A_COOKIE}', X-Experience", 1))
	encoded, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	shown := []string{string(encoded), fmt.Sprintf("%v %+v %#v", *got.Client, *got.Client, *got.Client),
		fmt.Sprintf("%v %+v %#v", *got, *got, *got), fmt.Sprintf("%v %+v %#v", got.Login.Steps, got.Login.Steps, got.Clock)}
	for _, s := range shown {
		if strings.Contains(s, "value-of-") {
			t.Errorf("a secret shows in %s", s)
		}
	}
	if !slices.Contains(got.Secrets(), "value-of-A_COOKIE") {
		t.Error("the cookie is not among the secrets")
	}
}

func TestWhatRealServersNeed(t *testing.T) {
	loaded, err := Load("dir/t.yaml", []byte(`profile: oauth2
auth: https://id.example
issuer: https://id.example/
client:
  id: a
  authentication: none
  redirect_uri: http://127.0.0.1:8765/cb
  authentication_at: { revoke: basic, introspect: basic }
  pkce: S256
  callback: form_post
login: { method: manual, patience: 5m }
probe: { path: /me, alive: [200, 204], dead: [401, 403] }
policy: { replay_revokes: may, refresh_reuse: family, refresh_grace: 10s, pkce: required }
limits: { run: 10m }
hooks: { start: [./start], ready: /health, within: 5s, restart: [./start], stop: [./stop] }
known: known.txt
`), everything, files(nil))
	if err != nil {
		t.Fatal(err)
	}
	c := loaded.Client
	if c.AuthenticationAt.Revoke != "basic" || c.PKCE != "S256" || c.Callback != "form_post" || loaded.Issuer != "https://id.example/" {
		t.Errorf("client %+v, issuer %s", c, loaded.Issuer)
	}
	if loaded.Known != "dir/known.txt" || loaded.Hooks.Ready != (Ready{"/health", 0, Duration(5 * time.Second)}) || loaded.Hooks.Within.D() != 5*time.Second || loaded.Limits.Run.D() != 10*time.Minute {
		t.Errorf("known %s, hooks %+v", loaded.Known, loaded.Hooks)
	}
	p := loaded.Policy
	if p.ReplayRevokes != ReplayMay || p.RefreshReuse != "family" || p.RefreshGrace.D() != 10*time.Second || loaded.Probe.Dead[1] != 403 {
		t.Errorf("policy %+v, probe %+v", p, loaded.Probe)
	}
	for written, want := range map[string]Replay{"true": ReplayRevokes, "false": ReplaySpares} {
		if got := mustLoad(t, head+"policy: { replay_revokes: "+written+" }\n").Policy.ReplayRevokes; got != want {
			t.Errorf("%s is read as %q", written, got)
		}
	}
}

func TestWhatRealServersNeedCanBeMistyped(t *testing.T) {
	got := mustFail(t, head+`issuer: https://id.example/?x
client: { id: a, secret: s, redirect_uri: 'http://c.example', pkce: s256 }
policy: { replay_revokes: maybe }
hooks: { begin: [a] }
`).Error()
	for _, want := range []string{"t.yaml:3:9: issuer:", "t.yaml:4:69: client.pkce:", "t.yaml:5:27: policy.replay_revokes:", `t.yaml:6:10: hooks: unknown key "begin"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in\n%s", want, got)
		}
	}
}
