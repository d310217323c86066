package suites

import (
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// temporarySurface is how the endpoint behaves as a resource of HTTP.
func temporarySurface(w World) {
	temporaryMethods(w)
	temporaryRefusals(w)
	w.Check("TMP-97", "use a living key without the version header", func(t *Trial) {
		name := t.Client.VersionHeader()
		if name == "" {
			t.Untested("the dialect has no version header")
		}
		t.Judge(t.Call(t.keyHolder(), scenarios.WithoutHeader(name)), Barred(http.StatusBadRequest))
	})
	w.Check("TMP-98", "ask for the description of the server without credentials", func(t *Trial) {
		t.Judge(t.Do(scenarios.Step{Verb: scenarios.About}), Alive())
	})
}

// temporaryMethods are the methods beside those of the contract.
func temporaryMethods(w World) {
	w.Check("TMP-87", "inspect by HEAD", func(t *Trial) {
		pair := t.shown()
		for _, of := range []scenarios.Credentials{pair, scenarios.Basic(t.Nonce(), t.Nonce())} {
			want := t.Inspect(of).Status
			t.Judge(t.Inspect(of, scenarios.ByMethod(http.MethodHead)), Barred(want).That("has no body",
				func(r *scenarios.Reply) bool { return len(r.Body) == 0 }))
		}
	})
	w.Check("TMP-88", "ask for the methods by OPTIONS", func(t *Trial) {
		t.Judge(t.Do(scenarios.Step{Verb: scenarios.Inspect}, scenarios.ByMethod(http.MethodOptions)),
			Barred(http.StatusOK, http.StatusNoContent).That("names POST in Allow", allowing(http.MethodPost)))
	})
	w.Check("TMP-89", "issue by PATCH and by a method that does not exist", func(t *Trial) {
		t.Control(t.Issue(t.somebody()), Issued())
		for _, method := range []string{http.MethodPatch, "ASSAY"} {
			t.Judge(t.Issue(t.somebody(), scenarios.ByMethod(method)), Turned().That("names POST in Allow, if it is a 405",
				func(r *scenarios.Reply) bool {
					return r.Status != http.StatusMethodNotAllowed || allowing(http.MethodPost)(r)
				}))
		}
	})
}

// allowing says whether an answer names a method in Allow.
func allowing(method string) func(*scenarios.Reply) bool {
	return func(r *scenarios.Reply) bool {
		return strings.Contains(strings.Join(r.Header.Values("Allow"), ","), method)
	}
}

// unadmitted are refusals for want of good credentials.
func (t *Trial) unadmitted() []*scenarios.Reply {
	wrong := scenarios.Basic(t.administrator().User, t.Nonce())
	return []*scenarios.Reply{
		t.issueAs(scenarios.Credentials{}, t.somebody()), t.issueAs(wrong, t.somebody()),
		t.Do(scenarios.Step{Verb: scenarios.Inspect, As: wrong, Of: scenarios.Basic(t.Nonce(), t.Nonce())}),
	}
}

// unmet are refusals of what the administrator asks for.
func (t *Trial) unmet() []*scenarios.Reply {
	return []*scenarios.Reply{
		t.Issue(scenarios.Asked{}), t.Issue(t.somebody(), scenarios.RawBody("{", "")), t.Issue(t.until("soon")),
		t.Inspect(scenarios.Basic(t.Nonce(), t.Nonce())), t.Inspect(scenarios.Credentials{}),
	}
}

// refusing leaves out what is no refusal: whether it should be one is decided
// elsewhere.
func (t *Trial) refusing(all []*scenarios.Reply) []*scenarios.Reply {
	out := slices.DeleteFunc(all, func(r *scenarios.Reply) bool { return r.Status < 400 || r.Status >= 500 })
	if len(out) == 0 {
		t.Untested("nothing is refused here")
	}
	return out
}

// temporaryRefusals is how the endpoint refuses.
func temporaryRefusals(w World) {
	w.Check("TMP-90", "look for a Basic challenge in refusals with 401", func(t *Trial) {
		t.Control(t.Issue(t.somebody()), Issued())
		barred := slices.DeleteFunc(t.unadmitted(), func(r *scenarios.Reply) bool { return r.Status != http.StatusUnauthorized })
		for _, r := range t.refusing(barred) {
			t.Judge(r, withChallenge("a Basic challenge", func(c scenarios.Challenge) bool { return c.Is(scenarios.SchemeBasic) }))
		}
	})
	w.Check("TMP-91", "look for messages in refusals", func(t *Trial) {
		t.Control(t.Issue(t.somebody()), Issued())
		for _, r := range t.refusing(append(t.unadmitted(), t.unmet()...)) {
			t.Judge(r, Turned().That("is a JSON object with a message", func(r *scenarios.Reply) bool {
				return isJSON(r.Header) && r.Description != ""
			}))
		}
	})
	w.Check("TMP-94", "look for secrets in refusals", func(t *Trial) {
		pair, wrong := t.shown(), t.Nonce()
		caller := scenarios.Basic(t.administrator().User, wrong)
		for _, r := range t.refusing([]*scenarios.Reply{
			t.Inspect(scenarios.Basic(pair.User, wrong)), t.Inspect(scenarios.Credentials{Secret: wrong}),
			t.issueAs(caller, t.somebody()),
		}) {
			t.Judge(r, keepsBack(wrong, encoded(caller), pair.Secret))
		}
	})
	w.Check("TMP-95", "look for traces of the server's insides in refusals", func(t *Trial) {
		t.Control(t.Issue(t.somebody()), Issued())
		for _, r := range append(t.unadmitted(), t.unmet()...) {
			a := reply("an answer without trace, query or path", func(r *scenarios.Reply) bool { return !traces.Match(r.Body) })
			a.JudgesBroken = len(r.Body) > 0
			t.Judge(r, a)
		}
	})
}

// temporaryNonsense sends what no client should.
func temporaryNonsense(w World) {
	w.Check("TMP-92", "send hostile bodies and members of a wrong type", func(t *Trial) {
		t.Control(t.Issue(t.somebody()), Issued())
		for _, body := range hostile {
			t.Judge(t.Issue(t.somebody(), scenarios.RawBody(body, "")), refusedUnbroken())
		}
		for _, value := range []any{7, "text", map[string]int{"a": 1}, []any{1, nil}, []any{[]any{}}} {
			scopes, permissions := t.somebody(), t.somebody()
			scopes.Scopes, permissions.Permissions = value, value
			t.Judge(t.Issue(scopes), refusedUnbroken())
			t.Judge(t.Issue(permissions), refusedUnbroken())
		}
	})
	w.Check("TMP-93", "send a description and a key of many kilobytes", func(t *Trial) {
		t.Control(t.Issue(t.somebody()), Issued())
		asked := t.somebody()
		asked.Description = strings.Repeat("a", 200<<10)
		t.Judge(t.Issue(asked), Unbroken())
		t.Judge(t.Inspect(scenarios.Basic(strings.Repeat("a", 6<<10), t.Nonce())), refusedUnbroken())
	})
	w.Check("TMP-96", "send a run of malformed requests, then a good one", func(t *Trial) {
		t.Control(t.Issue(t.somebody()), Issued())
		a := Issued()
		a.JudgesBroken = true
		for _, run := range []int{5, 20} {
			for range run {
				t.Issue(t.somebody(), scenarios.RawBody("{", ""))
			}
			t.Judge(t.Issue(t.somebody()), a)
		}
	})
}
