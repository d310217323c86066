package preflight

import (
	"strings"
	"testing"
)

// TestQuestionsAreMarkedAsSuch keeps the mark of every hint true to its words.
func TestQuestionsAreMarkedAsSuch(t *testing.T) {
	judge := func(of string, a advice) {
		if a.asks != strings.HasSuffix(a.text, "?") {
			t.Errorf("%s: %q is marked as a question: %t", of, a.text, a.asks)
		}
	}
	for cause, known := range traits {
		judge(string(cause), known.hint)
	}
	for _, q := range questions {
		judge(q.name, q.hint)
	}
}
