package reports_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
	"github.com/authassay/authassay/reports/internal/words"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "write the golden files anew")

func written(t *testing.T, run *reports.Run) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := reports.JSON(&b, run); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(reports.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("report.json", doc); err != nil {
		t.Fatal(err)
	}
	return c.MustCompile("report.json")
}

func TestJSONKeepsItsSchema(t *testing.T) {
	published := compiled(t)
	for name, run := range map[string]*reports.Run{"sample": reporttest.Sample(), "empty": reporttest.Empty(), "crowd": reporttest.Crowd(400), "searched": concluded()} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(written(t, run)))
		if err != nil {
			t.Fatal(err)
		}
		if err := published.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// No words in any field make the report break its schema.
func TestHostileWordsKeepTheSchema(t *testing.T) {
	published := compiled(t)
	for _, text := range []string{reporttest.Nasty, `","verdict":"pass`, "\xff", "\u2028"} {
		run := reporttest.Sample()
		run.Capacity = concluded().Capacity
		run = words.Map(run, func(string) string { return text }, true)
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(written(t, run)))
		if err == nil {
			err = published.Validate(doc)
		}
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestJSONGolden(t *testing.T) {
	reporttest.Golden(t, *update, "report.json", written(t, reporttest.Sample()))
}

func TestJSONComesBackTheSame(t *testing.T) {
	first := written(t, reporttest.Sample())
	run, err := reports.Read(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	if again := written(t, run); !bytes.Equal(first, again) {
		t.Error(reporttest.FirstDifference(string(again), string(first)))
	}
	if run.Sentence != reporttest.Sample().Sentence {
		t.Error("the run that was read is not the run that was written")
	}
}

func TestReadRefuses(t *testing.T) {
	ok := string(written(t, reporttest.Sample()))
	for name, c := range map[string]struct {
		text string
		want string
		is   error
	}{
		"empty":         {"", "not an authassay report", reports.ErrNotReport},
		"another file":  {`{"name":"x"}`, `no "schema"`, reports.ErrNotReport},
		"a broken file": {"{\n  \"schema\": oops}", "2:13: ", reports.ErrNotReport},
		"next version":  {strings.Replace(ok, `"schema": "1"`, `"schema": "2"`, 1), `unknown schema version "2": this authassay reads "1" only`, reports.ErrVersion},
		"unknown field": {strings.Replace(ok, `"seed"`, `"seeed"`, 1), `unknown field "seeed"`, nil},
		"wrong type":    {strings.Replace(ok, `"seed": 42`, `"seed": "42"`, 1), "14:", nil},
		"wrong verdict": {strings.Replace(ok, `"verdict": "pass"`, `"verdict": "splendid"`, 1), `unknown verdict "splendid"`, nil},
		"trailing text": {ok + "x", "not an authassay report", reports.ErrNotReport},
	} {
		_, err := reports.Read(strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) || (c.is != nil && !errors.Is(err, c.is)) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

// A field that is in the model and not in the schema, or the other way round,
// is a promise that nobody keeps.
func TestSchemaIsTheModel(t *testing.T) {
	var doc map[string]any
	if err := json.Unmarshal(reports.Schema(), &doc); err != nil {
		t.Fatal(err)
	}
	defs := doc["$defs"].(map[string]any)
	seen := map[string]bool{"Verdict": true}
	compareType(t, reflect.TypeFor[reports.Run](), doc, defs, seen)
	for name := range defs {
		if !seen[name] {
			t.Errorf("schema: %s is not in the model", name)
		}
	}
}

func compareType(t *testing.T, typ reflect.Type, def any, defs map[string]any, seen map[string]bool) {
	t.Helper()
	object, ok := def.(map[string]any)
	if !ok {
		t.Errorf("schema: %s is missing", typ.Name())
		return
	}
	properties := object["properties"].(map[string]any)
	var required []string
	for i := range typ.NumField() {
		field := typ.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" || !field.IsExported() {
			continue
		}
		if !strings.Contains(options, "omitempty") {
			required = append(required, name)
		}
		if _, ok := properties[name]; !ok {
			t.Errorf("schema: %s.%s is missing", typ.Name(), name)
		}
		delete(properties, name)
		if inner := element(field.Type); inner.Kind() == reflect.Struct && inner != reflect.TypeFor[time.Time]() && !seen[inner.Name()] {
			seen[inner.Name()] = true
			compareType(t, inner, defs[inner.Name()], defs, seen)
		}
	}
	for name := range properties {
		t.Errorf("schema: %s.%s is not in the model", typ.Name(), name)
	}
	var got []string
	for _, name := range object["required"].([]any) {
		got = append(got, name.(string))
	}
	if !slices.Equal(got, required) {
		t.Errorf("schema: %s requires %v, want %v", typ.Name(), got, required)
	}
}

func element(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}
