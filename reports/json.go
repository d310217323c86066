package reports

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/authassay/authassay/reports/internal/words"
)

//go:embed schema.json
var schema []byte // never written

// Schema returns the JSON Schema (draft 2020-12) of the JSON report.
func Schema() []byte { return bytes.Clone(schema) }

// ErrNotReport is wrapped by Read for a file that no version of this package
// wrote.
var ErrNotReport = errors.New("not an authassay report")

// ErrVersion is wrapped by Read for a report of another schema version.
var ErrVersion = errors.New("unknown schema version")

// JSON writes the run as its published schema says: lists are never null, and
// what is not text is replaced by U+FFFD.
func JSON(w io.Writer, run *Run) error {
	whole, err := filled(run)
	if err != nil {
		return fmt.Errorf("write JSON report: %w", err)
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(whole)
}

// filled copies a run and gives it empty lists for missing ones, so that a
// reader of the JSON needs no case for null.
func filled(run *Run) (*Run, error) {
	text, err := json.Marshal(run)
	if err != nil {
		return nil, err
	}
	whole := new(Run)
	if err := json.Unmarshal(text, whole); err != nil {
		return nil, err
	}
	if whole.Schema == "" {
		whole.Schema = SchemaVersion
	}
	fill(reflect.ValueOf(whole))
	return whole, nil
}

func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fill(v.Elem())
		}
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i))
			}
		}
	}
}

// Read reads a JSON report back. It takes the schema version that this package
// writes and no other, and refuses fields that it does not know; errors carry
// line and column where there is one.
func Read(r io.Reader) (*Run, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	var head struct {
		Schema *string `json:"schema"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, fmt.Errorf("read report: %w: %s%w", ErrNotReport, position(text, err), err)
	}
	if head.Schema == nil {
		return nil, fmt.Errorf(`read report: %w: no "schema" at the top`, ErrNotReport)
	}
	if *head.Schema != SchemaVersion {
		return nil, fmt.Errorf("read report: %w %q: this authassay reads %q only", ErrVersion, *head.Schema, SchemaVersion)
	}
	run := new(Run)
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(run); err != nil {
		return nil, fmt.Errorf("read report: %s%w", position(text, err), err)
	}
	return run, knownVerdicts(run)
}

// knownVerdicts refuses verdicts that this version can't count.
func knownVerdicts(run *Run) error {
	for _, f := range run.Findings {
		if f.Verdict.Shown() != f.Verdict {
			return fmt.Errorf("read report: %s: unknown verdict %q", words.Line(f.ID), string(f.Verdict))
		}
	}
	return nil
}

// position says line and column of a JSON error, or nothing.
func position(text []byte, err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	offset := int64(-1)
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	}
	if offset < 0 || offset > int64(len(text)) {
		return ""
	}
	before := text[:offset]
	column := len(before) - bytes.LastIndexByte(before, '\n') - 1
	return fmt.Sprintf("%d:%d: ", bytes.Count(before, []byte("\n"))+1, max(column, 1))
}
