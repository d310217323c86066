package login_test

import (
	"net/http"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/login"
)

// remembering is a server that asks for the password once in a browser. It
// counts how often it did, and forgets its sessions on request.
func remembering(t *testing.T) (base string, asked *atomic.Int32, forget func()) {
	s, base := newSite(t)
	asked = &atomic.Int32{}
	var session atomic.Int32
	known := func(r *http.Request) bool {
		c, err := r.Cookie("session")
		return err == nil && c.Value == string(rune('a'+session.Load()))
	}
	consent := `<form method="post" action="/consent"><button name="decision" value="allow">Allow</button></form>`
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
		if known(r) {
			page(w, consent)
			return
		}
		asked.Add(1)
		page(w, `<form method="post" action="/login"><input type="password" name="password"><button>Go</button></form>`)
	})
	s.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		if r.PostFormValue("password") == password {
			http.SetCookie(w, &http.Cookie{Name: "session", Value: string(rune('a' + session.Load())), Path: "/"})
			page(w, consent)
		}
	})
	s.HandleFunc("POST /consent", func(w http.ResponseWriter, r *http.Request) {
		if known(r) {
			finish(w, r, granted)
		}
	})
	return base, asked, func() { session.Add(1) }
}

func rememberingForm() *login.Form {
	return &login.Form{Sessions: &login.Sessions{}, Steps: []login.Step{
		{When: "password", Fill: map[string]string{"password": password}}, {When: "decision", Submit: "allow"}}}
}

// TestSessionsSpareTheLogin counts the passwords that are asked for.
func TestSessionsSpareTheLogin(t *testing.T) {
	base, asked, forget := remembering(t)
	form := rememberingForm()
	var counts []int32
	for _, how := range []scenarios.Conduct{scenarios.Consents, scenarios.Consents, scenarios.LogsIn, scenarios.Consents} {
		l, err := visit(t, form, base, how)
		if err != nil || l.Code() != "c0de" || !l.Finished {
			t.Fatalf("%s: landed at %v, finished %v, %v", how, l.URL, l.Finished, err)
		}
		counts = append(counts, asked.Load())
	}
	forget()
	if l, err := visit(t, form, base, scenarios.Consents); err != nil || l.Code() != "c0de" {
		t.Errorf("a session that is gone: landed at %v, %v", l.URL, err)
	}
	if counts = append(counts, asked.Load()); !slices.Equal(counts, []int32{1, 1, 2, 2, 3}) {
		t.Errorf("the password was asked for %v times", counts)
	}
}

// TestAVisitInVainIsMadeAfresh holds the verdict to what somebody meets who logs
// in, whatever became of his session.
func TestAVisitInVainIsMadeAfresh(t *testing.T) {
	s, base := newSite(t)
	form := rememberingForm()
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("session"); err == nil {
			page(w, "<p>Your session has ended.</p>")
			return
		}
		page(w, `<form method="post" action="/login"><input type="password" name="password"><button>Go</button></form>`)
	})
	s.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "s", Path: "/"})
		finish(w, r, granted)
	})
	for range 3 {
		if l, err := visit(t, form, base, scenarios.Consents); err != nil || l.Code() != "c0de" {
			t.Errorf("landed at %v, %v", l.URL, err)
		}
	}
}

// TestOneBrowserIsNobodyElses holds a browser of one's own to its own cookies: its
// visits share them, and no other visit does.
func TestOneBrowserIsNobodyElses(t *testing.T) {
	base, asked, forget := remembering(t)
	form := rememberingForm()
	mine, other := form.OneBrowser(), form.OneBrowser()
	through := func(v scenarios.Visitor, how scenarios.Conduct) *scenarios.Landing {
		t.Helper()
		l, err := visit(t, v, base, how)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	if l := through(mine, scenarios.Consents); l.Code() == "" || !l.Entered {
		t.Fatalf("the first visit landed at %v", l.URL)
	}
	if l := through(mine, scenarios.Consents); l.Code() == "" || l.Entered || asked.Load() != 1 {
		t.Errorf("the second visit asked for the password: %d times in all", asked.Load())
	}
	if l := through(mine, scenarios.Waits); l.URL != nil || asked.Load() != 1 {
		t.Error("who waits was not shown the page of somebody who is logged in")
	}
	if l := through(other, scenarios.Consents); !l.Entered {
		t.Error("another browser knew of the session")
	}
	forget()
	if l := through(mine, scenarios.Consents); l.Code() == "" || !l.Entered {
		t.Error("a session that ended was not begun again")
	}
}

func TestWhoIsAskedWhetherToLogOutSaysYes(t *testing.T) {
	s, base := newSite(t)
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, _ *http.Request) {
		page(w, `<form method="post" action="/out"><button name="logout" value="yes">Log out</button></form>`)
	})
	s.HandleFunc("POST /out", func(w http.ResponseWriter, r *http.Request) {
		if r.PostFormValue("logout") == "yes" {
			finish(w, r, granted)
		}
	})
	asked := &login.Form{LogoutSteps: []login.Step{{When: "logout", Submit: "yes"}}}
	if l, err := visit(t, asked, base, scenarios.LogsOut); err != nil || l.URL == nil {
		t.Errorf("landed at %v, %v", l.URL, err)
	}
	if l, err := visit(t, &login.Form{}, base, scenarios.LogsOut); err != nil || l.URL != nil {
		t.Errorf("without steps: landed at %v, %v", l.URL, err)
	}
}
