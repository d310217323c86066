package load

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"syscall"

	"github.com/authassay/authassay/load/internal/h1"
)

// Kind is how one request came out. Causes of errors are folded into these
// few, since the texts of network errors hold port numbers and have no end.
type Kind uint8

// The kinds of outcomes. All but Right, Wrong, Throttled and Cut are errors.
const (
	Right       Kind = iota // the answer that such a credential must get
	Wrong                   // another answer
	Throttled               // 429: the target's own rate limit turned it away
	Cut                     // given up because the run was interrupted; counted nowhere
	ServerError             // 5xx
	Timeout                 // no complete answer in time
	Refused                 // the connection was refused
	Reset                   // the connection was reset
	Closed                  // the connection was closed before the answer was complete
	Unreachable             // no route, no such host, or a failed dial
	Handshake               // TLS could not be agreed on
	Unreadable              // not an HTTP answer
	TooLarge                // an answer larger than the plan allows
	Exhausted               // the generator has no more ports or files
	Other                   // none of the above
	kinds                   // how many there are
)

// kindNames are the names of kinds in reports.
var kindNames = [kinds]string{
	"right", "wrong", "too many requests (429)", "cut", "server error", "timeout",
	"connection refused", "connection reset", "connection closed", "unreachable",
	"TLS handshake", "unreadable answer", "answer too large",
	"generator out of ports or files", "other",
}

// String returns the name of the kind in reports.
func (k Kind) String() string { return kindNames[k] }

// isError says whether the kind counts as an error.
func (k Kind) isError() bool { return k > Cut }

// isAnswer says whether the target answered, rightly or not.
func (k Kind) isAnswer() bool { return k != Cut && k < Timeout }

// hasLatency says whether the time that the request took tells anything of
// the target: a refused connection and a 429 are fast, and must not flatter.
func (k Kind) hasLatency() bool { return k <= Wrong || k == ServerError || k == Timeout }

// kindOf folds an error of a request into a kind.
func kindOf(ctx context.Context, err error) Kind {
	var timeout net.Error
	var dial *net.OpError
	var dns *net.DNSError
	var record tls.RecordHeaderError
	var verify *tls.CertificateVerificationError
	var alert tls.AlertError
	switch {
	case ctx.Err() != nil:
		return Cut
	case errors.Is(err, h1.ErrTooLarge):
		return TooLarge
	case errors.Is(err, h1.ErrUnreadable):
		return Unreadable
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded),
		errors.As(err, &timeout) && timeout.Timeout():
		return Timeout
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE),
		errors.Is(err, syscall.EADDRNOTAVAIL), errors.Is(err, syscall.ENOBUFS):
		return Exhausted
	case errors.Is(err, syscall.ECONNREFUSED):
		return Refused
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return Reset
	case errors.As(err, &record), errors.As(err, &verify), errors.As(err, &alert):
		return Handshake
	case errors.As(err, &dns), errors.As(err, &dial) && dial.Op == "dial":
		return Unreachable
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed),
		errors.Is(err, io.ErrClosedPipe):
		return Closed
	}
	return Other
}
