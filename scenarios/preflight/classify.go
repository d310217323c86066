package preflight

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/legible"
	"github.com/authassay/authassay/scenarios/login"
	"github.com/authassay/authassay/scenarios/wire"
)

// kinds are the errors of a request or a visit that have a cause of their own.
var kinds = []struct {
	err   error
	cause Cause
}{
	{login.ErrNobody, NobodyCame},
	{login.ErrTaken, PortTaken},
	{login.ErrCommand, CommandSilent},
	{login.ErrRefusedHost, HostRefused},
	{wire.ErrNoHost, NoHost},
	{wire.ErrNobody, Nobody},
	{wire.ErrUntrusted, Untrusted},
	{wire.ErrNoTLS, NoTLS},
	{wire.ErrPlain, WantsHTTP},
	{wire.ErrNotHTTP, WantsHTTPS},
	{wire.ErrTooLarge, Unreadable},
	{wire.ErrReset, Lost},
	{context.DeadlineExceeded, Late},
	{errors.ErrUnsupported, Unsupported},
	{login.ErrLoop, Unexpected},
}

// causeOf finds the cause of an error.
func causeOf(err error) Cause {
	for _, k := range kinds {
		if errors.Is(err, k.err) {
			return k.cause
		}
	}
	return Lost
}

// unwritten is the trouble with a request that could not be written.
func unwritten(err error, hint string) *trouble {
	if errors.Is(err, errors.ErrUnsupported) {
		return &trouble{cause: Unsupported, said: err.Error()}
	}
	return &trouble{cause: Inexpressible, said: err.Error(), hint: advising(hint)}
}

// tlsPort is what servers say in the clear to whoever speaks in the clear to
// their TLS port.
var tlsPort = regexp.MustCompile(`(?i)HTTP request (was sent )?to (an )?HTTPS (server|port)`)

// wantsHTTPS says that an answer to plain http shows that only https is spoken.
func wantsHTTPS(r *scenarios.Reply) bool {
	at, err := url.Parse(r.Request.URL)
	if err != nil || at.Scheme != "http" {
		return false
	}
	if r.Status == http.StatusBadRequest && tlsPort.Match(r.Body) {
		return true
	}
	to, err := url.Parse(r.Header.Get("Location"))
	return err == nil && r.Status/100 == 3 && to.Scheme == "https" && to.Hostname() == at.Hostname()
}

// isHTML says that an answer is a page for people.
func isHTML(r *scenarios.Reply) bool { return strings.Contains(r.Header.Get("Content-Type"), "html") }

// ofAnswer finds the cause of an answer of an endpoint that is none that it
// should give, with refused for one that refuses whoever asks.
func ofAnswer(r *scenarios.Reply, refused Cause) Cause {
	switch status := r.Status; {
	case r.Err != nil:
		return causeOf(r.Err)
	case status >= 500:
		return Crashed
	case wantsHTTPS(r):
		return WantsHTTPS
	case status >= 300 && status < 400 && r.Header.Get("Location") != "":
		return Moved
	case status == http.StatusNotFound, status == http.StatusMethodNotAllowed, status == http.StatusGone,
		status == http.StatusUnsupportedMediaType:
		return Misplaced
	case status == http.StatusTooManyRequests:
		return Throttled
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return ofCode(r, refused)
	case status >= 400:
		return ofCode(r, RequestRefused)
	case isHTML(r):
		return Misplaced
	case r.Members == nil:
		return Unreadable
	}
	return ofCode(r, NoTokens)
}

var proofWords = regexp.MustCompile(`(?i)pkce|code[_ ](verifier|challenge)`)

// ofCode finds the cause of an error code of RFC 6749 §5.2; otherwise stands for
// one that says nothing.
func ofCode(r *scenarios.Reply, otherwise Cause) Cause {
	code, _ := r.Members["error"].(string)
	text, _ := r.Members["error_description"].(string)
	switch {
	case proofWords.MatchString(text):
		return ProofMissing
	case code == "invalid_client", code == "unauthorized_client":
		return ClientRefused
	case code == "invalid_scope":
		return ScopeRefused
	case code == "invalid_request":
		return RequestRefused
	case code == "invalid_grant":
		return GrantRefused
	case code == "unsupported_grant_type":
		return Misplaced
	}
	return otherwise
}

// describe says what an answer is, in the server's words where it has some.
func describe(r *scenarios.Reply) string {
	text := scenarios.Describe(r)
	if r.Description != "" {
		text += fmt.Sprintf(": %q", clipped(r.Description, 200))
	}
	return text
}

// page is what a person reads in an answer; "" where its error code has said
// it, and for what programs read, which may hold credentials.
func page(r *scenarios.Reply) string {
	if r == nil || r.Problem != "" || !isHTML(r) && (r.Status < http.StatusBadRequest || r.Members != nil) {
		return ""
	}
	return legible.Page(r.Body, 160)
}

// disappointed is the trouble with an answer.
func disappointed(cause Cause, what string, r *scenarios.Reply) error {
	if r.Err != nil {
		return &trouble{cause: cause, said: what + " has no answer: " + r.Err.Error()}
	}
	return &trouble{cause: cause, said: what + " is answered with " + describe(r), page: page(r)}
}

func clipped(text string, most int) string {
	if words := []rune(text); len(words) > most {
		return string(words[:most]) + " …"
	}
	return text
}
