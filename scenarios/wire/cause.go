package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"
)

// ErrTooLarge says that an answer's body was larger than a wire reads.
var ErrTooLarge = errors.New("body larger")

// ErrReset says that the server reset the connection. A server that refuses a
// request before it has read all of it may do so, and its answer may be lost on
// the way, RFC 9112 §9.6.
var ErrReset = errors.New("connection reset")

// What a request can fail of before the server has understood it. Who looks
// after an address or a certificate can mend them, so they are told apart.
var (
	ErrNoHost    = errors.New("no such host")
	ErrNobody    = errors.New("connection refused")
	ErrUntrusted = errors.New("certificate not trusted")
	ErrNoTLS     = errors.New("TLS refused")
	ErrPlain     = errors.New("the server speaks HTTP without TLS")
	ErrNotHTTP   = errors.New("not an HTTP answer") // such as that of a server that speaks TLS
)

// ErrOwn says that a request failed on the tester's own machine: it had no file,
// port, memory or way to the network left. The target has not seen it.
var ErrOwn = errors.New("failure of the tester's own")

// own are the failures that no target can bring about.
var own = []error{
	syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.EADDRNOTAVAIL, syscall.ENETDOWN, syscall.ENETUNREACH,
}

// cause is a network failure in a few words that are safe to print. What it
// came from is kept for errors.Is, never for its text: that may hold the query
// of the address or bytes of the answer.
type cause struct {
	text string
	kind error
}

func (c *cause) Error() string { return c.text }
func (c *cause) Unwrap() error { return c.kind }

// causeOf says in a few words what went wrong. The context is the caller's, so
// that his giving up can be told from the wire's own timeout.
func causeOf(ctx context.Context, err error, timeout time.Duration) error {
	var timed net.Error
	switch {
	case errors.Is(err, ErrTooLarge):
		return err
	case ctx.Err() != nil:
		return &cause{"given up: " + ctx.Err().Error(), ctx.Err()}
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timed) && timed.Timeout():
		return &cause{fmt.Sprintf("no answer within %s", timeout), context.DeadlineExceeded}
	}
	if slices.ContainsFunc(own, func(o error) bool { return errors.Is(err, o) }) {
		return &cause{networkText(err), ErrOwn}
	}
	// net/http closes the connection beneath an answer when the rest of the
	// request can't be written any more.
	if errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, net.ErrClosed) {
		return &cause{networkText(err), ErrReset}
	}
	return &cause{networkText(err), networkKind(err)}
}

// networkKind is what a failure came from, where that is known.
func networkKind(err error) error {
	var (
		dns    *net.DNSError
		verify *tls.CertificateVerificationError
		name   x509.HostnameError
		alert  tls.AlertError
		record tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &dns):
		return ErrNoHost
	case errors.Is(err, syscall.ECONNREFUSED):
		return ErrNobody
	case errors.As(err, &name), errors.As(err, &verify):
		return ErrUntrusted
	case errors.As(err, &record), strings.Contains(err.Error(), "HTTP response to HTTPS client"):
		return ErrPlain
	case errors.As(err, &alert):
		return ErrNoTLS
	case strings.Contains(err.Error(), "malformed HTTP"):
		return ErrNotHTTP // net/http has no value for it
	}
	return nil
}

// NetworkCause says in a few words that are safe to print why a connection
// failed that was not made by a wire. The result is one of the errors above to
// errors.Is, where it is known.
func NetworkCause(err error) error { return &cause{networkText(err), networkKind(err)} }

func networkText(err error) string {
	var (
		dns    *net.DNSError
		sys    syscall.Errno
		verify *tls.CertificateVerificationError
		alert  tls.AlertError
		name   x509.HostnameError
	)
	switch {
	case errors.As(err, &dns):
		return "no such host"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.As(err, &name), errors.As(err, &verify):
		return "certificate not trusted"
	case errors.As(err, &alert):
		return "TLS refused"
	case errors.As(err, &sys):
		return sys.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection closed before the answer was complete"
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "no answer in time"
	}
	return plain(err)
}

// plain returns the innermost words of an error up to the first quotation
// mark, after which net/http repeats what it was given.
func plain(err error) string {
	var u *url.Error
	for errors.As(err, &u) {
		err = u.Err
	}
	text, _, _ := strings.Cut(err.Error(), `"`)
	text = strings.TrimRight(text, " :=(")
	if text == "" {
		return "not sent"
	}
	return text
}
