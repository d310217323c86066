package temporary

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// surface is how the endpoint behaves as a resource of HTTP.
func surface() []check.Check {
	return slices.Concat(
		methods(),
		refusals(),
		[]check.Check{
			on("TMP-97", "use a living key without the version header", func(t *T) {
				name := t.Client.VersionHeader()
				if name == "" {
					t.Untested("the dialect has no version header")
				}
				r := t.Call(t.KeyHolder(), scenarios.WithoutHeader(name))
				if sent := r.Request.Header.Get(name); sent != "" {
					t.Untested("the request could not be sent without %s", name)
				}
				t.Judge(r, badRequest())
			}),
			on("TMP-98", "ask for the description of the server without credentials", func(t *T) {
				t.Judge(t.Do(scenarios.Step{Verb: scenarios.About}), check.Alive())
			}, check.Looks),
		},
	)
}

// methods are the methods beside those of the contract.
func methods() []check.Check {
	return []check.Check{
		on("TMP-87", "inspect by HEAD", func(t *T) {
			pair := t.shown()
			for _, of := range []scenarios.Credentials{pair, scenarios.Basic(t.Nonce(), t.Nonce())} {
				got := t.Inspect(of)
				if of.User == pair.User {
					t.Sound(got)
				}
				if check.IsBroken(got) {
					continue // whether it is refused is for TMP-50
				}
				want := got.Status
				t.Judge(t.Inspect(of, scenarios.ByMethod(http.MethodHead)), check.RefusedWith(want).That("has no body",
					func(r *scenarios.Reply) bool { return len(r.Body) == 0 }))
			}
		}),
		on("TMP-88", "ask for the methods by OPTIONS", func(t *T) {
			t.Judge(t.Do(scenarios.Step{Verb: scenarios.Inspect}, scenarios.ByMethod(http.MethodOptions)),
				check.RefusedWith(http.StatusOK, http.StatusNoContent).That("names POST in Allow", allowing(http.MethodPost)))
		}),
		on("TMP-89", "issue by PATCH and by a method that does not exist", func(t *T) {
			t.Control(t.Issue(t.somebody()), Issued())
			for _, method := range []string{http.MethodPatch, "ASSAY"} {
				t.Judge(t.Issue(t.somebody(), scenarios.ByMethod(method)), unsupported())
			}
		}),
	}
}

// unsupported accepts the refusal of a method: 501 where nobody knows it, RFC
// 9110 §15.6.2, and 405 with those that there are, §15.5.6.
func unsupported() check.Answer {
	a := check.Reply("501, or a refusal below 500 that names POST in Allow, if it is a 405", func(r *scenarios.Reply) bool {
		switch {
		case r.Status == http.StatusMethodNotAllowed:
			return allowing(http.MethodPost)(r)
		case r.Status == http.StatusNotImplemented:
			return r.Err == nil
		}
		return check.IsRefused(r)
	})
	a.JudgesBroken = true
	return a
}

// allowing says whether an answer names a method in Allow.
func allowing(method string) func(*scenarios.Reply) bool {
	return func(r *scenarios.Reply) bool {
		return strings.Contains(strings.Join(r.Header.Values("Allow"), ","), method)
	}
}

// unadmitted are refusals for want of good credentials.
func (t *T) unadmitted() []*scenarios.Reply {
	wrong := scenarios.Basic(t.Nonce(), t.Nonce())
	return []*scenarios.Reply{
		t.issueAs(scenarios.Credentials{}, t.somebody()), t.issueAs(wrong, t.somebody()),
		t.Do(scenarios.Step{Verb: scenarios.Inspect, As: wrong, Of: scenarios.Basic(t.Nonce(), t.Nonce())}),
	}
}

// astray sends a request to a path that does not exist.
func (t *T) astray() scenarios.Bend {
	path := "/" + t.Nonce()
	return func(r *scenarios.Request) { r.URL = strings.TrimRight(r.URL, "/") + path }
}

// unmet are refusals of what the administrator asks for.
func (t *T) unmet() []*scenarios.Reply {
	return []*scenarios.Reply{
		t.Issue(scenarios.Asked{}), t.Issue(t.somebody(), scenarios.RawBody("{", "")), t.Issue(t.until("soon")),
		t.Inspect(scenarios.Basic(t.Nonce(), t.Nonce())), t.Inspect(scenarios.Credentials{}),
	}
}

// refusing leaves out what is no refusal: whether it should be one is decided
// elsewhere.
func (t *T) refusing(all []*scenarios.Reply) []*scenarios.Reply {
	out := slices.DeleteFunc(all, func(r *scenarios.Reply) bool { return r.Status < 400 || r.Status >= 500 })
	if len(out) == 0 {
		t.Untested("nothing is refused here")
	}
	return out
}

// refusals is how the endpoint refuses.
func refusals() []check.Check {
	return []check.Check{
		on("TMP-91", "look for messages in refusals", func(t *T) {
			t.Control(t.Issue(t.somebody()), Issued())
			for _, r := range t.refusing(append(t.unadmitted(), t.unmet()...)) {
				t.Judge(r, check.Turned().That("is a JSON object with a message", func(r *scenarios.Reply) bool {
					return check.IsJSON(r.Header) && r.Description != ""
				}))
			}
		}),
		on("TMP-94", "look for secrets in refusals, of unknown paths too", func(t *T) {
			pair, wrong := t.Temporary(), t.Nonce()
			caller := scenarios.Basic(t.Nonce(), wrong)
			for _, r := range t.refusing([]*scenarios.Reply{
				t.Inspect(scenarios.Basic(pair.User, wrong)), t.Inspect(scenarios.Credentials{Secret: wrong}),
				t.issueAs(caller, t.somebody()), t.Call(pair, t.astray()), t.Inspect(scenarios.Basic(pair.User, wrong), t.astray()),
			}) {
				own := t.administrator()
				t.Judge(r, check.KeepsBack(wrong, check.Encoded(caller), pair.Secret, check.Encoded(pair), own.Secret, check.Encoded(own)))
			}
		}),
		on("TMP-95", "look for traces of the server's insides in refusals", func(t *T) {
			t.Control(t.Issue(t.somebody()), Issued())
			all := append(append(t.unadmitted(), t.unmet()...), t.Call(t.administrator(), t.astray()))
			all = slices.DeleteFunc(all, func(r *scenarios.Reply) bool { return r.Err == nil && r.Status < 400 })
			if len(all) == 0 {
				t.Untested("nothing was refused, so that there is no refusal to look at")
			}
			for _, r := range all {
				a := check.Untold()
				a.JudgesBroken = len(r.Body) > 0
				t.Judge(r, a)
			}
		}),
	}
}

// nonsense sends what no client should.
func nonsense() []check.Check {
	return []check.Check{
		on("TMP-92", "send hostile bodies and members of a wrong type", func(t *T) {
			t.Control(t.Issue(t.somebody()), Issued())
			var all []labelled[*scenarios.Reply]
			for _, body := range check.Hostile {
				all = append(all, labelled[*scenarios.Reply]{fmt.Sprintf("%.40q", body), t.Issue(t.somebody(), scenarios.RawBody(body, ""))})
			}
			for _, value := range []any{7, "text", map[string]int{"a": 1}, []any{1, nil}, []any{[]any{}}} {
				scopes, permissions := t.somebody(), t.somebody()
				scopes.Scopes, permissions.Permissions = value, value
				all = append(all, labelled[*scenarios.Reply]{"scopes: " + inJSON(value), t.Issue(scopes)},
					labelled[*scenarios.Reply]{"permissions: " + inJSON(value), t.Issue(permissions)})
			}
			t.each(all, badRequest())
		}, check.Attacks),
		on("TMP-93", "send a description of many kilobytes", func(t *T) {
			t.Control(t.Issue(t.somebody()), Issued())
			asked := t.somebody()
			asked.Description = strings.Repeat("a", 200<<10)
			t.Judge(t.Issue(asked), check.Unbroken())
		}, check.Attacks),
		on("TMP-108", "inspect with a key of many kilobytes", func(t *T) {
			t.shown()
			t.unknown(t.Nonce())
			t.Judge(t.Inspect(scenarios.Basic(strings.Repeat("a", 6<<10), t.Nonce())), check.RefusedUnbroken())
		}, check.Attacks),
		on("TMP-96", "send a run of malformed requests, then a good one", func(t *T) {
			t.Control(t.Issue(t.somebody()), Issued())
			a := Issued()
			a.JudgesBroken = true
			for _, run := range []int{5, 20} {
				for range run {
					t.Issue(t.somebody(), scenarios.RawBody("{", ""))
				}
				t.Judge(t.Issue(t.somebody()), a)
			}
		}, check.Attacks),
	}
}
