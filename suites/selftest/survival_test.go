package selftest

import (
	"crypto/rand"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/assay"
	"github.com/authassay/authassay/suites/check"
)

// dreadful are servers that do not even keep HTTP, by what a finding says of
// each.
var dreadful = map[string]func(net.Conn){
	"no answer within 20ms":                            func(c net.Conn) { _, _ = io.Copy(io.Discard, c) },
	"connection reset by peer":                         reset,
	"connection closed before the answer was complete": func(c net.Conn) { talk(c, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf") },
	"malformed HTTP":                                   func(c net.Conn) { talk(c, "\x00\xff\x13 SSH-2.0-nonsense\r\n\r\n") },
	"server response headers exceeded 262144 bytes":    func(c net.Conn) { talk(c, "HTTP/1.1 200 OK\r\nX-Long: "+strings.Repeat("x", 1<<19)) },
	"body larger than 1 MiB":                           endless,
	"more than 20 redirects, the last to /":            func(c net.Conn) { talk(c, "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n") },
	"sent on to https://elsewhere.example/, a host of neither the server nor the client": func(c net.Conn) {
		talk(c, "HTTP/1.1 307 On\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\n\r\n")
	},
	"redirects to an address that cannot be read": func(c net.Conn) { talk(c, "HTTP/1.1 303 On\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n") },
}

// talk reads a request and writes an answer, whole or not, again and again.
func talk(c net.Conn, answer string) {
	buffer := make([]byte, 64<<10)
	if _, err := c.Read(buffer); err == nil {
		_, _ = io.WriteString(c, answer)
	}
}

func reset(c net.Conn) {
	talk(c, "")
	_ = c.(*net.TCPConn).SetLinger(0)
}

func endless(c net.Conn) {
	talk(c, "HTTP/1.1 200 OK\r\n\r\n")
	for {
		if _, err := c.Write(make([]byte, 64<<10)); err != nil {
			return
		}
	}
}

// serve lets a server talk to every connection, and returns its address.
func serve(t *testing.T, with func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				with(c)
			}()
		}
	}()
	return "http://" + l.Addr().String()
}

// shortly is how long an answer may take, with the race detector's share.
const shortly = 20 * time.Millisecond * sparse

// endured tries every check of a profile on the server at an address, with
// little patience.
func endured(t *testing.T, url string) *reports.Run {
	t.Helper()
	there := bench(t, "clearxp").target
	there.Auth, there.API, there.Clock, there.Limits.Timeout = url, url, targetfile.Clock{}, targetfile.Duration(shortly)
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	a, err := assembly.Assemble(&there, assembly.Options{Profiles: profiles.BuiltIn(), Catalogue: c, Random: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	run, err := check.Run(t.Context(), check.Options{Now: time.Now}, suites.All(), assay.World(a))
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// TestDreadfulServersCostTheirCheckNoMoreThanItsTime holds a run to its course
// whatever the server does: each check ends, none passes, and what the server
// did is said.
func TestDreadfulServersCostTheirCheckNoMoreThanItsTime(t *testing.T) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	for what, with := range dreadful {
		t.Run(what, func(t *testing.T) {
			run := endured(t, serve(t, with))
			said := 0
			for _, f := range run.Findings {
				if f.Verdict == reports.Pass {
					t.Errorf("%s (%s) passed", f.ID, f.When)
				}
				if f.Seconds > 10 {
					t.Errorf("%s took %.1f s", f.ID, f.Seconds)
				}
				if strings.Contains(f.Detail+f.Actual+f.Control, strings.Replace(what, "20ms", shortly.String(), 1)) {
					said++
				}
			}
			if profile, _ := c.Profile("clearxp"); len(run.Findings) < len(profile.Duties) || said == 0 {
				t.Errorf("%d findings, %d say it; the first: %+v", len(run.Findings), said, run.Findings[0].Detail)
			}
		})
	}
}

// TestAServerThatDiesInTheMiddle is refused connections from then on.
func TestAServerThatDiesInTheMiddle(t *testing.T) {
	left := make(chan struct{}, 30)
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		select {
		case left <- struct{}{}:
			w.WriteHeader(http.StatusNotFound)
		default:
			server.Listener.Close()
			panic(http.ErrAbortHandler)
		}
	}))
	t.Cleanup(server.Close)
	refused := 0
	for _, f := range endured(t, server.URL).Findings {
		if strings.Contains(f.Detail, "connection refused") {
			refused++
			if f.Verdict != reports.Inconclusive {
				t.Errorf("%s is %s: %s", f.ID, f.Verdict, f.Detail)
			}
		}
	}
	if refused == 0 {
		t.Error("no finding says that connections are refused")
	}
}

// TestAClientThatIsLockedIsNoticed has a server lock the tester's client for
// good after nine wrong secrets, which it may: the check says so, and keeps its
// verdict.
func TestAClientThatIsLockedIsNoticed(t *testing.T) {
	var wrong atomic.Int64
	r, err := bench(t, "oauth2").Raise(t.Context(), func(rules *fakeserver.Rules) {
		honest := rules.ClientAuthentication.AtExchange.SecretMatches
		rules.ClientAuthentication.AtExchange.SecretMatches = func(stored, sent string) bool {
			if !honest(stored, sent) {
				wrong.Add(1)
			}
			return honest(stored, sent) && wrong.Load() < 9
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	run, err := check.Run(t.Context(), check.Options{Bare: true, Only: []string{"IDN-21"}, Now: time.Now}, suites.All(), r.World)
	if err != nil || len(run.Findings) != 1 {
		t.Fatal(run, err)
	}
	if f := run.Findings[0]; f.Verdict != reports.Pass || !strings.Contains(f.Detail, "the client credential") {
		t.Errorf("%s: %q", f.Verdict, f.Detail)
	}
}
