package rules

import (
	"net/http"
	"strings"
)

// Bearer decides how the API receives a bearer token (RFC 6750).
type Bearer struct {
	Methods                   []string                                      // by which the resource that shows the user is to be asked
	Waives                    func(r *http.Request) Waiver                  // what is not judged of a request; nil judges everything
	ReadPath                  func(escaped string) string                   // the path that a request is served as; nil serves it as it was sent
	Packed                    func(r *http.Request) string                  // a token where none belongs, "" for none; nil looks nowhere else
	BearerAccepted            bool                                          // live tokens are accepted at all; else BadToken
	SchemeMatches             func(sent string) bool                        // whether an authentication scheme is Bearer
	PickAuthorization         func(values []string) (value string, ok bool) // of one or more Authorization headers
	AnonymousAdmitted         bool                                          // no credentials are needed
	EmptyBearerAdmitted       bool                                          // the scheme without a token will do
	TokenMatches              func(issued, sent string) bool                // nil compares exactly and at no cost
	UnknownTokenAdmitted      func(token string) bool                       // asked of a token that was never issued; may be nil
	RefreshTokenAdmitted      bool                                          // a refresh token opens the API
	CodeAdmitted              bool                                          // a code opens the API
	QueryTokenAdmitted        bool                                          // access_token in the URI counts
	BodyTokenAdmitted         bool                                          // access_token in a form body counts
	ClientCredentialsAdmitted bool                                          // a client's id and secret open the API as Basic
	MaxTokenBytes             int                                           // a longer token is not looked up
	Token68Checked            bool                                          // what is no token by its characters is NoToken68 (RFC 6750 §2.1); else it is looked up
	Serves                    func(authorised User, all []User) User        // on whose behalf a request is served
	ChallengeToAnonymous      []string                                      // WWW-Authenticate, a header each
	ChallengeToBadToken       []string
	ErrorBody                 func(refusal Refusal) []Member // the object of a refusal
	ErrorEncode               func(members []Member) []byte  // nil writes JSON
	ErrorContentType          string

	Anonymous             Refusal // no credentials, or a scheme that the resource does not know
	BadToken              Refusal // never issued, altered or revoked
	OversizedToken        Refusal
	BareScheme            Refusal // a scheme without credentials
	NoToken68             Refusal
	SeveralAuthorizations Refusal
}

// Waiver is what a resource does not judge of the requests of one way, such as one
// method.
type Waiver struct {
	Anonymous bool // that there are credentials
	Unknown   bool // that the token was issued
	Expired   bool // that it has not expired
	Revoked   bool // that it was not revoked
	Refresh   bool // that it is no refresh token
	Code      bool // that it is no code
	Tenant    bool // that it is one of the tenant
	Scope     bool // that it has the scope
	Signature bool // that the issuer has signed it
}

func honestBearer() Bearer {
	bad := Refusal{http.StatusUnauthorized, InvalidToken, "the credentials are not valid"}
	several := Refusal{http.StatusBadRequest, InvalidRequest, "more than one Authorization header"}
	b := Bearer{
		Methods:               []string{http.MethodGet},
		BearerAccepted:        true,
		SchemeMatches:         func(sent string) bool { return strings.EqualFold(sent, "Bearer") },
		PickAuthorization:     onlyOne,
		MaxTokenBytes:         8 << 10,
		Serves:                func(authorised User, _ []User) User { return authorised },
		ErrorBody:             plainError,
		ErrorContentType:      "application/json",
		Anonymous:             Refusal{http.StatusUnauthorized, InvalidRequest, "credentials are required"},
		BadToken:              bad,
		OversizedToken:        bad,
		BareScheme:            bad,
		NoToken68:             Refusal{http.StatusBadRequest, InvalidRequest, "the bearer token has characters that none has"},
		SeveralAuthorizations: several,
	}
	b.NameRealm("example")
	return b
}

// onlyOne takes a header that was sent once.
func onlyOne(values []string) (string, bool) {
	if len(values) != 1 {
		return "", false
	}
	return values[0], true
}

// plainError is a body in the manner of RFC 6749 §5.2. RFC 6750 asks for none.
func plainError(refusal Refusal) []Member {
	return []Member{{"error", refusal.Error}, {"error_description", refusal.Description}}
}

// NameRealm has the challenges of the API name a realm (RFC 6750 §3).
func (b *Bearer) NameRealm(realm string) {
	b.ChallengeToAnonymous = []string{`Bearer realm="` + realm + `"`}
	b.ChallengeToBadToken = []string{`Bearer realm="` + realm + `", error="invalid_token"`}
}
