package assembly_test

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
)

func TestClientsCarryWhatTheirServerAsksFor(t *testing.T) {
	a, err := assemble(t, `profile: clearxp
auth: http://a.example
client: { id: me, authentication: none, redirect_uri: http://127.0.0.1:1/back, pkce: S256, callback: form_post, authentication_at: { revoke: basic } }
other_client: { id: you, secret: another-secret, pkce: plain, authorize: { response_mode: query } }
probe: { path: /me, alive: [204], dead: [403] }
hooks: { start: [up], ready: /health }
`)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	own, other := a.Client.Kit.Client, a.Client.Kit.OtherClient
	if own.Extra.Get("response_mode") != "form_post" || other.Extra.Get("response_mode") != "query" || own.AuthenticationAt["revoke"] != "basic" {
		t.Errorf("own %+v, other %+v", own, other)
	}
	if len(own.Verifier) < 43 || own.Verifier != other.Verifier || own.PKCE != "S256" || other.PKCE != "plain" {
		t.Errorf("own %+v, other %+v", own, other)
	}
	if a.Client.Endpoints.Probe.Dead[0] != 403 || a.Ready != "http://a.example/health" || a.Hooks.Start[0] != "up" {
		t.Errorf("probe %+v, ready at %s", a.Client.Endpoints.Probe, a.Ready)
	}
	// Whoever does an exchange again needs it, and it opens nothing by itself.
	if said := a.Redactor.Scrub(own.Verifier); said != own.Verifier {
		t.Error("the verifier that the tester has made up is hidden")
	}
}

// A login that nobody can make here is said to be one when the target is made
// ready, not in the middle of a run.
func TestABrowserThatIsNotInstalledIsAProblem(t *testing.T) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	nothing := func(string) (string, error) { return "", errors.New("not found") }
	_, err = assembly.Assemble(load(t, small+"login: { method: browser, steps: [ { when: a } ] }\n"), assembly.Options{Profiles: profiles.BuiltIn(),
		Catalogue: c, Random: rand.Reader, Person: assembly.Person{Look: nothing},
	})
	var problems targetfile.Problems
	if !errors.As(err, &problems) || !strings.Contains(problems[0].Hint, "chromium-headless-shell") {
		t.Errorf("error %v", err)
	}
}
