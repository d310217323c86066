package check

import (
	"errors"
	"testing"
)

// Ginkgo marks the place in its message, for terminals: nothing of that is left.
func TestAMistakeInAFilterIsShownAtItsPlace(t *testing.T) {
	for text, want := range map[string]FilterError{
		"MUST &&":      {Column: -1, Message: "Unexpected EOF"},
		"MUST & basic": {Column: 5, Message: "Invalid token '&'.  Did you mean '&&'?"},
		"(MUST":        {Column: 0, Message: "Mismatched '(' - could not find matching ')'"},
		"MUST ()":      {Column: 5, Message: "Invalid token '('"},
	} {
		err := ReadFilter(text)
		var e *FilterError
		if !errors.As(err, &e) {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if e.Filter != text || e.Column != want.Column || e.Message != want.Message {
			t.Errorf("%q: column %d, %q", text, e.Column, e.Message)
		}
	}
	if err := ReadFilter("MUST && !EXP-02"); err != nil {
		t.Error(err)
	}
}

func TestAFilterIsShownWithACaret(t *testing.T) {
	for want, e := range map[string]FilterError{
		"no label\n  é & b\n    ^": {Filter: "é & b", Column: len("é "), Message: "no label"},
		"no end\n  MUST &&":        {Filter: "MUST &&", Column: -1, Message: "no end"},
	} {
		if got := e.Error(); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}
