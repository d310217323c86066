package fakeserver

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver/rules"
)

// authorizationParameters are the names that the authorization endpoint knows.
var authorizationParameters = []string{
	"client_id", "redirect_uri", "response_type", "state", "scope", "code_challenge", "code_challenge_method",
	"nonce", "response_mode", "prompt", "max_age", "display", "login_hint",
}

// parseQuery decodes a query. Unlike net/url it takes a raw semicolon as data,
// as the form encoding of RFC 6749 Appendix B does.
func parseQuery(text string) (url.Values, error) {
	return url.ParseQuery(strings.ReplaceAll(text, ";", "%3B"))
}

// Authorize is the authorization endpoint (RFC 6749 §3.1).
func Authorize(v *Visit) {
	methods := []string{http.MethodGet}
	if v.Rules.Authorizing.PostTaken {
		methods = append(methods, http.MethodPost)
	}
	if !v.Allows(methods...) {
		v.ShowError(http.StatusMethodNotAllowed, "The method is not allowed.")
		return
	}
	query, err := v.authorizationRequest()
	if err != nil {
		v.illegible()
		return
	}
	client, problem := v.trustworthy(query)
	if problem != "" {
		v.distrusted(problem)
		return
	}
	l := v.newLogin(query, client)
	if client == nil {
		v.sendError(l, rules.UnauthorizedClient, "The client is not known.")
		return
	}
	if code, description := v.judgeAuthorization(query); code != "" {
		v.sendError(l, code, description)
		return
	}
	if v.Rules.Authorizing.LoginSkipped {
		l.grant.user = v.firstAdministrator(client.Tenant)
		v.sendAnswer(l)
		return
	}
	if v.silent(query) {
		v.answerSilently(l, query)
		return
	}
	v.state.logins.put(l)
	v.setCookie(loginCookie, l.browser)
	if session := v.session(query); session != nil {
		l.grant.authenticated = session.began
		v.authenticated(l, session.user)
		return
	}
	v.showLogin(http.StatusOK, l, "", "")
}

// authorizationRequest reads the parameters of the request, each once where a
// bent rule takes one that is repeated.
func (v *Visit) authorizationRequest() (url.Values, error) {
	text := v.R.URL.RawQuery
	if v.R.Method == http.MethodPost {
		body, _ := v.ReadBody()
		text = string(body)
	}
	query, err := parseQuery(text)
	r := &v.Rules.Authorizing
	for name, values := range query {
		if len(values) < 2 || r.RepeatedParameterRefused && (r.RepetitionTaken == nil || !r.RepetitionTaken(name, values)) {
			continue
		}
		counts := values[0]
		if r.LastCounts {
			counts = values[len(values)-1]
		}
		query[name] = []string{counts}
	}
	return query, err
}

// illegible answers a query that cannot be decoded.
func (v *Visit) illegible() {
	if !v.Rules.Authorizing.MalformedGivesCode {
		v.ShowError(v.Rules.Authorizing.MalformedStatus, "The request could not be read.")
		return
	}
	first := &v.fixtures.Clients[0]
	l := v.newLogin(url.Values{"redirect_uri": {first.RedirectURIs[0]}, "response_type": {"code"}}, first)
	l.grant.user = v.firstAdministrator(first.Tenant)
	v.sendAnswer(l)
}

// distrusted answers a request that nothing may be redirected for.
func (v *Visit) distrusted(problem string) {
	rules := &v.Rules.Authorizing
	switch {
	case problem == unregistered && rules.UnregisteredGoesTo != "":
		v.SetHeader("Location", rules.UnregisteredGoesTo)
	case problem == missingRedirect && rules.MissingRedirectLoops:
		v.SetHeader("Location", v.R.URL.String())
	default:
		v.ShowError(http.StatusBadRequest, problem)
		return
	}
	v.W.WriteHeader(http.StatusFound)
}

// unregistered is the problem of a redirect URI that the client does not have.
const unregistered = "The redirect URI is not registered for this client."

// missingRedirect is the problem of a request without one.
const missingRedirect = "The redirect URI is missing."

// trustworthy finds the client and checks where answers would go. With a problem
// nothing may be redirected (RFC 6749 §4.1.2.1). Without a client the redirect
// URI is nobody's, and only a bent rule goes on.
func (v *Visit) trustworthy(query url.Values) (*Client, string) {
	rules := &v.Rules.Authorizing
	id, uri := query.Get("client_id"), query.Get("redirect_uri")
	if id == "" && rules.ClientDefaulted {
		id = v.fixtures.Clients[0].ID
	}
	client := v.asking(id)
	switch {
	case v.repeated(query, "client_id") || v.repeated(query, "redirect_uri"):
		return nil, "A parameter was given more than once."
	case id == "":
		return nil, "The client is missing."
	case client == nil && rules.UnknownClientRedirected && uri != "":
		return nil, ""
	case client == nil:
		return nil, "The client is not known."
	case uri == "" && rules.RedirectDefaulted:
		query.Set("redirect_uri", client.RedirectURIs[0])
		return client, ""
	case uri == "":
		return nil, missingRedirect
	}
	for _, registered := range client.RedirectURIs {
		if v.redirectMatches(registered, uri) {
			return client, ""
		}
	}
	return nil, unregistered
}

// redirectMatches says whether a redirect URI is the registered one.
func (v *Visit) redirectMatches(registered, sent string) bool {
	r := &v.Rules.Authorizing
	if v.R.Method == http.MethodPost && r.PostRedirectMatches != nil {
		return r.PostRedirectMatches(registered, sent)
	}
	return r.RedirectMatches(registered, sent)
}

// asking is the client that a client_id names, nil for none.
func (v *Visit) asking(id string) *Client {
	matches := v.Rules.Authorizing.ClientMatches
	if matches == nil {
		return v.client(id)
	}
	for i := range v.fixtures.Clients {
		if known := &v.fixtures.Clients[i]; matches(known.ID, id) {
			return known
		}
	}
	return nil
}

func (v *Visit) repeated(query url.Values, name string) bool {
	return len(query[name]) > 1
}

// judgeAuthorization finds errors that the client may be told of at its redirect
// URI; "" is none.
func (v *Visit) judgeAuthorization(query url.Values) (code, description string) {
	r := &v.Rules.Authorizing
	for name := range query {
		if v.repeated(query, name) {
			return rules.InvalidRequest, "A parameter was given more than once."
		}
		if r.UnknownParameterRefused && !slices.Contains(authorizationParameters, name) {
			return rules.InvalidRequest, "A parameter is not known."
		}
		if query.Get(name) == "" && slices.Contains(r.EmptyMinded, name) {
			return rules.InvalidRequest, "A parameter has no value."
		}
	}
	kind := query.Get("response_type")
	missing := kind == "" && (!query.Has("response_type") || r.EmptyResponseTypeMissing)
	if missing && r.ResponseTypeRequired {
		return rules.InvalidRequest, "The response_type is missing."
	}
	if kind != "" && !r.ResponseTypeSupported(kind) {
		return rules.UnsupportedResponseType, "The response_type is not supported."
	}
	if prompts(query, "none") && len(strings.Fields(query.Get("prompt"))) > 1 && r.Prompting.NoneAlone {
		return rules.InvalidRequest, "The prompt none stands alone."
	}
	if query.Get("nonce") == "" && (kind == Hybrid && r.NonceRequired || kind == Implicit && r.ImplicitNonceRequired) {
		return rules.InvalidRequest, "The nonce is missing."
	}
	if _, all := v.knownScopes(query.Get("scope")); !all && v.Rules.Scoping.UnknownRefused {
		return v.Rules.Scoping.Unknown.Error, "A scope is not known."
	}
	if !v.Rules.PKCE.Supported {
		return "", ""
	}
	if kind != Implicit && query.Get("code_challenge") == "" && v.Rules.PKCE.ChallengeRequired {
		return rules.InvalidRequest, "A code_challenge is required."
	}
	method := query.Get("code_challenge_method")
	if method != "" && !v.Rules.PKCE.MethodKnown(method) {
		return rules.InvalidRequest, "The code_challenge_method is not supported."
	}
	if method != "" && query.Get("code_challenge") == "" {
		return rules.InvalidRequest, "The code_challenge is missing."
	}
	if fits, challenge := v.Rules.PKCE.ChallengeFits, query.Get("code_challenge"); fits != nil && challenge != "" && !fits(method, challenge) {
		return rules.InvalidRequest, "The code_challenge is malformed."
	}
	return "", ""
}

// newLogin holds the request for the person who is to answer it. A browser that
// already has a cookie keeps it, so that two of its logins do not disturb each other.
func (v *Visit) newLogin(query url.Values, client *Client) *login {
	l := v.blankLogin()
	l.grant = &grant{
		client:      client,
		redirectURI: query.Get("redirect_uri"),
		challenge:   query.Get("code_challenge"),
		method:      query.Get("code_challenge_method"),
		scope:       v.grantedScope(query.Get("scope")),
		nonce:       query.Get("nonce"),

		authenticated: v.Now.Unix(),
	}
	l.prompted = prompts(query, "consent")
	l.kind, l.mode = query.Get("response_type"), query.Get("response_mode")
	l.said = query
	l.state, l.hasState = query.Get("state"), query.Has("state")
	return l
}

func (v *Visit) blankLogin() *login {
	l := &login{
		id: rules.RandomString(v.random, 32), csrf: rules.RandomString(v.random, 32), expires: v.Now.Add(loginLife),
	}
	if cookie, err := v.R.Cookie(loginCookie); err == nil && len(cookie.Value) == 32 {
		l.browser = cookie.Value
	} else {
		l.browser = rules.RandomString(v.random, 32)
	}
	return l
}
