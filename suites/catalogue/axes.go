package catalogue

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// A requirement holds on more than the path and at more than the moment where it
// is tried most easily. The axes say where else: they are data, and a
// requirement names its set of each.

//go:embed axes/*.yaml
var builtInAxes embed.FS

// Way is one of the paths that a requirement holds on, such as one of the
// endpoints where a client proves itself.
type Way struct {
	Name  string `yaml:"way"`   // what checks know it by
	Says  string `yaml:"says"`  // in words, as findings have it
	Where []ID   `yaml:"where"` // what a profile has to have adopted to have the way; what that needs, the way needs
}

// Moment is one of the times in the life of a thing at which a requirement holds,
// such as after its end.
type Moment struct {
	Name  string `yaml:"moment"` // what checks know it by
	Says  string `yaml:"says"`   // in words, as findings have it
	Waits string `yaml:"waits"`  // whose lifetime passes until then, such as access tokens; "" for nobody's
	Where []ID   `yaml:"where"`  // what a profile has to have adopted to have the moment; what that needs, the moment needs
}

// axes are all sets of ways and of moments, by name.
type axes struct {
	ways    map[string][]Way
	moments map[string][]Moment
}

// readAxes reads the sets.
func readAxes(files fs.FS) (axes, error) {
	var a axes
	for name, into := range map[string]any{"axes/ways.yaml": &a.ways, "axes/moments.yaml": &a.moments} {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return a, fmt.Errorf("read axes: %w", err)
		}
		if err := strict(text, into); err != nil {
			return a, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return a, nil
}

// wrong says what is wrong with the sets that a requirement names, "" for nothing.
func (a axes) wrong(q Requirement) string {
	_, ways := a.ways[q.Ways]
	_, moments := a.moments[q.Moments]
	switch {
	case q.Ways != "" && !ways:
		return fmt.Sprintf("requirement %s holds over the ways %q, and there are %s", q.ID, q.Ways, named(a.ways))
	case q.Moments != "" && !moments:
		return fmt.Sprintf("requirement %s holds at the moments %q, and there are %s", q.ID, q.Moments, named(a.moments))
	}
	return ""
}

// named lists the names of sets.
func named[V any](sets map[string]V) string {
	var names []string
	for name := range sets {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// lay gives each duty of a profile the ways and moments of its sets that the
// profile has.
func (a axes) lay(duties []Duty) {
	adopted := map[ID]bool{}
	for _, d := range duties {
		adopted[d.ID] = true
	}
	has := func(where []ID) bool {
		return !slices.ContainsFunc(where, func(id ID) bool { return !adopted[id] })
	}
	for i, d := range duties {
		duties[i].Over = slices.DeleteFunc(slices.Clone(a.ways[d.Ways]), func(w Way) bool { return !has(w.Where) })
		duties[i].At = slices.DeleteFunc(slices.Clone(a.moments[d.Moments]), func(m Moment) bool { return !has(m.Where) })
	}
}
