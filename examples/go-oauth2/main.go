// Command go-oauth2 is a server out of github.com/go-oauth2/oauth2, put together
// as the example of that library is, with two clients, a login and consent page,
// and a protected resource, on loopback.
package main

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/go-oauth2/oauth2/v4"
	"github.com/go-oauth2/oauth2/v4/errors"
	"github.com/go-oauth2/oauth2/v4/manage"
	"github.com/go-oauth2/oauth2/v4/models"
	"github.com/go-oauth2/oauth2/v4/server"
	"github.com/go-oauth2/oauth2/v4/store"
)

const (
	address = "127.0.0.1:9681"
	moving  = "127.0.0.1:9682"
	// The library registers no redirect URI, but what it calls a domain.
	domain = "http://127.0.0.1:8765"
)

func main() {
	go func() { fail(control(moving)) }() // in ../goclock

	manager := manage.NewDefaultManager()
	manager.SetAuthorizeCodeTokenCfg(manage.DefaultAuthorizeCodeTokenCfg)
	tokens, err := store.NewMemoryTokenStore()
	fail(err)
	manager.MapTokenStorage(distant{tokens})
	clients := store.NewClientStore()
	for id, secret := range map[string]string{
		"assay":        or("INTEROP_CLIENT_SECRET", "interop-secret-of-the-first-client"),
		"assay-second": or("INTEROP_OTHER_SECRET", "interop-secret-of-the-second-client"),
	} {
		fail(clients.Set(id, &models.Client{ID: id, Secret: secret, Domain: domain}))
	}
	manager.MapClientStorage(clients)

	srv := server.NewServer(server.NewConfig(), manager)
	srv.SetUserAuthorizationHandler(authorize)
	srv.SetClientScopeHandler(func(asked *oauth2.TokenGenerateRequest) (allowed bool, err error) {
		return !slices.ContainsFunc(strings.Fields(asked.Scope), func(scope string) bool { return scope != "read" && scope != "write" }), nil
	})
	http.HandleFunc("/oauth/authorize", func(w http.ResponseWriter, r *http.Request) {
		if err := srv.HandleAuthorizeRequest(w, r); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	})
	http.HandleFunc("/oauth/token", func(w http.ResponseWriter, r *http.Request) {
		if err := srv.HandleTokenRequest(w, r); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	http.HandleFunc("/me", func(w http.ResponseWriter, r *http.Request) { resource(srv, w, r) })
	fail(http.ListenAndServe(address, nil))
}

// authorize asks the resource owner who he is and whether he consents, in one
// page, and tells the library his name once he has said both.
func authorize(w http.ResponseWriter, r *http.Request) (user string, err error) {
	name := r.PostFormValue("username")
	if r.Method != http.MethodPost || name == "" {
		return "", page(w, http.StatusOK, "")
	}
	password, known := map[string]string{
		"olga": or("INTEROP_PASSWORD", "interop-password-of-olga"),
		"ines": or("INTEROP_OTHER_PASSWORD", "interop-password-of-ines"),
	}[name]
	if !known || subtle.ConstantTimeCompare([]byte(r.PostFormValue("password")), []byte(password)) == 0 {
		return "", page(w, http.StatusUnauthorized, "<p>Wrong name or password.</p>")
	}
	if r.PostFormValue("decision") != "allow" {
		return "", errors.ErrAccessDenied
	}
	return name, nil
}

// page is sent back to the address that it came from, parameters and all.
func page(w http.ResponseWriter, status int, said string) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(status)
	_, err := fmt.Fprintf(w, `<!doctype html><title>Sign in</title>%s<form method="post"><p>A client asks for access.</p>
	<label>Name <input name="username"></label><label>Password <input type="password" name="password"></label>
	<button name="decision" value="deny">Refuse</button><button name="decision" value="allow">Allow</button></form>`, said)
	return err
}

// resource serves whoever has a token of the scope read.
func resource(srv *server.Server, w http.ResponseWriter, r *http.Request) {
	token, err := srv.ValidationBearerToken(r)
	switch {
	case err != nil:
		w.Header().Set("WWW-Authenticate", `Bearer realm="go-oauth2"`)
		if r.Header.Get("Authorization") != "" {
			w.Header().Set("WWW-Authenticate", `Bearer realm="go-oauth2", error="invalid_token"`)
		}
		w.WriteHeader(http.StatusUnauthorized)
	case !slices.Contains(strings.Fields(token.GetScope()), "read"):
		w.Header().Set("WWW-Authenticate", `Bearer realm="go-oauth2", error="insufficient_scope", scope="read"`)
		w.WriteHeader(http.StatusForbidden)
	default:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]string{"username": token.GetUserID()})
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
