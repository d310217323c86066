package suites

import (
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// exchangingForms holds the token endpoint to form encoding. RFC 6749 §4.1.3.
func exchangingForms(w World) {
	w.Check("EXC-25", "redeem a fresh code", func(t *Trial) {
		t.Judge(t.Exchange(t.Code()), Granted())
	}, Looks)
	w.Check("EXC-26", "name a charset beside the content type", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		r := t.Exchange(t.Code(), scenarios.WithHeader("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"))
		t.Judge(r, Granted())
	}, Looks)
	w.Check("EXC-27", "redeem a code in JSON and in multipart encoding", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		t.Judge(t.Exchange(t.Code(), scenarios.InJSON()), Turned())
		t.Judge(t.Exchange(t.Code(), scenarios.InMultipart()), Turned())
	})
	w.Check("EXC-30", "ask for one scope and look at what is granted", func(t *Trial) {
		asked := t.scope()[0]
		if s := t.Kit.ProbeScope; s != "" {
			asked = s
		}
		r := t.Exchange(t.codeOf(t.askingFor(asked)))
		t.Control(r, Granted())
		t.Judge(r, Granted().That("names no scope beside "+asked, func(r *scenarios.Reply) bool {
			_, there := r.Members["scope"]
			return !there || r.Grant.Scope != "" && within(r.Grant.Scope, asked)
		}))
		whole := strings.Join(t.scope(), " ")
		r = t.Exchange(t.Code())
		t.Judge(r, Granted().That("names no scope beside "+whole, func(r *scenarios.Reply) bool {
			return r.Grant.Scope == "" || within(r.Grant.Scope, whole)
		}))
	}, Looks)
}
