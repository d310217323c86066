package fakeserver

import (
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
