package faults

import (
	"net/http"

	"github.com/authassay/authassay/fakeserver"
)

// discoveryKeys are the faults of the key set.
func discoveryKeys() []Fault {
	return []Fault{
		{Name: "keys-missing", Summary: "serves no keys", Halts: true, Breaks: xena("DIS-11"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.KeysStatus = http.StatusNotFound }},
		{Name: "keys-none", Summary: "serves an empty key set", Halts: true, Breaks: xena("DIS-11", "IDT-01"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Keys = func([]map[string]any) any { return map[string]any{"keys": []any{}} }
			}},
		{Name: "keys-private", Summary: "serves the private part of a key", Breaks: xena("DIS-11"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Keys = with(map[string]any{"kty": "oct", "kid": "spare", "k": "c2VjcmV0LXNlY3JldA"})
			}},
		{Name: "keys-untyped", Summary: "serves keys without a type", Breaks: xena("DIS-11"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Keys = with(map[string]any{"kid": "old", "n": "AQAB"}) }},
		{Name: "keys-unwrapped", Summary: "serves a list in the place of a key set", Halts: true, Breaks: xena("DIS-11"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Keys = func(keys []map[string]any) any { return keys } }},
	}
}

// with adds a key to the set.
func with(key map[string]any) func([]map[string]any) any {
	return func(keys []map[string]any) any { return map[string]any{"keys": append(keys, key)} }
}
