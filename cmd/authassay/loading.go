package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/load/credentials"
	"github.com/authassay/authassay/load/settings"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// loading is a load that is ready to be sent, and where it is watched.
type loading struct {
	settings.Settings
	prometheus string
	ui         bool
}

// run mints the credentials, sends the load and puts what was found into the
// run. An interrupt is no error: the result is marked with it.
func (l *loading) run(j *job, s *subject, run *reports.Run) error {
	shown := j.progress()
	defer shown.clear()
	began := time.Now()
	minted, err := l.mint(j, s, shown, run)
	if j.ctx.Err() != nil {
		run.Load = &reports.Load{Interrupted: true, Started: j.Now()}
		return nil
	}
	if err != nil {
		return err
	}
	shown.note("load: %s, %d tokens", l.Words(), minted)
	watch, err := l.watch(j, s, shown)
	if err != nil {
		return err
	}
	defer steady(l.Plan)()
	guarded, unguard := s.Guard(watch.ctx)
	result, err := load.Run(guarded, l.Plan, func(now load.Live) { watch.live(nil, now) })
	unguard()
	watch.close()
	if err != nil {
		return wrong(err, "authassay load --help")
	}
	if !s.upset(j.ctx, began, run) {
		run.Load = result
	}
	return nil
}

// upset says that a clock which can be moved jumped under the load that began
// then, and notes it: which answers were right nobody knows.
func (s *subject) upset(ctx context.Context, began time.Time, run *reports.Run) bool {
	jump, jumped := s.Upset(ctx, began)
	if jumped {
		run.Problems = append(run.Problems, "load: "+jump.String())
	}
	return jumped
}

// mint makes the credentials and puts them into the plan, with what this process
// gives to it, and what they show into the run. It returns how many there are.
func (l *loading) mint(j *job, s *subject, shown *progress, run *reports.Run) (int, error) {
	source := settings.Source(s.Assembly)
	source.Nonce, source.Now, source.Note, source.Say = j.nonce, j.Now, shown.note, shown.say
	mixed, err := credentials.Mix(j.ctx, source, l.Credentials)
	if err != nil {
		return 0, unmixed(err)
	}
	l.Plan.Classes, l.Plan.Steps = mixed.Classes, mixed.Steps
	l.Plan.Proxy, l.Plan.Resident = http.ProxyFromEnvironment, resident
	run.Facts = append(run.Facts, mixed.Facts...)
	return mixed.Minted, nil
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

// resident is the memory that this process holds, where the system tells.
func resident() (uint64, error) {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	return load.Resident(statm, os.Getpagesize())
}

// resolver finds the addresses of hosts as the system does.
func resolver() *net.Resolver { return net.DefaultResolver }

// mayBeLoaded refuses load on a target that nobody has given up for it.
func (s *subject) mayBeLoaded(ctx context.Context) error {
	return s.refused(settings.Permitted(ctx, s.Assembly, resolver()))
}

// refused says where in the target file a load was refused, and what to do.
func (s *subject) refused(err error) error {
	var r *settings.Refusal
	if !errors.As(err, &r) {
		return err
	}
	switch r.Reason {
	case settings.NotGivenUp:
		return s.file.Complain("/permit", err.Error(), "say permit: attacking where nobody else uses the server, and nowhere else")
	case settings.FarAway:
		return s.file.Complain("/load", err.Error(), "say load.ceiling, such as 1000/s: no command sends more than that")
	case settings.AboveCeiling:
		return s.file.Complain("/load/ceiling", err.Error(), "raise load.ceiling where the server may get more")
	case settings.Endless:
		return s.file.Complain("/load/ceiling", err.Error(), "leave --closed or load.shape: closed out")
	}
	return wrong(err, "load needs a client, or an administrator who issues tokens")
}

// blame says where a setting that nothing can be made of was written: in the
// target file, unless what was wanted is not what that says.
func (s *subject) blame(err error, wanted targetfile.LoadPlan) error {
	var m *settings.Mistake
	if !errors.As(err, &m) {
		return err
	}
	file := s.Load
	flag, hint, fileHint, own := "", "", "", false
	switch m.Key {
	case settings.Shares:
		flag, own = "--share", !maps.Equal(wanted.Shares, file.Shares)
		hint = "there are " + join(credentials.Names())
		fileHint = hint
	case settings.SLO:
		flag, own = "--slo", !slices.Equal(wanted.SLO, file.SLO)
		hint, fileHint = "such as 'p99 < 50ms', 'errors < 0.1%', 'wrong answers = 0'", "such as p99 < 50ms"
	case settings.Shape:
		flag, own = "--shape", wanted.Shape != file.Shape
		hint = "there are constant, ramp, step, spike, sine and soak, legs such as '100/s to 500/s for 1m', and @FILE with one rate a line, a second each, or legs"
		fileHint = hint
	}
	if own || s.embedded() {
		return wrong(fmt.Errorf("read %s: %w", flag, m.Err), hint)
	}
	return s.file.Complain("/load"+m.Pointer(), m.Error(), fileHint)
}

// join writes words as a list.
func join(words []string) string { return strings.Join(words, ", ") }
