package check

import (
	"testing"

	"github.com/authassay/authassay/scenarios"
)

// Only blanks stand between the names of a scope, RFC 6749 §3.3.
func TestWithinSplitsAtBlanks(t *testing.T) {
	for scope, within := range map[string]bool{
		"": true, "read": true, "write  read ": true, "admin": false, "write read\tread": false, "read\u00a0": false,
	} {
		if Within(scope, "read write") != within {
			t.Errorf("%q within %q: not %v", scope, "read write", within)
		}
	}
	if SameScope("read", "read\u00a0") || !SameScope("write read", "read write") {
		t.Error("SameScope reads names otherwise")
	}
}

// A reply whose cause has several names may be worded in any of them, and no other.
func TestUnwordedWhere(t *testing.T) {
	a := Refused("unsupported_grant_type").UnwordedWhere(func(r *scenarios.Reply) bool { return r.Status == 499 })
	for status, worded := range map[int]bool{400: false, 499: true} {
		if got := a.worded[0].ok(&scenarios.Reply{Status: status, Problem: "invalid_request"}); got != worded {
			t.Errorf("status %d: %v", status, got)
		}
	}
}
