package main

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/selftest"
)

// TestAServerThatWithdrawsNothing has a server that cannot withdraw fail what
// demands a withdrawal, and nothing that says who may.
func TestAServerThatWithdrawsNothing(t *testing.T) {
	reference, err := selftest.Raise(t.Context(), "lxhive", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reference.Close()
	at, err := url.Parse(reference.URL)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", httputil.NewSingleHostReverseProxy(at))
	mux.HandleFunc("DELETE /", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	server := httptest.NewServer(mux)
	defer server.Close()
	text, err := targetfile.Template("lxhive")
	if err != nil {
		t.Fatal(err)
	}
	whole := strings.ReplaceAll(string(text), "http://127.0.0.1:8080", server.URL)
	begin, end := strings.Index(whole, "\nclock:"), strings.Index(whole, "\n# What the server declares")
	file := filepath.Join(t.TempDir(), "target.yaml")
	if err := os.WriteFile(file, []byte(whole[:begin]+whole[end:]), 0o600); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]reports.Verdict{"TMP-58": reports.Fail, "TMP-73": reports.Inconclusive} {
		run, _ := judged(t.Context(), t, file, id)
		if len(run.Findings) != 1 || run.Findings[0].Verdict != want {
			t.Errorf("%s is not %s: %s", id, want, run.Sentence)
		}
	}
}
