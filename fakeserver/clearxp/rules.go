package clearxp

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// Launching decides about launch credentials: who may make them, for whom,
// for how long, and what a content launch hands over.
type Launching struct {
	Offered          bool                                                                           // launch credentials are made at all; else NotOffered
	MadeByAnyone     bool                                                                           // making them needs no credentials
	MadeByLaunch     bool                                                                           // launch credentials can make others
	UsernameRequired bool                                                                           // a request without username is refused
	TTLChecked       bool                                                                           // ttlMins has to be a positive number; else the default stands in
	Lifetime         func(asked time.Duration) time.Duration                                        // what becomes of the lifetime that was asked for
	DefaultLifetime  time.Duration                                                                  // where none was asked for
	AliveAfter       time.Duration                                                                  // how long new credentials are refused
	Confined         bool                                                                           // credentials open their own learner's data only
	ReuseKey         func(learner string) string                                                    // credentials with the same key are the same; may be nil
	PasswordMatches  func(stored, sent string) bool                                                 // of launch credentials
	EchoesPassword   bool                                                                           // the answer repeats the password
	Learner          func(loggedIn fakeserver.Learner, all []fakeserver.Learner) fakeserver.Learner // for whom a content launch is
	AuthValue        func(username, password string) string                                         // the auth parameter of a content launch
	Parameters       func(parameters url.Values)                                                    // a last look at what the content gets; may be nil

	NotOffered      fakeserver.Refusal
	ByLaunch        fakeserver.Refusal
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
		PasswordMatches:  rules.SameSecret,
		Learner:          func(loggedIn fakeserver.Learner, _ []fakeserver.Learner) fakeserver.Learner { return loggedIn },
		AuthValue: func(username, password string) string {
			return "Basic " + base64.StdEncoding.EncodeToString([]byte(username+":"+password))
		},
		NotOffered:      forbidden("launch credentials are not offered"),
		ByLaunch:        forbidden("launch credentials cannot make others"),
		MissingUsername: invalid("username is required"),
		MissingPassword: invalid("password is required"),
		BadTTL:          invalid("ttlMins has to be a positive number"),
		BadBody:         invalid("the body could not be read"),
		Elsewhere:       forbidden("the data of another learner"),
	}
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
