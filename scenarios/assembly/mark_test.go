package assembly_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/profiles"
)

// TestRequestsSayWhichRunTheyBelongTo looks at a request as the owner of the target
// finds it in their log, and at one that the load engine would send.
func TestRequestsSayWhichRunTheyBelongTo(t *testing.T) {
	var mu sync.Mutex
	var got http.Header
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		got = r.Header.Clone()
	}))
	defer server.Close()
	for text, want := range map[string]string{
		small: "authassay/1.4-x (run b2c1)",
		small + "headers: { user-agent: mine }\n": "mine",
	} {
		a, err := assembly.Assemble(load(t, strings.Replace(text, "http://a.example/base/", server.URL, 1)), assembly.Options{
			Profiles: profiles.BuiltIn(), Random: rand.Reader, ReadFile: os.ReadFile,
			Mark: assembly.Mark{Version: "1.4(x", Run: "b2c1", Challenge: "blue heron"},
		})
		if err != nil {
			t.Fatal(err)
		}
		a.Client.Do(t.Context(), scenarios.Step{Verb: scenarios.Exchange, Code: "none"})
		mu.Lock()
		seen := got
		mu.Unlock()
		if seen.Get("User-Agent") != want || seen.Get(assembly.ChallengeHeader) != "blue heron" {
			t.Errorf("sent %v, want the User-Agent %q", seen, want)
		}
		for _, secret := range []string{"User-Agent", assembly.ChallengeHeader} {
			if a.Client.Endpoints.Header.Get(secret) == "" {
				t.Errorf("the load sends no %s", secret)
			}
		}
		a.Close()
	}
}

// TestDescriptorsHoldNoSecrets describes every template, each secret of which has a
// value of its own.
func TestDescriptorsHoldNoSecrets(t *testing.T) {
	for _, name := range profiles.Names(profiles.BuiltIn()) {
		text, err := profiles.Template(name)
		if err != nil {
			t.Fatal(err)
		}
		c, err := profiles.Catalogue(profiles.BuiltIn())
		if err != nil {
			t.Fatal(err)
		}
		loaded := loadWith(t, string(text), func(name string) (string, bool) { return "secret-of-" + name, true })
		a, err := assembly.Assemble(loaded, assembly.Options{Profiles: profiles.BuiltIn(), Catalogue: c, Random: rand.Reader, ReadFile: os.ReadFile})
		if err != nil {
			t.Fatal(err)
		}
		told, err := a.Descriptor.JSON()
		if err != nil || !strings.Contains(string(told), loaded.Auth) {
			t.Errorf("%s is described as %s: %v", name, told, err)
		}
		for _, secret := range loaded.Secrets() {
			if strings.Contains(string(told), secret) {
				t.Errorf("the descriptor of %s holds %s", name, secret)
			}
		}
		a.Close()
	}
}
