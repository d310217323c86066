package fakeserver

import (
	"crypto/sha256"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/fakeserver/internal/jws"
	"github.com/authassay/authassay/fakeserver/rules"
)

// idTokenLife is how long an ID token lives.
const idTokenLife = 5 * time.Minute

// occasion is when an ID token is handed out.
type occasion int

const (
	atAuthorization occasion = iota // of a hybrid answer
	atImplicit
	atExchange
	atRefresh
)

// idToken asserts who the resource owner is; "" asserts nothing.
func (v *Visit) idToken(g *grant, when occasion, code, access string) string {
	rules := &v.Rules.IDToken
	handed := when == atAuthorization || when == atImplicit || when == atExchange && rules.AtEndpoint || when == atRefresh && rules.AtRefresh
	if v.contract.Metadata.Keys == "" || !rules.Asserted(g.scope) || !handed {
		return ""
	}
	claims := map[string]any{
		"iss": v.issuer(), "sub": g.user.ID, "aud": g.client.ID, "iat": v.Now.Unix(),
		"exp": v.Now.Add(idTokenLife).Unix(), "auth_time": g.authenticated,
	}
	if g.nonce != "" && when != atRefresh {
		claims["nonce"] = g.nonce
	}
	if code != "" {
		claims["c_hash"] = jws.HalfHash(code)
	}
	if access != "" {
		claims["at_hash"] = jws.HalfHash(access)
	}
	for at, last := range map[occasion]func(map[string]any){
		atAuthorization: rules.HybridClaims, atImplicit: rules.FrontClaims, atExchange: rules.CodeClaims, atRefresh: rules.RefreshClaims,
	} {
		if at == when && last != nil {
			last(claims)
		}
	}
	if rules.Claims != nil {
		rules.Claims(claims)
	}
	token := v.keys.Seal(rules.Algorithm, "JWT", claims)
	if rules.Sealed != nil {
		token = rules.Sealed(token)
	}
	v.state.hints.Put(token, hint{g, v.Now.Add(v.Rules.Authorizing.Pages.SessionLifetime).UnixNano()}, v.Now)
	return token
}

// sealAccess is the text of an access token whose own name is key.
func (v *Visit) sealAccess(key string, t *accessToken) string {
	rules := &v.Rules.IDToken
	if !rules.AccessSigned {
		return key
	}
	claims := map[string]any{
		"iss": v.issuer(), "aud": v.Rules.Scoping.Needed, "client_id": t.acts().client.ID, "sub": t.acts().user.ID,
		"scope": strings.Fields(t.scope), "iat": v.Now.Unix(), "exp": t.DiesAt() / 1e9, "jti": key,
	}
	if rules.AccessClaims != nil {
		rules.AccessClaims(claims)
	}
	text := v.keys.Seal("ES256", "at+jwt", claims)
	sum := sha256.Sum256([]byte(text))
	t.seal = &sum
	return text
}

// accessKey finds the name of an access token in its text.
func (v *Visit) accessKey(sent string) (string, bool) {
	rules := &v.Rules.IDToken
	if !rules.AccessSigned {
		return sent, true
	}
	token, ok := jws.Parse(sent)
	if !ok {
		return "", false
	}
	if token.Header.Type == "JWT" && token.Text("jti") == "" {
		return "", false
	}
	key := token.Text("jti")
	if rules.SignatureChecked && !v.sealedHere(key, sent) && !v.waives().Signature && !v.keys.Vouches(token, v.trust(token)) {
		return "", false
	}
	return key, true
}

// trust is what the rules take for a signature.
func (v *Visit) trust(t jws.Token) jws.Trust {
	r := &v.Rules.IDToken
	trust := jws.Trust{None: r.NoneAccepted, HMAC: r.HMACAccepted, Unsigned: r.UnsignedAccepted, EmbeddedKey: r.EmbeddedKeyTrusted, Careless: r.Careless}
	if c := v.client(t.Text("client_id")); c != nil {
		trust.Secret = c.Secret
	}
	return trust
}

// sealedHere knows the very text of a token that was issued here, which spares
// the signature.
func (v *Visit) sealedHere(key, text string) bool {
	t, ok := v.state.accesses.Get(key)
	return ok && t.seal != nil && *t.seal == sha256.Sum256([]byte(text))
}

// admittedIDToken is the user of an ID token, where a bent rule lets it in.
func (v *Visit) admittedIDToken(sent string) bool {
	token, ok := jws.Parse(sent)
	return ok && v.Rules.IDToken.IDTokenAdmitted && token.Header.Algorithm == "RS256" && token.Text("sub") != "" &&
		slices.ContainsFunc(v.fixtures.Clients, func(c Client) bool { return c.ID == token.Text("aud") })
}

// UserInfo is the userinfo endpoint (OpenID Connect Core 1.0 §5.3).
func UserInfo(v *Visit) {
	p, b := v.Admit(false)
	if b == nil {
		b = v.checkScope(p, v.Rules.Scoping.NeededAtUser)
	}
	switch {
	case b != nil:
		v.TurnAway(b)
	case !v.Allows(http.MethodGet, http.MethodPost):
		v.RefuseMethod()
	default:
		v.answerUser(p)
	}
}

func (v *Visit) answerUser(p Principal) {
	user := v.servedUser(p)
	members := []Member{{Name: "sub", Value: user.ID}}
	if rules.HoldsScope(p.Scope, "profile") {
		members = append(members, Member{Name: "name", Value: user.DisplayName}, Member{Name: "preferred_username", Value: user.Username})
	}
	if rules.HoldsScope(p.Scope, "email") {
		members = append(members, Member{Name: "email", Value: user.Email})
	}
	if v.Rules.IDToken.UserClaims != nil {
		members = v.Rules.IDToken.UserClaims(members)
	}
	v.SetHeader("Cache-Control", "no-store")
	v.Write(http.StatusOK, "application/json", v.Encode(members))
}

// Hinted is whom an ID token that was issued here names, and the client that it
// was issued to; "" where it is none. It may have expired (OpenID Connect
// RP-Initiated Logout 1.0 §4). unproven takes it at its word.
func (v *Visit) Hinted(hint string, unproven bool) (subject, client string) {
	if issued, ok := v.state.hints.Get(hint); ok {
		return issued.user.ID, issued.client.ID
	}
	token, ok := jws.Parse(hint)
	if !ok || !unproven {
		return "", ""
	}
	return token.Text("sub"), token.Text("aud")
}

// hint is what an ID token says, by the very text that was issued here, which spares
// the signature.
type hint struct {
	*grant
	expires int64
}

func (h hint) DiesAt() int64 { return h.expires }

// Session is who is logged in with the browser, and a text that only pages of this
// session hold; nil for nobody.
func (v *Visit) Session() (user *User, asks string) {
	if s := v.session(nil); s != nil {
		return s.user, s.asks
	}
	return nil, ""
}

// LogOut ends the login of the browser, here, at the browser or both.
func (v *Visit) LogOut(here, browser bool) {
	if cookie, err := v.R.Cookie(sessionCookie); err == nil && here {
		if s, ok := v.state.sessions.Get(cookie.Value); ok {
			ended := *s
			ended.expires = v.Now.UnixNano()
			v.state.sessions.Put(cookie.Value, &ended, v.Now)
		}
	}
	if browser {
		http.SetCookie(v.W, &http.Cookie{Name: sessionCookie, Path: "/", MaxAge: -1})
	}
}

// AskLogout asks whether to log out: the form goes to a path, with the fields.
func (v *Visit) AskLogout(path string, fields url.Values) {
	v.showPage(http.StatusOK, page{
		Title: "Log out?", Text: "An application asks to log you out.", Action: path, Method: "post", Fields: fields, AskLogout: true,
	})
}

// ShowNote shows a page that asks nothing.
func (v *Visit) ShowNote(title, text string) {
	v.showPage(http.StatusOK, page{Title: title, Text: text})
}

// FormOrQuery are the parameters of a request, from its query or its form.
func (v *Visit) FormOrQuery() url.Values {
	if v.R.Method == http.MethodPost {
		return v.readPageForm()
	}
	return v.R.URL.Query()
}
