package preflight_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios/preflight"
)

// TestAFileThatContradictsItself tells a name that the file gives differently
// elsewhere from one that only the server can have got wrong.
func TestAFileThatContradictsItself(t *testing.T) {
	for answered, outcome := range map[string]preflight.Outcome{
		"olga":   preflight.Failed, // who logs in, says the file
		"nobody": preflight.Holds,
		"grace":  preflight.Finding,
	} {
		server := httptest.NewServer(routes{"/me": says(200, "application/json", fmt.Sprintf(`{"sub": %q}`, answered))})
		text := strings.Replace(fmt.Sprintf(file, server.URL), "probe: { path: /me }", "probe: { path: /me, user: { pointer: /sub, is: nobody } }", 1)
		answers := ask(t, text)
		server.Close()
		i := slices.IndexFunc(answers, func(a preflight.Answer) bool { return a.Question == "probe names" })
		if i < 0 || answers[i].Outcome != outcome || answers[i].Excused() != (outcome == preflight.Failed) {
			t.Errorf("%s: %+v", answered, answers)
		}
	}
}

// TestSkewWithoutADateInTheFirstAnswer reads the clock from whichever answer
// shows it.
func TestSkewWithoutADateInTheFirstAnswer(t *testing.T) {
	const ahead = 300 * time.Hour
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat))
		if r.URL.Path == "/" {
			w.Header()["Date"] = nil
		}
		routes{}.ServeHTTP(w, r)
	}))
	defer server.Close()
	e := examination(t, fmt.Sprintf(file, server.URL), nil)
	e.Ask(t.Context())
	if skew, known := e.Skew(); !known || (skew-ahead).Abs() > 3*time.Second {
		t.Errorf("%s, %t", skew, known)
	}
}
