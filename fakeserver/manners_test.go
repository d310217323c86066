package fakeserver_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/internal/servertest"
)

// The whole life of tokens goes on under every manner.
func TestManners(t *testing.T) {
	for name, bend := range map[string]func(*fakeserver.Rules){
		"pretty":       func(r *fakeserver.Rules) { r.Manners.PrettyJSON = true },
		"chunked":      func(r *fakeserver.Rules) { r.Manners.Chunked = true },
		"closing":      func(r *fakeserver.Rules) { r.Manners.CloseConnections = true },
		"slow":         func(r *fakeserver.Rules) { r.Manners.Latency = time.Millisecond },
		"small header": func(r *fakeserver.Rules) { r.Manners.HeaderName = strings.ToLower },
		"more header":  func(r *fakeserver.Rules) { r.Manners.Header = func(h http.Header) { h.Set("X-More", "1") } },
		"more members": func(r *fakeserver.Rules) {
			r.TokenResponse.Exchange.Members = func(m []fakeserver.Member) []fakeserver.Member {
				return append(m, fakeserver.Member{Name: "scope", Value: "all"})
			}
		},
		"invalid_client 400": func(r *fakeserver.Rules) { r.ClientAuthentication.WrongSecret.Status = 400 },
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t, bend)
			access, refresh := h.Tokens()
			h.Want(h.API(access), http.StatusOK, "")
			h.Want(h.Refresh(refresh), http.StatusOK, "")
			h.Want(h.API("x"), http.StatusUnauthorized, "")
		})
	}
}

func TestHeaderNamesAndChunks(t *testing.T) {
	h := open(t, func(r *fakeserver.Rules) { r.Manners.HeaderName, r.Manners.Chunked = strings.ToLower, true })
	conn, err := net.Dial("tcp", strings.TrimPrefix(h.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "POST /auth/oauth/token HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
	var raw strings.Builder
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		raw.WriteString(lines.Text() + "\n")
	}
	for _, want := range []string{"\ncache-control: no-store\n", "\ncontent-type: application/json\n", "\nTransfer-Encoding: chunked\n"} {
		if !strings.Contains(raw.String(), want) {
			t.Errorf("no %q in %s", want, raw.String())
		}
	}
	if strings.Count(strings.ToLower(raw.String()), "content-type:") != 1 {
		t.Errorf("more than one content type: %s", raw.String())
	}
}

func TestTwoPagesAndRelativeLocations(t *testing.T) {
	h := open(t, func(r *fakeserver.Rules) {
		r.Authorizing.Pages.TwoSteps, r.Authorizing.Pages.AfterLoginStatus = true, http.StatusSeeOther
		r.Authorizing.Pages.Location = func(path string) string { return strings.TrimPrefix(path, "/auth/oauth/") }
	})
	b := servertest.Browser()
	first := h.Send(b, "GET", h.Request(), "")
	if strings.Contains(first.Body, `type="password"`) {
		t.Error("the first page asks for the password")
	}
	second := h.Submit(b, first, "username", "ada")
	if strings.Contains(second.Body, `name="username"`) || !strings.Contains(second.Body, `type="password"`) {
		t.Errorf("the second page is %s", second.Body)
	}
	in := h.Submit(b, second, "password", h.Fix.Users[0].Password)
	if location := in.Header.Get("Location"); !strings.HasPrefix(location, "consent?") {
		t.Errorf("Location %q", location)
	}
	consent := h.Send(b, "GET", in.Header.Get("Location"), "")
	if sent := h.Landing(h.Submit(b, consent, "decision", "allow")); sent.Get("code") == "" {
		t.Errorf("sent %v", sent)
	}
}

func TestConsentIsRemembered(t *testing.T) {
	h := open(t, func(r *fakeserver.Rules) { r.Authorizing.ConsentRemembered = true })
	h.Arrive()
	b := servertest.Browser()
	page := h.Send(b, "GET", h.Request(), "")
	sent := h.Landing(h.Submit(b, page, "username", "ada", "password", h.Fix.Users[0].Password))
	if sent.Get("code") == "" {
		t.Errorf("sent %v", sent)
	}
}

func TestHEAD(t *testing.T) {
	for supported, status := range map[bool]int{true: http.StatusOK, false: http.StatusMethodNotAllowed} {
		h := open(t, func(r *fakeserver.Rules) { r.Manners.HeadSupported = supported })
		if a := h.Send(servertest.Browser(), "HEAD", h.Request(), ""); a.Status != status {
			t.Errorf("HEAD is answered %d, want %d", a.Status, status)
		}
	}
}
