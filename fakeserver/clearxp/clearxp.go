// Package clearxp is the contract of ClearXP: JSON at the token endpoint, the
// tenant in a header, API keys, and launches of content at a learning record
// store.
//
//	server := fakeserver.New(clearxp.Contract())
//
// It is written from the product's documentation and the RFCs, never from the
// client that is to be tested against it.
package clearxp

import (
	"io"
	"net/http"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// Contract returns the honest contract.
func Contract() fakeserver.Contract {
	return fakeserver.Contract{
		Name:     "clearxp",
		Product:  "ClearXP",
		Pages:    "/auth/oauth",
		Rules:    Honest,
		Fixtures: Fixtures(),
		State:    func() any { return newLaunches() },
		Pair:     judgePair,
		Asks: func(client fakeserver.Client, _ string) string {
			return client.Name + " asks to act on your behalf in the tenant " + client.Tenant +
				": to read your profile and to import users."
		},
		Routes: map[string]fakeserver.Endpoint{
			"/auth/oauth/authorize": fakeserver.Authorize,
			"/auth/oauth/login":     fakeserver.Login,
			"/auth/oauth/consent":   fakeserver.Consent,
			"/auth/oauth/token":     fakeserver.Token,
			"/api/users/me":         fakeserver.Me,
			"/api/import/users":     serveImport,
			"/api/auth/basic":       launching(visit.serveMakeLaunch),
			"/api/":                 fakeserver.NotFound,
			"/xapi/statements":      launching(visit.serveStatements),
			"/xapi/about":           fakeserver.About,
			"/launch/{activity}":    launching(visit.serveLaunch),
			launchLogin:             fakeserver.Login,
		},
	}
}

// Honest returns the rules of a server that keeps the contract: what ClearXP's
// documentation says, laid over the RFCs. Rules.Own is a *Launching.
func Honest() fakeserver.Rules {
	r := rules.Honest()
	r.Authorizing.MayAuthorise = func(user fakeserver.User, client fakeserver.Client) bool {
		return user.Administrator && user.Tenant == client.Tenant
	}
	r.Authorizing.IssuerSent = false
	r.Exchanging.JSONAccepted = true
	r.Exchanging.UnsupportedMedia.Description = "the body has to be application/json"
	r.TokenResponse.Exchange.ScopeTold, r.TokenResponse.Refresh.ScopeTold = false, false
	// 32 letters and digits hold 190 bits; RFC 6749 §10.10 asks for 160.
	r.TokenResponse.NewAccessToken = func(random io.Reader) string { return "cxa_" + rules.RandomString(random, 32) }
	r.TokenResponse.NewRefreshToken = func(random io.Reader) string { return "cxr_" + rules.RandomString(random, 32) }
	r.Tenancy.Header, r.Tenancy.Required = "X-Cxp-Tenant", true
	r.Tenancy.Missing.Description = "the header X-CXP-Tenant is required"
	r.Tenancy.Several.Description = "the header X-CXP-Tenant was sent more than once"
	layErrors(&r)
	challenge := `Basic realm="ClearXP", charset="UTF-8"`
	r.Basic.Challenge = []string{challenge}
	r.Basic.ChallengeToAnonymous = []string{challenge, `Bearer realm="ClearXP"`}
	own := honestLaunching()
	r.Own = &own
	return r
}

// layErrors has the API refuse as its documentation says.
func layErrors(r *fakeserver.Rules) {
	r.Bearer.NameRealm("ClearXP")
	r.Bearer.ErrorBody = documentedError
	r.Bearer.ErrorContentType = "application/json; charset=utf-8"
	for _, bad := range []*fakeserver.Refusal{
		&r.Bearer.Anonymous, &r.Bearer.BadToken, &r.Bearer.OversizedToken, &r.Bearer.BareScheme, &r.Expiring.ExpiredToken,
	} {
		bad.Error = rules.AuthenticationError
	}
	r.Bearer.SeveralAuthorizations.Error, r.Bearer.NoToken68.Error = rules.ValidationError, rules.ValidationError
}

// documentedError is the error object of the API.
func documentedError(refusal fakeserver.Refusal) []fakeserver.Member {
	detail := map[string]string{"name": refusal.Error, "description": refusal.Description}
	return []fakeserver.Member{
		{Name: "code", Value: refusal.Status},
		{Name: "name", Value: http.StatusText(refusal.Status)},
		{Name: "body", Value: []map[string]string{detail}},
	}
}

// serveImport answers POST /api/import/users. It imports nothing.
func serveImport(v *fakeserver.Visit) {
	_, b := v.Admit(false)
	switch {
	case b != nil:
		v.TurnAway(b)
	case !v.Allows(http.MethodPost):
		v.RefuseMethod()
	default:
		_, _ = v.ReadBody()
		v.Write(http.StatusOK, "application/json; charset=utf-8", v.Encode([]fakeserver.Member{{Name: "imported", Value: 0}}))
	}
}
