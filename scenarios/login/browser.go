package login

import (
	"context"
	"fmt"
	"net/http/cookiejar"
	"sync"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/authassay/authassay/scenarios"
)

// ErrNoBrowser says that no browser can be used here.
var ErrNoBrowser = scenarios.Unvisited("no browser can be used")

// Browser goes through pages in a real browser without a window, for servers
// whose pages only JavaScript builds. The browser shows pages and runs their
// scripts; every request that it wants to make is made by the visit's sender
// instead, so that what holds for requests elsewhere holds here. Each visit has
// cookies of its own. Safe for concurrent use; Close ends the browser.
//
// What Step calls a name may be an id, a test id, a label or a placeholder
// here, because scripted pages often have nothing else.
type Browser struct {
	// Form holds the steps and the bounds.
	Form Form
	// Path is the program, as FindBrowser returns it.
	Path string
	// Unconfined starts it without its own sandbox, which it cannot have when
	// it runs as root.
	Unconfined bool
	// Settle is how long a page may rest before it counts as one that no step
	// fits; 1.5 s where zero.
	Settle time.Duration

	mu     sync.Mutex
	alive  context.Context // of the browser, nil before its start
	finish context.CancelFunc
}

// Visit goes through the pages, like Form.Visit. ErrNoBrowser is a further
// error.
func (b *Browser) Visit(ctx context.Context, send scenarios.Sender, first scenarios.Request, stop string, how scenarios.Conduct) (*scenarios.Landing, error) {
	p, err := b.Form.plan(how)
	if err != nil {
		return nil, err
	}
	if p.forge != nil {
		if p.forge.lends {
			return nil, fmt.Errorf("%w: %s, with a browser", scenarios.ErrNoConduct, how)
		}
		p.forge.learn(first)
	}
	w, err := b.visit(ctx, send, first, stop, p)
	return w.result(err)
}

func (b *Browser) visit(ctx context.Context, send scenarios.Sender, first scenarios.Request, stop string, p plan) (*walk, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, fmt.Errorf("visit: %w", err)
	}
	w := &walk{send: send, jar: jar, header: first.Header, landing: &scenarios.Landing{}}
	if err := w.confine(first, append([]string{stop}, b.Form.Stops...), b.Form.Hosts); err != nil {
		return nil, err
	}
	for _, r := range p.before {
		if err := w.prepare(ctx, r, p.careless); err != nil {
			return w, err
		}
	}
	alive, err := b.start()
	if err != nil {
		return nil, err
	}
	window, shut := chromedp.NewContext(alive, chromedp.WithNewBrowserContext())
	defer shut()
	defer context.AfterFunc(ctx, shut)()
	return w, newTab(ctx, window, w, p, b.settle()).through(first)
}

func (b *Browser) settle() time.Duration {
	if b.Settle > 0 {
		return b.Settle
	}
	return 1500 * time.Millisecond
}

// start starts the browser, again where it has died.
func (b *Browser) start() (context.Context, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.alive != nil && b.alive.Err() == nil {
		return b.alive, nil
	}
	if b.Path == "" {
		return nil, fmt.Errorf("%w: there is no program", ErrNoBrowser)
	}
	program, end := chromedp.NewExecAllocator(context.Background(), b.flags()...)
	quiet := func(string, ...any) {} // what goes wrong comes back as an error
	alive, shut := chromedp.NewContext(program,
		chromedp.WithLogf(quiet), chromedp.WithErrorf(quiet), chromedp.WithBrowserOption(chromedp.WithBrowserErrorf(quiet)))
	if err := chromedp.Do(alive); err != nil {
		shut()
		end()
		return nil, fmt.Errorf("%w: %s did not start: %w", ErrNoBrowser, b.Path, err)
	}
	b.alive, b.finish = alive, func() { shut(); end() }
	return alive, nil
}

// Close ends the browser. A later visit starts it again.
func (b *Browser) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.alive != nil {
		b.finish()
		b.alive = nil
	}
}

var _ scenarios.Visitor = (*Browser)(nil)
