package fakeserver_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/clearxp"
	"github.com/authassay/authassay/fakeserver/internal/servertest"
	"github.com/authassay/authassay/fakeserver/oauth2"
	"github.com/authassay/authassay/fakeserver/xena"
)

func status(server http.Handler, path string) int {
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w.Code
}

// Bending one contract bends that one and nothing else, hosted or not.
func TestBendingOneContractBendsNoOther(t *testing.T) {
	teapot := func(r *fakeserver.Rules) { r.Bearer.Anonymous.Status = http.StatusTeapot }
	straight := xena.Contract()
	bent := straight.Bent(teapot)
	server := fakeserver.Host(fakeserver.New(bent), fakeserver.New(clearxp.Contract()), fakeserver.New(oauth2.Contract()))
	for path, want := range map[string]int{
		"/xena/connect/userinfo": http.StatusTeapot, "/oauth2/api/me": 401, "/api/users/me": 401, "/elsewhere": 404,
	} {
		if got := status(server, path); got != want {
			t.Errorf("%s is answered %d, want %d", path, got, want)
		}
	}
	if got := status(fakeserver.New(straight), "/xena/connect/userinfo"); got != 401 {
		t.Errorf("the contract itself was bent: %d", got)
	}
}

func TestAServerOfOneContractHasNothingElse(t *testing.T) {
	server := fakeserver.New(xena.Contract())
	for _, path := range []string{"/oauth2/api/me", "/api/users/me", "/", "/xenaphobe"} {
		if got := status(server, path); got != 404 {
			t.Errorf("%s is answered %d", path, got)
		}
	}
}

// Hosted contracts go by one clock, and a reset forgets what all have issued.
func TestHostedContractsShareTheClock(t *testing.T) {
	c := oauth2.Contract()
	server := fakeserver.Host(fakeserver.New(clearxp.Contract()), fakeserver.New(c))
	h := servertest.Serve(t, c, server)
	refresh := func() string {
		return h.Granted("/oauth2/authorize", "/oauth2/token", "read").Text("access_token")
	}
	me := func(token string) int {
		return h.Send(http.DefaultClient, "GET", "/oauth2/api/me", "", "Authorization", "Bearer "+token).Status
	}
	first := refresh()
	if got := me(first); got != 200 {
		t.Fatalf("answered %d", got)
	}
	server.Clock.Advance(time.Hour)
	if got := me(first); got != 401 {
		t.Errorf("an hour later answered %d", got)
	}
	second := refresh()
	server.Reset()
	if got := me(second); got != 401 {
		t.Errorf("after a reset answered %d", got)
	}
}

func TestOptions(t *testing.T) {
	noon := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	c := oauth2.Contract()
	c.Fixtures.Clients = []fakeserver.Client{{ID: "a", Secret: "a-secret", Tenant: "t", RedirectURIs: []string{"https://a.example/"}}, {ID: "b"}}
	c.Fixtures.Users = []fakeserver.User{{ID: "7", Username: "wanda", Password: "pa55word", Tenant: "t"}}
	h := servertest.Serve(t, c, fakeserver.New(oauth2.Contract(),
		fakeserver.WithClients(c.Fixtures.Clients...), fakeserver.WithUsers(c.Fixtures.Users...), fakeserver.WithTenants("t"),
		fakeserver.WithLifetimes(fakeserver.Lifetimes{Access: time.Minute, Code: 5 * time.Second, Refresh: time.Hour}),
		fakeserver.WithClock(func() time.Time { return noon }),
	))
	a := h.Granted("/oauth2/authorize", "/oauth2/token", "read")
	if a.JSON["expires_in"] != 60.0 {
		t.Errorf("expires_in is %v", a.JSON["expires_in"])
	}
	me := func() servertest.Answer {
		return h.Send(http.DefaultClient, "GET", "/oauth2/api/me", "", "Authorization", "Bearer "+a.Text("access_token"))
	}
	if got := me(); got.Text("username") != "wanda" || got.Text("tenant") != "t" {
		t.Errorf("served as %s", got.Body)
	}
	h.Server.Clock.Advance(time.Minute)
	h.Want(me(), http.StatusUnauthorized, "")
	if !h.Server.Clock.Now().Equal(noon.Add(time.Minute)) {
		t.Errorf("now %s", h.Server.Clock.Now())
	}
}

// Who brings the randomness knows what is issued.
func TestRandomness(t *testing.T) {
	const query = "?client_id=assay-client&redirect_uri=http://127.0.0.1:8765/callback&response_type=code"
	page := func() string {
		w := httptest.NewRecorder()
		server := fakeserver.New(oauth2.Contract(), fakeserver.WithRandom(strings.NewReader(strings.Repeat("dice", 1000))))
		server.ServeHTTP(w, httptest.NewRequest("GET", "/oauth2/authorize"+query, nil))
		return w.Body.String()
	}
	if first := page(); first != page() || !strings.Contains(first, `name="csrf" value="`) {
		t.Errorf("two servers of one randomness differ, or show no form: %s", first)
	}
}

// A mistake of a contract's own is told of where somebody listens, and else
// goes on: nobody takes it for a rule.
func TestAPanicIsLoud(t *testing.T) {
	c := fakeserver.Contract{
		Routes: map[string]fakeserver.Endpoint{"/": func(*fakeserver.Visit) { panic("mistaken") }},
	}
	heard := ""
	if got := status(fakeserver.New(c, fakeserver.WithAlarm(func(broken string) { heard = broken })), "/"); got != 500 {
		t.Errorf("answered %d", got)
	}
	if !strings.Contains(heard, "mistaken") || !strings.Contains(heard, "host_test.go") {
		t.Errorf("heard %q", heard)
	}
	defer func() {
		if recover() == nil {
			t.Error("a panic that nobody hears of is swallowed")
		}
	}()
	status(fakeserver.New(c), "/")
}

func TestLoginsAreCapped(t *testing.T) {
	oldest, kept, latest, late, all := fakeserver.LoginsAreCapped()
	if oldest || !kept || !latest || late || all != 4096 {
		t.Errorf("oldest %t, kept %t, latest %t, late %t of %d", oldest, kept, latest, late, all)
	}
}

// said is what something panics with, "" where it does not.
func said(f func()) (text string) {
	defer func() {
		if broken := recover(); broken != nil {
			text = fmt.Sprint(broken)
		}
	}()
	f()
	return ""
}

// What of a contract could never answer is a mistake that is told at once.
func TestContractsThatCannotBeServedAreToldOf(t *testing.T) {
	at := func(base, pattern string) fakeserver.Contract {
		return fakeserver.Contract{Name: "mine", Base: base, Routes: map[string]fakeserver.Endpoint{pattern: fakeserver.About}}
	}
	for want, serve := range map[string]func(){
		"no server":                        func() { fakeserver.Host() },
		`"mine" and "mine" have the same`:  func() { fakeserver.Host(fakeserver.New(at("/a", "/a/x")), fakeserver.New(at("/a", "/a/y"))) },
		`have the same base ""`:            func() { fakeserver.Host(fakeserver.New(clearxp.Contract()), fakeserver.New(at("", "/y"))) },
		"begin with a slash":               func() { fakeserver.New(at("a", "/a/x")) },
		"end without one":                  func() { fakeserver.New(at("/a/", "/a/x")) },
		`"GET /b/x" is not below the base`: func() { fakeserver.New(at("/a", "GET /b/x")) },
		`the route "/a/x" has no endpoint`: func() {
			fakeserver.New(fakeserver.Contract{Base: "/a", Routes: map[string]fakeserver.Endpoint{"/a/x": nil}})
		},
	} {
		if got := said(serve); !strings.Contains(got, want) {
			t.Errorf("want a panic that says %s, got %q", want, got)
		}
	}
}

// A base below another one is not shadowed by it, whichever comes first, and a base
// is a path of its own contract as well.
func TestTheLongerBaseCounts(t *testing.T) {
	at := func(base string) *fakeserver.Server {
		return fakeserver.New(fakeserver.Contract{Base: base, Routes: map[string]fakeserver.Endpoint{base + "/x": fakeserver.About, base: fakeserver.About}})
	}
	for _, server := range []*fakeserver.Server{
		fakeserver.Host(at("/a"), at("/a/b")), fakeserver.Host(at("/a/b"), at("/a")),
	} {
		for path, want := range map[string]int{"/a": 200, "/a/x": 200, "/a/b": 200, "/a/b/x": 200, "/a/y": 404, "/ab": 404} {
			if got := status(server, path); got != want {
				t.Errorf("%s is answered %d, want %d", path, got, want)
			}
		}
	}
}

// Over TLS the metadata names what the client can reach.
func TestMetadataNamesTheSchemeOfTheRequest(t *testing.T) {
	up := httptest.NewTLSServer(fakeserver.New(oauth2.Contract()))
	defer up.Close()
	answer, err := up.Client().Get(up.URL + "/oauth2/.well-known/openid-configuration")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var said struct {
		Issuer string `json:"issuer"`
		Token  string `json:"token_endpoint"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
		t.Fatal(err)
	}
	if said.Issuer != up.URL+"/oauth2" || said.Token != up.URL+"/oauth2/token" {
		t.Errorf("want the addresses below %s, got %+v", up.URL, said)
	}
}
