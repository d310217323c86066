package targetfile

import (
	"bytes"
	"encoding"
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// parity walks the schema and a Go type side by side.
type parity struct {
	t    *testing.T
	root map[string]any
}

func (p *parity) resolve(schema map[string]any) map[string]any {
	if ref, ok := schema["$ref"].(string); ok {
		return pointTo(p.root, ref).(map[string]any)
	}
	return schema
}

func (p *parity) compare(at string, schema map[string]any, typ reflect.Type) {
	if schema["description"] == nil && p.resolve(schema)["description"] == nil && strings.Contains(at, ".") && !strings.HasSuffix(at, "*") {
		p.t.Errorf("%s: the schema does not describe it", at)
	}
	schema = p.resolve(schema)
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	properties, _ := schema["properties"].(map[string]any)
	switch {
	case typ.Kind() == reflect.Struct && !reflect.PointerTo(typ).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		fields := map[string]reflect.Type{}
		gather(typ, fields)
		inGo, inSchema := slices.Sorted(maps.Keys(fields)), slices.Sorted(maps.Keys(properties))
		if !slices.Equal(inGo, inSchema) {
			p.t.Errorf("%s: Go knows %v, the schema %v", at, inGo, inSchema)
			return
		}
		if schema["additionalProperties"] != false {
			p.t.Errorf("%s: the schema lets unknown keys pass", at)
		}
		for name, field := range fields {
			p.compare(at+"."+name, properties[name].(map[string]any), field)
		}
	case properties != nil:
		p.t.Errorf("%s: the schema has keys where Go has a %s", at, typ)
	case typ.Kind() == reflect.Slice || typ.Kind() == reflect.Map:
		for _, keyword := range []string{"items", "additionalProperties"} {
			if inner, ok := schema[keyword].(map[string]any); ok {
				p.compare(at+"*", inner, typ.Elem())
			}
		}
	}
}

func gather(typ reflect.Type, fields map[string]reflect.Type) {
	for f := range typ.Fields() {
		switch {
		case f.Anonymous:
			gather(f.Type, fields)
		case f.IsExported():
			fields[f.Tag.Get("json")] = f.Type
		}
	}
}

func TestSchemaAndTargetKnowTheSameKeys(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal(Schema(), &root); err != nil {
		t.Fatal(err)
	}
	p := &parity{t, root}
	p.compare("target", root, reflect.TypeFor[Target]())
}

func TestSchemaIsACopy(t *testing.T) {
	Schema()[0] = 'x'
	if !bytes.HasPrefix(Schema(), []byte("{")) {
		t.Error("a caller can change the schema")
	}
}

// TestDefaultsStandInTheSchema keeps what editors show true to what Load does.
func TestDefaultsStandInTheSchema(t *testing.T) {
	_, doc, err := compileSchema(schemaText)
	if err != nil {
		t.Fatal(err)
	}
	loaded := mustLoad(t, head+"client: { id: a, secret: b, redirect_uri: 'http://c.example' }\nlogin: { steps: [{ when: a }] }\nprobe: { path: /a }\n")
	got := map[string]string{
		"/$defs/client/properties/authentication":              loaded.Client.Authentication.First(),
		"/properties/permit":                                   loaded.Permit.String(),
		"/properties/hooks/properties/ready/properties/within": loaded.Hooks.Ready.Within.String(),
		"/properties/login/properties/method":                  loaded.Login.Method,
		"/$defs/client/properties/pkce":                        loaded.Client.PKCE,
		"/$defs/client/properties/callback":                    loaded.Client.Callback,
		"/properties/login/properties/settle":                  loaded.Login.Settle.String(),
		"/properties/policy/properties/refresh_grace":          loaded.Policy.RefreshGrace.String(),
		"/properties/hooks/properties/within":                  loaded.Hooks.Within.String(),
		"/properties/password_field":                           loaded.PasswordField,
		"/properties/probe/properties/method":                  loaded.Probe.Method,
		"/properties/policy/properties/skew":                   loaded.Policy.Skew.String(),
		"/properties/limits/properties/timeout":                loaded.Limits.Timeout.String(),
		"/properties/limits/properties/concurrency":            text(loaded.Limits.Concurrency),
		"/properties/limits/properties/max_body":               text(loaded.Limits.MaxBody),
		"/properties/load/properties/rate":                     loaded.Load.Rate.String(),
		"/properties/load/properties/duration":                 loaded.Load.Duration.String(),
		"/properties/load/properties/pool":                     text(loaded.Load.Pool),
		"/properties/load/properties/connections":              text(loaded.Load.Connections),
		"/properties/load/properties/shares":                   text(loaded.Load.Shares),
	}
	for at, have := range got {
		schema, _ := pointTo(doc, "#"+at).(map[string]any)
		want := schema["default"]
		if word, ok := want.(string); ok && have != word || !ok && have != text(want) {
			t.Errorf("%s: the schema says %v, Load gives %s", at, want, have)
		}
	}
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// Editors find the schema of the version that wrote the file, at the place where
// this repository has it.
func TestSchemaAddress(t *testing.T) {
	for version, want := range map[string]string{"v0.1.0": "/v0.1.0/", "devel": "/main/", "v0.1.1-0.20261126-abc+dirty": "/main/", "unknown": "/main/"} {
		address := SchemaAddress(version)
		if !strings.Contains(address, want) {
			t.Errorf("%s: %s", version, address)
		}
		_, path, _ := strings.Cut(address, want)
		if _, err := os.Stat("../../" + path); err != nil {
			t.Error(err)
		}
	}
	if got := string(Pointed([]byte("profile: x\n"), "a")); got != "# yaml-language-server: $schema=a\nprofile: x\n" {
		t.Errorf("got %q", got)
	}
}
