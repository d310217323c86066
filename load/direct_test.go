package load

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
)

func TestLargeRequestsAreSentWhole(t *testing.T) {
	const size = 8 << 20 // more than the kernel takes at once
	var got int64
	p := steady(serve(t, func(w http.ResponseWriter, r *http.Request) {
		got, _ = io.Copy(io.Discard, r.Body)
	}))
	p.Rate, p.Duration = 20, 50*time.Millisecond
	p.Classes[0].Requests = []scenarios.Request{{
		Method: "POST", URL: p.Classes[0].Requests[0].URL, Header: http.Header{}, Raw: []byte(strings.Repeat("x", size)),
	}}
	if out := mustRun(t, p); out.Requests != 1 || out.Errors != 0 || got != size {
		t.Errorf("%d requests, kinds %v, %d bytes arrived", out.Requests, out.Kinds, got)
	}
}
