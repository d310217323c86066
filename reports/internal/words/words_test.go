package words

import (
	"strings"
	"testing"
)

func TestWrap(t *testing.T) {
	for _, l := range Wrap(strings.Repeat("word ", 50), 20) {
		if len(l) > 20 {
			t.Errorf("%q is wider than 20", l)
		}
	}
	if got := Wrap("a https://example.com/a/long/link b", 10); len(got) != 3 {
		t.Errorf("a link was broken: %q", got)
	}
}

// What steers a terminal, forges a line or breaks XML is written out.
func TestPlainIsHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"as it is\tand\nso": "as it is\tand\nso", "a\r\nb": "a\nb", "\x1b[31m": `\x1b[31m`,
		"\xff": `\xff`, "\u202e": `\u{202e}`, "\u2028": `\u{2028}`,
	} {
		if got := Plain(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got, want := Line(" one\ntwo\tthree "), `one\ntwo three`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCounting(t *testing.T) {
	for got, want := range map[string]string{
		Plural(1, "warning", "warnings"): "1 warning", Plural(0, "warning", "warnings"): "0 warnings",
		Listed(nil): "", Listed([]string{"a"}): "a", Listed([]string{"a", "b", "c"}): "a, b and c",
		First("", "b", "c"): "b", Millis(0.4): "0.40 ms", Millis(99.94): "99.9 ms", Millis(999): "999 ms",
		Millis(1500): "1.50 s", Millis(61_000): "61.0 s",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Map leaves our own words and the value itself alone.
func TestMapSparesWhatIsOurs(t *testing.T) {
	type inner struct {
		Ours   string `words:"ours"`
		Theirs *string
	}
	text := "said"
	was := []inner{{"kept", &text}}
	for spare, want := range map[bool]string{true: "kept", false: "gone"} {
		got := Map(was, func(string) string { return "gone" }, spare)
		if got[0].Ours != want || *got[0].Theirs != "gone" || *was[0].Theirs != "said" || was[0].Ours != "kept" {
			t.Errorf("got %+v of %+v", got[0], was[0])
		}
	}
}
