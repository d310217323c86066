package selftest

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// Matrix is the kill matrix: which server broke which requirements.
type Matrix struct {
	Rows        []Row
	Interrupted bool
	Took        time.Duration // as the clock on the wall shows it
	Seed        int64         // of the order of the checks, so that a red row can be had again
}

// Clean says whether every row is, and the matrix was finished.
func (m *Matrix) Clean() bool {
	for _, r := range m.Rows {
		if !r.Clean() {
			return false
		}
	}
	return !m.Interrupted && len(m.Rows) > 0
}

// Line says in one line what came of a row.
func (r Row) Line() string {
	mark, killed := "ok  ", strings.Join(r.Broken, " ")
	if !r.Clean() {
		mark = "FAIL"
	}
	switch {
	case killed == "":
		killed = "nothing broke"
	case r.Kind == Fault && r.Clean():
		killed = "killed by " + killed
	}
	line := fmt.Sprintf("%s %-7s %-8s %-34s %s", mark, r.Kind, r.Profile, r.Name, killed)
	if len(r.Unjudged) > 0 && r.Clean() {
		line += fmt.Sprintf(" (%d checks halted)", len(r.Unjudged))
	}
	for _, note := range r.Notes {
		line += "\n       " + note
	}
	return line
}

// WriteText writes the summary of the matrix; the rows themselves only where
// they were not shown as they came.
func (m *Matrix) WriteText(w io.Writer, rows bool) error {
	clean := 0
	kinds := map[Kind]int{}
	for _, r := range m.Rows {
		if rows {
			if _, err := fmt.Fprintln(w, r.Line()); err != nil {
				return fmt.Errorf("write matrix: %w", err)
			}
		}
		kinds[r.Kind]++
		if r.Clean() {
			clean++
		}
	}
	verdict := "PASS: every fault is killed by exactly its checks, and nothing else breaks anything"
	switch {
	case m.Interrupted:
		verdict = "INTERRUPTED: not every server was tried"
	case !m.Clean():
		verdict = fmt.Sprintf("FAIL: %d of %d servers broke other requirements than they must", len(m.Rows)-clean, len(m.Rows))
	}
	_, err := fmt.Fprintf(w, "\n%d honest, %d faults, %d manners in %.1f s, seed %d\n%s\n",
		kinds[Honest], kinds[Fault], kinds[Manner], m.Took.Seconds(), m.Seed, verdict)
	if err != nil {
		return fmt.Errorf("write matrix: %w", err)
	}
	return nil
}

// SchemaVersion is the version of the JSON that a matrix is written as. As long
// as it is 1, members are added to it and none is taken away.
const SchemaVersion = "1"

// document is a matrix as JSON.
type document struct {
	Schema      string  `json:"schema"`
	Clean       bool    `json:"clean"` // finished, and every row is as it must be
	Interrupted bool    `json:"interrupted"`
	Seconds     float64 `json:"seconds"`
	Seed        int64   `json:"seed"`
	Rows        []entry `json:"rows"`
}

// entry is a row with the word on it.
type entry struct {
	Clean bool `json:"clean"`
	Row
}

// WriteJSON writes the whole matrix for a program. Lists are never null.
func (m *Matrix) WriteJSON(w io.Writer) error {
	d := document{SchemaVersion, m.Clean(), m.Interrupted, m.Took.Seconds(), m.Seed, []entry{}}
	for _, r := range m.Rows {
		clean := r.Clean()
		for _, list := range []*[]string{&r.Want, &r.Broken, &r.Unjudged, &r.Notes} {
			*list = append([]string{}, *list...)
		}
		d.Rows = append(d.Rows, entry{clean, r})
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(d); err != nil {
		return fmt.Errorf("write matrix: %w", err)
	}
	return nil
}
