package targetfile

import (
	"bytes"
	_ "embed" // for the schema
	"fmt"
	"regexp"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const schemaURL = "target.schema.json"

//go:embed target.schema.json
var schemaText []byte

// Schema gives the JSON Schema (2020-12) of the target file, for editors. Load
// checks files against the same text.
func Schema() []byte { return bytes.Clone(schemaText) }

// SchemaAddress is where editors find the schema of a version, such as v0.1.0.
// What is no release has the newest.
func SchemaAddress(version string) string {
	if !release.MatchString(version) {
		version = "main"
	}
	return "https://raw.githubusercontent.com/authassay/authassay/" + version + "/scenarios/targetfile/" + schemaURL
}

var release = regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+$`)

// Pointed begins a target file with the line by which editors find its schema.
func Pointed(template []byte, address string) []byte {
	return slices.Concat([]byte("# yaml-language-server: $schema="+address+"\n"), template)
}

// compileSchema gives the compiled schema of a text and the document it came
// from.
func compileSchema(text []byte) (*jsonschema.Schema, any, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, nil, fmt.Errorf("read the schema: %w", err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for _, f := range formats() {
		c.RegisterFormat(f)
	}
	if err := c.AddResource(schemaURL, doc); err != nil {
		return nil, nil, fmt.Errorf("read the schema: %w", err)
	}
	compiled, err := c.Compile(schemaURL)
	if err != nil {
		return nil, nil, fmt.Errorf("compile the schema: %w", err)
	}
	return compiled, doc, nil
}

// validate holds the tree against the schema of a text. The error is not the
// file's fault but that of the schema.
func (s *source) validate(schema []byte) (Problems, error) {
	compiled, doc, err := compileSchema(schema)
	if err != nil {
		return nil, err
	}
	failed := compiled.Validate(s.root.plain())
	if failed == nil {
		return nil, nil
	}
	invalid, ok := failed.(*jsonschema.ValidationError)
	if !ok {
		return nil, fmt.Errorf("validate: %w", failed)
	}
	c := &complaints{source: s, schema: doc}
	c.collect(invalid)
	return c.problems, nil
}

// complaints turns the validator's findings into problems in our words.
type complaints struct {
	*source
	schema   any
	problems Problems
}

func (c *complaints) collect(e *jsonschema.ValidationError) {
	if len(e.Causes) > 0 {
		for _, cause := range e.Causes {
			c.collect(cause)
		}
		return
	}
	n, _ := c.find(e.InstanceLocation)
	if !n.marred {
		c.problems = append(c.problems, c.explain(n, e)...)
	}
}

// knownKeys gives the keys that the schema allows in the mapping of e.
func (c *complaints) knownKeys(e *jsonschema.ValidationError) []string {
	object, _ := pointTo(c.schema, e.SchemaURL).(map[string]any)
	properties, _ := object["properties"].(map[string]any)
	var keys []string
	for key := range properties {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
