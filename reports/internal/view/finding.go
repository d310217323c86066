package view

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/words"
)

// BeforeTitle heads the obstacles in every report.
const BeforeTitle = "Before the checks"

// Clause is where a requirement comes from: a clause, and the statements of the
// product that say the same.
func Clause(f reports.Finding) string {
	text := words.Line(f.Clause)
	if len(f.Statements) > 0 {
		text += " (" + words.Line(strings.Join(f.Statements, ", ")) + ")"
	}
	return strings.TrimSpace(text)
}

// FewEnough is how many findings of one cause get a line each.
const FewEnough = 6

// Named lists findings by their IDs, each once whatever its ways and moments, the
// levels apart.
func Named(found []reports.Finding) string {
	var parts []string
	for _, level := range append(reports.Levels(), "") {
		var ids []string
		for _, f := range found {
			fits := f.Level == level || level == "" && !slices.Contains(reports.Levels(), f.Level)
			if id := words.Line(f.ID); fits && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		if len(ids) > 0 {
			parts = append(parts, strings.TrimSpace(level+" "+words.Listed(ids)))
		}
	}
	return strings.Join(parts, "; ")
}

// Stamp writes a moment in UTC, to the second.
func Stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05Z") }

// Took says how long the run took.
func Took(run *reports.Run) string {
	if run.Ended.Before(run.Started) {
		return "an unknown time"
	}
	return words.Millis(float64(run.Ended.Sub(run.Started).Milliseconds()))
}

// Link is the address if a reader may follow it, and empty otherwise.
func Link(address string) string {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		return ""
	}
	return u.String()
}
