package fakeserver

import (
	"net/http"
	"sync"
)

// HygieneRules decide what the server shows of itself and of secrets, and how it
// bears malformed requests.
type HygieneRules struct {
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

func honestHygiene() HygieneRules {
	return HygieneRules{
		MaxBodyBytes:  64 << 10,
		MaxDepth:      32,
		AllowSent:     true,
		OversizedBody: Refusal{http.StatusBadRequest, invalidRequest, "the body is too long"},
		TooDeep:       Refusal{http.StatusBadRequest, invalidRequest, "the body is nested too deep"},
		NUL:           Refusal{http.StatusBadRequest, invalidRequest, "a parameter holds a NUL byte"},
	}
}

// echo repeats parameters of a token request in its answer.
func (v *visit) echo(members []Member, p parameters) []Member {
	for _, name := range v.rules.Hygiene.EchoesParameters {
		if p.has(name) {
			members = append(members, Member{name, p.get(name)})
		}
	}
	return members
}

// trace shows the inside of the server.
func (v *visit) trace(members []Member) []Member {
	if v.rules.Hygiene.Trace != "" {
		members = append(members, Member{"trace", v.rules.Hygiene.Trace})
	}
	return members
}

// fatigue counts malformed token requests in a row.
type fatigue struct {
	sync.Mutex
	malformed, rest int
}

// tire counts a malformed request.
func (v *visit) tire() {
	limit, f := v.rules.Hygiene.TiresAfter, &v.state.fatigue
	if limit == 0 {
		return
	}
	f.Lock()
	defer f.Unlock()
	if f.malformed++; f.malformed >= limit {
		f.malformed, f.rest = 0, v.rules.Hygiene.RestsFor
	}
}

// rest forgets the malformed requests before a well-formed one.
func (v *visit) rest() {
	f := &v.state.fatigue
	f.Lock()
	defer f.Unlock()
	f.malformed = 0
}

// resting says whether the endpoint is too tired for this request.
func (v *visit) resting() bool {
	f := &v.state.fatigue
	f.Lock()
	defer f.Unlock()
	if f.rest == 0 {
		return false
	}
	f.rest--
	return true
}
