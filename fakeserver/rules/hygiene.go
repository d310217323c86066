package rules

import "net/http"

// Hygiene decides what the server shows of itself and of secrets, and how it
// bears malformed requests.
type Hygiene struct {
	MaxBodyBytes     int64    // of a request body
	MaxDepth         int      // of a JSON body
	EchoesParameters []string // parameters of a token request that its answer repeats
	EchoesCredential bool     // a refusal of the API repeats the Authorization header
	PasswordEchoed   bool     // a failed login shows the password again
	Trace            string   // shown in every refusal
	AllowSent        bool     // a 405 answer names the methods
	TiresAfter       int      // so many malformed token requests in a row and the endpoint rests; 0 is never
	RestsFor         int      // for so many requests, answered 503

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
