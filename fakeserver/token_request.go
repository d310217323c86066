package fakeserver

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/authassay/authassay/fakeserver/rules"
)

// parameters of a token request.
type parameters struct {
	values  map[string]string
	unknown bool            // the request holds names that no document knows
	loose   map[string]bool // those whose values are taken for whatever they are compared with
}

func (p parameters) get(name string) string { return p.values[name] }

func (p parameters) has(name string) bool {
	_, ok := p.values[name]
	return ok
}

func (p parameters) holdsNUL() bool {
	for _, value := range p.values {
		if strings.ContainsRune(value, 0) {
			return true
		}
	}
	return false
}

// tokenParameters are the names that the token endpoint knows.
var tokenParameters = []string{
	"grant_type", "client_id", "client_secret", "redirect_uri", "code", "refresh_token", "code_verifier", "scope",
	"token", "token_type_hint", "code_challenge", "code_challenge_method", "client_assertion", "username",
}

// readTokenRequest reads the body, whichever encoding it names.
func (v *Visit) readTokenRequest() (parameters, *Refusal) {
	none := parameters{values: map[string]string{}}
	body, fits := v.ReadBody()
	if !fits {
		return none, &v.Rules.Hygiene.OversizedBody
	}
	p, refusal := v.decodeTokenRequest(body)
	if bytes.IndexByte(body, 0) >= 0 || p.holdsNUL() {
		return none, &v.Rules.Hygiene.NUL
	}
	if refusal != nil {
		return none, refusal
	}
	v.readQuery(p)
	return p, nil
}

// readQuery adds the parameters in the URI, where they count.
func (v *Visit) readQuery(p parameters) {
	rules := &v.Rules.Exchanging
	if !rules.QueryCounts {
		return
	}
	for name, values := range v.R.URL.Query() {
		counts := rules.QueryNames == nil || rules.QueryNames(name)
		if counts && slices.Contains(tokenParameters, name) && (rules.QueryWins || !p.has(name)) {
			p.values[name] = values[0]
		}
	}
}

func (v *Visit) decodeTokenRequest(body []byte) (parameters, *Refusal) {
	rules := &v.Rules.Exchanging
	media := rules.MediaType(v.R.Header.Get("Content-Type"))
	switch {
	case v.R.Method == http.MethodGet && len(body) == 0:
		return v.readForm(v.R.URL.RawQuery)
	case media == "application/json" && rules.JSONAccepted:
		return v.readJSON(body)
	case media == "application/x-www-form-urlencoded" && rules.FormAccepted:
		return v.readForm(string(body))
	}
	return parameters{}, &rules.UnsupportedMedia
}

func (v *Visit) malformed() *Refusal { return &v.Rules.Exchanging.MalformedBody }

func (v *Visit) duplicate() *Refusal { return &v.Rules.Exchanging.Duplicate }

// readForm reads application/x-www-form-urlencoded (RFC 6749 Appendix B).
func (v *Visit) readForm(text string) (parameters, *Refusal) {
	p := parameters{values: map[string]string{}}
	form, err := url.ParseQuery(text)
	if err != nil || !utf8.ValidString(text) {
		return p, v.malformed()
	}
	at := v.asks(form.Get("grant_type"))
	for name, values := range form {
		name = v.readName(name)
		if !slices.Contains(tokenParameters, name) {
			p.unknown = true
			continue
		}
		value, ok := v.one(at, name, values)
		if !ok {
			return p, v.duplicate()
		}
		p.values[name] = value
	}
	return p, nil
}

// asks is what a request asks for: an exchange, a refresh, a revocation or an
// introspection.
func (v *Visit) asks(grantType string) string {
	switch path := v.R.URL.Path; {
	case strings.HasSuffix(path, "revoke"), strings.HasSuffix(path, "revocation"):
		return "revoke"
	case strings.HasSuffix(path, "introspect"):
		return "introspect"
	case grantType == "refresh_token":
		return "refresh"
	}
	return "exchange"
}

// readName is the name of a parameter, as it is read.
func (v *Visit) readName(name string) string {
	if read := v.Rules.Exchanging.ReadName; read != nil {
		return read(name)
	}
	return name
}

// one is the value of a parameter of which there may be several.
func (v *Visit) one(at, name string, values []string) (string, bool) {
	rules := &v.Rules.Exchanging
	if len(values) > 1 && rules.DuplicateTaken != nil {
		return rules.DuplicateTaken(at, name, values)
	}
	return values[0], len(values) == 1 || !rules.DuplicateRefused
}

// readJSON reads an object member by member: a plain Unmarshal would let the
// last of two equal names win.
func (v *Visit) readJSON(body []byte) (parameters, *Refusal) {
	p := parameters{values: map[string]string{}, loose: map[string]bool{}}
	if Depth(body) > v.Rules.Hygiene.MaxDepth {
		return p, &v.Rules.Hygiene.TooDeep
	}
	if rules := &v.Rules.Exchanging; rules.CutShortTaken && !json.Valid(body) {
		body = append(body, '}')
	}
	if !utf8.Valid(body) || !json.Valid(body) {
		return p, v.malformed()
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	if start, _ := decoder.Token(); start != json.Delim('{') {
		return p, v.malformed()
	}
	seen := map[string]bool{}
	for decoder.More() {
		token, _ := decoder.Token() // names: the text is known to be valid
		name, _ := token.(string)
		name = v.readName(name)
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return p, v.malformed()
		}
		if seen[name] && v.Rules.Exchanging.DuplicateRefused {
			return p, v.duplicate()
		}
		seen[name] = true
		if refusal := v.readMember(p, name, raw); refusal != nil {
			return p, refusal
		}
		p.unknown = p.unknown || !slices.Contains(tokenParameters, name)
	}
	return p, nil
}

// readMember takes strings only. A null counts as absent.
func (v *Visit) readMember(p parameters, name string, raw json.RawMessage) *Refusal {
	values := p.values
	if !slices.Contains(tokenParameters, name) || string(raw) == "null" {
		return nil
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		values[name] = text
		return nil
	}
	if loose := v.Rules.Exchanging.MatchesAnything; loose != nil && loose(string(raw)) {
		values[name], p.loose[name] = string(raw), true
		return nil
	}
	var list []string
	if v.Rules.Exchanging.ArraysTaken && json.Unmarshal(raw, &list) == nil && len(list) > 0 {
		values[name] = list[0]
		return nil
	}
	return &v.Rules.Exchanging.WrongType
}

// Depth is how deep brackets nest outside strings.
func Depth(text []byte) int {
	deepest, now, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '{' || c == '['):
			now++
			deepest = max(deepest, now)
		case !quoted && (c == '}' || c == ']'):
			now--
		}
	}
	return deepest
}

// identify finds the client that sends a token request. fromGrant tells whose
// the code or token is, and may return nil.
func (v *Visit) identify(p parameters, check *rules.ClientCheck, fromGrant func() *Client) (*Client, *Refusal) {
	rules := &v.Rules.ClientAuthentication
	id, secret, given, refusal := v.clientCredentials(p)
	if refusal != nil {
		return nil, refusal
	}
	client := v.clientLike(id, check)
	if client == nil && id != "" && check.UnknownAccepted {
		client = fromGrant()
	}
	if id == "" {
		if check.ClientFromGrant {
			client = fromGrant()
		}
		if client == nil {
			return nil, &rules.MissingID
		}
	}
	if client == nil {
		return nil, &rules.UnknownClient
	}
	switch {
	case rules.Public && check == &rules.AtIntrospection && check.SecretRequired: // RFC 7662 §2.1 asks for authorization, and it has none
		return nil, &rules.UnknownClient
	case rules.Public, secret == "" && check.VerifierForSecret && p.has("code_verifier"):
		return client, nil
	}
	return client, v.checkSecret(client, check, secret, given, p)
}

func (v *Visit) checkSecret(client *Client, check *rules.ClientCheck, secret string, given bool, p parameters) *Refusal {
	rules := &v.Rules.ClientAuthentication
	_, _, inHeader, _ := v.clientHeader()
	switch {
	case p.loose["client_secret"], rules.HeaderTrusted && inHeader && secret != "", rules.BodyTrusted && !inHeader && secret != "", rules.EmptyInHeader && inHeader && secret == "":
		return nil
	case secret == "" && rules.Vouched != nil && rules.Vouched(v.R.Header, p.get("client_assertion")):
		return nil
	case given && secret == "" && check.EmptySecretAccepted:
		return nil
	case secret == "" && !given && !check.SecretRequired:
		return nil
	case secret == "":
		return &rules.MissingSecret
	}
	clients := []Client{*client}
	if check.SecretOfAnyClient {
		clients = v.fixtures.Clients
	}
	if check.SecretOfFirst {
		clients = append(clients, v.fixtures.Clients[0])
	}
	for _, c := range clients {
		if check.SecretMatches(c.Secret, secret) {
			return nil
		}
	}
	return &rules.WrongSecret
}
