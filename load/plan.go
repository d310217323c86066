package load

import (
	"cmp"
	"crypto/tls"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"time"

	"github.com/authassay/authassay/load/internal/pace"
	"github.com/authassay/authassay/load/internal/send"
	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/load/shape"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
)

// The values that a plan takes where it gives none.
const (
	DefaultConnections = 64
	DefaultTimeout     = 10 * time.Second
	DefaultDrain       = 2 * time.Second
	DefaultMaxBody     = 1 << 20
	maxConnections     = 1 << 14
)

// Plan says what a load run sends and what must hold.
type Plan struct {
	Rate     float64       // requests a second; 0 with Closed
	Duration time.Duration // of the measured part
	// Shape is instead of Rate and Duration where it has legs.
	Shape shape.Shape
	// Closed sends as fast as Connections answer instead of at a rate. The wait
	// of requests that a slow target keeps from being sent is then invisible.
	Closed bool
	// Warmup is sent at the first rate before the measured part. Its latencies
	// and errors are not counted; its wrong answers are.
	Warmup time.Duration
	// Connections caps the connections, and so the requests in flight.
	Connections int
	Timeout     time.Duration // of one request, from the actual send
	// Drain is how long requests that are due but not sent may still be sent
	// after the end; what is left then is counted as not sent.
	Drain   time.Duration
	MaxBody int // bytes of an answer's body; a larger one is an error

	Classes []Class
	// Thresholds must hold. A wrong answer fails the run whatever they are. Requests
	// that were not answered fail it by a threshold alone, such as errors < 1%: the
	// sentence of the result counts them, and with none answered nothing is judged.
	Thresholds []objective.Threshold
	// Steps collects the steps of journeys for the report; nil where nobody
	// fills it.
	Steps *StepTable

	// Render makes an exchange for the report of a wrong answer, with its
	// secrets taken out. Without it no samples are kept.
	Render func(Sample) reports.Exchange
	// Resident returns the resident size of this process in bytes; nil where it
	// can't be known.
	Resident func() (uint64, error)
	// Wait is instead of the clock that wakes the pacer, for tests.
	Wait pace.Waiter

	TLS *tls.Config
	// Proxy returns the proxy for a request, nil for none. A target behind a
	// proxy is reached through net/http, which costs three times the CPU.
	Proxy func(*http.Request) (*url.URL, error)
	// HTTP2 speaks HTTP/2 where the target offers it, through net/http too.
	HTTP2 bool
	// Transport is instead of the connections to the target, for tests and
	// for targets that need a transport of their own.
	Transport http.RoundTripper
}

// Sample is one wrong answer. It holds secrets.
type Sample struct {
	Class    string
	Why      *reports.WrongAnswer
	Request  scenarios.Request
	Status   int
	Header   http.Header
	Body     []byte // the first 4 KiB
	Sequence uint64 // the number of the request in the run
	Sent     time.Time
	Took     time.Duration
}

// withDefaults fills in what the plan leaves open and says what is wrong with
// it.
func (p Plan) withDefaults() (Plan, error) {
	p.Connections = cmp.Or(p.Connections, DefaultConnections)
	p.Timeout = cmp.Or(p.Timeout, DefaultTimeout)
	p.Drain = cmp.Or(p.Drain, DefaultDrain)
	p.MaxBody = cmp.Or(p.MaxBody, DefaultMaxBody)
	if p.Shape.Zero() && !p.Closed {
		p.Shape = shape.Constant(p.Rate, p.Duration)
	}
	switch {
	case len(p.Classes) == 0:
		return p, fmt.Errorf("plan load: no class of credentials")
	case p.Connections < 1 || p.Connections > maxConnections:
		return p, fmt.Errorf("plan load: %d connections, want 1 to %d", p.Connections, maxConnections)
	case p.Closed && p.Duration <= 0, !p.Closed && p.Shape.Length() <= 0:
		return p, fmt.Errorf("plan load: no duration")
	case !p.Closed && (p.Shape.Total() <= 0 || math.IsNaN(p.Shape.Total()) || math.IsInf(p.Shape.Total(), 0)):
		return p, fmt.Errorf("plan load: no rate")
	case p.Timeout < 0 || p.Drain < 0 || p.Warmup < 0 || p.MaxBody < 0:
		return p, fmt.Errorf("plan load: negative timeout, drain, warm-up or body size")
	}
	for _, c := range p.Classes {
		if err := c.check(); err != nil {
			return p, fmt.Errorf("plan load: class %q: %w", c.Name, err)
		}
	}
	if !p.Closed {
		p.Shape = p.Shape.After(p.Warmup)
	}
	return p, nil
}

// check says what is wrong with a class.
func (c *Class) check() error {
	switch {
	case !(c.Share > 0):
		return fmt.Errorf("share %v, want more than 0", c.Share)
	case c.Journey != nil && len(c.Requests) > 0:
		return fmt.Errorf("both a journey and requests")
	case c.Journey != nil:
		return nil
	case len(c.Requests) == 0:
		return fmt.Errorf("no requests")
	case len(c.Acceptable) == 0 && len(c.Statuses) == 0:
		return fmt.Errorf("no acceptable answer")
	}
	return nil
}

// length returns how long requests are planned for, warm-up included.
func (p *Plan) length() time.Duration {
	if p.Closed {
		return p.Warmup + p.Duration
	}
	return p.Shape.Length()
}

// schedule is when the requests of the plan are due.
func (p *Plan) schedule() pace.Schedule {
	return pace.Schedule{Shape: p.Shape, Closed: p.Closed, Length: p.length(), Warmup: p.Warmup}
}

// sending is how the requests of the plan are sent.
func (p *Plan) sending() (send.Options, []send.Class) {
	var classes []send.Class
	for _, c := range p.Classes {
		classes = append(classes, send.Class{Name: c.Name, Requests: c.Requests})
	}
	return send.Options{Timeout: p.Timeout, MaxBody: p.MaxBody, Connections: p.Connections,
		TLS: p.TLS, Proxy: p.Proxy, HTTP2: p.HTTP2, Transport: p.Transport}, classes
}
