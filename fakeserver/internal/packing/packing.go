// Package packing holds the places and dresses in which careless servers take a
// bearer token, beside the Authorization field and the scheme Bearer:
//
//	token := packing.Named("cookie").Token(request)
//
// It must not know which token is good, nor what checks try.
package packing

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Packing is one of them.
type Packing struct {
	Name    string // such as cookie
	Summary string // where a token is taken from, behind "takes access tokens"
	Token   func(r *http.Request) string
}

// Named is the packing of a name. It panics where there is none: which are wanted
// stands in tables.
func Named(name string) Packing {
	for _, p := range all {
		if p.Name == name {
			return p
		}
	}
	panic("find packing: no " + name)
}

// all are the packings, each as some server has it.
var all = []Packing{
	{"any-scheme", "behind any scheme that is not Basic", value(func(v string) string {
		scheme, token, _ := strings.Cut(v, " ")
		if strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "Basic") || strings.Contains(token, " ") {
			return ""
		}
		return token
	})},
	{"scheme-token", "behind the scheme Token", behind("Token ")},
	{"scheme-jwt", "behind the scheme JWT", behind("JWT ")},
	{"scheme-dpop", "behind the scheme DPoP, without a proof", behind("DPoP ")},
	{"scheme-basic", "behind the scheme Basic, as they are", value(func(v string) string {
		if token, ok := strings.CutPrefix(v, "Basic "); ok && (strings.Contains(token, "_") || len(token) == 32) {
			return token
		}
		return ""
	})},
	{"no-scheme", "without a scheme", value(func(v string) string {
		if len(v) > 20 && !strings.ContainsAny(v, " \t:,=") && !strings.HasPrefix(v, "Bearer") {
			return v
		}
		return ""
	})},
	{"scheme-by-beginning", "behind any scheme that begins as Bearer does", value(func(v string) string {
		if scheme, token, ok := strings.Cut(v, " "); ok && strings.HasPrefix(scheme, "Bearer") && scheme != "Bearer" && !strings.ContainsAny(scheme, ":=\t\"") {
			return token
		}
		return ""
	})},
	{"cut-at-seven", "from the eighth character on, whatever stands before it", value(func(v string) string {
		if strings.HasPrefix(v, "Bearer") && len(v) > 7 && strings.ContainsRune(":=\t", rune(v[6])) {
			return strings.Trim(v[7:], " ")
		}
		return ""
	})},
	{"last-word", "as the last word of the field", value(func(v string) string {
		words := strings.Fields(v)
		if len(words) == 3 && !strings.Contains(v, ",") {
			return words[2]
		}
		return ""
	})},
	{"tab", "behind a tab", behind("Bearer\t")},
	{"quoted", "in quotation marks", value(func(v string) string {
		if token, ok := strings.CutPrefix(v, `Bearer "`); ok {
			return strings.TrimSuffix(token, `"`)
		}
		return ""
	})},
	{"parameter", "as a parameter of the scheme", value(func(v string) string {
		_, token, ok := strings.Cut(v, `token="`)
		if !ok || strings.HasPrefix(v, "Basic") {
			return ""
		}
		return strings.TrimSuffix(token, `"`)
	})},
	{"basic-user", "as the user of HTTP Basic", pair(func(user, password string) string {
		if password == "" || password == "x-oauth-basic" {
			return user
		}
		return ""
	})},
	{"basic-password", "as the password of HTTP Basic", pair(func(user, password string) string {
		if user == "" || user == "oauth2" || user == "x-access-token" {
			return password
		}
		return ""
	})},
	{"listed", "from a list in one field", value(func(v string) string {
		for one := range strings.SplitSeq(v, ",") {
			if token, ok := strings.CutPrefix(strings.TrimSpace(one), "Bearer "); ok && strings.Contains(v, ", Bearer ") {
				return token
			}
		}
		return ""
	})},
	{"cookie-access-token", "from the cookie access_token", cookie("access_token")},
	{"cookie-token", "from the cookie token", cookie("token")},
	{"cookie-session", "from the cookie session", cookie("session")},
	{"x-access-token", "from the field X-Access-Token", field("X-Access-Token")},
	{"x-auth-token", "from the field X-Auth-Token", field("X-Auth-Token")},
	{"x-api-key", "from the field X-Api-Key", field("X-Api-Key")},
	{"proxy-authorization", "from the field Proxy-Authorization", field("Proxy-Authorization")},
	{"x-forwarded-authorization", "from the field X-Forwarded-Authorization", field("X-Forwarded-Authorization")},
	{"query-token", "from the parameter token of the URI", query("token")},
	{"query-bearer-token", "from the parameter bearer_token of the URI", query("bearer_token")},
	{"form-token", "from the parameter token of a form", body(func(r *http.Request, text []byte) string {
		form, _ := url.ParseQuery(string(text))
		return form.Get("token")
	})},
	{"object-access-token", "from a JSON object in the body", body(func(_ *http.Request, text []byte) string {
		var object struct {
			Token string `json:"access_token"`
		}
		_ = json.Unmarshal(text, &object)
		return object.Token
	})},
	{"form-of-any-type", "from a form, whatever it says that it is", body(func(r *http.Request, text []byte) string {
		form, _ := url.ParseQuery(string(text))
		if strings.HasPrefix(r.Header.Get("Content-Type"), "text/") {
			return form.Get("access_token")
		}
		return ""
	})},
	{"cookie-after-all", "from the cookie access_token where the one in the header is bad", besides(cookie("access_token"))},
	{"query-after-all", "from the URI where the one in the header is bad", besides(query("access_token"))},
	{"field-after-all", "from the field X-Access-Token where the one in the header is bad", besides(field("X-Access-Token"))},
}

// value takes tokens out of the one Authorization value.
func value(of func(string) string) func(*http.Request) string {
	return func(r *http.Request) string {
		if all := r.Header["Authorization"]; len(all) == 1 {
			return of(all[0])
		}
		return ""
	}
}

// behind takes what stands behind a beginning.
func behind(scheme string) func(*http.Request) string {
	return value(func(v string) string {
		token, ok := strings.CutPrefix(v, scheme)
		if !ok || strings.ContainsAny(token, `"= `) {
			return ""
		}
		return token
	})
}

// pair takes tokens out of HTTP Basic.
func pair(of func(user, password string) string) func(*http.Request) string {
	return func(r *http.Request) string {
		if user, password, ok := r.BasicAuth(); ok {
			return of(user, password)
		}
		return ""
	}
}

// field takes tokens out of a header field, where there is no Authorization.
func field(name string) func(*http.Request) string {
	return unauthorized(func(r *http.Request) string { return strings.TrimPrefix(r.Header.Get(name), "Bearer ") })
}

// cookie takes tokens out of a cookie, likewise.
func cookie(name string) func(*http.Request) string {
	return unauthorized(func(r *http.Request) string {
		if c, err := r.Cookie(name); err == nil {
			return c.Value
		}
		return ""
	})
}

// query takes tokens out of the URI, likewise.
func query(name string) func(*http.Request) string {
	return unauthorized(func(r *http.Request) string { return r.URL.Query().Get(name) })
}

// body takes tokens out of the body, likewise. Who reads it later finds it whole.
func body(of func(r *http.Request, text []byte) string) func(*http.Request) string {
	return unauthorized(func(r *http.Request) string {
		text, _ := io.ReadAll(io.LimitReader(r.Body, 64<<10))
		r.Body = io.NopCloser(bytes.NewReader(text))
		return of(r, text)
	})
}

// unauthorized looks elsewhere where there is no Authorization.
func unauthorized(of func(*http.Request) string) func(*http.Request) string {
	return func(r *http.Request) string {
		if r.Header.Get("Authorization") != "" {
			return ""
		}
		return of(r)
	}
}

// besides looks elsewhere where there is an Authorization, and nowhere else.
func besides(of func(*http.Request) string) func(*http.Request) string {
	return func(r *http.Request) string {
		if r.Header.Get("Authorization") == "" {
			return ""
		}
		plain := r.Clone(r.Context())
		plain.Header.Del("Authorization")
		return of(plain)
	}
}
