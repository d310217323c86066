package rules

import (
	"net/http"
	"strings"
)

// ClientAuthentication decides how a client proves at the token endpoint that it is
// itself (RFC 6749 §2.3.1, §3.2.1, §5.2).
type ClientAuthentication struct {
	Vouched         func(fields http.Header, assertion string) bool // what stands for a secret that was not sent; nil is nothing
	AtExchange      ClientCheck
	AtRefresh       ClientCheck
	AtRevocation    ClientCheck
	AtIntrospection ClientCheck
	HeaderAccepted  bool                                            // HTTP Basic is read beside the body
	HeaderScheme    func(sent string) bool                          // whether an authentication scheme is Basic
	HeaderDecoded   bool                                            // id and secret in the header are form-encoded (RFC 6749 §2.3.1)
	HeaderDecode    func(credentials string) (pair string, ok bool) // undoes base64
	HeaderBlanks    func(credentials string) string                 // what stands behind the scheme and its first blank, without further ones
	SeveralHeaders  Several                                         // which of several Authorization fields counts
	HeaderTrusted   bool                                            // who names a client in the header needs no secret
	BodyTrusted     bool                                            // who names one in the body needs no right one
	EmptyInHeader   bool                                            // an empty secret in the header is as good as the right one
	BothEqualTaken  bool                                            // so does the same secret in both places
	BothWaysTaken   bool                                            // a secret in the body beside the header does no harm
	BodyFirst       bool                                            // with both taken, the secret in the body is the one that counts
	OtherIDIgnored  bool                                            // so does another client_id in the body
	Public          bool                                            // every client is a public one and has no secret (RFC 6749 §2.1)

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
	IDMatches           func(stored, sent string) bool // nil compares exactly
	SecretOfFirst       bool                           // the secret of the first client will do for any
}

// Several says which of several values counts.
type Several int

// The values of Several.
const (
	SeveralRefused Several = iota
	FirstCounts
	LastCounts
)

func honestClientAuthentication() ClientAuthentication {
	check := ClientCheck{SecretRequired: true, SecretMatches: SameSecret}
	unknown := Refusal{http.StatusUnauthorized, InvalidClient, "the client could not be identified"}
	return ClientAuthentication{
		AtExchange:      check,
		AtRefresh:       check,
		AtRevocation:    check,
		AtIntrospection: check,
		HeaderAccepted:  true,
		HeaderScheme:    func(sent string) bool { return strings.EqualFold(sent, "Basic") },
		HeaderDecoded:   true,
		HeaderDecode:    DecodeBase64,
		HeaderBlanks:    func(credentials string) string { return strings.TrimLeft(credentials, " ") },
		MalformedHeader: unknown,
		MissingID:       Refusal{http.StatusBadRequest, InvalidRequest, "client_id is missing"},
		MissingSecret:   Refusal{http.StatusBadRequest, InvalidRequest, "client_secret is missing"},
		UnknownClient:   unknown,
		WrongSecret:     unknown,
		TwoWays:         Refusal{http.StatusBadRequest, InvalidRequest, "the client identified itself in two ways"},
		HeaderChallenge: []string{`Basic realm="token endpoint"`},
	}
}
