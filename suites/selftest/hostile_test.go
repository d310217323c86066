package selftest

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/assay"
	"github.com/authassay/authassay/suites/check"
)

// hostile are servers that give the same useless answer to everything.
func hostile() map[string]http.HandlerFunc {
	answer := func(status int, kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	const php = "<br />\n<b>Fatal error</b>:  Uncaught MongoException in /var/www/html/src/Storage.php on line 42<br />"
	return map[string]http.HandlerFunc{
		"500 with HTML":       answer(500, "text/html", "<html><title>Slim Application Error</title><h1>Slim Application Error</h1></html>"),
		"500 with PHP":        answer(500, "text/html", php),
		"500 without a body":  answer(500, "", ""),
		"200 with PHP":        answer(200, "text/html", php),
		"200 without a body":  answer(200, "application/json", ""),
		"200 with null":       answer(200, "application/json", "null"),
		"200 that is cut off": answer(200, "application/json", `{"key":"k","secr`),
		"503 with HTML":       answer(503, "text/html", "<h1>Service Unavailable</h1>"),
		"hang up": func(w http.ResponseWriter, _ *http.Request) {
			if c, _, err := http.NewResponseController(w).Hijack(); err == nil {
				_ = c.Close()
			}
		},
	}
}

// aimed is the template of the bench, aimed at another server. Its clock
// cannot be moved, and nobody waits for it.
func (b *Bench) aimed(t *testing.T, url string) check.World {
	t.Helper()
	there := b.target
	there.Auth, there.API, there.Clock = url+"/auth", url+"/api", targetfile.Clock{}
	a, err := assembly.Assemble(&there, assembly.Options{Profiles: profiles.BuiltIn(),
		Catalogue: b.catalogue, Patience: 0, Random: rand.Reader, ReadFile: os.ReadFile,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return assay.World(a)
}

// TestUselessServersPassNothing holds every check against servers that answer
// nothing that could be judged: no check may pass, none may crash, and the
// useless answer must stand in the evidence.
func TestUselessServersPassNothing(t *testing.T) {
	for _, profile := range []string{"lxhive"} {
		b := bench(t, profile)
		for name, handler := range hostile() {
			t.Run(profile+" "+name, func(t *testing.T) {
				server := httptest.NewServer(handler)
				defer server.Close()
				run, err := check.Run(t.Context(), check.Options{Seed: 1, Now: time.Now}, suites.All(), b.aimed(t, server.URL))
				if err != nil {
					t.Fatal(err)
				}
				for _, problem := range run.Problems {
					t.Errorf("a check crashed: %s", problem)
				}
				judge(t, name, run.Findings)
			})
		}
	}
}

// judge sees that nothing passed and that what was seen is told.
func judge(t *testing.T, name string, findings []reports.Finding) {
	t.Helper()
	seen := map[reports.Verdict]int{}
	for _, f := range findings {
		seen[f.Verdict]++
		if f.Verdict == reports.Pass || f.Verdict == reports.NotApplicable {
			t.Errorf("%s: %s", f.ID, f.Verdict)
		}
		if len(f.Transcript) > 0 && f.Detail == "" {
			t.Errorf("%s: nothing is said", f.ID)
		}
		if f.Verdict == reports.Untested && len(f.Transcript) > 0 && !strings.Contains(f.Detail, "patience") && !strings.HasSuffix(f.Detail, "which another requirement is about") {
			t.Errorf("%s: untested, though the target answered: %s", f.ID, f.Detail)
		}
		if text := strings.Contains(name, "PHP"); text && len(f.Transcript) > 0 && !shows(f, "Fatal error") {
			t.Errorf("%s: the text of the answer is not told", f.ID)
		}
	}
	if seen[reports.Inconclusive] == 0 {
		t.Errorf("nothing is inconclusive: %v", seen)
	}
	t.Logf("%v", seen)
}

// shows says whether the evidence of a finding holds a text.
func shows(f reports.Finding, text string) bool {
	for _, x := range f.Transcript {
		if strings.Contains(x.Reply, text) {
			return true
		}
	}
	return false
}
