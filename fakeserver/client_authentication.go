package fakeserver

import (
	"net/http"
	"net/url"
	"strings"
)

// IdentifyingRules decide how a client proves at the token endpoint that it is
// itself (RFC 6749 §2.3.1, §3.2.1, §5.2).
type IdentifyingRules struct {
	AtExchange      ClientCheck
	AtRefresh       ClientCheck
	AtRevocation    ClientCheck
	AtIntrospection ClientCheck
	HeaderAccepted  bool                   // HTTP Basic is read beside the body
	HeaderScheme    func(sent string) bool // whether an authentication scheme is Basic
	HeaderDecoded   bool                   // id and secret in the header are form-encoded (RFC 6749 §2.3.1)
	BothWaysTaken   bool                   // a secret in the body beside the header does no harm
	OtherIDIgnored  bool                   // so does another client_id in the body
	Public          bool                   // every client is a public one and has no secret (RFC 6749 §2.1)

	MissingID       Refusal
	MissingSecret   Refusal
	UnknownClient   Refusal
	WrongSecret     Refusal
	MalformedHeader Refusal  // HTTP Basic that cannot be read
	TwoWays         Refusal  // credentials in the header and in the body
	HeaderChallenge []string // WWW-Authenticate to a client that used the header
}

// ClientCheck is what one grant type asks of a client.
type ClientCheck struct {
	ClientFromGrant     bool // a request without client_id means the client of its code or token
	UnknownAccepted     bool // so does one with a client_id that nobody has
	VerifierForSecret   bool // who proves a code's challenge (RFC 7636) need not prove to be its client
	SecretRequired      bool // a request without client_secret is refused
	EmptySecretAccepted bool // an empty secret is as good as the right one
	SecretOfAnyClient   bool // the secret of any client will do
	SecretMatches       func(stored, sent string) bool
}

func honestIdentifying() IdentifyingRules {
	check := ClientCheck{SecretRequired: true, SecretMatches: sameSecret}
	unknown := Refusal{http.StatusUnauthorized, invalidClient, "the client could not be identified"}
	return IdentifyingRules{
		AtExchange:      check,
		AtRefresh:       check,
		AtRevocation:    check,
		AtIntrospection: check,
		HeaderAccepted:  true,
		HeaderScheme:    func(sent string) bool { return strings.EqualFold(sent, "Basic") },
		HeaderDecoded:   true,
		MalformedHeader: unknown,
		MissingID:       Refusal{http.StatusBadRequest, invalidRequest, "client_id is missing"},
		MissingSecret:   Refusal{http.StatusBadRequest, invalidRequest, "client_secret is missing"},
		UnknownClient:   unknown,
		WrongSecret:     unknown,
		TwoWays:         Refusal{http.StatusBadRequest, invalidRequest, "the client identified itself in two ways"},
		HeaderChallenge: []string{`Basic realm="token endpoint"`},
	}
}

// identify finds the client that sends a token request. fromGrant tells whose
// the code or token is, and may return nil.
func (v *visit) identify(p parameters, check *ClientCheck, fromGrant func() *Client) (*Client, *Refusal) {
	rules := &v.rules.Identifying
	id, secret, given, refusal := v.clientCredentials(p)
	if refusal != nil {
		return nil, refusal
	}
	client := v.client(id)
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
	return client, v.checkSecret(client, check, secret, given)
}

func (v *visit) checkSecret(client *Client, check *ClientCheck, secret string, given bool) *Refusal {
	rules := &v.rules.Identifying
	switch {
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
	for _, c := range clients {
		if check.SecretMatches(c.Secret, secret) {
			return nil
		}
	}
	return &rules.WrongSecret
}

// clientCredentials come from the body or, form-encoded inside, from the header
// (RFC 6749 §2.3.1), never from both.
func (v *visit) clientCredentials(p parameters) (id, secret string, given bool, refusal *Refusal) {
	rules := &v.rules.Identifying
	user, password, used, readable := v.clientHeader()
	switch {
	case !used:
		return p.get("client_id"), p.get("client_secret"), p.has("client_secret"), nil
	case !readable:
		return "", "", false, &rules.MalformedHeader
	}
	id, errID := url.QueryUnescape(user)
	secret, errSecret := url.QueryUnescape(password)
	if errID != nil || errSecret != nil || !rules.HeaderDecoded {
		id, secret = user, password
	}
	both := p.has("client_secret") && !rules.BothWaysTaken
	other := p.has("client_id") && p.get("client_id") != id && !rules.OtherIDIgnored
	if both || other {
		return "", "", false, &rules.TwoWays
	}
	return id, secret, true, nil
}

// clientHeader reads HTTP Basic at the token endpoint.
func (v *visit) clientHeader() (user, password string, used, readable bool) {
	rules := &v.rules.Identifying
	scheme, credentials, _ := strings.Cut(v.r.Header.Get("Authorization"), " ")
	if !rules.HeaderAccepted || !rules.HeaderScheme(scheme) {
		return "", "", false, false
	}
	pair, ok := decodeBase64(strings.TrimLeft(credentials, " "))
	user, password, cut := strings.Cut(pair, ":")
	return user, password, true, ok && cut
}
