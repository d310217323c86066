package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// renames LISTEN SERVER raises a product that is the plain OAuth 2.0 contract of
// the reference server in other words: its token endpoint stands at /v2/token,
// and parameters and members have names of its own. What has a name of the RFCs
// there is nothing that the product knows.
func renames(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", args[0])
	ts.Check(err)
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: args[1]})
			r.Out.Host = r.In.Host // the server names itself as it was asked
		},
		ModifyResponse: renameAnswer,
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth2/token" {
			http.NotFound(w, r)
			return
		}
		r.URL.Path = strings.Replace(r.URL.Path, "/v2/token", "/token", 1)
		r.URL.RawQuery = renamed(r.URL.RawQuery, false)
		if r.Method == http.MethodPost && !strings.Contains(r.URL.Path, "/login") && !strings.Contains(r.URL.Path, "/consent") {
			text, _ := io.ReadAll(r.Body)
			body := renamed(string(text), true)
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		}
		proxy.ServeHTTP(w, r)
	})}
	go server.Serve(l)
	ts.Defer(func() { server.Close() })
}

// productWords are the words of the product for parameters, with those of the
// RFCs.
func productWords() map[string]string {
	return map[string]string{"app": "client_id", "app_key": "client_secret", "ticket": "code", "renewal": "refresh_token"}
}

// renamed puts the parameters of a form into the words of the RFCs. Those that
// have such words already are unknown where that is strict.
func renamed(form string, strict bool) string {
	pairs := strings.Split(form, "&")
	for i, pair := range pairs {
		name, value, found := strings.Cut(pair, "=")
		for product, word := range productWords() {
			switch {
			case found && name == product:
				pairs[i] = word + "=" + value
			case found && name == word && strict:
				pairs[i] = "unknown_" + pair
			}
		}
	}
	return strings.Join(pairs, "&")
}

// renameAnswer puts answers into the words of the product: JSON, whose refusals
// stand in a member of their own, and what the browser brings to a client.
func renameAnswer(r *http.Response) error {
	if at, query, found := strings.Cut(r.Header.Get("Location"), "?"); found && strings.Contains(at, "callback") {
		query = strings.NewReplacer("&code=", "&ticket=", "&state=", "&mark=", "&error=", "&fault=", "&error_description=", "&why=").Replace("&" + query)
		r.Header.Set("Location", at+"?"+query[1:])
	}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		return nil
	}
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	text = []byte(strings.NewReplacer(
		`"access_token":`, `"grant":`, `"refresh_token":`, `"renewal":`, `"expires_in":`, `"ttl":`, `"error":`, `"fault":`,
		`"error_description":`, `"why":`, `"active":`, `"live":`, `/oauth2/token"`, `/oauth2/v2/token"`,
	).Replace(string(text)))
	if r.StatusCode >= http.StatusBadRequest {
		text = slices.Concat([]byte(`{"problem":`), text, []byte("}"))
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	r.Header.Del("Content-Length")
	return nil
}
