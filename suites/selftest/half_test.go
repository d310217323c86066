package selftest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/fakeserver"
)

// part is what a server does otherwise than the honest one does.
type part struct {
	name string
	of   func(r *http.Request) bool
}

// everything is the part that leaves nothing honest.
var everything = part{"everything", func(*http.Request) bool { return true }}

// parts are the parts of a server that can be wrong while the others are right.
func parts() []part {
	pages := func(r *http.Request) bool { return touches(r, "/authorize", "/login", "/consent", "/launch/") }
	grants := func(r *http.Request) bool {
		return touches(r, "/token", "/auth/basic") || r.Method == http.MethodPost && touches(r, "/auth/tokens")
	}
	resources := func(r *http.Request) bool { return touches(r, "/me", "/import/", "/Api/", "/xapi/", "/xAPI/") }
	return []part{
		{"all but pages", func(r *http.Request) bool { return !pages(r) }},
		{"all but pages and grants", func(r *http.Request) bool { return !pages(r) && !grants(r) }},
		{"grants", grants},
		{"resources", resources},
		{"pages", pages},
	}
}

// touches says whether the path of a request ends in one of the texts, or has
// one of those that end in a slash in it.
func touches(r *http.Request, texts ...string) bool {
	for _, text := range texts {
		if strings.HasSuffix(r.URL.Path, text) || strings.HasSuffix(text, "/") && strings.Contains(r.URL.Path, text) {
			return true
		}
	}
	return false
}

// half is a server that is honest but for a part, which is always the same.
type half struct {
	honest  *fakeserver.Server
	part    part
	answer  http.HandlerFunc
	altered atomic.Int64 // answers that were not the honest server's
}

// ServeHTTP implements http.Handler.
func (h *half) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !h.part.of(r) {
		h.honest.ServeHTTP(w, r)
		return
	}
	h.altered.Add(1)
	h.answer(w, r)
}

// repeated gives to everything the first good answer that the honest server
// has given: a grant that works, for whoever asks.
func (h *half) repeated() http.HandlerFunc {
	var (
		mu    sync.Mutex
		first *httptest.ResponseRecorder
	)
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if first == nil {
			answer := httptest.NewRecorder()
			h.honest.ServeHTTP(answer, r)
			if answer.Code < 300 {
				first = answer
			}
			copyTo(w, answer)
			return
		}
		copyTo(w, first)
	}
}

// copyTo gives a recorded answer.
func copyTo(w http.ResponseWriter, from *httptest.ResponseRecorder) {
	for name, values := range from.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(from.Code)
	_, _ = w.Write(from.Body.Bytes())
}

// moved is the clock of an honest server, moved without a request.
type moved struct{ *fakeserver.Clock }

// Until implements clock.Clock.
func (m moved) Until(_ context.Context, t time.Time) error {
	m.Clock.Until(t)
	return nil
}

// Instant implements clock.Clock.
func (moved) Instant() bool { return true }
