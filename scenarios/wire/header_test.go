package wire

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/authassay/authassay/scenarios"
)

// TestAddressesThatNobodyCanRead: a browser may be sent to what net/http takes for no
// address at all, and that is an answer like any other.
func TestAddressesThatNobodyCanRead(t *testing.T) {
	const to = `https://client.example\.attacker.example/%zz`
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
	}))
	defer s.Close()
	r := New(Options{}).Send(t.Context(), scenarios.Request{Method: http.MethodGet, URL: s.URL})
	if r.Err != nil || r.Status != http.StatusFound || r.Header.Get("Location") != to || len(r.Header[ledTo]) > 0 {
		t.Errorf("status %d, header %v, error %v", r.Status, r.Header, r.Err)
	}
}
