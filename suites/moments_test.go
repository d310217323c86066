package suites

import (
	"testing"

	"github.com/authassay/authassay/suites/check"
)

func TestWhomATokenActsFor(t *testing.T) {
	before := acting{"user the probe": "ada", "user the claim sub": "1", "scope the token response": "read write", "client the claim azp": "a"}
	for name, test := range map[string]struct {
		after    acting
		kinds    []string
		changed  int
		compared int
	}{
		"the same":                 {before, []string{"user"}, 0, 2},
		"another at one place":     {acting{"user the probe": "bob", "user the claim sub": "1"}, []string{"user"}, 1, 2},
		"silent afterwards":        {acting{}, []string{"user"}, 0, 0},
		"a scope in another order": {acting{"scope the token response": "write read"}, []string{"scope"}, 0, 1},
		"more scope":               {acting{"scope the token response": "read write all"}, []string{"scope"}, 1, 1},
		"of another kind":          {acting{"client the claim azp": "b"}, []string{"user", "scope"}, 0, 0},
	} {
		changed, compared := course{before, []acting{test.after}}.changed(test.kinds...)
		if len(changed) != test.changed || compared != test.compared {
			t.Errorf("%s: %q of %d, want %d of %d", name, changed, compared, test.changed, test.compared)
		}
	}
}

func TestAScopeMayBeAList(t *testing.T) {
	if got, _ := listed([]any{"read", "write"}).(string); !check.SameScope(got, "write read") {
		t.Errorf("got %q", got)
	}
	if listed("read") != "read" || listed(nil) != nil {
		t.Error("what is no list is left alone")
	}
}
