package fakeserver

import (
	"context"
	"net/http"
	"time"
)

// Manners are variants that every contract allows: a check must not notice them.
type Manners struct {
	PrettyJSON       bool
	Chunked          bool // answers come without a length
	CloseConnections bool
	HeadSupported    bool                     // HEAD where GET is; else 405
	Latency          time.Duration            // before each answer
	HeaderName       func(name string) string // how header names are written; nil leaves them alone
	Header           func(header http.Header) // a last look at every answer's header; may be nil
}

func honestManners() Manners {
	return Manners{HeadSupported: true}
}

// wrap waits out the latency and returns a writer that minds the manners.
func (m *Manners) wrap(w http.ResponseWriter, r *http.Request) http.ResponseWriter {
	pause(r.Context(), m.Latency)
	if m.CloseConnections {
		w.Header().Set("Connection", "close")
	}
	if !m.Chunked && m.HeaderName == nil && m.Header == nil {
		return w
	}
	return &mannered{ResponseWriter: w, manners: m}
}

// pause waits, or returns early when the client has gone.
func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// mannered changes an answer's header just before it leaves.
type mannered struct {
	http.ResponseWriter
	manners *Manners
	sent    bool
}

func (w *mannered) WriteHeader(status int) {
	if !w.sent {
		w.sent = true
		w.dress()
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *mannered) Write(body []byte) (int, error) {
	if !w.sent {
		w.WriteHeader(http.StatusOK)
	}
	if w.manners.Chunked {
		// Sending the header before the length is known makes net/http chunk the body.
		_ = http.NewResponseController(w.ResponseWriter).Flush()
	}
	return w.ResponseWriter.Write(body)
}

func (w *mannered) dress() {
	header := w.Header()
	if w.manners.Header != nil {
		w.manners.Header(header)
	}
	if w.manners.HeaderName == nil {
		return
	}
	for name, values := range header.Clone() {
		renamed := w.manners.HeaderName(name)
		if renamed == name || name == "Connection" { // net/http looks for this one
			continue
		}
		delete(header, name)
		header[renamed] = values
		if name == "Content-Type" {
			header[name] = nil // else net/http would guess a second one
		}
	}
}
