package fakeserver

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// The whole life of tokens goes on under every manner.
func TestManners(t *testing.T) {
	for name, bend := range map[string]func(*Rules){
		"pretty":       func(r *Rules) { r.Manners.PrettyJSON = true },
		"chunked":      func(r *Rules) { r.Manners.Chunked = true },
		"closing":      func(r *Rules) { r.Manners.CloseConnections = true },
		"slow":         func(r *Rules) { r.Manners.Latency = time.Millisecond },
		"small header": func(r *Rules) { r.Manners.HeaderName = strings.ToLower },
		"more header":  func(r *Rules) { r.Manners.Header = func(h http.Header) { h.Set("X-More", "1") } },
		"more members": func(r *Rules) {
			r.Answering.Exchange.Members = func(m []Member) []Member { return append(m, Member{"scope", "all"}) }
		},
		"invalid_client 400": func(r *Rules) { r.Identifying.WrongSecret.Status = 400 },
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t, bend)
			access, refresh := h.tokens()
			h.want(h.api(access), http.StatusOK, "")
			h.want(h.refresh(refresh), http.StatusOK, "")
			h.want(h.api("x"), http.StatusUnauthorized, "")
		})
	}
}

func TestHeaderNamesAndChunks(t *testing.T) {
	h := open(t, func(r *Rules) { r.Manners.HeaderName, r.Manners.Chunked = strings.ToLower, true })
	conn, err := net.Dial("tcp", strings.TrimPrefix(h.url, "http://"))
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
	h := open(t, func(r *Rules) {
		r.Authorizing.Pages.TwoSteps, r.Authorizing.Pages.AfterLoginStatus = true, http.StatusSeeOther
		r.Authorizing.Pages.Location = func(path string) string { return strings.TrimPrefix(path, "/auth/oauth/") }
	})
	b := browser()
	first := h.send(b, "GET", h.request(), "")
	if strings.Contains(first.body, `type="password"`) {
		t.Error("the first page asks for the password")
	}
	second := h.submit(b, first, "username", "ada")
	if strings.Contains(second.body, `name="username"`) || !strings.Contains(second.body, `type="password"`) {
		t.Errorf("the second page is %s", second.body)
	}
	in := h.submit(b, second, "password", h.fix.Users[0].Password)
	if location := in.header.Get("Location"); !strings.HasPrefix(location, "consent?") {
		t.Errorf("Location %q", location)
	}
	consent := h.send(b, "GET", in.header.Get("Location"), "")
	if sent := h.landing(h.submit(b, consent, "decision", "allow")); sent.Get("code") == "" {
		t.Errorf("sent %v", sent)
	}
}

func TestConsentIsRemembered(t *testing.T) {
	h := open(t, func(r *Rules) { r.Authorizing.ConsentRemembered = true })
	h.arrive()
	b := browser()
	page := h.send(b, "GET", h.request(), "")
	sent := h.landing(h.submit(b, page, "username", "ada", "password", h.fix.Users[0].Password))
	if sent.Get("code") == "" {
		t.Errorf("sent %v", sent)
	}
}

func TestHEAD(t *testing.T) {
	for supported, status := range map[bool]int{true: http.StatusOK, false: http.StatusMethodNotAllowed} {
		h := open(t, func(r *Rules) { r.Manners.HeadSupported = supported })
		if a := h.send(browser(), "HEAD", h.request(), ""); a.status != status {
			t.Errorf("HEAD is answered %d, want %d", a.status, status)
		}
	}
}
