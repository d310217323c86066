package targetfile

import (
	"bytes"
	"strings"
	"testing"

	"github.com/authassay/authassay/scenarios"
)

// TestBothWordsSayWhatMayBeDone reads the new word and the old one.
func TestBothWordsSayWhatMayBeDone(t *testing.T) {
	for text, want := range map[string]scenarios.Permit{
		"":                                       scenarios.Testing,
		"permit: looking\n":                      scenarios.Looking,
		"permit: testing\n":                      scenarios.Testing,
		"permit: attacking\n":                    scenarios.Attacking,
		"sacrificial: true\n":                    scenarios.Attacking,
		"sacrificial: false\n":                   scenarios.Testing,
		"sacrificial: true\npermit: attacking\n": scenarios.Attacking,
		"sacrificial: false\npermit: looking\n":  scenarios.Looking,
	} {
		got := mustLoad(t, head+text)
		if got.Permit != want || got.Sacrificial != (want == scenarios.Attacking) {
			t.Errorf("%q: %s, sacrificial %t", text, got.Permit, got.Sacrificial)
		}
	}
	p := mustFail(t, head+"permit: attackin\n")[0]
	if p.Error() != `t.yaml:3:9: permit: "attackin" is none of looking, testing, attacking` || !strings.Contains(p.Hint, "attacking") {
		t.Errorf("%v, hint %q", p, p.Hint)
	}
	if p := mustFail(t, head+"permit: attacking\nsacrificial: false\n")[0]; !strings.Contains(p.Hint, "old word") || !strings.Contains(p.Excerpt, "^") {
		t.Errorf("hint %q, excerpt %q", p.Hint, p.Excerpt)
	}
}

// TestTemplatesDecideNothing sees that nobody attacks a server for having taken
// a template over as it is.
func TestTemplatesDecideNothing(t *testing.T) {
	for _, profile := range templated() {
		text, err := template(profile)
		if err != nil {
			t.Fatal(err)
		}
		if got := mustLoad(t, string(text)).Permit; got != scenarios.Testing {
			t.Errorf("the template of %s lets one go %s", profile, got)
		}
		for _, word := range scenarios.Permits {
			if !bytes.Contains(text, []byte("#   "+word+" ")) {
				t.Errorf("the template of %s does not explain %s", profile, word)
			}
		}
		for _, permit := range []scenarios.Permit{scenarios.Looking, scenarios.Testing, scenarios.Attacking} {
			if got := mustLoad(t, string(Decided(text, permit))).Permit; got != permit {
				t.Errorf("decided for %s, the template of %s says %s", permit, profile, got)
			}
		}
	}
}
