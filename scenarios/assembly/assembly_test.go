package assembly_test

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
)

const small = `profile: clearxp
auth: http://a.example/base/
client: { id: me, secret: a-secret-of-the-client, redirect_uri: http://127.0.0.1:1/back }
`

func load(t *testing.T, text string) *targetfile.Target {
	t.Helper()
	return loadWith(t, text, func(string) (string, bool) { return "", false })
}

func loadWith(t *testing.T, text string, getenv func(string) (string, bool)) *targetfile.Target {
	t.Helper()
	loaded, err := targetfile.Load("t.yaml", []byte(text), getenv, os.ReadFile)
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func assemble(t *testing.T, text string) (*assembly.Assembly, error) {
	t.Helper()
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	return assembly.Assemble(load(t, text), assembly.Options{Profiles: profiles.BuiltIn(),
		Catalogue: c, Patience: time.Minute, Random: rand.Reader, ReadFile: os.ReadFile,
		Run: func(context.Context, []string) error { return nil },
	})
}

// A profile without a dialect is a mistake of whoever hands it in, and no unknown
// name in the target file.
func TestAProfileWithoutADialectIsToldOf(t *testing.T) {
	mine := scenarios.Profile{Name: "acme", Files: fstest.MapFS{"profile.yaml": {Data: []byte("name: acme\nbased_on: oauth2\n")}}}
	_, err := assembly.Assemble(load(t, small), assembly.Options{Profiles: append(profiles.BuiltIn(), mine), Random: rand.Reader})
	if err == nil || !strings.Contains(err.Error(), `the profile "acme" is handed in without a dialect`) {
		t.Errorf("error %v", err)
	}
}

func TestWhatTheFileLacksIsNil(t *testing.T) {
	a, err := assemble(t, small)
	if err != nil {
		t.Fatal(err)
	}
	h := a.Client.Kit
	if h.OtherClient != nil || h.Basic != nil || h.BasicColon != nil || h.Launch != nil || h.Tenant != "" || h.ProbeUser.Pointer != "" {
		t.Errorf("kit %+v", h)
	}
	if a.Clock.Instant() || a.Sacrificial || a.TLS != nil {
		t.Errorf("clock %T, sacrificial %t, TLS %v", a.Clock, a.Sacrificial, a.TLS)
	}
	if _, err := a.Client.Visit(context.Background(), scenarios.Step{Verb: scenarios.Authorize}, "http://127.0.0.1:1/back", scenarios.Denies); !errors.Is(err, scenarios.ErrNoConduct) {
		t.Errorf("a refusal that nobody has described ended with %v", err)
	}
}

func TestTheFileIsCarriedOver(t *testing.T) {
	a, err := assemble(t, small+`
api: http://b.example
sacrificial: true
absent: [pkce]
headers: { X-Gate: open-sesame }
other_client: { id: you, secret: another-secret }
tenant: { name: acme, other: globex }
basic_colon: { key: k, secret: "with:colon" }
endpoints: { token: /t, authorize: http://c.example/a }
launch: { url: /launch, content: http://d.example/content, learner: { name: L }, credentials: { path: /temp } }
probe: { path: /me, user: { pointer: /name, is: ada } }
basic_probe: { method: HEAD, path: /x, headers: { X-V: "1" } }
clock: { command: [date, "{until}"] }
policy: { code_lifetime: 1m, access_token_lifetime: unlimited, refresh_rotation: rotating, skew: 5s }
`)
	if err != nil {
		t.Fatal(err)
	}
	c := a.Client
	if c.Kit.OtherClient.RedirectURI != c.Kit.Client.RedirectURI || c.Kit.OtherTenant != "globex" || c.Kit.BasicColon.Secret != "with:colon" {
		t.Errorf("kit %+v", c.Kit)
	}
	if c.Kit.Launch.Content != "http://d.example/content" || c.Kit.Launch.Learner == nil || c.Kit.Launch.Classmate != nil {
		t.Errorf("launch %+v", c.Kit.Launch)
	}
	want := map[string]string{"token": "http://a.example/base/t", "authorize": "http://c.example/a",
		"launch": "http://b.example/launch", "delegate": "http://b.example/temp"}
	for name, at := range want {
		if c.Endpoints.At[name] != at {
			t.Errorf("%s is %q, want %q", name, c.Endpoints.At[name], at)
		}
	}
	if c.Endpoints.Header.Get("X-Gate") != "open-sesame" || c.Endpoints.Basic.Method != http.MethodHead || c.Endpoints.Basic.Header.Get("X-V") != "1" {
		t.Errorf("bases %+v", c.Endpoints)
	}
	if !a.Clock.Instant() || !a.Sacrificial || !slices.Equal(a.Absent, []string{"access_expiry", "pkce"}) {
		t.Errorf("clock %T, sacrificial %t, absent %v", a.Clock, a.Sacrificial, a.Absent)
	}
	p := a.Profile.Policy
	if p.CodeLifetime != time.Minute || p.AccessTokenLifetime != 0 || p.Rotation != "rotating" || p.Skew != 5*time.Second || p.LaunchLifetime == 0 {
		t.Errorf("policy %+v", p)
	}
	if a.Target.Policy["code_lifetime"] != "1m" || a.Target.API != "http://b.example" {
		t.Errorf("reports name it %+v", a.Target)
	}
}

func TestWhatMayBeDoneAndHowClientsProveThemselves(t *testing.T) {
	a, err := assemble(t, `
profile: oauth2
auth: http://a.example
permit: looking
allow_hosts: [keys.example]
client: { id: me, secret: a-secret-of-the-client, redirect_uri: 'http://127.0.0.1:1/back', authentication: [basic, post], pkce: S256 }
hooks: { ready: { url: /health, status: 204, within: 5s } }
`)
	if err != nil {
		t.Fatal(err)
	}
	c := a.Client.Kit.Client
	if c.Authentication != "basic" || !c.Takes("post") || c.Takes("none") || c.PKCE != "S256" || c.Secret == "" {
		t.Errorf("client %+v", c)
	}
	if a.Permit != scenarios.Looking || a.Sacrificial || !slices.Equal(a.Client.Allowed, scenarios.Origins{"keys.example"}) {
		t.Errorf("permit %s, sacrificial %t, allowed %v", a.Permit, a.Sacrificial, a.Client.Allowed)
	}
	if a.Ready != "http://a.example/health" || a.Hooks.Ready.Status != 204 || a.Hooks.Ready.Within.D() != 5*time.Second {
		t.Errorf("ready at %s, %+v", a.Ready, a.Hooks.Ready)
	}
	if b, err := assemble(t, small); err != nil || b.Permit != scenarios.Testing || b.Sacrificial {
		t.Errorf("where nobody decides: %v, %v", b, err)
	}
}

func TestWhatNeverExpiresHasNoEnd(t *testing.T) {
	a, err := assemble(t, small+"policy: { access_token_lifetime: unlimited, refresh_token_lifetime: 1h }\n")
	if err != nil {
		t.Fatal(err)
	}
	if d, _ := a.Profile.Duty("REF-03"); d.Needs != "access_expiry" || !slices.Equal(a.Absent, []string{"access_expiry"}) {
		t.Errorf("REF-03 needs %s, absent %v", d.Needs, a.Absent)
	}
	if d, _ := a.Profile.Duty("REF-06"); d.Needs != "refresh" {
		t.Errorf("REF-06 needs %s", d.Needs)
	}
}

func TestTheRedactorKnowsEverySecretOfTheFile(t *testing.T) {
	a, err := assemble(t, small+"login: { steps: [ { when: password, fill: { password: pass-of-ada } } ] }\n")
	if err != nil {
		t.Fatal(err)
	}
	said := a.Redactor.Scrub("a-secret-of-the-client and pass-of-ada")
	if strings.Contains(said, "secret-of") || strings.Contains(said, "pass-of") {
		t.Errorf("scrubbed to %q", said)
	}
}

func TestWhatNobodyCanDoIsAProblemWithItsPlace(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"absent":     {small + "absent: [pkce, flying]\n", `t.yaml:4:16: absent[1]: no check needs "flying"`},
		"no browser": {small + "login:\n  method: browser\n  steps: [ { when: a } ]\n", "t.yaml:5:11: login.method: no browser can be started here"},
		"nobody":     {small + "login:\n  method: manual\n", "t.yaml:5:11: login.method: nobody can be asked here"},
		"no program": {small + "login: { method: command, command: [a] }\n", "t.yaml:4:18: login.method: no program can be run here"},
		"ca file":    {small + "tls: { ca_file: none.pem }\n", "t.yaml:4:17: tls.ca_file: cannot be read"},
		"ca text":    {small + "tls: { ca_file: assembly_test.go }\n", "t.yaml:4:17: tls.ca_file: holds no certificate"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := assemble(t, test.text)
			var problems targetfile.Problems
			if !errors.As(err, &problems) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

func TestEveryTemplateHasADialect(t *testing.T) {
	if got, want := profiles.Names(profiles.BuiltIn()), profiles.Names(profiles.BuiltIn()); !slices.Equal(got, want) {
		t.Errorf("dialects for %v, templates for %v", got, want)
	}
}

func TestTheClockTakesInTheSkew(t *testing.T) {
	for _, clock := range []string{"real", `{ command: [date, "{until}"] }`, `{ post: "http://a.example/{until}" }`} {
		a, err := assemble(t, small+"clock: "+clock+"\n")
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Adjust(time.Hour); err != nil {
			t.Fatal(err)
		}
		if ahead := time.Until(a.Clock.Now()); ahead < 59*time.Minute {
			t.Errorf("%s: the clock is %s ahead", clock, ahead)
		}
	}
}

func TestTheAdministratorIsCarriedOver(t *testing.T) {
	a, err := assemble(t, `
profile: lxhive
auth: http://a.example/lrs
administrator: { key: root, secret: secret-of-the-root }
basic: { key: k, secret: s }
policy: { temporary_lifetime: unlimited, unprivileged: 401 }
absent: [put]
`)
	if err != nil {
		t.Fatal(err)
	}
	if kit := a.Client.Kit; kit.Administrator.User != "root" || kit.Basic.User != "k" {
		t.Errorf("kit %+v", kit)
	}
	if p := a.Profile.Policy; p.TemporaryLifetime != 0 || p.Unprivileged != http.StatusUnauthorized {
		t.Errorf("policy %+v", p)
	}
	if words := a.Target.Policy; words["unprivileged"] != "401" || words["temporary_lifetime"] != "" {
		t.Errorf("reports name it %v", words)
	}
	if said := a.Redactor.Scrub("secret-of-the-root"); strings.Contains(said, "secret-of") {
		t.Errorf("scrubbed to %q", said)
	}
}

// TestWhatTheFileSaysOfTemporaryTokens is at hand where tokens are asked for.
func TestWhatTheFileSaysOfTemporaryTokens(t *testing.T) {
	const lrs = "profile: lxhive\nauth: http://a.example/base\nadministrator: { key: k, secret: a-secret }\n"
	read, all := []scenarios.Right{"statements/read"}, []scenarios.Right{"all"}
	for text, want := range map[string]struct {
		usable *scenarios.Asked
		signIn *scenarios.SignIn
	}{
		"": {},
		"temporary: { scopes: [statements/read] }\n":                                                     {&scenarios.Asked{Scopes: read, Permissions: read}, nil},
		"temporary: { scopes: [statements/read], permissions: [all] }\n":                                 {&scenarios.Asked{Scopes: read, Permissions: all}, nil},
		"temporary: { permissions: [all] }\n":                                                            {&scenarios.Asked{Permissions: all}, nil},
		"temporary: { login: { url: /oauth/login } }\n":                                                  {nil, &scenarios.SignIn{URL: "http://a.example/base/oauth/login"}},
		"temporary: { login: { url: 'https://b.example/in', user_field: who, password_field: pass } }\n": {nil, &scenarios.SignIn{URL: "https://b.example/in", User: "who", Password: "pass"}},
	} {
		a, err := assemble(t, lrs+text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if kit := a.Client.Kit; !reflect.DeepEqual(kit.Usable, want.usable) || !reflect.DeepEqual(kit.SignIn, want.signIn) {
			t.Errorf("%q: %+v and %+v", text, kit.Usable, kit.SignIn)
		}
		a.Close()
	}
}
