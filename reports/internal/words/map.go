package reports

import (
	"reflect"
	"strings"
)

// Scrubbed returns a copy of the run without secrets: all takes every secret out
// of what a target may have written, held takes those that the tester holds out
// of what the target file says. It works on values, before any format writes
// them: what is taken out can never be a part of a format's own syntax.
func Scrubbed(run *Run, all, held func(text string) string) *Run {
	out := mapped(reflect.ValueOf(run), all, true).Interface().(*Run)
	out.Targets = mapped(reflect.ValueOf(run.Targets), held, true).Interface().([]Target)
	// The sentence may quote a problem or an obstacle, and nothing else of a
	// target's.
	out.Sentence = run.Sentence
	for i, text := range run.Problems {
		out.Sentence = strings.ReplaceAll(out.Sentence, line(text), line(out.Problems[i]))
	}
	for i, o := range run.Preflight {
		out.Sentence = strings.ReplaceAll(out.Sentence, o.words(), out.Preflight[i].words())
	}
	out.Sentence = held(out.Sentence)
	return out
}

// cleaned copies a run with every text made plain, so that no writer can forget
// to.
func cleaned(run *Run) *Run {
	return mapped(reflect.ValueOf(run), plain, false).Interface().(*Run)
}

// mapped copies a value with every text changed by f, but for those that are our
// own words where these are to be spared.
func mapped(v reflect.Value, f func(string) string, spare bool) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.String:
		out.SetString(f(v.String()))
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(mapped(v.Elem(), f, spare))
		}
	case reflect.Slice:
		if kind := v.Type().Elem().Kind(); v.IsNil() || kind <= reflect.Float64 {
			return out // numbers
		}
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(mapped(v.Index(i), f, spare))
		}
	case reflect.Map:
		out.Set(reflect.MakeMap(v.Type()))
		for _, key := range v.MapKeys() {
			out.SetMapIndex(mapped(key, f, spare), mapped(v.MapIndex(key), f, spare))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if field.IsExported() && !(spare && field.Tag.Get("words") == "ours") {
				out.Field(i).Set(mapped(v.Field(i), f, spare))
			}
		}
	}
	return out
}
