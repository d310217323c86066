// Package loadtest holds what tests of load and of its packages share: targets
// that are functions, and requests for them. Nothing but tests imports it.
package loadtest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// Trip is a transport that is a function.
type Trip func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (t Trip) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

// Pass lets the time of a bubble pass.
func Pass(d time.Duration) { <-time.After(d) }

// Answering returns an answer with a status and a body.
func Answering(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(bytes.NewReader([]byte(body))),
	}
}

// Bearers returns n requests with tokens of a kind: "live-0", "live-1" and so
// on.
func Bearers(base, kind string, n int) []scenarios.Request {
	var out []scenarios.Request
	for i := range n {
		out = append(out, scenarios.Request{
			Method: http.MethodGet, URL: base + "/probe",
			Header: http.Header{"Authorization": {fmt.Sprintf("Bearer %s-%d", kind, i)}},
		})
	}
	return out
}
