package fakeserver

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"time"
)

// LaunchingRules decide about launch credentials: who may make them, for whom,
// for how long, and what a content launch hands over.
type LaunchingRules struct {
	Offered          bool                                          // launch credentials are made at all; else NotOffered
	MadeByAnyone     bool                                          // making them needs no credentials
	MadeByLaunch     bool                                          // launch credentials can make others
	UsernameRequired bool                                          // a request without username is refused
	TTLChecked       bool                                          // ttlMins has to be a positive number; else the default stands in
	Lifetime         func(asked time.Duration) time.Duration       // what becomes of the lifetime that was asked for
	DefaultLifetime  time.Duration                                 // where none was asked for
	AliveAfter       time.Duration                                 // how long new credentials are refused
	Confined         bool                                          // credentials open their own learner's data only
	ReuseKey         func(learner string) string                   // credentials with the same key are the same; may be nil
	PasswordMatches  func(stored, sent string) bool                // of launch credentials
	EchoesPassword   bool                                          // the answer repeats the password
	Learner          func(loggedIn Learner, all []Learner) Learner // for whom a content launch is
	AuthValue        func(username, password string) string        // the auth parameter of a content launch
	Parameters       func(parameters url.Values)                   // a last look at what the content gets; may be nil

	NotOffered      Refusal
	ByLaunch        Refusal
	MissingUsername Refusal
	MissingPassword Refusal
	BadTTL          Refusal
	BadBody         Refusal
	Elsewhere       Refusal // another learner's data
}

func honestLaunching() LaunchingRules {
	invalid := func(description string) Refusal {
		return Refusal{http.StatusBadRequest, validationError, description}
	}
	forbidden := func(description string) Refusal {
		return Refusal{http.StatusForbidden, permissionError, description}
	}
	return LaunchingRules{
		Offered:          true,
		UsernameRequired: true,
		TTLChecked:       true,
		Lifetime:         func(asked time.Duration) time.Duration { return asked },
		DefaultLifetime:  time.Hour,
		Confined:         true,
		PasswordMatches:  sameSecret,
		Learner:          func(loggedIn Learner, _ []Learner) Learner { return loggedIn },
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
