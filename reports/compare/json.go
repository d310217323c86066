package compare

import (
	"encoding/json"
	"fmt"
	"io"
)

// SchemaVersion is the version of the JSON that a comparison is written as. As
// long as it is 1, members are added to it and none is taken away.
const SchemaVersion = "1"

// document is a comparison as JSON. Lists are never null.
type document struct {
	Schema  string    `json:"schema"`
	Old     string    `json:"old"`
	New     string    `json:"new"`
	Worse   bool      `json:"worse"` // a new failure, or more wrong answers under load
	Broken  []Change  `json:"broken"`
	Fixed   []Change  `json:"fixed"`
	Changed []Change  `json:"changed"`
	Added   []Change  `json:"added"`
	Gone    []Change  `json:"gone"`
	Load    []Measure `json:"load"`
	Slower  float64   `json:"slower,omitempty"` // how likely a new answer took longer than an old one, 0 to 1
	Missed  []string  `json:"missed"`           // what a condition forbids and the comparison shows
}

// JSON writes the comparison for a program.
func (c Comparison) JSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	err := out.Encode(document{SchemaVersion, c.Old, c.New, c.Worse(), listed(c.Broken), listed(c.Fixed), listed(c.Changed),
		listed(c.Added), listed(c.Gone), listed(c.Load), c.Slower, listed(c.Missed)})
	if err != nil {
		return fmt.Errorf("write comparison: %w", err)
	}
	return nil
}

// listed is the list, or an empty one where there is none.
func listed[T any](all []T) []T { return append([]T{}, all...) }
