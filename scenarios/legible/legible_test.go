package legible_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios/legible"
)

// TestPrintableSteersNothing writes out whatever a terminal would obey.
func TestPrintableSteersNothing(t *testing.T) {
	for text, want := range map[string]string{
		"as it is, «fp:1», ü":       "as it is, «fp:1», ü",
		"\x1b]0;title\a\x1b[31mred": `\x1b]0;title\x07\x1b[31mred`,
		"ok\nFAILED login":          `ok\nFAILED login`,
		"one\ttwo\rthree":           `one two\x0dthree`,
		"user\u202egnp.exe":         `user\u{202e}gnp.exe`,
		"\u2066a\u2069\u2028b":      `\u{2066}a\u{2069}\u{2028}b`,
		"\x9b31m\xff":               `\x9b31m\xff`,
		"\u009b31m":                 `\u{009b}31m`,
	} {
		if got := legible.Line(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

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

func TestBrief(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 17 * time.Second: "17s", time.Minute: "1m", time.Hour: "1h", 336 * time.Hour: "336h",
		90 * time.Second: "1m30s", 10 * time.Minute: "10m", 100 * time.Minute: "1h40m", time.Hour + time.Second: "1h0m1s",
		1500 * time.Millisecond: "1.5s", -time.Hour: "-1h",
	} {
		if got := legible.Duration(d); got != want {
			t.Errorf("%v is written %s, want %s", d, got, want)
		}
	}
}

func ExampleLine() {
	fmt.Println(legible.Line("red \x1b[31m alert\nand more"))
	// Output: red \x1b[31m alert\nand more
}

func ExamplePage() {
	fmt.Println(legible.Page([]byte("<head><title>no</title></head><h1>Sign in</h1> to <b>Acme &amp; Co</b>"), 80))
	// Output: Sign in to Acme & Co
}

func ExampleDuration() {
	fmt.Println(legible.Duration(time.Hour), legible.Duration(90*time.Second))
	// Output: 1h 1m30s
}
