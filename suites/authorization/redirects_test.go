package authorization

import "testing"

// What one registered redirect URI comes to without its query may be another one,
// where a code is rightly sent.
func TestNeighboursAreNotRegistered(t *testing.T) {
	const plain, queried = "http://127.0.0.1:8765/callback", "http://127.0.0.1:8765/callback?via=tests"
	misses := neighbours(plain, queried)
	if len(misses) <= len(neighbours(plain, "")) {
		t.Errorf("%d neighbours, none of the one with a query", len(misses))
	}
	for _, m := range misses {
		if m.Value == plain || m.Value == queried {
			t.Errorf("%s is registered: %s", m.As, m.Value)
		}
	}
}
