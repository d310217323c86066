package rules

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

// Crowding decides what many requests at a time do to the server. They do
// nothing to an honest one; a bent one passes every check that comes alone.
type Crowding struct {
	MixUpEvery         uint64        // so many answers that overlap with others, and one is about another user; 0 is never
	TenantMixUpEvery   uint64        // so many answers while another tenant is asked for, and one names that tenant; 0 is never
	RevokedServedFor   time.Duration // a token that was used lately is served from a cache that knows of no revocation
	ExpiryUnjudgedFrom int64         // with so many requests in flight nobody looks at expiry; 0 is never
	BreakEvery         uint64        // one in so many requests to the API is answered with 500; 0 is never
	StallEvery         time.Duration // from the first request to the API; 0 is never
	StallFor           time.Duration // at the end of the first second of each StallEvery
}

func honestCrowding() Crowding { return Crowding{} }

// Bent says whether crowds are minded at all.
func (c Crowding) Bent() bool { return c != Crowding{} }

// Hygiene decides what the server shows of itself and of secrets, and how it
// bears malformed requests.
type Hygiene struct {
	MaxBodyBytes     int64    // of a request body
	MaxDepth         int      // of a JSON body
	EchoesParameters []string // parameters of a token request that its answer repeats
	EchoesElsewhere  []string // the same of requests about tokens: revocation, introspection
	EchoesCredential bool     // a refusal of the API repeats the Authorization header
	PasswordEchoed   bool     // a failed login shows the password again
	Trace            string   // shown in every refusal

	// Shows is a last look at an answer that has a body: it may set fields, and returns
	// the body. nil shows nothing more.
	Shows func(r *http.Request, status int, fields http.Header, body []byte) []byte

	AllowSent  bool // a 405 answer names the methods
	TiresAfter int  // so many malformed token requests in a row and the endpoint rests; 0 is never
	RestsFor   int  // for so many requests, answered 503

	OversizedBody Refusal // of the token endpoint
	TooDeep       Refusal
	NUL           Refusal // a NUL byte in a token request
}

func honestHygiene() Hygiene {
	return Hygiene{
		MaxBodyBytes:  64 << 10,
		MaxDepth:      32,
		AllowSent:     true,
		OversizedBody: Refusal{http.StatusBadRequest, InvalidRequest, "the body is too long"},
		TooDeep:       Refusal{http.StatusBadRequest, InvalidRequest, "the body is nested too deep"},
		NUL:           Refusal{http.StatusBadRequest, InvalidRequest, "a parameter holds a NUL byte"},
	}
}
