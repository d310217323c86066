package rules

import (
	"bytes"
	"encoding/json"
)

// Member is one member of a JSON object whose order is kept.
type Member struct {
	Name  string
	Value any // marshalled by encoding/json
}

// Object is a JSON object that keeps the order of its members, and may even hold
// one twice.
type Object []Member

// MarshalJSON writes the object.
func (o Object) MarshalJSON() ([]byte, error) { return o.Text(false), nil }

// Text is the object as text, indented where it is to be pretty. Values that
// cannot be marshalled become null.
func (o Object) Text(pretty bool) []byte {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(JSON(m.Name))
		b.WriteByte(':')
		b.Write(JSON(m.Value))
	}
	b.WriteByte('}')
	if !pretty {
		return b.Bytes()
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, b.Bytes(), "", "  "); err != nil {
		return b.Bytes()
	}
	indented.WriteByte('\n')
	return indented.Bytes()
}

// JSON is a value as text, null where it cannot be marshalled.
func JSON(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		return []byte("null")
	}
	return text
}
