package xena

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// LogoutURI is where the first client has resource owners sent who have logged
// out.
const LogoutURI = "http://127.0.0.1:8765/goodbye"

const endSessionPath = "/xena/connect/endsession"

// Ending decides what the end-session endpoint does (OpenID Connect RP-Initiated
// Logout 1.0).
type Ending struct {
	Offered         bool                               // there is such an endpoint; else it is not found
	Methods         []string                           // that it takes
	EndsHere        bool                               // a session ends at the server
	EndsAtBrowser   bool                               // its cookie is taken from the browser
	HintProven      bool                               // an id_token_hint has to have been issued here
	HintOfWhoever   bool                               // it need not name who is logged in
	UnaskedLogout   bool                               // nobody is asked, be there no hint at all
	Redirects       bool                               // the browser goes on to the post_logout_redirect_uri
	Home            string                             // where it goes instead; "" leaves it at that
	RedirectMatches func(registered, sent string) bool // whether a post_logout_redirect_uri is the registered one
	StateReturned   bool                               // it takes the state along
}

// Rules returns the rules of the end-session endpoint that are part of a
// contract's, and some that nobody asks where the contract has none.
func Rules(r *fakeserver.Rules) *Ending {
	if own := rules.Own[Ending](r); own != nil {
		return own
	}
	none := honestEnding()
	return &none
}

func honestEnding() Ending {
	return Ending{
		Offered:         true,
		Methods:         []string{http.MethodGet, http.MethodPost},
		EndsHere:        true,
		EndsAtBrowser:   true,
		HintProven:      true,
		Redirects:       true,
		RedirectMatches: func(registered, sent string) bool { return registered == sent },
		StateReturned:   true,
	}
}

// endSession is the end-session endpoint. Whoever brings no ID token of who is
// logged in has to ask him.
func endSession(v *fakeserver.Visit) {
	own := Rules(v.Rules)
	switch {
	case !own.Offered:
		v.ShowError(http.StatusNotFound, "There is no such page.")
		return
	case !v.Allows(own.Methods...):
		v.ShowError(http.StatusMethodNotAllowed, "The method is not allowed.")
		return
	}
	sent := v.FormOrQuery()
	subject, client := v.Hinted(sent.Get("id_token_hint"), !own.HintProven)
	user, asks := v.Session()
	vouched := user != nil && (subject == user.ID || own.HintOfWhoever && subject != "" || own.UnaskedLogout)
	answered := v.R.Method == http.MethodPost && asks != "" && sent.Get("asks") == asks
	if user != nil && !vouched && !answered {
		sent.Set("asks", asks)
		v.AskLogout(endSessionPath, sent)
		return
	}
	v.LogOut(own.EndsHere, own.EndsAtBrowser)
	uri := sent.Get("post_logout_redirect_uri")
	if !own.Redirects || !registered(v, own, client, uri) {
		v.ShowNote("Logged out", "You are logged out.")
		return
	}
	if own.Home != "" {
		v.LeaveFor(own.Home)
		return
	}
	if own.StateReturned && sent.Has("state") {
		uri += separator(uri) + url.Values{"state": {sent.Get("state")}}.Encode()
	}
	v.LeaveFor(uri)
}

func separator(uri string) string {
	if strings.Contains(uri, "?") {
		return "&"
	}
	return "?"
}

// registered says whether a client has registered a post_logout_redirect_uri.
func registered(v *fakeserver.Visit, own *Ending, client, uri string) bool {
	return uri != "" && slices.ContainsFunc(v.Fixtures().Clients, func(c fakeserver.Client) bool {
		return c.ID == client && slices.ContainsFunc(c.LogoutURIs, func(at string) bool { return own.RedirectMatches(at, uri) })
	})
}
