package legible_test

import (
	"testing"

	"github.com/authassay/authassay/scenarios/legible"
)

func TestPageTextIsWhatAPersonReads(t *testing.T) {
	page := `<!doctype html><head><title>Sign in</title><style>p{}</style></head><body><!-- no --><script>if (a<b) x()</script>
		<h1>Sign&nbsp;in</h1><p>Wrong   name or <b>password</b>.</p>`
	for most, want := range map[int]string{100: "Sign in Wrong name or password .", 10: "Sign in Wr …", 8: "Sign in …"} {
		if got := legible.Page([]byte(page), most); got != want {
			t.Errorf("%d: got %q, want %q", most, got, want)
		}
	}
	if got := legible.Page([]byte("\xff<<<"), 100); got == "" {
		t.Error("what is no HTML is nothing")
	}
}
