package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/load/credentials"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/transcript"
)

// run mints the credentials, sends the load and puts what was found into the
// run. An interrupt is no error: the result is marked with it.
func (o loadOptions) run(j *job, s *subject, run *reports.Run) error {
	shown := j.progress()
	defer shown.clear()
	began := time.Now()
	mixed, err := o.mix(j, s, shown)
	if j.ctx.Err() != nil {
		run.Load = &reports.Load{Interrupted: true, Started: j.Now()}
		return nil
	}
	if err != nil {
		return err
	}
	run.Facts = append(run.Facts, mixed.Facts...)
	plan := o.plan(s, mixed)
	plan.Rate, plan.Duration, plan.Warmup, plan.Shape, plan.Closed = o.rate, o.duration, o.warmup, o.shape, o.closed
	shown.note("load: %s, %d tokens", o.words(), mixed.Minted)
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

// mix makes the credentials.
func (o loadOptions) mix(j *job, s *subject, shown *progress) (*credentials.Mixture, error) {
	mixed, err := credentials.Mix(j.ctx, credentials.Source{
		Client: s.Client, Clock: s.Clock, Profile: s.Profile.Name, Policy: s.Profile.Policy, Concurrency: s.Limits.Concurrency,
		Fingerprint: s.Redactor.Fingerprint, Nonce: j.nonce, Now: j.Now, Note: shown.note, Say: shown.say,
	}, credentials.Wanted{Shares: o.shares, Pool: o.pool, PerLogin: o.perLogin, Length: o.length()})
	return mixed, unmixed(err)
}

// unmixed says what the user can do about credentials that could not be made.
func unmixed(err error) error {
	var failed *credentials.Failure
	if !errors.As(err, &failed) {
		return err
	}
	switch failed.Part {
	case credentials.Clock:
		return unjudged(err, "the target file says under clock how the clock is moved")
	case credentials.ShortLife:
		return wrong(err, "shorten --duration, or mint fewer tokens with --pool")
	case credentials.Ours:
		return broke("make credentials", err)
	}
	return unjudged(err, "authassay check shows whether the login works")
}

// plan says what the load sends, but not how fast.
func (o loadOptions) plan(s *subject, mixed *credentials.Mixture) load.Plan {
	return load.Plan{
		Connections: o.connections, Timeout: s.Limits.Timeout.D(), MaxBody: int(s.Limits.MaxBody),
		Classes: mixed.Classes, Thresholds: o.thresholds, Render: s.rendered, Resident: resident,
		Steps: mixed.Steps, TLS: s.TLS, Proxy: http.ProxyFromEnvironment, HTTP2: o.http2,
	}
}

// rendered makes a wrong answer fit to be shown.
func (s *subject) rendered(wrong load.Sample) reports.Exchange {
	body, _ := wrong.Request.Payload()
	shown := s.Redactor.Render(transcript.Entry{
		Verb: scenarios.Call, Role: transcript.Judged, Method: wrong.Request.Method, URL: wrong.Request.Address(),
		Header: wrong.Request.Header, Body: body, Status: wrong.Status, Answer: wrong.Header, Reply: wrong.Body,
		Sent: wrong.Sent, Received: wrong.Sent.Add(wrong.Took),
	})
	return reports.Exchange{
		Step: string(shown.Verb), Role: string(shown.Role), Method: shown.Method, URL: shown.URL,
		Header: shown.Header, Body: shown.Body, Status: shown.Status, Answer: shown.Answer, Reply: shown.Reply,
		Error: wrong.Why, Millis: float64(shown.Took.Microseconds()) / 1000, Clipped: shown.Clipped,
		Sequence: int(wrong.Sequence),
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

// join writes words as a list.
func join(words []string) string { return strings.Join(words, ", ") }
