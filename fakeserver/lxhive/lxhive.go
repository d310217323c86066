// Package lxhive is the contract of lxHive: temporary tokens that whoever has the
// permission super issues, inspects and withdraws, and an xAPI that they open.
//
//	server := fakeserver.New(lxhive.Contract())
//
// It is written from the product's wiki and the RFCs, never from the client that
// is to be tested against it. It knows nothing of OAuth.
package lxhive

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// Contract returns the honest contract.
func Contract() fakeserver.Contract {
	return fakeserver.Contract{
		Name:     "lxhive",
		Product:  "lxHive",
		Base:     "/lxhive",
		Rules:    Honest,
		Fixtures: Fixtures(),
		State:    func() any { return newTemporaries() },
		Routes: map[string]fakeserver.Endpoint{
			"/lxhive/auth/tokens":     served(visit.serveTemporary),
			"/lxhive/xAPI/statements": served(visit.serveRecords),
			"/lxhive/xAPI/about":      served(visit.serveRecordsAbout),
			"/lxhive/oauth/login":     served(visit.serveUserLogin),
		},
	}
}

// Honest returns the rules of a server that keeps the contract. Rules.Own is a
// *Temporary.
func Honest() fakeserver.Rules {
	r := rules.Honest()
	own := honestTemporary()
	r.Own = &own
	return r
}

// Rules returns the rules of temporary tokens that are part of a contract's, and
// some that nobody asks where the contract has none: what bends them bends nothing.
func Rules(r *fakeserver.Rules) *Temporary {
	if own := rules.Own[Temporary](r); own != nil {
		return own
	}
	none := honestTemporary()
	return &none
}

// Fixtures returns a fresh copy of who exists before the first request: a key
// with the permission super, and one without. The secrets are fixed, and open
// nothing but this reference server.
func Fixtures() fakeserver.Fixtures {
	return fakeserver.Fixtures{APIKeys: []fakeserver.APIKey{
		{Key: "lxhive-administrator", Secret: "Vd5Rk9WmX2tYp7LqZc4NbG8sJh3FuT6eAo1KiHxQ", Permissions: []string{"all", super}},
		{Key: "lxhive-ordinary", Secret: "Ks8Tn3XvQ6yMw2RdPz9LcB5gJf7HtE4uAo1ViNkW", Permissions: []string{"all"}},
	}}
}

// visit is a request to lxHive.
type visit struct {
	*fakeserver.Visit
	own  *Temporary
	kept *temporaries
}

// served makes an endpoint of what serves such a request.
func served(serve func(visit)) fakeserver.Endpoint {
	return func(v *fakeserver.Visit) { serve(visit{v, Rules(v.Rules), v.State().(*temporaries)}) }
}

// serveTemporary answers /lxhive/auth/tokens.
func (v visit) serveTemporary() {
	own := v.own
	method := v.R.Method
	switch {
	case v.TooManyMalformed():
		v.W.WriteHeader(http.StatusServiceUnavailable)
		return
	case method == http.MethodOptions:
		_ = v.Allows(own.Methods...)
		v.W.WriteHeader(own.Options)
		return
	case !v.Allows(own.Methods...):
		v.turnAway(&fakeserver.Refusal{Status: own.OddMethod, Error: rules.MethodError, Description: "the method is not allowed"})
		return
	}
	if method == http.MethodPut && own.Put != nil {
		own, v.own = own.Put, own.Put
	}
	caller := v.whoCalls()
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if !own.Admits(method, caller.standing) {
		v.turnAway(caller.why)
		return
	}
	if own.Breaks != nil && own.Breaks(method) {
		v.turnAway(&fakeserver.Refusal{Status: http.StatusInternalServerError, Error: rules.ValidationError, Description: "an error occurred"})
		return
	}
	switch method {
	case http.MethodGet:
		v.serveInspection()
	case http.MethodDelete:
		v.serveWithdrawal(caller)
	default:
		v.serveIssue(caller)
	}
}

// serveIssue answers POST and PUT.
func (v visit) serveIssue(caller caller) {
	asked, refusal := v.readAsked()
	if refusal != nil {
		v.turnAway(refusal)
		return
	}
	made, refusal := v.issueTemporary(asked)
	if refusal != nil {
		v.turnAway(refusal)
		return
	}
	v.kept.openFor(caller.key)
	v.showTemporary(&v.own.Showing.Issued, made, asked.password)
}

// turnAway refuses in lxHive's way.
func (v visit) turnAway(refusal *fakeserver.Refusal) {
	own := v.own
	message := refusal.Description
	if v.Rules.Hygiene.EchoesCredential {
		message += ": " + v.R.Header.Get("Authorization")
	}
	if own.Showing.EchoesSecret && v.R.URL.Query().Get("key") != "" {
		message += ": " + v.R.URL.Query().Get("secret")
	}
	members := v.Trace([]fakeserver.Member{{Name: "error_message", Value: message}})
	if refusal.Status == http.StatusUnauthorized && len(own.Challenge) > 0 {
		v.W.Header()["Www-Authenticate"] = own.Challenge
	}
	body := v.Encode(members)
	if own.ErrorBody != nil {
		body = own.ErrorBody(members)
	}
	v.Write(refusal.Status, own.ErrorType, body)
}

// serveRecords answers /lxhive/xAPI/statements. It keeps no statement.
func (v visit) serveRecords() {
	need := "statements/read"
	if v.R.Method == http.MethodPost || v.R.Method == http.MethodPut {
		need = "statements/write"
	}
	if refusal := v.admitRecords(need); refusal != nil {
		v.turnAway(refusal)
		return
	}
	v.SetHeader("X-Experience-API-Version", "1.0.3")
	v.SetHeader("Cache-Control", "no-store")
	switch {
	case !v.Allows(http.MethodGet, http.MethodPost, http.MethodPut):
		v.turnAway(&fakeserver.Refusal{Status: http.StatusMethodNotAllowed, Error: rules.MethodError, Description: "the method is not allowed"})
	case need == "statements/read":
		v.Write(http.StatusOK, "application/json", v.Encode([]fakeserver.Member{{Name: "statements", Value: []string{}}, {Name: "more", Value: ""}}))
	default:
		v.takeRecord()
	}
}

// takeRecord takes a statement, or several, and forgets them.
func (v visit) takeRecord() {
	body, fits := v.ReadBody()
	if !fits || !json.Valid(body) {
		v.turnAway(&v.own.Asked.Malformed)
		return
	}
	v.Write(http.StatusOK, "application/json", rules.JSON([]string{rules.RandomUUID(v.Random())}))
}

// admitRecords says why a request may not do at the xAPI what it needs; nil
// lets it.
func (v visit) admitRecords(need string) *fakeserver.Refusal {
	own := v.own
	if own.VersionRequired && v.R.Header.Get("X-Experience-API-Version") == "" {
		return &own.NoVersion
	}
	who := v.whoCalls()
	switch {
	case who.standing == Nobody && v.Rules.Basic.AnonymousAdmitted:
		return nil
	case who.standing == Nobody || who.standing == Stranger:
		return who.why
	case who.token == nil && (!own.KeysOpen || v.kept.closed(who.key)):
		return &v.Rules.Basic.WrongSecret
	case who.token == nil:
		return nil
	}
	t := who.token
	if !own.Rights.Limits(need, slices.Clone(t.scopes), t.holder.may()) {
		return &own.Forbidden
	}
	if own.Ending.Slides {
		t.expires.Store(v.Now.Add(own.Ending.Default).Unix())
	}
	return nil
}

// serveRecordsAbout answers /lxhive/xAPI/about.
func (v visit) serveRecordsAbout() {
	if !v.own.AboutOpen {
		if who := v.whoCalls(); who.standing <= Stranger {
			v.turnAway(who.why)
			return
		}
	}
	fakeserver.About(v.Visit)
}
