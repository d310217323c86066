package load

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/load/internal/h1"
	"github.com/authassay/authassay/load/internal/pace"
	"github.com/authassay/authassay/load/internal/send"
	"github.com/authassay/authassay/reports"
)

const (
	maxSamples    = 10      // wrong answers kept of each class
	maxSampleBody = 4 << 10 // bytes of the body kept of each
)

// checker chooses the credential by the number of the request, sends it, judges
// the answer, and hands on nothing but the kind of the outcome.
type checker struct {
	ctx    context.Context
	plan   *Plan
	mix    *mix
	sender *send.Sender
	first  uint64 // added to the numbers of hits
	flight pace.Flight
	sent   atomic.Uint64
	retry  atomic.Int64 // the longest Retry-After of a 429, in nanoseconds

	mu      sync.Mutex
	samples [][]reports.Exchange
}

// newChecker makes a checker of the plan's answers.
func newChecker(ctx context.Context, p *Plan, m *mix, s *send.Sender) *checker {
	return &checker{
		ctx: ctx, plan: p, mix: m, sender: s,
		flight:  pace.Flight{Most: int64(p.Connections)},
		samples: make([][]reports.Exchange, len(p.Classes)),
	}
}

// check sends one request of the run, judges the answer, and keeps it where it
// was wrong. The answer is used again for the next request.
func (c *checker) check(number uint64, a *h1.Answer) Kind {
	seq := c.first + number
	class, credential := c.mix.pick(seq)
	a.Reset()

	c.sent.Add(1)
	c.flight.Enter()
	kind, why := c.hit(seq, class, credential, a)
	c.flight.Leave()
	if kind == Throttled {
		c.patience(a)
	}
	if kind == Wrong {
		c.sample(seq, class, credential, a, why)
	}
	return kind
}

// hit sends one request, or goes one journey, and says how it came out.
func (c *checker) hit(seq uint64, class, credential int, a *h1.Answer) (Kind, *reports.WrongAnswer) {
	k := &c.plan.Classes[class]
	var err error
	if k.Journey != nil {
		a.Sent = time.Now()
		err = c.journey(seq, k)
	} else {
		err = c.sender.Send(c.ctx, class, credential, a)
	}
	switch {
	case errors.Is(err, ErrWrong):
		return Wrong, &reports.WrongAnswer{Said: err.Error()}
	case err != nil:
		return kindOf(c.ctx, err), nil
	case k.Journey != nil:
		return Right, nil
	}
	return k.judge(a)
}

// maxRetryAfter is the longest wait that a target may ask for.
const maxRetryAfter = 60 * time.Second

// patience notes the wait that a 429 asks for, RFC 9110 §10.2.3.
func (c *checker) patience(a *h1.Answer) {
	value := a.Fields().Get("Retry-After")
	wait := time.Duration(0)
	if seconds, err := strconv.Atoi(value); err == nil && seconds > 0 {
		wait = time.Duration(min(seconds, int(maxRetryAfter/time.Second))) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		wait = min(time.Until(at), maxRetryAfter)
	}
	for was := c.retry.Load(); int64(wait) > was && !c.retry.CompareAndSwap(was, int64(wait)); {
		was = c.retry.Load()
	}
}

// journey goes one journey within the timeout of the plan.
func (c *checker) journey(seq uint64, k *Class) error {
	ctx, cancel := context.WithTimeout(c.ctx, c.plan.Timeout)
	defer cancel()
	return k.Journey(ctx, seq)
}

// sample keeps a wrong answer for the report while there are few of its class.
func (c *checker) sample(seq uint64, class, credential int, a *h1.Answer, why *reports.WrongAnswer) {
	took := time.Since(a.Sent)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.plan.Render == nil || len(c.samples[class]) >= maxSamples {
		return
	}
	s := Sample{
		Class: c.plan.Classes[class].Name, Why: why,
		Status: a.Status, Header: a.Fields().Clone(),
		Body:     bytes.Clone(a.Body[:min(len(a.Body), maxSampleBody)]),
		Sequence: seq, Sent: a.Sent, Took: took,
	}
	if requests := c.plan.Classes[class].Requests; len(requests) > 0 {
		s.Request = requests[credential]
	}
	c.samples[class] = append(c.samples[class], c.plan.Render(s))
}
