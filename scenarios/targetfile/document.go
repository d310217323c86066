package targetfile

import (
	"encoding/json"
	"fmt"
)

// Document is a YAML file that is read with the care of a target file: without
// duplicate or unknown keys, anchors or tags, and with a place for every
// mistake. Nothing is put into its strings.
type Document struct{ source *source }

// ReadDocument reads a file of a kind, such as profile, and holds it against a
// JSON Schema (2020-12). What is wrong with the file comes back as Problems, as
// many at once as can be told; any other error is that of the schema.
func ReadDocument(kind, name string, text, schema []byte) (*Document, error) {
	s, problems, ok := parse(name, text)
	s.kind = kind
	if ok {
		shape, err := s.validate(schema)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		problems = append(problems, shape...)
	}
	if len(problems) > 0 {
		for i := range problems {
			problems[i].Kind = kind
			if problems[i].Hint == startHint {
				problems[i].Hint = "" // what init writes is no file of this kind
			}
		}
		return nil, problems.sorted()
	}
	return &Document{s}, nil
}

// Decode puts the document into a value, by its tags for JSON.
func (d *Document) Decode(into any) error {
	text, err := json.Marshal(d.source.root.plain())
	if err != nil {
		return fmt.Errorf("decode %s: %w", d.source.name, err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("decode %s: %w", d.source.name, err)
	}
	return nil
}

// Complain makes a problem of what somebody else finds wrong at a path of keys.
// The place is that of the last key that is there.
func (d *Document) Complain(message, hint string, path ...string) Problem {
	n, _ := d.source.find(path)
	return d.source.problem(n.place(), prefix(dotted(path))+message, hint)
}

// Has says whether something stands at a path of keys.
func (d *Document) Has(path ...string) bool {
	_, there := d.source.find(path)
	return there
}

// Name is what the file was called when it was read.
func (d *Document) Name() string { return d.source.name }
