package main

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
)

// names says whether a word of the user's names a requirement that the profile
// adopts: an ID, the beginning of one, or a chapter.
func names(word string, p catalogue.Profile) bool {
	return slices.ContainsFunc(p.Duties, func(d catalogue.Duty) bool {
		return strings.EqualFold(word, d.ID.Chapter()) || strings.HasPrefix(string(d.ID), strings.ToUpper(word))
	})
}

// coverage is which checks and faults stand for which requirement of a
// profile, and which requirements for which statement.
type coverage struct {
	profile catalogue.Profile
	checks  map[catalogue.ID][]string // file:line
	faults  map[catalogue.ID][]string // names
}

func coverageOf(p catalogue.Profile) coverage {
	c := coverage{profile: p, checks: check.Places(p, suites.All()), faults: map[catalogue.ID][]string{}}
	for _, f := range faults.All() {
		for _, id := range f.Breaks[p.Name] {
			c.faults[catalogue.ID(id)] = append(c.faults[catalogue.ID(id)], f.Name)
		}
	}
	return c
}

// from returns the IDs of the duties that come from a statement.
func (c coverage) from(statement string) []string {
	var ids []string
	for _, d := range c.profile.Duties {
		if slices.Contains(d.From, statement) {
			ids = append(ids, string(d.ID))
		}
	}
	return ids
}

// covered says for each statement of a profile which requirements test it.
func covered(p catalogue.Profile) []reports.Covered {
	c := coverageOf(p)
	var out []reports.Covered
	for _, s := range p.Statements {
		row := reports.Covered{Statement: s.ID, Text: s.Text, Requirements: c.from(s.ID)}
		if len(row.Requirements) == 0 {
			row.Reason = "no requirement comes from it"
		}
		out = append(out, row)
	}
	return out
}

// explained is what there is to say of one requirement in one profile.
type explained struct {
	ID         string      `json:"id"`
	Sentence   string      `json:"sentence"`
	Chapter    string      `json:"chapter"`
	Profile    string      `json:"profile"`
	Level      string      `json:"level"`
	Clause     string      `json:"clause,omitempty"`
	Link       string      `json:"link,omitempty"`
	Needs      string      `json:"needs,omitempty"` // the optional capability that it needs
	Statements []statement `json:"statements"`
	Checks     []string    `json:"checks"` // file:line
	Faults     []string    `json:"faults"` // that break it
}

// statement is a sentence of the documentation and what stands for it.
type statement struct {
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

// explain says what there is to say of a duty.
func (c coverage) explain(d catalogue.Duty) explained {
	e := explained{
		ID: string(d.ID), Sentence: d.Sentence, Chapter: d.ID.Chapter(), Profile: c.profile.Name, Level: string(d.Level),
		Clause: d.Clause, Link: d.Link(), Needs: strings.Join(d.AllNeeds(), ", "), Statements: []statement{},
		Checks: append([]string{}, c.checks[d.ID]...), Faults: append([]string{}, c.faults[d.ID]...),
	}
	for _, s := range c.profile.Statements {
		if slices.Contains(d.From, s.ID) {
			e.Statements = append(e.Statements, statement{ID: s.ID, Kind: kindWords[s.Kind], Text: s.Text})
		}
	}
	return e
}

// explained lists the duties of a level; "" is every level.
func (c coverage) explained(level string) []explained {
	out := []explained{}
	for _, d := range c.profile.Duties {
		if level == "" || string(d.Level) == level {
			out = append(out, c.explain(d))
		}
	}
	return out
}

// statements lists every statement with what stands for it.
func (c coverage) statements() []statement {
	var out []statement
	for _, s := range c.profile.Statements {
		row := statement{ID: s.ID, Kind: kindWords[s.Kind], Text: s.Text, Requirements: c.from(s.ID)}
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
