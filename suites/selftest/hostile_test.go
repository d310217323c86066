package selftest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/target"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/catalogue"
)

// hostiles are servers that keep no contract. A check that one of them passes
// would take anything for a right answer.
var hostiles = map[string]http.HandlerFunc{
	"always 500": func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		io.WriteString(w, "<br /><b>Fatal error</b>: Uncaught Error in /var/www/index.php:3")
	},
	"always 401": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="x", error="invalid_token"`)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		io.WriteString(w, `{"error":"invalid_client","code":401,"name":"Unauthorized"}`)
	},
	"never answers": func(_ http.ResponseWriter, r *http.Request) {
		// Only a body that was read to its end lets the server see that the
		// client has given up.
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	},
	"hangs up": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
}

// TestNothingPassesOnHostileServers holds the house's second idea: what was not
// tested is never green.
func TestNothingPassesOnHostileServers(t *testing.T) {
	c, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, handler := range hostiles {
		for _, p := range c.Profiles {
			t.Run(name+"/"+p.Name, func(t *testing.T) {
				server := httptest.NewServer(handler)
				t.Cleanup(server.Close)
				for _, f := range tryOn(t, c, p.Name, server.URL).Findings {
					if f.Verdict == reports.Pass {
						t.Errorf("%s (%s) passed: %s", f.ID, f.When, f.Sentence)
					}
				}
			})
		}
	}
}

// tryOn tries every check of a profile on the server at an address.
func tryOn(t *testing.T, c *catalogue.Catalogue, profile, url string) *reports.Run {
	t.Helper()
	b, err := NewBench(c, profile)
	if err != nil {
		t.Fatal(err)
	}
	b.target.Limits.Timeout = target.Duration(20 * time.Millisecond)
	// A hostile clock would only add to the waiting.
	b.target.Clock = target.Clock{}
	a, err := b.assemble(&fakeserver.Listening{URL: url, ControlURL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	run, err := suites.Run(t.Context(), suites.Options{Now: time.Now, Evidence: true}, WorldOf(a))
	if err != nil {
		t.Fatal(err)
	}
	return run
}
