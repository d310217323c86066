package suites

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/jwt"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// discovery is the chapter of what a server says of itself: its metadata and
// its keys, and whether it keeps to them. RFC 8414, OpenID Connect Discovery.
func discovery() []check.Check {
	return slices.Concat(
		discoveryDocument(),
		discoveryMembers(),
		discoveryEndpoints(),
		discoveryKept(),
		discoveryProof(),
		discoveryKeys(),
	)
}

// discoveryDocument holds the document to its form.
func discoveryDocument() []check.Check {
	return []check.Check{
		on("DIS-01", "read the metadata", func(t *T) {
			t.Judge(t.Do(scenarios.Step{Verb: scenarios.Discover}), check.RefusedWith(http.StatusOK).That("is a JSON object in application/json",
				func(r *scenarios.Reply) bool { return check.IsJSON(r.Header) && r.Members != nil }))
		}, check.Looks),
		on("DIS-02", "compare the issuer with the address of the metadata", func(t *T) {
			issuer := t.Issuer()
			t.Judge(t.Metadata(), check.Alive().That("names the issuer "+issuer, func(r *scenarios.Reply) bool {
				return r.Members["issuer"] == issuer
			}))
		}, check.Looks),
		on("DIS-03", "look at the form of the issuer", func(t *T) {
			t.Judge(t.Metadata(), check.Alive().That("names an issuer by https, without query and fragment", func(r *scenarios.Reply) bool {
				issuer, _ := r.Members["issuer"].(string)
				return secure(issuer) && !strings.Contains(issuer, "?")
			}))
		}, check.Looks),
		on("DIS-14", "read the metadata with a foreign Authorization header and without any", func(t *T) {
			t.Control(t.Metadata(), check.Alive())
			named := check.Alive().That("names the issuer", func(r *scenarios.Reply) bool { return r.Members["issuer"] != nil })
			t.JudgeEach("any type accepted", t.Do(scenarios.Step{Verb: scenarios.Discover}, scenarios.WithHeader("Accept", "*/*")), named)
			t.JudgeEach("a foreign token", t.Do(scenarios.Step{Verb: scenarios.Discover, As: scenarios.Bearer(t.Nonce())}), named)
		}, check.Looks),
		on("DIS-18", "read the metadata with what a proxy should have set", func(t *T) {
			t.Control(t.Metadata(), check.Alive().That("names an issuer", func(r *scenarios.Reply) bool { return r.Members["issuer"] != nil }))
			const host = "attacker.example"
			for _, sent := range [][2]string{{"X-Forwarded-Host", host}, {"Forwarded", "host=" + host}} {
				r := t.Do(scenarios.Step{Verb: scenarios.Discover}, scenarios.WithHeader(sent[0], sent[1]))
				t.JudgeEach(sent[0], r, check.Reply("an answer that does not name "+host, func(r *scenarios.Reply) bool { return !strings.Contains(string(r.Body), host) }))
			}
		}, check.Attacks),
	}
}

// discoveryMembers holds the members to RFC 8414 §2.
func discoveryMembers() []check.Check {
	says := func(id, when, shows string, ok func(t *T, members map[string]any) bool) check.Check {
		return on(id, when, func(t *T) {
			t.Judge(t.Metadata(), check.Alive().That(shows, func(r *scenarios.Reply) bool { return ok(t, r.Members) }))
		}, check.Looks)
	}
	return []check.Check{
		says("DIS-04", "look for the response types", "lists code among response_types_supported",
			func(_ *T, m map[string]any) bool {
				kinds, _ := texts(m, "response_types_supported")
				return slices.Contains(kinds, "code")
			}),
		says("DIS-05", "look at every endpoint", "names endpoints, each by an absolute https URL without fragment",
			func(_ *T, m map[string]any) bool {
				named := 0
				for name, value := range m {
					if at, text := value.(string); text && (strings.HasSuffix(name, "_endpoint") || name == "jwks_uri") {
						if !secure(at) {
							return false
						}
						named++
					}
				}
				return named > 0
			}),
		says("DIS-07", "look for the challenge methods", "lists S256 among code_challenge_methods_supported",
			func(_ *T, m map[string]any) bool {
				methods, _ := texts(m, "code_challenge_methods_supported")
				return slices.Contains(methods, "S256")
			}),
		says("DIS-12", "look for the algorithms of ID tokens", "lists RS256 among id_token_signing_alg_values_supported",
			func(_ *T, m map[string]any) bool {
				algorithms, _ := texts(m, "id_token_signing_alg_values_supported")
				return slices.Contains(algorithms, "RS256")
			}),
		says("DIS-13", "look for the scopes", "lists the scopes in use, where it lists any",
			func(t *T, m map[string]any) bool {
				names, there := texts(m, "scopes_supported")
				if !there || t.Kit.Client.Scope == "" {
					t.Inapplicable("the metadata lists no scopes, or the tester asks for none")
				}
				return check.Within(t.Kit.Client.Scope, strings.Join(names, " "))
			}),
	}
}

// discoveryEndpoints compares the endpoints with those that do their work.
func discoveryEndpoints() []check.Check {
	return []check.Check{
		on("DIS-06", "compare the endpoints with those that give a code and redeem it", func(t *T) {
			authorize := t.Authorize(scenarios.Consents)
			t.Control(authorize, check.WithCode())
			token := t.Exchange(authorize.Code())
			t.Control(token, check.Granted())
			asked := check.AskedAt(authorize)
			if asked == nil {
				t.Untested("the address of the authorization endpoint is not seen with this way of logging in")
			}
			for _, used := range []labelled[string]{
				{"authorization_endpoint", asked.Request.URL}, {"token_endpoint", token.Request.URL},
			} {
				t.JudgeEach(used.as, t.Metadata(), check.Alive().That("names "+used.thing+", which is in use",
					func(r *scenarios.Reply) bool { return r.Members[used.as] == used.thing }))
			}
		}, check.Looks),
		on("DIS-15", "log out where the metadata says", func(t *T) {
			step := scenarios.Step{Verb: scenarios.EndSession}
			own, err := t.Client.Encode(step)
			if err != nil {
				t.Untested("nobody says where the end-session endpoint is: %v", err)
			}
			l := t.Browse(step, "", scenarios.Waits)
			t.JudgeEach("the endpoint", l, check.Landing("an answer of an endpoint that is there", func(l *scenarios.Landing) bool {
				return l.Last() != nil && !slices.Contains([]int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone, http.StatusNotImplemented}, l.Last().Status)
			}))
			t.JudgeEach("the metadata", t.Metadata(), check.Alive().That("names "+own.URL+", which is in use", func(r *scenarios.Reply) bool {
				return r.Members["end_session_endpoint"] == own.URL
			}))
		}, check.Looks),
	}
}

// discoveryKept compares what the metadata says with what the server does.
func discoveryKept() []check.Check {
	return []check.Check{
		on("DIS-08", "use grant types that the metadata does not list", func(t *T) {
			grants, there := texts(t.Metadata().Members, "grant_types_supported")
			if !there {
				grants = []string{"authorization_code", "implicit"} // the default of RFC 8414 §2
			}
			t.Control(t.Exchange(t.Code()), check.Granted())
			tried := 0
			fields := t.everyGrant()
			for _, kind := range []string{"password", "client_credentials", "urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:token-exchange", "urn:ietf:params:oauth:grant-type:saml2-bearer"} {
				if slices.Contains(grants, kind) {
					continue
				}
				tried++
				step := scenarios.Step{Verb: scenarios.ClientCredentials, Client: t.Kit.Client, Fields: fields}
				t.JudgeEach("the grant type "+kind, t.Do(step, scenarios.With("grant_type", kind)), check.Turned())
			}
			if tried == 0 {
				t.Inapplicable("the metadata lists every grant type that could be tried")
			}
		}),
		on("DIS-09", "authenticate in every way that the metadata lists", func(t *T) {
			methods, there := texts(t.Metadata().Members, "token_endpoint_auth_methods_supported")
			if !there {
				methods = []string{"client_secret_basic"} // the default of RFC 8414 §2
			}
			t.Control(t.Exchange(t.Code()), check.Granted())
			t.Require(len(methods) > 0, "at least one way of authentication", "%d ways listed", len(methods))
			tried := 0
			for _, method := range methods {
				way := map[string]string{"client_secret_basic": "basic", "client_secret_post": "post"}[method]
				if way == "" || t.Kit.Client.Secret == "" {
					continue
				}
				client := t.Kit.Client
				client.Authentication = way
				t.JudgeEach(method, t.exchangeAs(client, t.Code()), check.Granted())
				tried++
			}
			if tried == 0 {
				t.Inapplicable("the metadata lists no way in which the tester's client can authenticate: %s", strings.Join(methods, ", "))
			}
		}),
	}
}

// discoveryProof compares what the metadata says of PKCE with what the server
// does.
func discoveryProof() []check.Check {
	return []check.Check{
		on("DIS-10", "use challenge methods that the metadata does not list", func(t *T) {
			methods, there := texts(t.Metadata().Members, "code_challenge_methods_supported")
			if !there {
				t.Inapplicable("the metadata lists no challenge methods")
			}
			challenged := func(method, challenge string) *scenarios.Landing {
				return t.Visit(t.challenging(challenge, method), scenarios.Consents)
			}
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			for _, method := range methods {
				if method == "S256" {
					t.Control(challenged(method, check.S256(t.Verifier())), check.WithCode())
				}
			}
			tried := 0
			for _, method := range []string{"plain", "S512"} {
				if !slices.Contains(methods, method) {
					t.JudgeEach("the method "+method, challenged(method, t.Verifier()), check.NoCode("invalid_request"))
					tried++
				}
			}
			if tried == 0 {
				t.Inapplicable("the metadata lists every challenge method that could be tried")
			}
		}),
	}
}

// private are the parameters of keys that must never be served, RFC 7518 §6.
var private = []string{"d", "p", "q", "dp", "dq", "qi", "k"}

// discoveryKeys holds the key set to RFC 7517.
func discoveryKeys() []check.Check {
	return []check.Check{
		on("DIS-11", "read the keys", func(t *T) {
			r := t.Do(scenarios.Step{Verb: scenarios.Keys})
			t.Judge(r, check.RefusedWith(http.StatusOK).That("is a set of public keys", func(r *scenarios.Reply) bool {
				keys, err := jwt.ReadKeys(r.Body)
				if err != nil || len(keys.Plain) == 0 {
					return false
				}
				return !slices.ContainsFunc(keys.Plain, func(key map[string]any) bool {
					kind, _ := key["kty"].(string)
					return kind == "" || slices.ContainsFunc(private, func(name string) bool { return key[name] != nil })
				})
			}))
		}, check.Looks),
	}
}

// texts returns a member that is a list of texts.
func texts(members map[string]any, name string) (out []string, there bool) {
	list, there := members[name].([]any)
	for _, v := range list {
		if text, ok := v.(string); ok {
			out = append(out, text)
		}
	}
	return out, there
}

// secure says whether an address is an absolute https URL without a fragment.
// An address on loopback may do without TLS, where nobody else listens.
func secure(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Fragment != "" || strings.Contains(address, "#") {
		return false
	}
	host := u.Hostname()
	loopback := host == "localhost" || host == "::1" || strings.HasPrefix(host, "127.")
	return u.Scheme == "https" || u.Scheme == "http" && loopback
}

// everyGrant are the parameters of every grant that a server might have, with values
// that it takes if it has it: a person's own name and password, an assertion that
// nobody has signed, a living access token.
func (t *T) everyGrant() scenarios.Params {
	name, password := t.Nonce(), t.Nonce()
	if typed := t.Kit.Typed; len(typed) > 1 && t.Permit.Allows(scenarios.Attacking) {
		name, password = typed[0], typed[len(typed)-1]
		if t.Kit.ProbeUser.Is == password || strings.EqualFold(t.Kit.ProbeUser.Is, password) {
			name, password = password, name
		}
	}
	assertion := t.Nonce()
	for _, m := range nearmiss.Made(cmp.Or(t.Kit.ProbeUser.Is, name), t.Kit.Client.ID, t.Kit.Issuer, t.Clock.Now().Unix()) {
		if strings.HasSuffix(m.Value, ".") {
			assertion = m.Value
		}
	}
	const kind = "urn:ietf:params:oauth:token-type:access_token"
	return scenarios.Params{
		{Name: "username", Value: name}, {Name: "password", Value: password}, {Name: "assertion", Value: assertion},
		{Name: "subject_token", Value: t.Grant().AccessToken}, {Name: "subject_token_type", Value: kind},
	}
}
