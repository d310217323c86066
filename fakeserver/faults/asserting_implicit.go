package faults

import (
	"github.com/authassay/authassay/fakeserver"
)

// assertingImplicit are the faults of ID tokens that come with an access token
// at once.
func assertingImplicit() []Fault {
	claiming := func(name, summary, id, claim string, value any) Fault {
		return Fault{Name: name, Summary: summary, Breaks: xena(id), Bend: func(r *fakeserver.Rules) {
			r.Asserting.FrontClaims = func(claims map[string]any) {
				claims[claim] = value
				if value == nil {
					delete(claims, claim)
				}
			}
		}}
	}
	return []Fault{
		claiming("implicit-at-hash-missing", "leaves at_hash out of an implicit answer", "IDT-23", "at_hash", nil),
		claiming("implicit-at-hash-wrong", "writes a wrong at_hash into an implicit answer", "IDT-23", "at_hash", "MTIzNDU2Nzg5MDEyMzQ1Ng"),
		claiming("implicit-nonce-dropped", "leaves the nonce out of an implicit answer", "IDT-24", "nonce", nil),
		claiming("implicit-audience-of-another", "writes the implicit ID token for another client", "IDT-24", "aud", "other.xena.biz"),
		claiming("implicit-issuer-of-another", "names another issuer in an implicit answer", "IDT-24", "iss", "https://other.example"),
	}
}
