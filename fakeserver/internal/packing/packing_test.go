package packing

import (
	"net/http"
	"strings"
	"testing"
)

// A packing finds nothing where a token is presented as RFC 6750 §2.1 says, and
// where there is none.
func TestPackingsLeaveBearerAlone(t *testing.T) {
	names := map[string]bool{}
	for _, p := range all {
		for _, authorization := range []string{"", "Bearer AbCdEfGhIjKlMnOpQrStUvWxYz012345", "Basic YTpi"} {
			r, err := http.NewRequest(http.MethodGet, "http://localhost/?x=1", strings.NewReader(""))
			if err != nil {
				t.Fatal(err)
			}
			if authorization != "" {
				r.Header.Set("Authorization", authorization)
			}
			if token := p.Token(r); token != "" {
				t.Errorf("%s: found %q in %q", p.Name, token, authorization)
			}
		}
		if names[p.Name] {
			t.Errorf("%s comes twice", p.Name)
		}
		names[p.Name] = true
	}
}

// Where a bad token stands in the header, only those look elsewhere that do so
// after all.
func TestPackingsLookElsewhere(t *testing.T) {
	r, err := http.NewRequest(http.MethodGet, "http://localhost/?access_token=good&token=good", strings.NewReader(""))
	if err != nil {
		t.Fatal(err)
	}
	if got := Named("query-token").Token(r); got != "good" {
		t.Errorf("in the query: %q", got)
	}
	r.Header.Set("Authorization", "Bearer bad")
	if got := Named("query-token").Token(r); got != "" {
		t.Errorf("beside a header: %q", got)
	}
	if got := Named("query-after-all").Token(r); got != "good" {
		t.Errorf("after all: %q", got)
	}
}
