package resource

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// Answering is that part of the chapter of hygiene that is about what answers show:
// nothing of the server's insides, and no secret that was sent.
func Answering() []check.Check {
	return []check.Check{
		on("HYG-06", "look for traces of the server's insides in refusals", func(t *T) {
			t.asked()
			t.looksAt(onlyRefused(t, t.answers().thing), check.Untold())
		}, check.Attacks),
		on("HYG-12", "look for traces of the server's insides in good answers", func(t *T) {
			t.looksAt(t.good(), check.Untold())
		}),
		on("HYG-15", "look whether shared caches may keep good answers", func(t *T) {
			t.looksAt(t.good(), check.Reply("an answer that no shared cache may keep, RFC 9111 §3.5", unshared))
		}, check.Looks),
		on("HYG-16", "send good requests as a script of another origin", func(t *T) {
			good := t.Exchange(t.Code())
			t.Control(good, check.Granted())
			t.Control(t.Call(good.Grant.Credentials()), check.Alive())
			for _, origin := range []string{"https://attacker.example", "null"} {
				from := scenarios.WithHeader("Origin", origin) // which may be refused for it
				t.looksAt([]check.Labelled{
					{Label: "the tokens", Actual: t.Exchange(t.Code(), from)}, {Label: "what they open", Actual: t.Call(good.Grant.Credentials(), from)},
				}, check.Reply("an answer that is not opened to the origin "+origin+" with its credentials", func(r *scenarios.Reply) bool {
					return r.Header.Get("Access-Control-Allow-Origin") != origin || r.Header.Get("Access-Control-Allow-Credentials") != "true"
				}))
			}
		}),
		on("HYG-13", "look for secrets in answers to what cannot be served", func(t *T) {
			t.asked()
			seen := t.answers()
			t.looksAt(seen.thing, check.KeepsBack(seen.secrets.all()...))
		}, check.Attacks),
		on("HYG-14", "look for the secret and the code in good answers", func(t *T) {
			code := t.Code()
			r := t.Exchange(code)
			t.Control(r, check.Granted())
			secrets := []string{code, t.Kit.Client.Secret, check.Encoded(scenarios.Credentials{User: t.Kit.Client.ID, Secret: t.Kit.Client.Secret})}
			t.JudgeEach("the tokens", r, check.KeepsBack(secrets...))
			opened := t.Call(r.Grant.Credentials())
			t.Control(opened, check.Alive())
			t.JudgeEach("what they open", opened, check.KeepsBack(append(secrets, r.Grant.AccessToken)...))
		}),
	}
}

// looksAt judges what the answers show; one at least has to have come.
func (t *T) looksAt(seen []check.Labelled, a check.Answer) {
	var all []check.Labelled
	for _, s := range seen {
		if r, is := s.Actual.(*scenarios.Reply); is && r != nil && r.Status != 0 {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		t.Untested("no answer came that could be looked at")
	}
	t.JudgeAll(all, a)
}

// secrets are what a request that cannot be served is sent with: nobody's, so that
// an answer that repeats them harms nobody.
type secrets struct{ token, secret, code, refresh, key string }

func (s secrets) all() []string {
	return []string{s.token, s.secret, s.code, s.refresh, s.key, check.Encoded(scenarios.Credentials{User: s.key, Secret: s.secret})}
}

// planted makes up secrets.
func (t *T) planted() secrets {
	return secrets{"t" + t.Nonce(), "s" + t.Nonce(), "c" + t.Nonce(), "r" + t.Nonce(), "k" + t.Nonce()}
}

// asked is given: what the way leads to has answered a good request, where there is
// such a thing.
func (t *T) asked() {
	switch {
	case t.KeysOnly():
		t.KeyHolder()
	case t.Way() == "token" || t.Way() == "authorization":
		t.Control(t.Exchange(t.Code()), check.Granted())
	default:
		t.Admitted()
	}
}

// answers are those of a way, to requests with secrets.
type answers struct {
	secrets secrets
	thing   []check.Labelled
}

// answers are those of the check's way to what cannot be served. The two checks that
// look at them do so for different things, and the second borrows them.
func (t *T) answers() answers {
	return check.Borrow(t.T, "answers "+t.Way(), func(answers) bool { return true }, func() answers {
		s := t.planted()
		return answers{s, t.refusalsOf(s)}
	})
}

// onlyRefused leaves out what was served all the same.
func onlyRefused(t *T, all []check.Labelled) []check.Labelled {
	var out []check.Labelled
	for _, s := range all {
		if r, is := s.Actual.(*scenarios.Reply); is && r != nil && (check.IsRefused(r) || r.Status >= 400) {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		t.Untested("nothing was refused, so that there is no refusal to look at")
	}
	return out
}

// odd are bends that a server has to make something of, beside what a request asks.
// None of them is sent with good credentials.
var odd = []labelled[[]scenarios.Bend]{
	{"as it is", nil},
	{"by PUT", []scenarios.Bend{scenarios.ByMethod(http.MethodPut)}},
	{"by DELETE", []scenarios.Bend{scenarios.ByMethod(http.MethodDelete)}},
	{"by POST, with text that is no JSON", []scenarios.Bend{scenarios.ByMethod(http.MethodPost), scenarios.RawBody(`{"a":`, "application/json")}},
	{"by POST, with broken UTF-8", []scenarios.Bend{scenarios.ByMethod(http.MethodPost), scenarios.RawBody("a=\xff\xfe&%zz", "application/x-www-form-urlencoded")}},
	{"by POST, with XML", []scenarios.Bend{scenarios.ByMethod(http.MethodPost), scenarios.RawBody("<?xml version=\"1.0\"?><!DOCTYPE a [", "application/xml")}},
	{"by POST, of no type", []scenarios.Bend{scenarios.ByMethod(http.MethodPost), scenarios.RawBody("assay", "assay")}},
	{"by a method that nobody has", []scenarios.Bend{scenarios.ByMethod("ASSAY")}},
	{"accepting what nobody has", []scenarios.Bend{scenarios.WithHeader("Accept", "application/x-assay")}},
	{"with a quotation mark in the query", []scenarios.Bend{scenarios.WithRawQuery("id=1%27%22%60--")}},
	{"with a NUL and broken UTF-8 in the query", []scenarios.Bend{scenarios.WithRawQuery("id=%00%ff%fe")}},
	{"with a list for a text in the query", []scenarios.Bend{scenarios.WithRawQuery("id[]=1&id[a][b]=2")}},
}

// refusalsOf are answers of the check's way to requests with the secrets, each in
// all the odd ways.
func (t *T) refusalsOf(s secrets) []check.Labelled {
	stranger := t.Kit.Client
	stranger.Secret = s.secret
	unbent := map[string][]scenarios.Step{
		"token": {
			{Verb: scenarios.Exchange, Client: stranger, RedirectURI: stranger.RedirectURI, Code: s.code},
			{Verb: scenarios.Refresh, Client: stranger, RefreshToken: s.refresh},
			{Verb: scenarios.Exchange, Client: t.Kit.Client, RedirectURI: stranger.RedirectURI, Code: s.code},
		},
		"revocation":    {{Verb: scenarios.Revoke, Client: stranger, Token: s.refresh}},
		"introspection": {{Verb: scenarios.Introspect, Client: stranger, Token: s.token}},
		"userinfo":      {{Verb: scenarios.UserInfo, As: scenarios.Bearer(s.token)}},
		"metadata":      {{Verb: scenarios.Discover}},
		"keys":          {{Verb: scenarios.Keys}},
		"authorization": nil,
	}
	steps, known := unbent[t.Way()]
	switch {
	case t.Way() == "authorization":
		return t.oddAuthorizations()
	case t.Way() == "unknown path":
		return t.astray(s)
	case !known:
		steps = t.calls(s)
	}
	return t.oddly(steps)
}

// calls are requests to the API with the secrets.
func (t *T) calls(s secrets) []scenarios.Step {
	steps := []scenarios.Step{{Verb: scenarios.Call, As: scenarios.Basic(s.key, s.secret), Tenant: t.Kit.Tenant}}
	if t.Kit.Client.ID != "" {
		steps = append(steps, scenarios.Step{Verb: scenarios.Call, As: scenarios.Bearer(s.token), Tenant: t.Kit.Tenant})
	}
	return steps
}

// oddly takes each step in all the odd ways.
func (t *T) oddly(steps []scenarios.Step) []check.Labelled {
	var misses []nearmiss.Miss
	bends := map[string][]scenarios.Bend{}
	for _, o := range odd {
		misses, bends[o.as] = append(misses, nearmiss.Miss{As: o.as}), o.thing
	}
	var out []check.Labelled
	for _, step := range steps {
		out = append(out, t.Swept(misses, func(m nearmiss.Miss) any { return t.Do(step, bends[m.As]...) })...)
	}
	return out
}

// astray asks for paths that nobody serves, beside the API and the authorization
// server.
func (t *T) astray(s secrets) []check.Labelled {
	own := t.Client
	defer func() { t.Client = own }()
	var out []check.Labelled
	ends := own.Endpoints
	for _, base := range []string{ends.API, ends.Auth, strings.TrimRight(ends.API, "/") + "/api"} {
		elsewhere := *own
		lost := scenarios.Resource{Path: strings.TrimRight(base, "/") + "/" + t.Nonce() + ".assay"}
		elsewhere.Endpoints.Probe, elsewhere.Endpoints.Basic = lost, lost
		t.Client = &elsewhere
		out = append(out, t.oddly(t.calls(s))...)
	}
	return out
}

// oddAuthorizations are pages that answer requests to the authorization endpoint that
// cannot be served.
func (t *T) oddAuthorizations() []check.Labelled {
	var out []check.Labelled
	for _, o := range []labelled[[]scenarios.Bend]{
		{"an unknown client", []scenarios.Bend{scenarios.With("client_id", t.Nonce())}},
		{"another redirect URI", []scenarios.Bend{scenarios.With("redirect_uri", "https://assay.invalid/cb")}},
		{"another response type", []scenarios.Bend{scenarios.With("response_type", "assay")}},
		{"a redirect URI that is none", []scenarios.Bend{scenarios.With("redirect_uri", "%")}},
		{"a quotation mark for the client", []scenarios.Bend{scenarios.With("client_id", "'\"`--")}},
		{"a NUL for the client", []scenarios.Bend{scenarios.With("client_id", "\x00\xff")}},
		{"a list for the client", []scenarios.Bend{scenarios.WithRawQuery("client_id[]=1&response_type[a]=code")}},
		{"no parameters", []scenarios.Bend{scenarios.WithRawQuery("&")}},
		{"by PUT", []scenarios.Bend{scenarios.ByMethod(http.MethodPut)}},
	} {
		if o.as == "by PUT" && slices.Contains(t.Absent, "login_forms") {
			continue // no address bar sends it
		}
		l := t.Authorize(scenarios.Waits, o.thing...)
		for _, page := range l.Pages {
			out = append(out, check.Labelled{Label: o.as, Actual: page})
		}
	}
	return out
}

// good are answers of the check's way to requests that are served.
func (t *T) good() []check.Labelled {
	one := func(as string, r *scenarios.Reply, a check.Answer) []check.Labelled {
		t.Control(r, a)
		return []check.Labelled{{Label: as, Actual: r}}
	}
	if t.KeysOnly() {
		return one("the API", t.Call(t.Basic()), check.Alive())
	}
	switch t.Way() {
	case "token":
		r := t.Exchange(t.Code())
		out := one("an exchange", r, check.Granted())
		if token := r.Grant.RefreshToken; token != "" {
			out = append(out, one("a refresh", t.Refresh(token), check.Granted())...)
		}
		return out
	case "authorization":
		l := t.Authorize(scenarios.Consents)
		t.Control(l, check.WithCode())
		var out []check.Labelled
		for _, page := range l.Pages {
			out = append(out, check.Labelled{Label: "a page on the way to a code", Actual: page})
		}
		return out
	case "revocation":
		own := t.Grant()
		return one("a revocation", t.Do(scenarios.Step{Verb: scenarios.Revoke, Client: t.Kit.Client, Token: cmp.Or(own.RefreshToken, own.AccessToken)}), check.RefusedWith(http.StatusOK))
	case "introspection":
		if t.Kit.Client.Public() {
			t.Inapplicable("introspection asks for authorization, RFC 7662 §2.1, and the client of the target file is a public one")
		}
		return one("an introspection", t.Do(scenarios.Step{Verb: scenarios.Introspect, Client: t.Kit.Client, Token: t.Admitted().AccessToken}), check.Alive())
	case "userinfo":
		return one("the user", t.userInfo(t.GrantFor(t.OpenID()).Credentials()), check.Alive())
	case "metadata":
		return one("the metadata", t.Metadata(), check.Alive())
	case "keys":
		return one("the keys", t.Do(scenarios.Step{Verb: scenarios.Keys}), check.Alive())
	}
	out := one("the probe", t.Call(t.Admitted().Credentials()), check.Alive())
	if t.Kit.Basic != nil {
		out = append(out, one("the Basic resource", t.Call(*t.Kit.Basic), check.Alive())...)
	}
	return out
}

// unshared says whether an answer to who has proven himself stays out of shared
// caches, as it does unless it says otherwise, RFC 9111 §3.5.
func unshared(r *scenarios.Reply) bool {
	said := strings.ToLower(strings.Join(r.Header.Values("Cache-Control"), ","))
	shared := strings.Contains(said, "public") || strings.Contains(said, "s-maxage")
	return !shared || strings.Contains(said, "no-store") || strings.Contains(said, "private")
}
