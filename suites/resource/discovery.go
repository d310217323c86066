package resource

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// Discovery is that part of the chapter of metadata that is about endpoints which
// show or end what others have handed out. RFC 8414 §2.
func Discovery() []check.Check {
	return []check.Check{
		on("DIS-16", "use the endpoints about tokens and the user that the metadata names", func(t *T) {
			published := scenarios.Published(t.Metadata().Members)
			tried := 0
			for _, e := range t.published() {
				if at := published[e.name]; at != "" {
					t.works(e, at)
					tried++
				}
			}
			if tried == 0 {
				t.Inapplicable("the metadata names none of them")
			}
		}, check.Looks),
		on("DIS-17", "ask with everything that the metadata lists for authorization requests", listed),
	}
}

// listed asks with the response types, response modes and challenge methods that the
// metadata lists. What this client may not have, or is not written for a page, is for
// others to say.
func listed(t *T) {
	t.Control(t.Authorize(scenarios.Consents), check.WithCode())
	tried := 0
	for _, l := range []labelled[func(*scenarios.Step, string) []scenarios.Bend]{
		{"response_types_supported", func(_ *scenarios.Step, v string) []scenarios.Bend {
			return []scenarios.Bend{scenarios.With("response_type", v), scenarios.With("nonce", t.Nonce())}
		}},
		{"response_modes_supported", func(_ *scenarios.Step, v string) []scenarios.Bend {
			return []scenarios.Bend{scenarios.With("response_mode", v)}
		}},
		{"code_challenge_methods_supported", func(s *scenarios.Step, v string) []scenarios.Bend {
			s.Challenge, s.ChallengeMethod = check.S256(t.Verifier()), v
			return nil
		}},
	} {
		values, _ := t.Metadata().Members[l.as].([]any)
		for _, v := range values {
			value, is := v.(string)
			if !is {
				continue
			}
			tried++
			step := t.Asking()
			bends := l.thing(&step, value)
			t.JudgeEach(check.Brief(value)+" of "+l.as, t.Visit(step, scenarios.Waits, bends...), knownThere(l.as))
		}
	}
	if tried == 0 {
		t.Inapplicable("the metadata lists nothing of the kind")
	}
}

// purpose is an endpoint with what it is for.
type purpose struct {
	name string // as Endpoints have it
	step scenarios.Step
	good check.Answer
}

// published are the endpoints that are tried. A public client proves itself to none
// of those about tokens.
func (t *T) published() []purpose {
	ended := check.Reply("200", func(r *scenarios.Reply) bool { return r.Status == http.StatusOK && r.Class == scenarios.Alive })
	inactive := check.RefusedWith(http.StatusOK).That("says active false", func(r *scenarios.Reply) bool { return r.Members["active"] == false })
	all := []purpose{{"userinfo", scenarios.Step{Verb: scenarios.UserInfo}, check.Alive()}}
	if t.Kit.Client.Secret == "" {
		return all
	}
	return append(all,
		purpose{"revoke", scenarios.Step{Verb: scenarios.Revoke, Client: t.Kit.Client, Token: t.Nonce()}, ended},
		purpose{"introspect", scenarios.Step{Verb: scenarios.Introspect, Client: t.Kit.Client, Token: t.Nonce()}, inactive})
}

// works judges an endpoint where the metadata names another one than is in use; what
// is in use is for the requirements about it.
func (t *T) works(e purpose, at string) {
	own := t.Client
	defer func() { t.Client = own }()
	if inUse, err := own.Encode(e.step); err == nil && inUse.URL == at {
		t.Require(true, "an endpoint that is in use, or does the same", "%s, which is in use", at)
		return
	}
	if strings.Contains(at, "#") {
		t.elsewhere("DIS-05", "the metadata names an address with a fragment")
	}
	if !scenarios.Origins(append([]string{own.Endpoints.Auth, own.Endpoints.API}, own.Allowed...)).Hold(at) {
		t.Untested("the metadata leads to %s, which is at no place that the target file names (allow_hosts names more)", at)
	}
	if e.step.Verb == scenarios.UserInfo {
		e.step.As = t.GrantFor(t.OpenID()).Credentials()
	}
	elsewhere := *own
	elsewhere.Endpoints.At = maps.Clone(own.Endpoints.At)
	elsewhere.Endpoints.At[e.name] = at
	t.Client = &elsewhere
	t.JudgeEach(e.name+" at "+at, t.Do(e.step), e.good)
}

// knownThere accepts what is no answer that the server does not have the thing. A response
// type has an error of its own, RFC 6749 §4.1.2.1; others are invalid_request.
func knownThere(listed string) check.Answer {
	unknown := []string{"unsupported_response_type", "unsupported_response_mode"}
	if listed != "response_types_supported" {
		unknown = append(unknown, "invalid_request")
	}
	return check.Landing("the login, or an answer that does not say that there is no such thing", func(l *scenarios.Landing) bool {
		return !slices.Contains(unknown, l.Answer.Get("error"))
	})
}
