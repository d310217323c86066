package suites

import (
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// exchangingForms holds the token endpoint to form encoding. RFC 6749 §4.1.3.
func exchangingForms() []check.Check {
	return []check.Check{
		on("EXC-25", "redeem a fresh code", func(t *T) {
			t.Judge(t.Exchange(t.Code()), check.Granted())
		}, check.Looks),
		on("EXC-26", "name a charset beside the content type", func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			r := t.Exchange(t.Code(), scenarios.WithHeader("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"))
			t.Judge(r, check.Granted())
		}, check.Looks),
		on("EXC-27", "redeem a code in JSON and in multipart encoding", func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			t.Judge(t.Exchange(t.Code(), scenarios.InJSON()), check.Turned())
			t.Judge(t.Exchange(t.Code(), scenarios.InMultipart()), check.Turned())
		}),
		on("EXC-30", "ask for one scope and look at what is granted", func(t *T) {
			asked := t.scope()[0]
			if s := t.Held.ProbeScope; s != "" {
				asked = s
			}
			r := t.Exchange(t.codeOf(t.askingFor(asked)))
			t.Control(r, check.Granted())
			t.Judge(r, check.Granted().That("names no scope beside "+asked, func(r *scenarios.Reply) bool {
				_, there := r.Members["scope"]
				return !there || r.Grant.Scope != "" && within(r.Grant.Scope, asked)
			}))
			whole := strings.Join(t.scope(), " ")
			r = t.Exchange(t.Code())
			t.Judge(r, check.Granted().That("names no scope beside "+whole, func(r *scenarios.Reply) bool {
				return r.Grant.Scope == "" || within(r.Grant.Scope, whole)
			}))
		}, check.Looks),
	}
}
