package login_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/login"
	"github.com/authassay/authassay/scenarios/wire"
)

// free returns a redirect URI on loopback that nobody listens at.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String() + "/callback"
}

// asking serves a page that asks, and nothing else.
func asking(t *testing.T) string {
	s, base := newSite(t)
	s.HandleFunc("GET /authorize", func(w http.ResponseWriter, _ *http.Request) { page(w, `<form><input name="user"></form>`) })
	return base
}

func never(time.Duration) (<-chan time.Time, func()) { return nil, func() {} }

// running is a clock whose time always is up.
func running(time.Duration) (<-chan time.Time, func()) {
	ticks := make(chan time.Time)
	close(ticks)
	return ticks, func() {}
}

func TestManualWaitsForThePerson(t *testing.T) {
	send := wire.New(wire.Options{}).Send
	for name, come := range map[string]func(at string) (*http.Response, error){
		"query": func(at string) (*http.Response, error) { return http.Get(at + "?code=c0de&state=s") },
		"form post": func(at string) (*http.Response, error) {
			return http.PostForm(at, url.Values{"code": {"c0de"}, "state": {"s"}})
		},
		"after others": func(at string) (*http.Response, error) {
			if r, err := http.Get(strings.TrimSuffix(at, "callback") + "favicon.ico"); err != nil || r.StatusCode != 404 {
				t.Errorf("another path: %v", err)
			}
			r, err := http.Get(at)
			if text, _ := io.ReadAll(r.Body); err != nil || !strings.Contains(string(text), "location.hash") {
				t.Errorf("without an answer: %q, %v", text, err)
			}
			return http.Get(at + "?code=c0de&state=s")
		},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			at, base := free(t), asking(t)
			m := &login.Manual{Out: &out, Tick: never, Open: func(_ context.Context, address string) error {
				if address != authorize(base).Address() {
					t.Errorf("opened %s", address)
				}
				_, err := come(at)
				return err
			}}
			l, err := m.Visit(context.Background(), send, authorize(base), at, scenarios.Consents)
			if err != nil || l.Code() != "c0de" || l.Answer.Get("state") != "s" || l.URL.Path != "/callback" || len(l.Pages) != 1 {
				t.Fatalf("landed at %v with %v: %v", l.URL, l.Answer, err)
			}
			for _, want := range []string{authorize(base).Address(), "allow", "2m left", "has come back"} {
				if !strings.Contains(out.String(), want) {
					t.Errorf("%q is not in %q", want, out.String())
				}
			}
			if strings.Contains(out.String(), "c0de") {
				t.Error("the code was printed")
			}
		})
	}
}

func TestManualGivesUp(t *testing.T) {
	send := wire.New(wire.Options{}).Send
	var out bytes.Buffer
	closed := func(context.Context, string) error { return errors.New("no display") }
	m := &login.Manual{Out: &out, Tick: running, Patience: 30 * time.Second, Open: closed}
	if _, err := m.Visit(context.Background(), send, authorize(asking(t)), free(t), scenarios.Denies); !errors.Is(err, login.ErrNobody) {
		t.Errorf("nobody came: %v", err)
	}
	for _, want := range []string{"refuse", "30s left", "20s left", "10s left", "no display"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in %q", want, out.String())
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	m = &login.Manual{Out: io.Discard, Tick: never, Open: func(context.Context, string) error { cancel(); return nil }}
	if _, err := m.Visit(ctx, send, authorize(asking(t)), free(t), scenarios.Consents); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

// What no person is needed for is found out without one.
func TestManualAsksNobodyInVain(t *testing.T) {
	send := wire.New(wire.Options{}).Send
	m := &login.Manual{Out: io.Discard, Tick: never, Open: func(context.Context, string) error {
		t.Error("somebody was asked")
		return nil
	}}
	if l, err := m.Visit(context.Background(), send, authorize(redirecting(t, stop+"?error=x")), stop, scenarios.Consents); err != nil || l.Answer.Get("error") != "x" {
		t.Errorf("an answer at once: %v", err)
	}
	if l, err := m.Visit(context.Background(), send, authorize(asking(t)), stop, scenarios.Waits); err != nil || len(l.Pages) != 1 {
		t.Errorf("waits: %v", err)
	}
	_, missing := newSite(t)
	if l, err := m.Visit(context.Background(), send, authorize(missing), stop, scenarios.Consents); err != nil || l.Last().Status != 404 {
		t.Errorf("an error page: %v", err)
	}
	posted := authorize(asking(t))
	posted.Method = "POST"
	for what, err := range map[string]error{
		"mistypes": second(m.Visit(context.Background(), send, authorize(asking(t)), stop, scenarios.Mistypes)),
		"posted":   second(m.Visit(context.Background(), send, posted, stop, scenarios.Consents)),
		"elsewhere": second(m.Visit(context.Background(), send, authorize(asking(t)), "https://client.test/cb",
			scenarios.Consents)),
	} {
		if !errors.Is(err, scenarios.ErrNoConduct) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func second(_ *scenarios.Landing, err error) error { return err }

func TestCommandBringsTheAnswer(t *testing.T) {
	send := wire.New(wire.Options{}).Send
	base := asking(t)
	var ran []string
	said := "log line\n" + stop + "?code=c0de&state=s\n"
	c := &login.Command{Argv: []string{"tool", "{url}", "--until={redirect_uri}"}, Run: func(_ context.Context, argv []string) ([]byte, error) {
		ran = argv
		return []byte(said), nil
	}}
	l, err := c.Visit(context.Background(), send, authorize(base), stop, scenarios.Consents)
	if err != nil || l.Code() != "c0de" || strings.Join(ran, " ") != "tool "+authorize(base).Address()+" --until="+stop {
		t.Fatalf("landed at %v after %v: %v", l.URL, ran, err)
	}
	if _, err := c.Visit(context.Background(), send, authorize(base), stop, scenarios.Denies); !errors.Is(err, scenarios.ErrNoConduct) {
		t.Errorf("denies: %v", err)
	}
	c.Argv = append(c.Argv, "{conduct}")
	if _, err := c.Visit(context.Background(), send, authorize(base), stop, scenarios.Denies); err != nil || ran[3] != "denies" {
		t.Errorf("denies: %v, %v", ran, err)
	}
	for _, said = range []string{"", "done", "http://127.0.0.1:9/elsewhere?code=SECRET", "http://[bad?code=SECRET"} {
		_, err := c.Visit(context.Background(), send, authorize(base), stop, scenarios.Consents)
		if !errors.Is(err, login.ErrCommand) || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%q: %v", said, err)
		}
	}
	c.Run = func(context.Context, []string) ([]byte, error) { return nil, errors.New("exit status 3") }
	if _, err := c.Visit(context.Background(), send, authorize(base), stop, scenarios.Consents); !errors.Is(err, login.ErrCommand) || !strings.Contains(err.Error(), "tool: exit status 3") {
		t.Errorf("it failed: %v", err)
	}
}
