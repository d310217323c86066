package words

import "reflect"

// Map copies a value with every text in it changed by f. With spare it leaves
// alone the fields whose tag says words:"ours": those that a target has no hand
// in.
func Map[T any](v T, f func(string) string, spare bool) T {
	return mapped(reflect.ValueOf(v), f, spare).Interface().(T)
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
