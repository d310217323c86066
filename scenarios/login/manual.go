package login

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/legible"
)

// ErrNobody says that no person brought a visit to its end.
var ErrNobody = scenarios.Unvisited("nobody finished the login")

// ErrTaken says that the redirect URI cannot be waited at: something else
// listens there.
var ErrTaken = scenarios.Unvisited("the redirect URI cannot be listened at")

// Manual has a person go through the pages: it prints the address, opens it in
// the person's own browser where it can, and waits at the redirect URI, which
// must be on loopback and plain http (RFC 8252 §7.3). Before it asks anybody it
// looks for itself whether the server shows a page at all.
type Manual struct {
	// Out is where the address and the time that is left are written.
	Out io.Writer
	// Open opens an address in a browser; nil where none can be opened.
	Open func(ctx context.Context, address string) error
	// Patience is how long a person is waited for; 2 m where zero.
	Patience time.Duration
	// Tick returns a channel that ticks, and what stops it.
	Tick func(every time.Duration) (<-chan time.Time, func())
	// Look looks at the first page; its steps are not used.
	Look Form

	mu sync.Mutex // one person, one visit at a time
}

// countdown is how often the time that is left is written.
const countdown = 10 * time.Second

// Visit waits for a person. Who refuses or allows is told what to do; the other
// conducts are scenarios.ErrNoConduct, except Waits, which needs nobody. The
// landing's pages are those that were seen without the person.
func (m *Manual) Visit(ctx context.Context, send scenarios.Sender, first scenarios.Request, stop string, how scenarios.Conduct) (*scenarios.Landing, error) {
	asked, known := requests[how]
	if !known && how != scenarios.Waits {
		return nil, fmt.Errorf("%w: %s by hand", scenarios.ErrNoConduct, how)
	}
	seen, over, err := m.Look.look(ctx, send, first, stop)
	if over || how == scenarios.Waits {
		return seen, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	callback, err := await(stop)
	if err != nil {
		return nil, err
	}
	defer callback.close()
	fmt.Fprintf(m.Out, "\nPlease open this address, log in and %s:\n\n  %s\n\n", asked, first.Address())
	if m.Open != nil {
		if err := m.Open(ctx, first.Address()); err != nil {
			fmt.Fprintf(m.Out, "No browser could be opened (%v).\n", err)
		}
	}
	return seen, m.wait(ctx, callback, seen)
}

// requests say what the person is asked to do.
var requests = map[scenarios.Conduct]string{
	scenarios.Consents: "allow what is asked for",
	scenarios.LogsIn:   "allow what is asked for",
	scenarios.Denies:   "refuse what is asked for",
}

// look opens the first page without anybody. The visit is over where that
// leads to its end, or to no page that a person could go on from.
func (f *Form) look(ctx context.Context, send scenarios.Sender, first scenarios.Request, stop string) (seen *scenarios.Landing, over bool, err error) {
	if first.Method != http.MethodGet || first.Body != nil || first.Raw != nil {
		return nil, true, fmt.Errorf("%w: a request that no address bar makes", scenarios.ErrNoConduct)
	}
	seen, err = f.Visit(ctx, send, first, stop, scenarios.Waits)
	over = err != nil || seen.URL != nil || seen.Last() == nil || seen.Last().Status >= 400
	return seen, over, err
}

// wait waits for the browser to come back, and shows the time that is left.
func (m *Manual) wait(ctx context.Context, back *callback, l *scenarios.Landing) error {
	patience := m.Patience
	if patience == 0 {
		patience = 2 * time.Minute
	}
	ticks, stop := m.Tick(countdown)
	defer stop()
	for left := patience; left > 0; left -= countdown {
		fmt.Fprintf(m.Out, "Waiting for the browser to come back, %s left.\n", legible.Duration(left))
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", ErrNobody, ctx.Err())
		case l.URL = <-back.came:
			l.Answer, l.Finished, l.Entered, l.LoggedIn = <-back.answer, true, true, true
			fmt.Fprintln(m.Out, "The browser has come back.")
			return nil
		case <-ticks:
		}
	}
	return fmt.Errorf("%w within %s", ErrNobody, legible.Duration(patience))
}

// callback is a redirect URI that is listened at.
type callback struct {
	server *http.Server
	came   chan *url.URL
	answer chan url.Values
	once   sync.Once
}

// await listens at the redirect URI.
func await(stop string) (*callback, error) {
	at, err := url.Parse(stop)
	if err != nil || at.Scheme != "http" || !loopback(at.Hostname()) {
		return nil, fmt.Errorf("%w: only a redirect URI on loopback, such as http://127.0.0.1:8765/callback, can be waited at", scenarios.ErrNoConduct)
	}
	listener, err := net.Listen("tcp", hostOf(at))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTaken, err)
	}
	c := &callback{came: make(chan *url.URL, 1), answer: make(chan url.Values, 1)}
	c.server = &http.Server{Handler: c.handle(at), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		// It ends when it is closed, and nothing else can be done about it.
		_ = c.server.Serve(listener)
	}()
	return c, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (c *callback) close() { _ = c.server.Close() }

// fromFragment hands over what only the browser sees of its address.
const fromFragment = `<!doctype html><title>authassay</title><script>
if (location.hash.length > 1) location.replace(location.pathname + "?" + location.hash.slice(1));
else document.write("Nothing has arrived with this address.");</script>`

// handle takes the answer from the query, a posted form or the fragment. Of
// several the first counts.
func (c *callback) handle(at *url.URL) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if orSlash(r.URL.Path) != orSlash(at.Path) {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
		if err := r.ParseForm(); err != nil || len(r.Form) == 0 || r.URL.RawQuery == at.RawQuery && len(r.PostForm) == 0 {
			_, _ = io.WriteString(w, fromFragment)
			return
		}
		c.once.Do(func() {
			landed := *at
			landed.RawQuery = r.URL.RawQuery
			c.answer <- r.Form
			c.came <- &landed
		})
		_, _ = io.WriteString(w, "<!doctype html><title>authassay</title><p>authassay has its answer. This window may be closed.")
	}
}

var _ scenarios.Visitor = (*Manual)(nil)
