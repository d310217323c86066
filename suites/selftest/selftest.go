package selftest

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/catalogue"
)

// Kind says what was done to the reference server.
type Kind string

// The kinds of trials.
const (
	Honest Kind = "honest" // nothing: no requirement may break
	Fault  Kind = "fault"  // one rule bent: exactly its requirements must break
	Manner Kind = "manner" // something unusual and right: no MUST may break
)

// Options say what is proven.
type Options struct {
	Names    []string  // of faults and manners; none for all, and the honest server
	Profiles []string  // none for all
	Seed     int64     // of the order of the checks
	Progress func(Row) // told of every row as it ends; nil for nobody
	Now      func() time.Time
}

// Row is what came of one server against one profile.
type Row struct {
	Kind     Kind
	Name     string
	Profile  string
	Summary  string
	Want     []string // the IDs that must break
	Broken   []string // the IDs that broke
	Unjudged []string // the IDs that came to no verdict
	Notes    []string // why the row is not clean, in words
}

// Clean says whether exactly the right requirements broke.
func (r Row) Clean() bool { return len(r.Notes) == 0 }

// Run proves the checks of every profile against the servers that the options
// name. An error is a name that there is no server of, or a server that could
// not be brought up.
func Run(ctx context.Context, o Options) (*Matrix, error) {
	c, err := catalogue.Load()
	if err != nil {
		return nil, fmt.Errorf("load catalogue: %w", err)
	}
	trials, err := planned(c, o)
	if err != nil {
		return nil, err
	}
	began := o.Now()
	m, benches := &Matrix{}, map[string]*Bench{}
	defer debug.SetGCPercent(debug.SetGCPercent(roomyHeap))
	for batch := range slices.Chunk(trials, abreast) {
		rows, err := run(ctx, o, c, benches, batch)
		if err != nil {
			return nil, err
		}
		if ctx.Err() != nil {
			m.Interrupted = true
			break
		}
		for _, row := range rows {
			m.Rows = append(m.Rows, row)
			if o.Progress != nil {
				o.Progress(row)
			}
		}
	}
	m.Took = o.Now().Sub(began)
	return m, nil
}

const (
	// abreast is how many servers are tried at the same time: enough to keep
	// two cores busy while one of them waits.
	abreast = 8
	// roomyHeap lets the heap grow to five times what lives in it. Hundreds of
	// short-lived servers leave much behind, and little of it lives.
	roomyHeap = 400
)

// trial is one server against one profile.
type trial struct {
	kind    Kind
	server  faults.Fault
	profile string
}

// planned lists the trials that the options name: the honest server first.
func planned(c *catalogue.Catalogue, o Options) ([]trial, error) {
	for _, name := range o.Names {
		if _, known := faults.Find(name); !known && name != string(Honest) {
			return nil, fmt.Errorf("find fault %q: there is none of that name", name)
		}
	}
	named := func(name string) bool { return len(o.Names) == 0 || slices.Contains(o.Names, name) }
	honest := faults.Fault{Name: string(Honest), Summary: "breaks nothing", Bend: func(*fakeserver.Rules) {}}
	var out []trial
	for _, p := range c.Profiles {
		if len(o.Profiles) > 0 && !slices.Contains(o.Profiles, p.Name) {
			continue
		}
		if named(honest.Name) {
			out = append(out, trial{Honest, honest, p.Name})
		}
		for _, f := range faults.All() {
			if _, breaks := f.Breaks[p.Name]; breaks && named(f.Name) {
				out = append(out, trial{Fault, f, p.Name})
			}
		}
		for _, f := range faults.Manners() {
			if _, has := f.Breaks[p.Name]; has && named(f.Name) {
				out = append(out, trial{Manner, f, p.Name})
			}
		}
	}
	return out, nil
}

// run brings the servers of some trials up, tries every check on them and says
// what broke.
func run(ctx context.Context, o Options, c *catalogue.Catalogue, benches map[string]*Bench, batch []trial) (rows []Row, err error) {
	var worlds []suites.World
	for _, t := range batch {
		if benches[t.profile] == nil {
			if benches[t.profile], err = NewBench(c, t.profile); err != nil {
				return nil, err
			}
		}
		reference, raised := benches[t.profile].Raise(ctx, t.server.Bend)
		if raised != nil {
			return nil, fmt.Errorf("raise %s: %w", t.server.Name, raised)
		}
		defer func() { err = errors.Join(err, reference.Close()) }()
		worlds = append(worlds, reference.World)
	}
	found, err := suites.RunAbreast(ctx, suites.Options{Seed: o.Seed, Now: o.Now}, worlds...)
	if err != nil {
		return nil, err
	}
	for i, t := range batch {
		rows = append(rows, t.row(found[i]))
	}
	return rows, nil
}

// row compares what broke with what must break.
func (t trial) row(run *reports.Run) Row {
	row := Row{Kind: t.kind, Name: t.server.Name, Profile: t.profile, Summary: t.server.Summary, Want: t.server.Breaks[t.profile]}
	for _, f := range run.Findings {
		row.take(f)
	}
	row.judge(t.server.Halts, run.Problems)
	return row
}

// take sorts one finding into the row.
func (r *Row) take(f reports.Finding) {
	must := f.Level == string(catalogue.Must)
	switch f.Verdict {
	case reports.Fail:
		r.Broken = append(r.Broken, f.ID)
	case reports.Warn:
		if r.Kind != Manner {
			r.Broken = append(r.Broken, f.ID)
		}
	case reports.Untested, reports.Inconclusive:
		if r.Kind != Manner || must {
			r.Unjudged = append(r.Unjudged, f.ID)
		}
	}
}

// judge says why the row is not clean, if it is not.
func (r *Row) judge(halts bool, problems []string) {
	for _, id := range r.Want {
		if !slices.Contains(r.Broken, id) {
			r.Notes = append(r.Notes, id+" did not notice")
		}
	}
	for _, id := range r.Broken {
		if !slices.Contains(r.Want, id) {
			r.Notes = append(r.Notes, id+" broke too")
		}
	}
	switch {
	case len(r.Unjudged) > 0 && !halts:
		r.Notes = append(r.Notes, fmt.Sprintf("no verdict: %v", r.Unjudged))
	case len(r.Unjudged) == 0 && halts:
		r.Notes = append(r.Notes, "is said to halt checks, and halts none")
	}
	r.Notes = append(r.Notes, problems...)
}
