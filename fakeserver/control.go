package fakeserver

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"
)

// Control returns a handler that reads and moves the clock and resets the
// server. It belongs on a listener of its own, never beside the server's
// resources. Every request carries the secret as a bearer token. An empty secret
// opens nothing.
//
//	GET  /clock    {"now":"2026-01-02T15:04:05.999999999Z"}
//	POST /clock    {"advance":"59m59s"} or {"until":"<RFC 3339>"}, answered as GET
//	POST /reset    204
//	GET  /healthz  204
func (s *Server) Control(secret string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /clock", s.serveClock)
	mux.HandleFunc("POST /clock", s.serveMoveClock)
	mux.HandleFunc("POST /reset", func(w http.ResponseWriter, _ *http.Request) {
		s.Reset()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok || secret == "" || !sameSecret(secret, sent) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="control"`)
			http.Error(w, "the control secret is needed", http.StatusUnauthorized)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func (s *Server) serveClock(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(encodeMembers([]Member{{"now", s.Clock.Now().UTC().Format(time.RFC3339Nano)}}, false))
}

func (s *Server) serveMoveClock(w http.ResponseWriter, r *http.Request) {
	var move struct {
		Advance string     `json:"advance"`
		Until   *time.Time `json:"until"`
	}
	decoder := json.NewDecoder(io.LimitReader(r.Body, 4<<10))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&move); err != nil || (move.Advance == "") == (move.Until == nil) {
		http.Error(w, "the body has to hold either advance or until", http.StatusBadRequest)
		return
	}
	if move.Until != nil {
		s.Clock.Until(*move.Until)
		s.serveClock(w, r)
		return
	}
	d, err := time.ParseDuration(move.Advance)
	if err != nil || d < 0 {
		http.Error(w, "advance has to be a duration such as 59m59s", http.StatusBadRequest)
		return
	}
	s.Clock.Advance(d)
	s.serveClock(w, r)
}
