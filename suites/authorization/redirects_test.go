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
