package clock

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Control returns a handler that reads and moves a clock, and resets the server
// that goes by it, the clock included. It belongs on a listener of its own, never beside the server's
// resources. Every request carries the secret as a bearer token. An empty secret
// opens nothing.
//
//	GET    /clock        {"now":"2026-01-02T15:04:05.999999999Z"}
//	POST   /clock        {"advance":"59m59s"} or {"until":"<RFC 3339>"}, answered as GET
//	POST   /clock/lease  {"holder":"<any text>","ttl":"10s"}, 204; again to renew it
//	DELETE /clock/lease  {"holder":"<any text>"}, 204
//	POST   /reset        204
//	GET    /healthz      204
//
// While somebody holds the lease of the clock, whoever moves it or resets the
// server has to name the holder in a header Clock-Lease, and is answered 409
// otherwise. What cannot be read, or leads where no clock can go, is answered 400.
func Control(clock *Clock, secret string, reset func()) http.Handler {
	s := control{clock}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /clock", s.serveClock)
	mux.HandleFunc("POST /clock", s.leased(s.serveMoveClock))
	mux.HandleFunc("POST /clock/lease", s.serveLease)
	mux.HandleFunc("DELETE /clock/lease", s.serveReturn)
	mux.HandleFunc("POST /reset", s.leased(func(w http.ResponseWriter, _ *http.Request) {
		reset()
		w.WriteHeader(http.StatusNoContent)
	}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok || secret == "" || !same(secret, sent) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="control"`)
			http.Error(w, "the control secret is needed", http.StatusUnauthorized)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// control answers for a clock.
type control struct{ *Clock }

// same compares without telling by its duration how much is right.
func same(secret, sent string) bool {
	a, b := sha256.Sum256([]byte(secret)), sha256.Sum256([]byte(sent))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

func (s control) serveClock(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprintf(w, `{"now":"%s"}`, s.Now().UTC().Format(time.RFC3339Nano))
}

func (s control) serveMoveClock(w http.ResponseWriter, r *http.Request) {
	var move struct {
		Advance string     `json:"advance"`
		Until   *time.Time `json:"until"`
	}
	if !readOrder(w, r, &move) {
		return
	}
	if (move.Advance == "") == (move.Until == nil) {
		http.Error(w, "the body has to hold either advance or until", http.StatusBadRequest)
		return
	}
	if err := s.move(move.Advance, move.Until); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.serveClock(w, r)
}

// move moves the clock to a time or, where there is none, by a duration.
func (s control) move(advance string, until *time.Time) error {
	if until != nil {
		return s.Until(*until)
	}
	d, err := time.ParseDuration(advance)
	if err != nil || d < 0 {
		return errors.New("advance has to be a duration such as 59m59s")
	}
	return s.Advance(d)
}

// orderBytes bounds the body of a request to the control.
const orderBytes = 4 << 10

// readOrder reads the one JSON object of a request to the control, and answers
// where there is none, or more.
func readOrder(w http.ResponseWriter, r *http.Request, into any) bool {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, orderBytes))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if err == nil {
		if _, more := decoder.Token(); more != io.EOF {
			err = errors.Join(more, errMore)
		}
	}
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		http.Error(w, "the body is too long", http.StatusRequestEntityTooLarge)
	case err != nil:
		http.Error(w, "the body has to be one JSON object of known members", http.StatusBadRequest)
	}
	return err == nil
}

// errMore says that something follows the object.
var errMore = errors.New("read order: more than one object")
