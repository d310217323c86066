package clearxp

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// Launching decides about launch credentials: who may make them, for whom,
// for how long, and what a content launch hands over.
type Launching struct {
	Offered          bool                                                                           // launch credentials are made at all; else NotOffered
	Admits           func(h http.Header) bool                                                       // who may make them though the API turns him away; nil is nobody
	MadeByToken      bool                                                                           // an access token can make them, as an API key can; else ByToken
	MadeByLaunch     bool                                                                           // launch credentials can make others
	UsernameRequired bool                                                                           // a request without username is refused
	TTLChecked       bool                                                                           // ttlMins has to be a positive number; else the default stands in
	Lifetime         func(asked time.Duration) time.Duration                                        // what becomes of the lifetime that was asked for
	DefaultLifetime  time.Duration                                                                  // where none was asked for
	AliveAfter       time.Duration                                                                  // how long new credentials are refused
	Confined         bool                                                                           // credentials open their own learner's data only
	ConfinedUnnamed  bool                                                                           // that holds where a request names no learner, too
	ConfinedWriting  bool                                                                           // that holds of what they store, too
	ReuseKey         func(learner string) string                                                    // credentials with the same key are the same; may be nil
	PasswordMatches  func(stored, sent string) bool                                                 // of launch credentials
	PasswordOfAny    bool                                                                           // the password of any launch will do
	EchoesPassword   bool                                                                           // the answer repeats the password
	Learner          func(loggedIn fakeserver.Learner, all []fakeserver.Learner) fakeserver.Learner // for whom a content launch is
	AuthValue        func(username, password string) string                                         // the auth parameter of a content launch
	Parameters       func(parameters url.Values)                                                    // a last look at what the content gets; may be nil
	Encode           func(parameters url.Values) string                                             // writes that into the content's address
	ReadQuery        func(query string) url.Values                                                  // reads the query of the store
	Sharing          Sharing                                                                        // with content of other origins

	NotOffered      fakeserver.Refusal
	ByLaunch        fakeserver.Refusal
	ByToken         fakeserver.Refusal
	MissingUsername fakeserver.Refusal
	MissingPassword fakeserver.Refusal
	BadTTL          fakeserver.Refusal
	BadBody         fakeserver.Refusal
	Elsewhere       fakeserver.Refusal // another learner's data
}

func honestLaunching() Launching {
	invalid := func(description string) fakeserver.Refusal {
		return fakeserver.Refusal{Status: http.StatusBadRequest, Error: rules.ValidationError, Description: description}
	}
	forbidden := func(description string) fakeserver.Refusal {
		return fakeserver.Refusal{Status: http.StatusForbidden, Error: rules.PermissionError, Description: description}
	}
	return Launching{
		Offered:          true,
		UsernameRequired: true,
		TTLChecked:       true,
		Lifetime:         func(asked time.Duration) time.Duration { return asked },
		DefaultLifetime:  time.Hour,
		Confined:         true,
		ConfinedUnnamed:  true,
		ConfinedWriting:  true,
		MadeByToken:      true,
		PasswordMatches:  rules.SameSecret,
		Learner:          func(loggedIn fakeserver.Learner, _ []fakeserver.Learner) fakeserver.Learner { return loggedIn },
		AuthValue: func(username, password string) string {
			return "Basic " + base64.StdEncoding.EncodeToString([]byte(username+":"+password))
		},
		Encode:          percentEncoded,
		ReadQuery:       func(query string) url.Values { read, _ := url.ParseQuery(query); return read },
		Sharing:         honestSharing(),
		NotOffered:      forbidden("launch credentials are not offered"),
		ByLaunch:        forbidden("launch credentials cannot make others"),
		ByToken:         forbidden("an access token cannot make launch credentials"),
		MissingUsername: invalid("username is required"),
		MissingPassword: invalid("password is required"),
		BadTTL:          invalid("ttlMins has to be a positive number"),
		BadBody:         invalid("the body could not be read"),
		Elsewhere:       forbidden("the data of another learner"),
	}
}

// percentEncoded writes blanks as %20: content that reads its address with the
// functions of its language need not take a plus sign for one.
func percentEncoded(parameters url.Values) string {
	return strings.ReplaceAll(parameters.Encode(), "+", "%20")
}

// Rules returns the rules of launches that are part of a contract's, and some
// that nobody asks where the contract has none: what bends them bends nothing.
func Rules(r *fakeserver.Rules) *Launching {
	if own := rules.Own[Launching](r); own != nil {
		return own
	}
	none := honestLaunching()
	return &none
}
