// Package coverage says which checks and faults stand for which requirement of a
// profile, and which requirements for which statement of its documentation.
//
//	c := coverage.Of(profile)
//	for _, d := range profile.Duties {
//		fmt.Println(d.ID, c.Explain(d).Checks)
//	}
//
// It runs nothing: it must not know a target, nor what became of a check.
package coverage

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// Coverage is what stands for the requirements and statements of one profile.
type Coverage struct {
	profile catalogue.Profile
	checks  map[catalogue.ID][]string // file:line
	faults  map[catalogue.ID][]string // names
}

// Of works out the coverage of a profile, from the checks that are planned for
// it and the faults of the reference server that break it.
func Of(p catalogue.Profile) Coverage {
	c := Coverage{profile: p, checks: check.Places(p, suites.All()), faults: map[catalogue.ID][]string{}}
	for _, f := range faults.All() {
		for _, id := range f.Breaks[p.Name] {
			c.faults[catalogue.ID(id)] = append(c.faults[catalogue.ID(id)], f.Name)
		}
	}
	return c
}

// from returns the IDs of the duties that come from a statement.
func (c Coverage) from(statement string) []string {
	var ids []string
	for _, d := range c.profile.Duties {
		if slices.Contains(d.From, statement) {
			ids = append(ids, string(d.ID))
		}
	}
	return ids
}

// Reported says for each statement of the profile which requirements test it, as
// reports put it.
func (c Coverage) Reported() []reports.Covered {
	var out []reports.Covered
	for _, s := range c.profile.Statements {
		row := reports.Covered{Statement: s.ID, Text: s.Text, Requirements: c.from(s.ID)}
		if len(row.Requirements) == 0 {
			row.Reason = "no requirement comes from it"
		}
		out = append(out, row)
	}
	return out
}

// Explained is what there is to say of one requirement in one profile.
type Explained struct {
	ID         string      `json:"id"`
	Sentence   string      `json:"sentence"`
	Chapter    string      `json:"chapter"`
	Profile    string      `json:"profile"`
	Level      string      `json:"level"`
	Clause     string      `json:"clause,omitempty"`
	Link       string      `json:"link,omitempty"`
	Needs      string      `json:"needs,omitempty"` // the optional capability that it needs
	Statements []Statement `json:"statements"`
	Checks     []string    `json:"checks"` // file:line
	Faults     []string    `json:"faults"` // that break it
	// Of is the kind of value whose spellings are tried; "" for none.
	Of        string     `json:"spellings_of,omitempty"`
	Spellings []Spelling `json:"spellings,omitempty"` // that are tried, and refused
	Ways      []string   `json:"ways,omitempty"`      // that it is tried over; none where there is the one
	Moments   []string   `json:"moments,omitempty"`   // that it is tried at; none where there is the one
}

// Spelling is a near miss of a value.
type Spelling struct {
	As  string `json:"as"`  // what was done to the value
	Why string `json:"why"` // a server might take it for the value
}

// Statement is a sentence of the documentation and what stands for it.
type Statement struct {
	ID           string   `json:"id"`
	Kind         string   `json:"kind"`
	Text         string   `json:"text"`
	Requirements []string `json:"requirements,omitempty"`
	Checks       []string `json:"checks,omitempty"`
	Faults       []string `json:"faults,omitempty"`
}

// kindWords are the kinds of statements in words.
var kindWords = map[catalogue.Kind]string{
	catalogue.Explicit: "explicit", catalogue.Implied: "implied by the standard", catalogue.Open: "open: the conventional answer",
}

// Explain says what there is to say of a duty.
func (c Coverage) Explain(d catalogue.Duty) Explained {
	e := Explained{
		ID: string(d.ID), Sentence: d.Sentence, Chapter: d.ID.Chapter(), Profile: c.profile.Name, Level: string(d.Level),
		Clause: d.Clause, Link: d.Link(), Needs: strings.Join(d.AllNeeds(), ", "), Statements: []Statement{},
		Checks: append([]string{}, c.checks[d.ID]...), Faults: append([]string{}, c.faults[d.ID]...),
	}
	for _, s := range c.profile.Statements {
		if slices.Contains(d.From, s.ID) {
			e.Statements = append(e.Statements, Statement{ID: s.ID, Kind: kindWords[s.Kind], Text: s.Text})
		}
	}
	for _, m := range nearmiss.Rows(nearmiss.Kind(d.Spellings)) {
		e.Of, e.Spellings = d.Spellings, append(e.Spellings, Spelling{m.As, m.Why})
	}
	for _, w := range d.Over {
		e.Ways = append(e.Ways, w.Says)
	}
	for _, m := range d.At {
		e.Moments = append(e.Moments, m.Says)
	}
	return e
}

// Explained lists the duties of a level, MUST, SHOULD or MAY; "" is every level.
func (c Coverage) Explained(level string) []Explained {
	out := []Explained{}
	for _, d := range c.profile.Duties {
		if level == "" || string(d.Level) == level {
			out = append(out, c.Explain(d))
		}
	}
	return out
}

// Statements lists every statement with what stands for it.
func (c Coverage) Statements() []Statement {
	var out []Statement
	for _, s := range c.profile.Statements {
		row := Statement{ID: s.ID, Kind: kindWords[s.Kind], Text: s.Text, Requirements: c.from(s.ID)}
		for _, id := range row.Requirements {
			row.Checks = append(row.Checks, c.checks[catalogue.ID(id)]...)
			row.Faults = append(row.Faults, c.faults[catalogue.ID(id)]...)
		}
		slices.Sort(row.Faults)
		row.Faults = slices.Compact(row.Faults)
		out = append(out, row)
	}
	return out
}
