package scenarios_test

import (
	"testing"

	"github.com/authassay/authassay/scenarios"
)

func TestPointed(t *testing.T) {
	doc := map[string]any{"a/b": map[string]any{"~": []any{"x", "y"}}}
	for pointer, want := range map[string]any{"/a~1b/~0/1": "y", "/a~1b/~0/2": nil, "/none": nil, "/a~1b/~0/1/deep": nil} {
		if got, found := scenarios.Pointed(doc, pointer); got != want || found != (want != nil) {
			t.Errorf("%s points at %v, %t", pointer, got, found)
		}
	}
}
