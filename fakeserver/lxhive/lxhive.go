package fakeserver

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"time"
)

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

// TemporaryRules decide how temporary tokens are issued, shown and withdrawn
// (the lxHive wiki, "Issuing temporary access tokens"), and what they open.
type TemporaryRules struct {
	Offered   bool     // tokens are issued at all; else NotOffered
	Methods   []string // of the endpoint
	Options   int      // the status of an answer to OPTIONS
	Admits    func(method string, caller Standing) bool
	KeysOpen  bool // credentials that are not temporary open the API
	AboutOpen bool // the resource that describes the server needs no credentials

	Asked   TemporaryRequestRules
	Ending  TemporaryEndingRules
	Rights  TemporaryRightsRules
	Showing TemporaryShowingRules
	Ended   TemporaryWithdrawalRules

	NewKey            func(random io.Reader) string
	NewSecret         func(random io.Reader, key string) string
	AliveAfter        time.Duration
	FormerLives       bool                          // issuing again leaves the user's earlier tokens alive
	FormerGiven       bool                          // issuing again gives the user's earlier token again
	WithdrawnRevived  bool                          // issuing again brings withdrawn tokens back to life
	PutFormerLives    bool                          // the same of PUT
	AnySecretOpens    bool                          // the secret of any living token fits every key
	PasswordlessOpens func(email, sent string) bool // whether a login without a password of one's own succeeds; may be nil
	Breaks            func(method string) bool      // whether an admitted request of a method is answered 500; may be nil
	OddMethod         int                           // the status for methods that the endpoint does not have
	KnownRefused      *Refusal                      // of an issue for a user who is known; nil issues
	Guesses           int                           // so many wrong secrets of a token and its key is TooManyGuesses; 0 is no bound
	VersionRequired   bool                          // the API needs X-Experience-API-Version

	NotOffered      Refusal
	Unauthenticated Refusal
	Unprivileged    Refusal
	BareScheme      Refusal // a scheme without credentials
	Forbidden       Refusal // out of the token's scope
	NoVersion       Refusal
	TooManyGuesses  Refusal
	Challenge       []string // WWW-Authenticate of every 401
	ErrorType       string
	ErrorBody       func(members []Member) []byte // nil writes JSON
}

func honestTemporary() TemporaryRules {
	return TemporaryRules{
		Offered:         true,
		OddMethod:       http.StatusMethodNotAllowed,
		Methods:         []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete},
		Options:         http.StatusOK,
		Admits:          func(_ string, caller Standing) bool { return caller == Super },
		KeysOpen:        true,
		AboutOpen:       true,
		Asked:           honestTemporaryRequest(),
		Ending:          honestTemporaryEnding(),
		Rights:          honestTemporaryRights(),
		Showing:         honestTemporaryShowing(),
		Ended:           honestTemporaryWithdrawal(),
		NewKey:          func(random io.Reader) string { return RandomString(random, 40) },
		NewSecret:       func(random io.Reader, _ string) string { return RandomString(random, 40) },
		FormerLives:     true,
		PutFormerLives:  true,
		VersionRequired: true,
		NotOffered:      Refusal{http.StatusNotFound, notFoundError, "tokens are not issued here"},
		Unauthenticated: Refusal{http.StatusUnauthorized, authenticationError, "credentials are required"},
		Unprivileged:    Refusal{http.StatusForbidden, permissionError, "the permission super is required"},
		BareScheme:      Refusal{http.StatusUnauthorized, authenticationError, "the credentials are not valid"},
		Forbidden:       Refusal{http.StatusForbidden, permissionError, "the scope does not allow this"},
		NoVersion:       Refusal{http.StatusBadRequest, validationError, "X-Experience-API-Version is required"},
		TooManyGuesses:  Refusal{http.StatusTooManyRequests, authenticationError, "too many wrong secrets"},
		Challenge:       []string{`Basic realm="lxHive"`},
		ErrorType:       "application/json",
	}
}

// serveTemporary answers /lxhive/auth/tokens.
func (v *visit) serveTemporary() {
	rules := &v.rules.Temporary
	method := v.r.Method
	switch {
	case v.resting():
		v.w.WriteHeader(http.StatusServiceUnavailable)
		return
	case method == http.MethodOptions:
		_ = v.allows(rules.Methods...)
		v.w.WriteHeader(rules.Options)
		return
	case !v.allows(rules.Methods...):
		v.turnAway(&Refusal{rules.OddMethod, methodError, "the method is not allowed"})
		return
	}
	caller := v.whoCalls()
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if !rules.Admits(method, caller.standing) {
		v.turnAway(caller.why)
		return
	}
	if rules.Breaks != nil && rules.Breaks(method) {
		v.turnAway(&Refusal{http.StatusInternalServerError, validationError, "an error occurred"})
		return
	}
	switch method {
	case http.MethodGet:
		v.serveInspection()
	case http.MethodDelete:
		v.serveWithdrawal(caller)
	default:
		v.serveIssue(caller, method == http.MethodPut)
	}
}

// serveIssue answers POST and PUT.
func (v *visit) serveIssue(caller caller, put bool) {
	asked, refusal := v.readAsked()
	if refusal != nil {
		v.turnAway(refusal)
		return
	}
	made, refusal := v.issueTemporary(asked, put)
	if refusal != nil {
		v.turnAway(refusal)
		return
	}
	v.state.temporary.openFor(caller.key)
	v.showTemporary(&v.rules.Temporary.Showing.Issued, made, asked.password)
}

// turnAway refuses in lxHive's way.
func (v *visit) turnAway(refusal *Refusal) {
	rules := &v.rules.Temporary
	message := refusal.Description
	if v.rules.Hygiene.EchoesCredential {
		message += ": " + v.r.Header.Get("Authorization")
	}
	if rules.Showing.EchoesSecret && v.r.URL.Query().Get("key") != "" {
		message += ": " + v.r.URL.Query().Get("secret")
	}
	members := v.trace([]Member{{"error_message", message}})
	if refusal.Status == http.StatusUnauthorized && len(rules.Challenge) > 0 {
		v.w.Header()["Www-Authenticate"] = rules.Challenge
	}
	body := v.encode(members)
	if rules.ErrorBody != nil {
		body = rules.ErrorBody(members)
	}
	v.write(refusal.Status, rules.ErrorType, body)
}

// serveRecords answers /lxhive/xAPI/statements. It keeps no statement.
func (v *visit) serveRecords() {
	need := "statements/read"
	if v.r.Method == http.MethodPost || v.r.Method == http.MethodPut {
		need = "statements/write"
	}
	if refusal := v.admitRecords(need); refusal != nil {
		v.turnAway(refusal)
		return
	}
	v.setHeader("X-Experience-API-Version", "1.0.3")
	v.setHeader("Cache-Control", "no-store")
	switch {
	case !v.allows(http.MethodGet, http.MethodPost, http.MethodPut):
		v.turnAway(&Refusal{http.StatusMethodNotAllowed, methodError, "the method is not allowed"})
	case need == "statements/read":
		v.write(http.StatusOK, "application/json", v.encode([]Member{{"statements", []string{}}, {"more", ""}}))
	default:
		v.takeRecord()
	}
}

// takeRecord takes a statement, or several, and forgets them.
func (v *visit) takeRecord() {
	body, fits := v.readBody()
	if !fits || !json.Valid(body) {
		v.turnAway(&v.rules.Temporary.Asked.Malformed)
		return
	}
	v.write(http.StatusOK, "application/json", encodeValue([]string{randomUUID(v.random)}))
}

// admitRecords says why a request may not do at the xAPI what it needs; nil
// lets it.
func (v *visit) admitRecords(need string) *Refusal {
	rules := &v.rules.Temporary
	if rules.VersionRequired && v.r.Header.Get("X-Experience-API-Version") == "" {
		return &rules.NoVersion
	}
	who := v.whoCalls()
	switch {
	case who.standing == Nobody && v.rules.Basic.AnonymousAdmitted:
		return nil
	case who.standing == Nobody || who.standing == Stranger:
		return who.why
	case who.token == nil && (!rules.KeysOpen || v.state.temporary.closed(who.key)):
		return &v.rules.Basic.WrongSecret
	case who.token == nil:
		return nil
	}
	t := who.token
	if !rules.Rights.Limits(need, slices.Clone(t.scopes), t.holder.may()) {
		return &rules.Forbidden
	}
	if rules.Ending.Slides {
		t.expires.Store(v.now.Add(rules.Ending.Default).Unix())
	}
	return nil
}

// serveRecordsAbout answers /lxhive/xAPI/about.
func (v *visit) serveRecordsAbout() {
	if !v.rules.Temporary.AboutOpen {
		if who := v.whoCalls(); who.standing <= Stranger {
			v.turnAway(who.why)
			return
		}
	}
	v.serveAbout()
}
