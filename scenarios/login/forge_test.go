package login_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/login"
)

// consenting is a server that asks for consent after the login and holds its
// form to guard. Its hidden fields are what fields returns, with %d for a number
// that is never the same; path is where the form goes.
func consenting(t *testing.T, cookie, path, fields string, guard func(r *http.Request) bool) string {
	n := new(atomic.Int64)
	s, base := newSite(t)
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, _ *http.Request) {
		page(w, `<form method="post" action="/login"><input type="password" name="password"></form>`)
	})
	s.HandleFunc("POST /login", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Add("Set-Cookie", "session=1; "+cookie)
		next := n.Add(1)
		fresh := strings.NewReplacer("{n}", fmt.Sprint(7_000_000_000+next))
		page(w, fresh.Replace(`<form method="post" action="`+path+`">`+fields+`<button name="ok" value="yes">Allow</button></form>`))
	})
	s.HandleFunc("POST /", func(w http.ResponseWriter, r *http.Request) {
		if c, err := r.Cookie("session"); err != nil || c.Value != "1" || !guard(r) {
			http.Error(w, "forged", http.StatusForbidden)
			return
		}
		finish(w, r, granted)
	})
	return base
}

const hiddenClient = `<input type="hidden" name="client_id" value="abc"><input type="hidden" name="redirect_uri" value="http://127.0.0.1:1/callback">`

// TestAConsentIsForgedAsAnotherSiteWould shows what guards a consent, and that
// a form which holds only what everybody knows is guarded by nothing.
func TestAConsentIsForgedAsAnotherSiteWould(t *testing.T) {
	anything := func(*http.Request) bool { return true }
	named := func(r *http.Request) bool { return r.PostFormValue("client_id") == "abc" }
	token := hiddenClient + `<input type="hidden" name="csrf" value="{n}">`
	for name, test := range map[string]struct {
		cookie, path, fields string
		guard                func(*http.Request) bool
		forged               scenarios.Forgery
		taken                bool
	}{
		"nothing":                   {"", "/consent", hiddenClient, named, scenarios.ForgedSent, true},
		"a token":                   {"", "/consent", token, func(r *http.Request) bool { return r.PostFormValue("csrf") != "" }, scenarios.ForgedSent, false},
		"a token that nobody reads": {"", "/consent", token, named, scenarios.ForgedSent, true},
		"the same token for all":    {"", "/consent", hiddenClient + `<input type="hidden" name="csrf" value="letmein-letmein">`, func(r *http.Request) bool { return r.PostFormValue("csrf") != "" }, scenarios.ForgedSent, true},
		"a lax cookie":              {"SameSite=Lax", "/consent", hiddenClient, named, scenarios.ForgedSent, false},
		"a strict cookie":           {"SameSite=Strict", "/consent", hiddenClient, named, scenarios.ForgedSent, false},
		"a cookie for all":          {"SameSite=None", "/consent", hiddenClient, anything, scenarios.ForgedSent, true},
		"the origin":                {"", "/consent", hiddenClient, func(r *http.Request) bool { return strings.HasSuffix(r.Header.Get("Origin"), r.Host) }, scenarios.ForgedSent, false},
		"a number in the query":     {"", "/consent?at={n}", hiddenClient, func(r *http.Request) bool { return r.FormValue("at") != "" }, scenarios.ForgedSent, false},
		"a number in the path":      {"", "/consent/{n}", hiddenClient, anything, scenarios.ForgedHidden, false},
	} {
		t.Run(name, func(t *testing.T) {
			base := consenting(t, test.cookie, test.path, test.fields, test.guard)
			f := &login.Form{Steps: []login.Step{
				{When: "password", Fill: map[string]string{"password": password}}, {When: "ok", Submit: "yes"},
			}}
			l, err := visit(t, f, base, scenarios.Consents)
			if err != nil || l.Code() == "" {
				t.Fatalf("the person who consents landed at %v, %v", l.URL, err)
			}
			l, err = visit(t, f, base, scenarios.Forges)
			if err != nil || l.Forged != test.forged || (l.Code() != "") != test.taken {
				t.Errorf("forged %q, landed at %v, %v", l.Forged, l.URL, err)
			}
		})
	}
}

// TestNothingIsForgedWhereNobodyIsAsked sees that a login is no consent.
func TestNothingIsForgedWhereNobodyIsAsked(t *testing.T) {
	s, base := newSite(t)
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, _ *http.Request) {
		page(w, `<form method="post"><input type="hidden" name="csrf" value="1"><input type="password" name="password"></form>`)
	})
	s.HandleFunc("POST /authorize", func(w http.ResponseWriter, r *http.Request) { finish(w, r, granted) })
	f := &login.Form{Steps: []login.Step{{When: "password", Fill: map[string]string{"password": password}}}}
	l, err := visit(t, f, base, scenarios.Forges)
	if err != nil || l.Code() != "c0de" || l.Forged != scenarios.ForgedNone {
		t.Errorf("forged %q, code %q, %v", l.Forged, l.Code(), err)
	}
}

// TestWhoWasLoggedIn tells a password that was taken from one that was not.
func TestWhoWasLoggedIn(t *testing.T) {
	base := twoPages(t)
	for how, want := range map[scenarios.Conduct][2]bool{
		scenarios.Consents: {true, true}, scenarios.Denies: {true, true}, scenarios.AsMember: {true, true},
		scenarios.Mistypes: {true, false}, scenarios.Waits: {false, false},
	} {
		l, err := visit(t, twoPageForm(), base, how)
		if err != nil || l.Entered != want[0] || l.LoggedIn != want[1] {
			t.Errorf("%s: entered %t, logged in %t, %v", how, l.Entered, l.LoggedIn, err)
		}
	}
	strayed, err := visit(t, &login.Form{}, redirecting(t, "http://elsewhere.test/x?code=1"), scenarios.Consents)
	if err == nil || strayed.Strayed == nil || strayed.Strayed.Host != "elsewhere.test" {
		t.Errorf("strayed to %v, %v", strayed.Strayed, err)
	}
}
