package login_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/login"
	"github.com/authassay/authassay/scenarios/wire"
)

func visit(t *testing.T, f scenarios.Visitor, base string, how scenarios.Conduct) (*scenarios.Landing, error) {
	t.Helper()
	w := wire.New(wire.Options{})
	t.Cleanup(w.Close)
	return f.Visit(context.Background(), w.Send, authorize(base), stop, how)
}

func TestEveryDesignEndsWithACode(t *testing.T) {
	in := map[string]string{"password": password}
	for name, c := range map[string]struct {
		serve func(*testing.T) string
		form  *login.Form
		state string
	}{
		"two pages": {twoPages, twoPageForm(), "s tate"},
		"one page": {onePage, &login.Form{Steps: []login.Step{
			{When: "password", Fill: map[string]string{"user": "ada", "password": password}, Submit: "Allow"}}}, "a&b"},
		"identifier first": {identifierFirst, &login.Form{Steps: []login.Step{
			{When: "captcha", Optional: true},
			{When: "identifier", Fill: map[string]string{"identifier": "ada"}, Check: map[string][]string{"kind": {"staff"}}},
			{When: "password", Fill: in}}}, "s"},
		"hopping": {hopping, &login.Form{Steps: []login.Step{{When: "password", Fill: in}}}, "s tate"},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := visit(t, c.form, c.serve(t), scenarios.Consents)
			if err != nil || l.URL == nil || l.Code() != "c0de" || l.Answer.Get("state") != c.state {
				t.Fatalf("landed at %v with %v, %v", l.URL, l.Answer, err)
			}
			if len(l.Answer["code"]) != 1 || l.Last() == nil || l.Pages[0].Request.Method != "GET" {
				t.Errorf("answer %v, %d pages", l.Answer, len(l.Pages))
			}
		})
	}
}

func TestPreparingRequestLogsIn(t *testing.T) {
	base := scripted(t)
	f := &login.Form{Steps: []login.Step{
		{Request: &login.RawRequest{Method: "PUT", URL: base + "/api/session", Headers: map[string]string{"X-App": "1"},
			JSON: map[string]any{"user": "ada", "password": password}, Status: 204}},
		{When: "Yes, go on", Submit: "Yes, go on"}}}
	if l, err := visit(t, f, base, scenarios.Consents); err != nil || l.Code() != "c0de" {
		t.Errorf("landed at %v, %v", l.URL, err)
	}
	if l, err := visit(t, f, base, scenarios.Mistypes); err != nil || l.URL != nil || len(l.Pages) != 2 {
		t.Errorf("with a wrong password: landed at %v, %v", l.URL, err)
	}
	if _, err := visit(t, f, base, scenarios.Consents); err != nil {
		t.Errorf("again: %v", err)
	}
	bare := &login.Form{Steps: f.Steps[:1]}
	if _, err := visit(t, bare, base, scenarios.Forges); !errors.Is(err, scenarios.ErrNoConduct) {
		t.Errorf("forges without a form: %v", err)
	}
	f.Steps[0].Request.Status = 200
	if l, err := visit(t, f, base, scenarios.Consents); !errors.Is(err, login.ErrBroken) || len(l.Pages) != 1 {
		t.Errorf("with another status: %v", err)
	}
	f.Steps[0].Request.URL = "http://elsewhere.test/"
	if _, err := visit(t, f, base, scenarios.Consents); !errors.Is(err, login.ErrRefusedHost) {
		t.Errorf("to another host: %v", err)
	}
}

// TestABoxCanBeUnticked refuses consent where the page has ticked it already.
func TestABoxCanBeUnticked(t *testing.T) {
	s, base := newSite(t)
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
		page(w, `<form method="post" action="/consent"><input type="checkbox" name="confirm" value="yes" checked>
			<input type="checkbox" name="mail" checked><button>Go on</button></form>`)
	})
	s.HandleFunc("POST /consent", func(w http.ResponseWriter, r *http.Request) {
		answer := url.Values{"error": {"access_denied"}}
		if r.FormValue("confirm") == "yes" && r.FormValue("mail") == "on" {
			answer = url.Values{"code": {"c0de"}}
		} else if r.FormValue("mail") != "on" {
			answer = url.Values{"error": {"another box is gone, too"}}
		}
		finish(w, r, answer)
	})
	f := &login.Form{Steps: []login.Step{{When: "confirm"}}, DenySteps: []login.Step{{When: "confirm", Untick: []string{"confirm"}}}}
	for how, want := range map[scenarios.Conduct]string{scenarios.Consents: "", scenarios.Denies: "access_denied"} {
		if l, err := visit(t, f, base, how); err != nil || l.Answer.Get("error") != want || (l.Code() == "") == (want == "") {
			t.Errorf("%s: landed with %v, %v", how, l.Answer, err)
		}
	}
}

func TestConducts(t *testing.T) {
	base := twoPages(t)
	for how, want := range map[scenarios.Conduct]struct {
		answer url.Values
		pages  int
		last   int
	}{
		scenarios.Consents:  {granted, 5, 302},
		scenarios.Denies:    {url.Values{"error": {"access_denied"}}, 5, 302},
		scenarios.AsMember:  {url.Values{"error": {"access_denied"}}, 5, 302},
		scenarios.AsLearner: {granted, 5, 302},
		scenarios.Mistypes:  {nil, 3, 401},
		scenarios.Waits:     {nil, 2, 200},
		scenarios.Forges:    {nil, 5, 403},
	} {
		l, err := visit(t, twoPageForm(), base, how)
		if err != nil {
			t.Errorf("%s: %v", how, err)
			continue
		}
		if l.Answer.Encode() != want.answer.Encode() || (l.URL == nil) != (want.answer == nil) {
			t.Errorf("%s: landed at %v with %v", how, l.URL, l.Answer)
		}
		if len(l.Pages) != want.pages || l.Last().Status != want.last {
			t.Errorf("%s: %d pages, the last %d", how, len(l.Pages), l.Last().Status)
		}
	}
}

func TestConductsWithoutSteps(t *testing.T) {
	base := twoPages(t)
	f := &login.Form{Steps: []login.Step{{When: "password", Fill: map[string]string{"pin": password}}}}
	for _, how := range []scenarios.Conduct{scenarios.Denies, scenarios.AsMember, scenarios.AsLearner,
		scenarios.Mistypes, "dances"} {
		if _, err := visit(t, f, base, how); !errors.Is(err, scenarios.ErrNoConduct) {
			t.Errorf("%s: got %v", how, err)
		}
	}
	if l, err := visit(t, &login.Form{}, base, scenarios.Consents); err != nil || l.URL != nil || l.Last().Status != 200 {
		t.Errorf("consents without steps: %v", err)
	}
	if _, err := visit(t, &login.Form{}, base, scenarios.Forges); !errors.Is(err, scenarios.ErrNoConduct) {
		t.Errorf("forges without steps: %v", err)
	}
}

func TestSubmitMustExist(t *testing.T) {
	f := &login.Form{Steps: []login.Step{{When: "password", Submit: "no such button"}}}
	if l, err := visit(t, f, twoPages(t), scenarios.Consents); err != nil || len(l.Pages) != 2 {
		t.Errorf("got %d pages, %v", len(l.Pages), err)
	}
}

func redirecting(t *testing.T, to string) string {
	s, base := newSite(t)
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", strings.ReplaceAll(to, "HOST", r.Host))
		w.WriteHeader(http.StatusFound)
	})
	return base
}

func TestWhereAVisitEnds(t *testing.T) {
	for to, ends := range map[string]bool{
		stop: true, stop + "?code=1": true, stop + "#a=b": true, stop + "?": true,
		"HTTP://127.0.0.1:9/callback?x": true, "http://127.0.0.1:9/a/../callback": true,
		stop + "/": false, stop + "x": false, "https://127.0.0.1:9/callback": false,
		"http://127.0.0.1:10/callback": false, "http://127.0.0.1:9/Callback": false,
		"http://127.0.0.1:9/%63allback": false, "//127.0.0.1:9/callback": true,
	} {
		l, err := visit(t, &login.Form{}, redirecting(t, to), scenarios.Consents)
		if ended := l.URL != nil; ended != ends || !ends && !errors.Is(err, login.ErrRefusedHost) {
			t.Errorf("%s: landed at %v, %v", to, l.URL, err)
		}
		if len(l.Pages) != 1 {
			t.Errorf("%s: %d requests were sent, want 1", to, len(l.Pages))
		}
	}
}

func TestFurtherStopsAndHosts(t *testing.T) {
	f := &login.Form{Stops: []string{"myapp://done", "https://client.test/cb?via=1"}}
	for _, to := range []string{"myapp://done?code=1", "https://client.test/cb?via=1&code=1"} {
		if l, err := visit(t, f, redirecting(t, to), scenarios.Consents); err != nil || l.Code() != "1" {
			t.Errorf("%s: landed at %v, %v", to, l.URL, err)
		}
	}
	if _, err := visit(t, f, redirecting(t, "myapp://elsewhere"), scenarios.Consents); !errors.Is(err, login.ErrRefusedHost) {
		t.Errorf("another scheme: %v", err)
	}
	second := redirecting(t, stop+"?code=2")
	for _, host := range []string{second, strings.TrimPrefix(second, "http://")} {
		f := &login.Form{Hosts: []string{host}}
		if l, err := visit(t, f, redirecting(t, second+"/authorize"), scenarios.Consents); err != nil || l.Code() != "2" {
			t.Errorf("allowed %s: %v", host, err)
		}
	}
	f = &login.Form{Hosts: []string{"127.0.0.1"}}
	if _, err := visit(t, f, redirecting(t, second), scenarios.Consents); !errors.Is(err, login.ErrRefusedHost) {
		t.Errorf("a host alone stands for the usual ports: %v", err)
	}
}

func TestBrokenVisits(t *testing.T) {
	s, base := newSite(t)
	s.HandleFunc("POST /fails", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) })
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, _ *http.Request) {
		page(w, `<form method="post" action="/fails?code=SECRET"><button name="go"></button></form>`)
	})
	l, err := visit(t, &login.Form{Steps: []login.Step{{When: "go"}}}, base, scenarios.Consents)
	if !errors.Is(err, login.ErrBroken) || !strings.Contains(err.Error(), "POST /fails answered 500") || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("got %v", err)
	}
	if len(l.Pages) != 2 {
		t.Errorf("got %d pages", len(l.Pages))
	}
	for to, want := range map[string]error{
		"/authorize": login.ErrLoop, "http://[bad": login.ErrBroken, "http://HOST/%zz": login.ErrBroken, "http://127.0.0.1:1/": login.ErrRefusedHost,
	} {
		if _, err := visit(t, &login.Form{}, redirecting(t, to), scenarios.Consents); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", to, err, want)
		}
	}
	f := &login.Form{Hosts: []string{"127.0.0.1:1"}}
	if _, err := visit(t, f, redirecting(t, "http://127.0.0.1:1/"), scenarios.Consents); !errors.Is(err, login.ErrBroken) {
		t.Errorf("nobody there: %v", err)
	}
}

func TestOddPagesEndAVisit(t *testing.T) {
	for _, body := range []string{"", "{}", "\x00\xff", "<form><form><select name=a><input", `<form action="http://[bad"><button name="x">`, `<meta http-equiv=refresh content="0">`} {
		s, base := newSite(t)
		s.HandleFunc("GET /authorize", func(w http.ResponseWriter, _ *http.Request) { page(w, body) })
		if l, err := visit(t, &login.Form{Steps: []login.Step{{When: "x"}}}, base, scenarios.Consents); err != nil || l.URL != nil {
			t.Errorf("%q: %v", body, err)
		}
	}
}
