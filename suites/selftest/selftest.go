package selftest

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/suites/catalogue"
)

// Kind says what was done to the reference server.
type Kind string

// The kinds of pairings.
const (
	Honest Kind = "honest" // nothing: no requirement may break
	Fault  Kind = "fault"  // one rule bent: exactly its requirements must break
	Manner Kind = "manner" // something unusual and right: no MUST may break
)

// Options say what is proven.
type Options struct {
	Names    []string  // of faults and manners; none for all, and the honest server
	Profiles []string  // none for all
	Seed     int64     // of the order of the checks; the matrix says it
	Progress func(Row) // told of every row as it ends; nil for nobody
	Now      func() time.Time
}

// Row is what came of one server against one profile.
type Row struct {
	Kind     Kind     `json:"kind"`
	Name     string   `json:"name"`
	Profile  string   `json:"profile"`
	Summary  string   `json:"summary"`
	Want     []string `json:"want"`     // the IDs that must break
	Broken   []string `json:"broken"`   // the IDs that broke
	Unjudged []string `json:"unjudged"` // the IDs that came to no verdict
	Notes    []string `json:"notes"`    // why the row is not clean, in words
}

// Clean says whether exactly the right requirements broke.
func (r Row) Clean() bool { return len(r.Notes) == 0 }

// Run proves the checks of every profile against the servers that the options
// name. An error is a name that there is no server of, or a server that could
// not be brought up.
func Run(ctx context.Context, o Options) (*Matrix, error) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		return nil, fmt.Errorf("load catalogue: %w", err)
	}
	pairings, err := planned(c, o)
	if err != nil {
		return nil, err
	}
	benches, err := benchesOf(c, pairings)
	if err != nil {
		return nil, err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(roomyHeap))
	began := o.Now()
	m, err := prove(ctx, o, benches, pairings)
	if err != nil {
		return nil, err
	}
	m.Took, m.Seed = o.Now().Sub(began), o.Seed
	return m, nil
}

// pairing is one server against one profile.
type pairing struct {
	kind    Kind
	server  faults.Fault
	profile string
}

// planned lists the pairings that the options name: the honest server first.
func planned(c *catalogue.Catalogue, o Options) ([]pairing, error) {
	for _, name := range o.Names {
		if _, known := faults.Find(name); !known && name != string(Honest) {
			return nil, fmt.Errorf("find fault %q: there is none of that name", name)
		}
	}
	named := func(name string) bool { return len(o.Names) == 0 || slices.Contains(o.Names, name) }
	honest := faults.Fault{Name: string(Honest), Summary: "breaks nothing", Bend: func(*fakeserver.Rules) {}}
	var out []pairing
	for _, p := range c.Profiles {
		if len(o.Profiles) > 0 && !slices.Contains(o.Profiles, p.Name) {
			continue
		}
		if named(honest.Name) {
			out = append(out, pairing{Honest, honest, p.Name})
		}
		for _, f := range faults.All() {
			if _, breaks := f.Breaks[p.Name]; breaks && named(f.Name) {
				out = append(out, pairing{Fault, f, p.Name})
			}
		}
		for _, f := range faults.Manners() {
			if _, has := f.Breaks[p.Name]; has && named(f.Name) {
				out = append(out, pairing{Manner, f, p.Name})
			}
		}
	}
	return out, nil
}

// row compares what broke with what must break.
func (p pairing) row(run *reports.Run) Row {
	row := Row{Kind: p.kind, Name: p.server.Name, Profile: p.profile, Summary: p.server.Summary, Want: p.server.Breaks[p.profile]}
	for _, f := range run.Findings {
		row.take(f)
	}
	row.Broken, row.Unjudged = slices.Compact(row.Broken), slices.Compact(row.Unjudged) // one on each way and at each moment
	row.judge(p.server.Halts, run.Problems)
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
