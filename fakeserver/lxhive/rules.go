package lxhive

import (
	"io"
	"net/http"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// Temporary decides how temporary tokens are issued, shown and withdrawn
// (the lxHive wiki, "Issuing temporary access tokens"), and what they open.
type Temporary struct {
	Offered   bool     // tokens are issued at all; else NotOffered
	Methods   []string // of the endpoint
	Options   int      // the status of an answer to OPTIONS
	Admits    func(method string, caller Standing) bool
	KeysOpen  bool // credentials that are not temporary open the API
	AboutOpen bool // the resource that describes the server needs no credentials

	Asked   Request
	Ending  Ending
	Rights  Rights
	Showing Showing
	Ended   Withdrawal

	Put *Temporary // decides about PUT what differs there; nil is nothing, since PUT acts as POST

	NewKey            func(random io.Reader) string
	NewSecret         func(random io.Reader, key string) string
	AliveAfter        time.Duration
	FormerLives       bool                           // issuing again leaves the user's earlier tokens alive
	FormerGiven       bool                           // issuing again gives the user's earlier token again
	WithdrawnRevived  bool                           // issuing again brings withdrawn tokens back to life
	ExpiredRevived    bool                           // issuing again brings expired tokens of the user back to life
	TakesOthers       bool                           // issuing ends the tokens of all other users
	UserOf            func(email string) string      // what an address is known by: two that are the same are one user
	AnySecretOpens    bool                           // the secret of any living token fits every key
	SecretOpens       func(stored, sent string) bool // whether a secret is that of a temporary token; nil leaves it to Basic
	PasswordlessOpens func(email, sent string) bool  // whether a login without a password of one's own succeeds; may be nil
	Breaks            func(method string) bool       // whether an admitted request of a method is answered 500; may be nil
	OddMethod         int                            // the status for methods that the endpoint does not have
	KnownRefused      *fakeserver.Refusal            // of an issue for a user who is known; nil issues
	Guesses           int                            // so many wrong secrets of a token and its key is TooManyGuesses; 0 is no bound
	VersionRequired   bool                           // the API needs X-Experience-API-Version

	NotOffered      fakeserver.Refusal
	Unauthenticated fakeserver.Refusal
	Unprivileged    fakeserver.Refusal
	BareScheme      fakeserver.Refusal // a scheme without credentials
	Forbidden       fakeserver.Refusal // out of the token's scope
	NoVersion       fakeserver.Refusal
	TooManyGuesses  fakeserver.Refusal
	Challenge       []string // WWW-Authenticate of every 401
	ErrorType       string
	ErrorBody       func(members []fakeserver.Member) []byte // nil writes JSON
}

func honestTemporary() Temporary {
	return Temporary{
		Offered:         true,
		OddMethod:       http.StatusMethodNotAllowed,
		Methods:         []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete},
		Options:         http.StatusOK,
		Admits:          func(_ string, caller Standing) bool { return caller == Super },
		KeysOpen:        true,
		AboutOpen:       true,
		Asked:           honestRequest(),
		Ending:          honestEnding(),
		Rights:          honestRights(),
		Showing:         honestShowing(),
		Ended:           honestWithdrawal(),
		NewKey:          func(random io.Reader) string { return rules.RandomString(random, 40) },
		NewSecret:       func(random io.Reader, _ string) string { return rules.RandomString(random, 40) },
		FormerLives:     true,
		UserOf:          func(email string) string { return email },
		VersionRequired: true,
		NotOffered:      fakeserver.Refusal{Status: http.StatusNotFound, Error: rules.NotFoundError, Description: "tokens are not issued here"},
		Unauthenticated: fakeserver.Refusal{Status: http.StatusUnauthorized, Error: rules.AuthenticationError, Description: "credentials are required"},
		Unprivileged:    fakeserver.Refusal{Status: http.StatusForbidden, Error: rules.PermissionError, Description: "the permission super is required"},
		BareScheme:      fakeserver.Refusal{Status: http.StatusUnauthorized, Error: rules.AuthenticationError, Description: "the credentials are not valid"},
		Forbidden:       fakeserver.Refusal{Status: http.StatusForbidden, Error: rules.PermissionError, Description: "the scope does not allow this"},
		NoVersion:       fakeserver.Refusal{Status: http.StatusBadRequest, Error: rules.ValidationError, Description: "X-Experience-API-Version is required"},
		TooManyGuesses:  fakeserver.Refusal{Status: http.StatusTooManyRequests, Error: rules.AuthenticationError, Description: "too many wrong secrets"},
		Challenge:       []string{`Basic realm="lxHive"`},
		ErrorType:       "application/json",
	}
}

// Standing is what a caller has to show at the endpoint of temporary tokens.
type Standing int

// The standings.
const (
	Nobody   Standing = iota // no credentials
	Stranger                 // credentials that are not valid
	Holder                   // a temporary token without the permission super
	Ordinary                 // another credential without the permission super
	Super                    // a credential with the permission super
)
