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

// TestAdviceNamesTheKeysOfItsQuestion has whom the question is about stand in it.
func TestAdviceNamesTheKeysOfItsQuestion(t *testing.T) {
	for want, q := range map[string]question{
		"is member.scope one that the client may ask for?": {client: "member"},
		"is client.scope one that the client may ask for?": {},
	} {
		if got := ScopeRefused.hint(q); got != (advice{want, true}) {
			t.Errorf("got %+v, want %q", got, want)
		}
	}
}
