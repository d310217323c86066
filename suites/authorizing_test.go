package suites

import (
	"strings"
	"testing"
)

// TestNeighboursOfRedirectURIs keeps what a standard allows, and what is no
// neighbour, from being asked for.
func TestNeighboursOfRedirectURIs(t *testing.T) {
	for _, registered := range []string{"http://127.0.0.1:1/callback", "http://localhost/", "http://[::1]:1/c"} {
		if moved := portMoved(registered); moved != "" {
			t.Errorf("%s may have any port, and is asked for as %s", registered, moved)
		}
	}
	if moved := portMoved("https://client.example/c?x=1"); moved != "https://client.example:9/c?x=1" {
		t.Errorf("moved to %s", moved)
	}
	for _, registered := range []string{"https://client.example/1", "com.example.app:/callback", "https://client.example/UPPER"} {
		for _, uri := range neighbours(registered) {
			if uri == registered || strings.Contains(uri, "://:") {
				t.Errorf("%s: a neighbour is %s", registered, uri)
			}
		}
	}
}
