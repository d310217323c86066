package authorization

import (
	"strings"
	"testing"
)

// What one registered redirect URI comes to without its query may be another one,
// where a code is rightly sent. Everything else about both is tried.
func TestNeighboursAreNotRegistered(t *testing.T) {
	const plain, queried = "http://127.0.0.1:8765/callback", "http://127.0.0.1:8765/callback?via=tests"
	alone := len(neighbours(plain, ""))
	if again := len(neighbours(plain, plain)); again < alone {
		t.Errorf("%d neighbours of one URI that is registered twice, %d of it alone", again, alone)
	}
	for other, without := range map[string]bool{queried: false, "http://127.0.0.1:8765/other?via=tests": true} {
		misses := neighbours(plain, other)
		if alone == 0 || len(misses) <= alone {
			t.Errorf("%d neighbours, %d of them of the plain one", len(misses), alone)
		}
		found := false
		for _, m := range misses {
			if m.Value == plain || m.Value == other {
				t.Errorf("%s is registered: %s", m.As, m.Value)
			}
			found = found || strings.HasSuffix(m.As, ": without its query")
		}
		if found != without {
			t.Errorf("%s without its query is tried: %v", other, found)
		}
	}
}

// The redirect URI of another client is a near miss only where it is not one's own.
func TestAnotherClientsRedirectURIMayBeOnesOwn(t *testing.T) {
	const own, other = "http://127.0.0.1:8765/callback", "http://127.0.0.1:8766/callback"
	if got := elsewhere(other, own, ""); len(got) != 1 || got[0].Value != other {
		t.Errorf("of another client: %v", got)
	}
	if got := append(elsewhere(own, own, ""), elsewhere("", own, "")...); len(got) > 0 {
		t.Errorf("of the same, and of none: %v", got)
	}
	if got := elsewhere(own+"?via=tests", own, own+"?via=tests"); len(got) > 0 {
		t.Errorf("of the one with a query: %v", got)
	}
}
