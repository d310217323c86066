package login_test

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/login"
)

const (
	stop     = "http://127.0.0.1:9/callback"
	password = "violet-harbour-1938"
)

// site is a small authorization server whose pages are one design.
type site struct {
	*http.ServeMux
	t *testing.T
}

func newSite(t *testing.T) (*site, string) {
	s := &site{http.NewServeMux(), t}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server.URL
}

func page(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	io.WriteString(w, "<!doctype html><title>Sign in</title>"+body)
}

func finish(w http.ResponseWriter, r *http.Request, q url.Values) {
	http.Redirect(w, r, stop+"?"+q.Encode(), http.StatusFound)
}

var granted = url.Values{"code": {"c0de"}, "state": {"s tate"}}

// tokenOf is the anti-forgery field of a browser.
func tokenOf(r *http.Request) string {
	c, err := r.Cookie("pending")
	if err != nil {
		return "none at all"
	}
	return `tok"&<3-0123456789-` + c.Value
}

// twoPages is a login with an anti-forgery field bound to a cookie, then a
// consent page with two named buttons, the refusing one first.
func twoPages(t *testing.T) string {
	s, base := newSite(t)
	flows := new(atomic.Int64)
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "pending", Value: fmt.Sprint("p", flows.Add(1)), Path: "/"})
		http.SetCookie(w, &http.Cookie{Name: "elsewhere", Value: "x", Path: "/other"})
		http.Redirect(w, r, "login?flow=1&x=a%20b", http.StatusFound)
	})
	s.HandleFunc("GET /login", func(w http.ResponseWriter, r *http.Request) {
		page(w, `<form method="post" action="/login?flow=1"><input type="hidden" name="csrf" value="`+html.EscapeString(tokenOf(r))+`">
			<input name="username"><input type="password" name="password"><input type="checkbox" name="remember"><button>Go</button></form>`)
	})
	s.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("csrf") != tokenOf(r) {
			http.Error(w, "forged", http.StatusForbidden)
			return
		}
		if r.FormValue("password") != password || r.PostForm.Has("remember") || strings.Contains(r.Header.Get("Cookie"), "elsewhere") {
			w.WriteHeader(http.StatusUnauthorized)
			page(w, `<p>Wrong.<form method="post"><input name="username"><input type="password" name="password"></form>`)
			return
		}
		w.Header().Set("Location", "/consent")
		http.SetCookie(w, &http.Cookie{Name: "user", Value: r.FormValue("username"), Path: "/"})
		w.WriteHeader(http.StatusSeeOther)
	})
	s.HandleFunc("GET /consent", func(w http.ResponseWriter, r *http.Request) {
		page(w, `<form method="POST"><input type="hidden" name="csrf" value="`+html.EscapeString(tokenOf(r))+`">
			<input type="checkbox" name="scope" value="read" checked><input type="checkbox" name="scope" value="write"><input type="checkbox" name="scope" value="all">
			<button name="decision" value="deny">Cancel</button><button name="decision" value="allow">Allow</button></form>`)
	})
	s.HandleFunc("POST /consent", func(w http.ResponseWriter, r *http.Request) {
		user, _ := r.Cookie("user")
		switch {
		case r.FormValue("csrf") != tokenOf(r):
			http.Error(w, "forged", http.StatusForbidden)
		case user == nil || user.Value == "max" || r.FormValue("decision") != "allow":
			finish(w, r, url.Values{"error": {"access_denied"}})
		case fmt.Sprint(r.PostForm["scope"]) != "[read write]":
			http.Error(w, "scopes", http.StatusBadRequest)
		default:
			finish(w, r, granted)
		}
	})
	return base
}

func twoPageForm() *login.Form {
	in := func(user string) login.Step {
		return login.Step{When: "password", Fill: map[string]string{"username": user, "password": password}}
	}
	consent := login.Step{When: "decision", Check: map[string][]string{"scope": {"write"}}, Submit: "allow", Optional: true}
	return &login.Form{
		Steps:        []login.Step{in("ada"), consent},
		DenySteps:    []login.Step{in("ada"), {When: "decision", Submit: "Cancel"}},
		MemberSteps:  []login.Step{in("max"), consent},
		LearnerSteps: []login.Step{in("lea"), consent},
	}
}

// onePage is a login without an action, with fields outside of the form and a
// page that posts the answer by itself.
func onePage(t *testing.T) string {
	s, base := newSite(t)
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
		page(w, `<form id="other" action="/search"><input name="q"></form>
			<input form="f" name="user"><input form="f" type="password" name="password">
			<form id="f" method="post"><select name="realm"><option value="a">A<option selected>staff</select>
			<select name="lang"><option disabled value="">pick<option value="en">English</select>
			<textarea name="note">
as it is</textarea><input name="off" disabled value="1"><fieldset disabled><input name="off2" value="1"></fieldset>
			<input type="reset" name="reset" value="1"><input type="submit" name="go" value="Deny"><input type="submit" name="go" value="Allow"></form>`)
	})
	s.HandleFunc("POST /authorize", func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		want := url.Values{"user": {"ada"}, "password": {password}, "realm": {"staff"}, "lang": {"en"}, "note": {"as it is"}, "go": {"Allow"}}
		if r.PostForm.Encode() != want.Encode() || r.URL.RawQuery != "client_id=abc" {
			s.t.Errorf("the form held %v, query %q", r.PostForm, r.URL.RawQuery)
		}
		page(w, `<body onload="document.forms[0].submit()"><form method="post" action="`+stop+`">
			<input type="hidden" name="code" value="c0de"><input type="hidden" name="state" value="a&amp;b"><noscript><button>Continue</button></noscript></form>`)
	})
	return base
}

// identifierFirst asks for the name on one page by GET, below a base address,
// and for the rest on another.
func identifierFirst(t *testing.T) string {
	s, base := newSite(t)
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
		page(w, `<base href="/idp/v2/"><form action="who?dropped=1"><input type="hidden" name="flow" value="7"><input name="identifier">
			<input type="radio" name="kind" value="guest" checked><input type="radio" name="kind" value="staff"><button>Next</button></form>`)
	})
	s.HandleFunc("GET /idp/v2/who", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "flow=7&identifier=ada&kind=staff" {
			s.t.Errorf("the query was %q", r.URL.RawQuery)
		}
		page(w, `<form method="post" action="?step=2" enctype="multipart/form-data"><input type="password" name="password"><input type="image" name="go"></form>`)
	})
	s.HandleFunc("POST /idp/v2/who", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("password") != password || r.PostFormValue("go.x") != "0" || r.URL.RawQuery != "step=2" {
			s.t.Errorf("the form held %v, query %q", r.PostForm, r.URL.RawQuery)
		}
		w.Header().Set("Location", stop+"#code=c0de&state=s")
		w.WriteHeader(http.StatusFound)
	})
	return base
}

// hopping redirects with every status, twice with the posted body, and shows
// pages that move on by themselves.
func hopping(t *testing.T) string {
	s, base := newSite(t)
	hop := func(status int, to string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(status)
		}
	}
	s.HandleFunc("/authorize", hop(301, "/a"))
	s.HandleFunc("/a", hop(302, "b"))
	s.HandleFunc("/b", hop(303, "./c?x"))
	s.HandleFunc("/c", func(w http.ResponseWriter, _ *http.Request) {
		page(w, `<meta http-equiv="Refresh" content="0; URL='/d'">`)
	})
	s.HandleFunc("/d", func(w http.ResponseWriter, _ *http.Request) {
		page(w, `<form method="post" action="/e"><input type="hidden" name="saml" value="1"></form><script>document.forms[0].submit();</script>`)
	})
	s.HandleFunc("/e", func(w http.ResponseWriter, r *http.Request) {
		page(w, `<form method="post" action="/f"><input type="password" name="password"></form>`)
	})
	s.HandleFunc("/f", hop(307, "/g"))
	s.HandleFunc("/g", hop(308, "/h"))
	s.HandleFunc("/h", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != "POST" || r.FormValue("password") != password {
			s.t.Errorf("a %s arrived with %v", r.Method, r.PostForm)
		}
		finish(w, r, granted)
	})
	return base
}

// scripted builds its pages by script, so that the login is a request of its
// own; consent is asked by a button outside of any field.
func scripted(t *testing.T) string {
	s, base := newSite(t)
	s.HandleFunc("PUT /api/session", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if string(body) != `{"password":"`+password+`","user":"ada"}` || r.Header.Get("X-App") != "1" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "sid", Value: "9", Path: "/"})
		w.WriteHeader(http.StatusNoContent)
	})
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("sid"); err != nil {
			page(w, `<div id="app"></div><script src="app.js"></script>`)
			return
		}
		page(w, `<form method="post" action="#"><button formaction="/no">No</button><button formaction="/yes" formmethod="get">Yes, go on</button></form>`)
	})
	s.HandleFunc("GET /yes", func(w http.ResponseWriter, r *http.Request) { finish(w, r, granted) })
	return base
}

func authorize(base string) scenarios.Request {
	return scenarios.Request{Method: "GET", URL: base + "/authorize", Query: scenarios.Params{{Name: "client_id", Value: "abc"}}}
}
