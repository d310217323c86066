package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// apart is how far the clocks may be apart before anybody needs to know.
const apart = 30 * time.Second

// soon is how long before its end a certificate is worth a word.
const soon = 14 * 24 * time.Hour

// tls says how the target's servers prove who they are.
func (e *examination) tls() (string, error) {
	at, err := url.Parse(e.subject.Client.Bases.Auth)
	if err != nil {
		return "", err
	}
	if at.Scheme != "https" {
		if ip := net.ParseIP(at.Hostname()); at.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
			return "", &unasked{"plain http, on loopback"}
		}
		return "", observed("credentials travel in plain text", "RFC 6749 §1.6 and §3.1 ask for TLS")
	}
	port := at.Port()
	if port == "" {
		port = "443"
	}
	dialer := &tls.Dialer{NetDialer: &net.Dialer{Timeout: reachWithin}, Config: e.subject.TLS.Clone()}
	conn, err := dialer.DialContext(e.ctx, "tcp", net.JoinHostPort(at.Hostname(), port))
	if err != nil {
		return "", err
	}
	defer conn.Close()
	return sealed(conn.(*tls.Conn).ConnectionState(), e.now, e.subject.TLS)
}

func sealed(state tls.ConnectionState, now time.Time, trust *tls.Config) (string, error) {
	ends := state.PeerCertificates[0].NotAfter
	said := fmt.Sprintf("%s, the certificate ends %s", tls.VersionName(state.Version), ends.Format(time.DateOnly))
	switch {
	case trust != nil && trust.InsecureSkipVerify:
		return "", observed(said+", and nobody verifies it", "tls.insecure is for servers of your own; tls.ca_file is better")
	case ends.Sub(now) < soon:
		return "", observed(said, "renew it")
	}
	return said, nil
}

// clock says how far apart the clocks are, and moves one that can be moved by
// a second.
func (e *examination) clock() (string, error) {
	if clock := e.subject.Clock; clock.Instant() {
		if err := clock.Until(e.ctx, clock.Now().Add(time.Second)); err != nil {
			return "", err
		}
		return "can be moved", nil
	}
	if e.first == nil {
		return "", &unasked{"there was no answer to read the date of"}
	}
	skew, known := scenarios.SkewOf(e.first)
	if !known {
		return "", &unasked{"the answers carry no date"}
	}
	said := "real; the clocks are " + skew.Round(time.Second).String() + " apart"
	if skew.Abs() > apart {
		return "", observed(said, "set the clocks; until then the difference is taken into account")
	}
	return said, nil
}

// observation is what the server does and no file can mend: run judges it.
type observation struct{ what, hint string }

// Error says what was observed.
func (o *observation) Error() string { return o.what }

func observed(what, hint string) error { return &observation{what, hint} }

// hintFor finds what to do about an error: what its cause suggests, or else
// what the question does.
func (q question) hintFor(err error) string {
	var failed *scenarios.Failure
	text := err.Error()
	for cause, hint := range causes {
		if strings.Contains(text, cause) {
			return hint
		}
	}
	if errors.As(err, &failed) && failed.Reply != nil {
		if page := scenarios.PageText(failed.Reply.Body, 160); page != "" && failed.Reply.Status > 0 {
			return q.hint + "\n         the page says: " + page
		}
	}
	return q.hint
}

// causes are what network failures suggest.
var causes = map[string]string{
	"nobody finished the login":     "open the address in time, or give a person longer: login.patience",
	"cannot be listened at":         "is the port of client.redirect_uri in use, by another run that waits for its person?",
	"the command brought no answer": "run login.command by hand: the last line that it prints has to be the address that the browser is sent to",
	"no such host":                  "does the name resolve here? Look for a misspelt host",
	"connection refused":            "nothing listens at this address: is the server up, and is the port right?",
	"certificate not trusted":       "name the authority's certificate in tls.ca_file, and see that the host is one that the certificate names",
	"no answer within":              "a firewall, or a server that hangs; limits.timeout is how long an answer may take",
	"host not allowed":              "the login leaves the known hosts: name it in allow_hosts if it belongs to the login",
	"malformed HTTP":                "something else than a web server listens here, or it wants https",
}
