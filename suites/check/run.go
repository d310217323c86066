package check

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites/catalogue"
)

// Options say how checks are chosen and run.
type Options struct {
	Only    []string      // IDs, beginnings of IDs, or chapters; none for all
	Filter  string        // a label filter over ID, chapter, level and profile, in Ginkgo's grammar
	Seed    int64         // of the order of the checks
	Timeout time.Duration // of one check, waiting for lifetimes aside; 0 for one minute
	// Bare leaves the evidence out: findings hold a verdict, and nothing of what
	// was seen.
	Bare bool
	// Progress is told of every check that has ended, of one at a time, and Run
	// does not return while it is being told; nil for nobody.
	Progress func(done, planned int, last reports.Finding)
	Now      func() time.Time
}

// Run tries those of the checks that the worlds' profiles have adopted, one
// after another, and returns what was found. What a profile has adopted without
// a check is untested. It ends early when ctx does, and says so. Several runs may
// go on at the same time on worlds that share no server. A check that crashes, that
// judges nothing, or that goes on when its time is over is inconclusive, and a
// problem of the run. An error is a mistake in the options.
func Run(ctx context.Context, o Options, checks []Check, worlds ...World) (*reports.Run, error) {
	r, err := NewRunner(ctx, o, Complete(checks, worlds...), worlds...)
	if err != nil {
		return nil, err
	}
	r.Begin()
	for n := range r.turns {
		if ctx.Err() != nil {
			break
		}
		r.Try(ctx, n)
	}
	return r.Report(), nil
}

// Runner is a run for who takes its turns himself, such as the specs of a test
// framework: [Runner.Begin], [Runner.Try] for every turn in order, and
// [Runner.Report]. [Run] does all of that.
type Runner struct {
	options  Options
	ctx      context.Context
	worlds   []World
	turns    []*turn
	filtered int // checks that were not chosen
	began    time.Time
	mu       sync.Mutex // held while a turn is taken
	// held watches over what the tester holds, by the world's number.
	held map[int]*holding
	// down holds the checks after which a world's target was found down, by
	// the world's number.
	down map[int]string
	// mourned is how long targets that were down were looked at in vain, by the
	// world's number.
	mourned map[int]time.Duration
}

// NewRunner chooses the checks and puts them in order. Nothing is tried yet. The
// run ends with ctx at the latest. An error is a mistake in the options.
func NewRunner(ctx context.Context, o Options, checks []Check, worlds ...World) (*Runner, error) {
	filter, err := readFilter(o.Filter)
	if err != nil {
		return nil, err
	}
	if o.Timeout == 0 {
		o.Timeout = time.Minute
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	all := adopted(checks, worlds)
	entries := shuffled(chosen(all, o.Only, filter), o.Seed)
	return &Runner{
		options: o, ctx: ctx, worlds: worlds, turns: newTurns(ctx, entries, !o.Bare), filtered: len(all) - len(entries), began: o.Now(),
		down: map[int]string{}, mourned: map[int]time.Duration{}, held: map[int]*holding{},
	}, nil
}

// Turn is a check at its place in a run, as its runner shows it.
type Turn struct {
	Check  int            // its number in the list that was handed in
	World  int            // the number of the world whose target it is tried on
	Duty   catalogue.Duty // the requirement, as the profile has adopted it
	When   string
	Way    string   // which of several paths it is tried on; "" where there is the one
	Moment string   // which time of a thing's life it is tried at; "" where there is the one
	Labels []string // what filters can speak of: ID, chapter, level, profile
	Place  Place
}

// Turns are all that the runner has planned, in order.
func (r *Runner) Turns() []Turn {
	out := make([]Turn, len(r.turns))
	for i, t := range r.turns {
		e := t.entry
		out[i] = Turn{Check: e.number, World: e.target, Duty: e.duty, When: e.when(),
			Way: e.way.Name, Moment: e.moment.Name, Labels: e.labels(), Place: e.Place}
	}
	return out
}

// Try takes the turn of the number, or waits for its end where it has begun
// already, looks after the target and tells of it. The check is told to end when
// ctx ends.
func (r *Runner) Try(ctx context.Context, n int) reports.Finding {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := r.turns[n]
	defer context.AfterFunc(ctx, t.cancel)()
	t.awaited(r.limit(t))
	r.revive(ctx, t)
	r.bereft(t)
	r.guard(ctx, t)
	if t.run(r.limit(t)); t.ended() {
		r.tend(ctx, t)
		r.holds(ctx, t)
	}
	found := t.result()
	if r.options.Progress != nil {
		r.options.Progress(r.done(), len(r.turns), found)
	}
	return found
}

// limit is the time that a check is given, 0 for one that waits.
func (r *Runner) limit(t *turn) time.Duration {
	if t.entry.waits() {
		return 0
	}
	return r.options.Timeout
}

// done counts the turns that have ended.
func (r *Runner) done() int {
	n := 0
	for _, t := range r.turns {
		if t.ended() || t.left.Load() {
			n++
		}
	}
	return n
}

// Report gathers what was found, in the order of the catalogue. What still goes
// on is told to end.
func (r *Runner) Report() *reports.Run {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, t := range r.turns {
		t.cancel()
	}
	for _, t := range r.turns {
		t.awaited(0)
	}
	for _, t := range leftovers(r.turns) {
		t.wait()
	}
	run := &reports.Run{
		Tool:    reports.Tool{Name: "authassay", Catalogue: catalogue.Version},
		Started: r.began, Ended: r.options.Now(), Seed: r.options.Seed, Filter: r.options.Filter,
		Interrupted: r.ctx.Err() != nil,
		Findings:    []reports.Finding{}, Facts: []reports.Fact{},
	}
	run.Summary.Filtered = r.filtered
	for _, w := range r.worlds {
		run.Targets = append(run.Targets, w.Target)
	}
	for _, t := range r.turns {
		f := t.result()
		if f.Verdict == Crashed {
			run.Problems = append(run.Problems, f.ID+": "+f.Detail)
			f.Verdict = reports.Inconclusive
		}
		run.Findings = append(run.Findings, f)
		if t.ended() {
			run.Facts = append(run.Facts, t.facts...)
		}
	}
	arrange(run)
	return run
}

// arrange puts the findings and facts of a run into the order of the
// catalogue, profile by profile, so that two reports can be compared line by
// line however the checks were shuffled.
func arrange(run *reports.Run) {
	slices.SortStableFunc(run.Findings, func(a, b reports.Finding) int {
		return cmp.Or(cmp.Compare(a.Profile, b.Profile), catalogue.Order(catalogue.ID(a.ID), catalogue.ID(b.ID)))
	})
	slices.SortStableFunc(run.Facts, func(a, b reports.Fact) int {
		return cmp.Or(cmp.Compare(a.Profile, b.Profile), catalogue.Order(catalogue.ID(a.Check), catalogue.ID(b.Check)))
	})
}
