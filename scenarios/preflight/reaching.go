package preflight

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/lease"
	"github.com/authassay/authassay/scenarios/wire"
)

const (
	// reachWithin bounds how long a server may take to give any answer at all:
	// who has mistyped an address should not wait for it.
	reachWithin = 3 * time.Second
	// apart is how far the clocks may be apart before anybody needs to know.
	apart = 30 * time.Second
	// soon is how long before its end a certificate is worth a word.
	soon = 14 * 24 * time.Hour
)

func (e *Examination) auth(ctx context.Context) (said, error) {
	return e.answers(ctx, e.client.Endpoints.Auth)
}

func (e *Examination) api(ctx context.Context) (said, error) {
	return e.answers(ctx, e.client.Endpoints.API)
}

// answers sees that a server answers anything at all.
func (e *Examination) answers(ctx context.Context, base string) (said, error) {
	reply := e.knock(ctx, base)
	switch {
	case reply.Err != nil && !errors.Is(reply.Err, wire.ErrTooLarge):
		e.dark = true
		return said{}, unreachable(base, reply.Err)
	case reply.Status == http.StatusBadRequest && wantsHTTPS(reply):
		e.dark = true
		return said{}, &trouble{cause: WantsHTTPS, said: base + " answers that it speaks TLS only"}
	}
	if e.first == nil {
		e.first = reply
	}
	return saying(base + " answers")
}

// unreachable is the trouble with a server that gives no answer to anything.
func unreachable(base string, err error) error {
	t := &trouble{cause: causeOf(err), said: base + ": " + err.Error()}
	switch t.cause {
	case Late:
		t.cause = Silent
	case Lost, Unexpected:
		t.cause = CutOff
	case Nobody:
		t.hint = advising(traits[Nobody].hint.text + " Try: curl -v " + base + "/")
	}
	return t
}

// knock sends one harmless request to a base URL.
func (e *Examination) knock(ctx context.Context, base string) *scenarios.Reply {
	ctx, cancel := context.WithTimeout(ctx, reachWithin)
	defer cancel()
	reply := e.client.Wire.Send(ctx, scenarios.Request{
		Method: http.MethodGet, URL: base + "/", Header: e.client.Endpoints.Header.Clone(),
	})
	if reply.Err != nil && errors.Is(reply.Err, context.DeadlineExceeded) {
		reply.Err = fmt.Errorf("no answer within %s: %w", reachWithin, context.DeadlineExceeded)
	}
	return reply
}

// tls says how the target's servers prove who they are.
func (e *Examination) tls(ctx context.Context) (said, error) {
	at, err := url.Parse(e.client.Endpoints.Auth)
	if err != nil {
		return said{}, err
	}
	if at.Scheme != "https" {
		if ip := net.ParseIP(at.Hostname()); at.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
			return skip("plain http, on loopback")
		}
		return observed("credentials travel in plain text", "RFC 6749 §1.6 and §3.1 ask for TLS")
	}
	port := at.Port()
	if port == "" {
		port = "443"
	}
	dialer := &tls.Dialer{NetDialer: &net.Dialer{Timeout: reachWithin}, Config: e.Assembly.TLS.Clone()}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(at.Hostname(), port))
	if err != nil {
		return said{}, wire.NetworkCause(err)
	}
	defer conn.Close()
	return sealed(conn.(*tls.Conn).ConnectionState(), e.Now(), e.Assembly.TLS)
}

func sealed(state tls.ConnectionState, now time.Time, trust *tls.Config) (said, error) {
	ends := state.PeerCertificates[0].NotAfter
	text := fmt.Sprintf("%s, the certificate ends %s", tls.VersionName(state.Version), ends.Format(time.DateOnly))
	switch {
	case trust != nil && trust.InsecureSkipVerify:
		return observed(text+", and nobody verifies it", "tls.insecure is for servers of your own; tls.ca_file is better")
	case ends.Sub(now) < soon:
		return observed(text, "renew it")
	}
	return saying(text)
}

// clockWait is how long another is waited for who moves the clock: longer than a
// lease lasts whose holder was killed.
const clockWait = 15 * time.Second

// clock says how far apart the clocks are, and moves one that can be moved by
// a second.
func (e *Examination) clock(ctx context.Context) (said, error) {
	if clock := e.Assembly.Clock; clock.Instant() {
		release, err := e.Assembly.TakeClock(ctx, clockWait)
		if errors.Is(err, lease.ErrTaken) {
			return said{}, &trouble{cause: ClockTaken, said: err.Error()}
		}
		if errors.Is(err, lease.ErrNone) {
			return said{}, &trouble{cause: NoLease, said: err.Error()}
		}
		defer release()
		if err := clock.Until(ctx, clock.Now().Add(time.Second)); err != nil {
			return said{}, &trouble{cause: ClockStuck, said: err.Error()}
		}
		return saying("can be moved")
	}
	if e.first == nil {
		return skip("there was no answer to read the date of")
	}
	skew, known := e.Skew()
	if !known {
		return skip("the answers carry no date")
	}
	text := "real; the clocks are " + skew.Round(time.Second).String() + " apart"
	if skew.Abs() > apart {
		return observed(text, "set the clocks; until then the difference is taken into account")
	}
	return saying(text)
}
