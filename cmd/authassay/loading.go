package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
)

// run mints the credentials, sends the load and puts what was found into the
// run. An interrupt is no error: the result is marked with it.
func (o loadOptions) run(j *job, s *subject, run *reports.Run) error {
	shown := j.progress()
	defer shown.clear()
	m := &mixture{job: j, subject: s, options: o, shown: shown}
	began := time.Now()
	plan, err := m.plan()
	if j.ctx.Err() != nil {
		run.Load = &reports.Load{Interrupted: true, Started: j.Now()}
		return nil
	}
	if err != nil {
		return err
	}
	run.Facts = append(run.Facts, m.facts()...)
	plan.Rate, plan.Duration, plan.Warmup, plan.Shape, plan.Closed = o.rate, o.duration, o.warmup, o.shape, o.closed
	shown.note("load: %s, %d tokens", o.words(), m.minted)
	watch, err := o.watch(j, s, shown)
	if err != nil {
		return err
	}
	defer steady(plan)()
	guarded, unguard := s.guard(watch.ctx)
	result, err := load.Run(guarded, plan, func(l load.Live) { watch.live(nil, l) })
	unguard()
	watch.close()
	if err != nil {
		return wrong(err, "authassay load --help")
	}
	if !s.upset(j, began, run) {
		run.Load = result
	}
	return nil
}

// steadyHeap lets the heap grow by a quarter of what lives in it.
const steadyHeap = 25

// steady keeps the memory of this process level while it sends, and returns
// what undoes that: what minting left is given back, and what each second leaves
// is collected soon. Requests that go through net/http leave too much for that.
func steady(p load.Plan) (undo func()) {
	debug.FreeOSMemory()
	if p.HTTP2 || slices.ContainsFunc(p.Classes, func(c load.Class) bool { return c.Journey != nil }) {
		return func() {}
	}
	before := debug.SetGCPercent(steadyHeap)
	return func() { debug.SetGCPercent(before) }
}

// words says in short what is sent.
func (o loadOptions) words() string {
	switch {
	case o.closed:
		return fmt.Sprintf("%d connections for %s", o.connections, o.duration)
	case o.shape.Length() > 0:
		return fmt.Sprintf("%s up to %g/s for %s", o.shape.Name, o.shape.Peak(), o.shape.Length())
	}
	return fmt.Sprintf("%g/s for %s", o.rate, o.duration)
}

// length is how long the credentials are needed.
func (o loadOptions) length() time.Duration {
	if o.shape.Length() > 0 {
		return o.warmup + o.shape.Length()
	}
	return o.warmup + o.duration
}

// plan makes the credentials and says what the load sends, but not how fast.
func (m *mixture) plan() (load.Plan, error) {
	o, s := m.options, m.subject
	classes, err := m.classes()
	return load.Plan{
		Connections: o.connections, Timeout: s.Limits.Timeout.D(), MaxBody: int(s.Limits.MaxBody),
		Classes: classes, Thresholds: o.thresholds, Render: m.render, Resident: resident,
		Steps: m.steps, TLS: s.TLS, Proxy: http.ProxyFromEnvironment, HTTP2: o.http2,
	}, err
}

// render makes a wrong answer fit to be shown.
func (m *mixture) render(s load.Sample) reports.Exchange {
	body, _ := s.Request.Payload()
	shown := m.subject.Redactor.Render(scenarios.Entry{
		Verb: scenarios.Call, Role: scenarios.RoleJudged, Method: s.Request.Method, URL: s.Request.Address(),
		Header: s.Request.Header, Body: body, Status: s.Status, Answer: s.Header, Reply: s.Body,
		Sent: s.Sent, Received: s.Sent.Add(s.Took),
	})
	return reports.Exchange{
		Step: string(shown.Verb), Role: string(shown.Role), Method: shown.Method, URL: shown.URL,
		Header: shown.Header, Body: shown.Body, Status: shown.Status, Answer: shown.Answer, Reply: shown.Reply,
		Error: s.Why, Millis: float64(shown.Took.Microseconds()) / 1000, Clipped: shown.Clipped,
		Sequence: int(s.Sequence),
	}
}

// resident is the memory that this process holds, where the system tells.
func resident() (uint64, error) {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	return load.Resident(statm, os.Getpagesize())
}

// mint obtains access tokens through the target's real lifecycle.
func (m *mixture) mint(n int) (*load.Pool, error) { return m.mintAs(m.subject.Client, n) }

// mintAs obtains them as a certain person.
func (m *mixture) mintAs(client load.Lifecycle, n int) (*load.Pool, error) {
	m.shown.note("load: minting %d tokens", n)
	options := load.MintOptions{
		Workers: min(8, m.subject.Limits.Concurrency), PerLogin: m.options.perLogin,
		Refresh: scenarios.Step{Client: m.subject.Client.Held.Client},
	}
	pool, err := load.MintPool(m.job.ctx, client, n, options, func(now load.Minted) {
		m.shown.say("minting: %d of %d tokens, %d logins, %.0f s", now.Tokens, now.Want, now.Logins, now.Elapsed.Seconds())
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		return nil, unjudged(err, "authassay check shows whether the login works")
	}
	m.take(pool)
	return pool, err
}

// join writes words as a list.
func join(words []string) string { return strings.Join(words, ", ") }

// untilDead is the wait after which a token that was just minted is dead for
// sure; false where nobody says how long it lives.
func (m *mixture) untilDead(g scenarios.Grant) (time.Duration, bool) {
	policy, life := m.subject.Profile.Policy, m.life(g)
	return life + policy.Skew + time.Second + min(time.Minute, life/60), life > 0
}

// life is how long such a token lives: as it is declared, or as the target says
// where nothing is, or where it is declared that it can be trusted; 0 where
// nobody says.
func (m *mixture) life(g scenarios.Grant) time.Duration {
	policy := m.subject.Profile.Policy
	if g.Pair.Scheme != scenarios.SchemeNone {
		return cmp.Or(policy.TemporaryLifetime, g.ExpiresIn)
	}
	switch policy.ExpiresIn {
	case "trusted":
		return cmp.Or(g.ExpiresIn, policy.AccessTokenLifetime)
	case "ignored":
		return policy.AccessTokenLifetime
	}
	return cmp.Or(policy.AccessTokenLifetime, g.ExpiresIn)
}

// outlives sees that the tokens stay alive until the load is over: otherwise a
// right refusal would count as a wrong answer.
func (m *mixture) outlives(pool *load.Pool) error {
	life := m.life(pool.Grants[0])
	left := life - m.job.Now().Sub(pool.Oldest)
	need := m.options.length() + load.DefaultDrain
	if life > 0 && left < need {
		return wrong(fmt.Errorf("plan load: the oldest token lives for %s more, and the load takes %s", left.Round(time.Second), need),
			"shorten --duration, or mint fewer tokens with --pool")
	}
	return nil
}
