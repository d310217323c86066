// Command fosite is a server out of github.com/ory/fosite, composed as its README
// and its example do it, with its store in memory, two clients, a login and
// consent page and a protected resource, on loopback.
package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/go-jose/go-jose/v3"
	"github.com/ory/fosite"
	"github.com/ory/fosite/compose"
	"github.com/ory/fosite/handler/openid"
	"github.com/ory/fosite/storage"
	"github.com/ory/fosite/token/jwt"
	"golang.org/x/crypto/bcrypt"
)

const (
	address  = "127.0.0.1:9691"
	moving   = "127.0.0.1:9692"
	issuer   = "http://" + address
	callback = "http://127.0.0.1:8765/callback"
)

type host struct {
	oauth2 fosite.OAuth2Provider
	key    *rsa.PrivateKey
}

func main() {
	go func() { fail(control(moving)) }() // in ../goclock

	key, err := rsa.GenerateKey(rand.Reader, 2048)
	fail(err)
	secret := make([]byte, 32)
	_, err = rand.Read(secret)
	fail(err)
	config := &fosite.Config{GlobalSecret: secret, IDTokenIssuer: issuer, HashCost: bcrypt.MinCost}
	store := storage.NewMemoryStore()
	for id, secret := range map[string]string{
		"assay":        or("INTEROP_CLIENT_SECRET", "interop-secret-of-the-first-client"),
		"assay-second": or("INTEROP_OTHER_SECRET", "interop secret: 100% of the second+client"),
	} {
		hash, err := bcrypt.GenerateFromPassword([]byte(secret), bcrypt.MinCost)
		fail(err)
		store.Clients[id] = &fosite.DefaultClient{
			ID: id, Secret: hash,
			RedirectURIs:  []string{callback, callback + "?via=authassay"},
			ResponseTypes: []string{"code"},
			GrantTypes:    []string{"authorization_code", "refresh_token"},
			Scopes:        []string{"openid", "offline", "read", "write"},
		}
	}
	h := &host{compose.ComposeAllEnabled(config, distant{store}, key), key}
	http.HandleFunc("/oauth2/auth", h.authorize)
	http.HandleFunc("/oauth2/token", h.token)
	http.HandleFunc("/oauth2/revoke", h.revoke)
	http.HandleFunc("/oauth2/introspect", h.introspect)
	http.HandleFunc("/keys", h.keys)
	http.HandleFunc("/me", h.resource)
	fail(http.ListenAndServe(address, nil))
}

func session(user string) *openid.DefaultSession {
	return &openid.DefaultSession{
		Claims:   &jwt.IDTokenClaims{Issuer: issuer, Subject: user, AuthTime: time.Now(), RequestedAt: time.Now()},
		Headers:  &jwt.Headers{},
		Subject:  user,
		Username: user,
	}
}

func (h *host) authorize(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	asked, err := h.oauth2.NewAuthorizeRequest(ctx, r)
	if err != nil {
		h.oauth2.WriteAuthorizeError(ctx, w, asked, err)
		return
	}
	if r.FormValue("prompt") == "none" { // nobody stays logged in here
		h.oauth2.WriteAuthorizeError(ctx, w, asked, fosite.ErrLoginRequired)
		return
	}
	name := r.PostFormValue("username")
	if r.Method != http.MethodPost || name == "" {
		page(w, http.StatusOK, "")
		return
	}
	password, known := map[string]string{
		"olga": or("INTEROP_PASSWORD", "interop-password-of-olga"),
		"ines": or("INTEROP_OTHER_PASSWORD", "interop-password-of-ines"),
	}[name]
	if !known || subtle.ConstantTimeCompare([]byte(r.PostFormValue("password")), []byte(password)) == 0 {
		page(w, http.StatusUnauthorized, "<p>Wrong name or password.</p>")
		return
	}
	if r.PostFormValue("decision") != "allow" {
		h.oauth2.WriteAuthorizeError(ctx, w, asked, fosite.ErrAccessDenied)
		return
	}
	for _, scope := range asked.GetRequestedScopes() {
		asked.GrantScope(scope)
	}
	answer, err := h.oauth2.NewAuthorizeResponse(ctx, asked, session(name))
	if err != nil {
		h.oauth2.WriteAuthorizeError(ctx, w, asked, err)
		return
	}
	h.oauth2.WriteAuthorizeResponse(ctx, w, asked, answer)
}

// page asks who the resource owner is and whether he consents. It is sent back
// to the address that it came from, parameters and all.
func page(w http.ResponseWriter, status int, said string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `<!doctype html><title>Sign in</title>%s<form method="post"><p>A client asks for access.</p>
	<label>Name <input name="username"></label><label>Password <input type="password" name="password"></label>
	<button name="decision" value="deny">Refuse</button><button name="decision" value="allow">Allow</button></form>`, said)
}

func (h *host) token(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	asked, err := h.oauth2.NewAccessRequest(ctx, r, session(""))
	if err != nil {
		h.oauth2.WriteAccessError(ctx, w, asked, err)
		return
	}
	answer, err := h.oauth2.NewAccessResponse(ctx, asked)
	if err != nil {
		h.oauth2.WriteAccessError(ctx, w, asked, err)
		return
	}
	h.oauth2.WriteAccessResponse(ctx, w, asked, answer)
}

func (h *host) revoke(w http.ResponseWriter, r *http.Request) {
	h.oauth2.WriteRevocationResponse(r.Context(), w, h.oauth2.NewRevocationRequest(r.Context(), r))
}

func (h *host) introspect(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	answer, err := h.oauth2.NewIntrospectionRequest(ctx, r, session(""))
	if err != nil {
		h.oauth2.WriteIntrospectionError(ctx, w, err)
		return
	}
	h.oauth2.WriteIntrospectionResponse(ctx, w, answer)
}

func (h *host) keys(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &h.key.PublicKey, Algorithm: "RS256", Use: "sig"}}})
}

// resource serves whoever has a token of the scope read.
func (h *host) resource(w http.ResponseWriter, r *http.Request) {
	token := fosite.AccessTokenFromRequest(r)
	_, asked, err := h.oauth2.IntrospectToken(r.Context(), token, fosite.AccessToken, session(""))
	switch {
	case token == "":
		w.Header().Set("WWW-Authenticate", `Bearer realm="fosite"`)
		w.WriteHeader(http.StatusUnauthorized)
	case err != nil:
		w.Header().Set("WWW-Authenticate", `Bearer realm="fosite", error="invalid_token"`)
		w.WriteHeader(http.StatusUnauthorized)
	case !asked.GetGrantedScopes().Has("read"):
		w.Header().Set("WWW-Authenticate", `Bearer realm="fosite", error="insufficient_scope", scope="read"`)
		w.WriteHeader(http.StatusForbidden)
	default:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]string{"username": asked.GetSession().GetUsername()})
	}
}

func or(name, fallback string) string {
	if value, set := os.LookupEnv(name); set {
		return value
	}
	return fallback
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}
