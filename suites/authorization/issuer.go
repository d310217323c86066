package authorization

import (
	"slices"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// issuer holds the answers to RFC 9207.
func issuer() []check.Check {
	return []check.Check{
		on("AUT-34", "look for iss in the answer", func(t *T) {
			issuer := t.Issuer()
			l := t.Authorize(scenarios.Consents)
			t.Control(l, check.WithCode())
			t.Judge(l, withIssuer(issuer))
			t.Judge(t.Metadata(), announcesIssuer())
		}, check.Looks),
	}
}

func withIssuer(issuer string) check.Answer {
	return check.Landed().ThatLands("names "+issuer+" in iss, once", func(l *scenarios.Landing) bool {
		return slices.Equal(l.Answer["iss"], []string{issuer})
	})
}

// announcesIssuer accepts metadata that promise iss, RFC 9207 §2.3. That they
// name the right issuer is for the chapter of discovery.
func announcesIssuer() check.Answer {
	const name = "authorization_response_iss_parameter_supported"
	return check.Reply("metadata with "+name+": true", func(r *scenarios.Reply) bool { return r.Members[name] == true })
}
