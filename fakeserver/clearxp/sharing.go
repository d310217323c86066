package clearxp

import (
	"net/http"

	"github.com/authassay/authassay/fakeserver"
)

// Sharing decides how the learning record store is shared with content that a
// browser has loaded from elsewhere (Fetch §3.2).
type Sharing struct {
	Preflight     int                        // the status of the answer to a preflight; 0 takes it for any other request
	Authenticated bool                       // a preflight needs credentials, which browsers never send with it
	Origin        func(origin string) string // Access-Control-Allow-Origin for an origin; "" leaves it out
	Methods       string                     // Access-Control-Allow-Methods
	Headers       string                     // Access-Control-Allow-Headers
	Cookies       bool                       // Access-Control-Allow-Credentials
	Answers       bool                       // the answers themselves are shared
	Refusals      bool                       // so are those to bad credentials
}

func honestSharing() Sharing {
	return Sharing{
		Preflight: http.StatusNoContent,
		Origin:    func(string) string { return "*" },
		Methods:   "GET, POST, PUT, OPTIONS",
		Headers:   "Authorization, Content-Type, X-Experience-API-Version",
		Answers:   true,
		Refusals:  true,
	}
}

// preflighted answers a preflight, and says whether the request was one.
func (v visit) preflighted() bool {
	r := &v.launching.Sharing
	if v.R.Method != http.MethodOptions || v.R.Header.Get("Access-Control-Request-Method") == "" || r.Preflight == 0 {
		return false
	}
	if _, b := v.Admit(true); b != nil && r.Authenticated {
		v.TurnAway(b)
		return true
	}
	v.share()
	v.SetHeader("Access-Control-Allow-Methods", r.Methods)
	v.SetHeader("Access-Control-Allow-Headers", r.Headers)
	v.W.WriteHeader(r.Preflight)
	return true
}

// share has a browser hand the answer to content of another origin.
func (v visit) share() {
	r, origin := &v.launching.Sharing, v.R.Header.Get("Origin")
	if origin == "" {
		return
	}
	v.SetHeader("Access-Control-Allow-Origin", r.Origin(origin))
	v.SetHeader("Vary", "Origin")
	if r.Cookies {
		v.SetHeader("Access-Control-Allow-Credentials", "true")
	}
}

// turnAway refuses bad credentials, for content to see.
func (v visit) turnAway(b *fakeserver.Rebuff) {
	if v.launching.Sharing.Refusals {
		v.share()
	}
	v.TurnAway(b)
}
