package targetfile

import (
	"errors"
	"testing"
)

// FuzzLoad holds Load to two promises: whatever the text, it does not panic,
// and what is wrong with a text is told as Problems with a place within it.
func FuzzLoad(f *testing.F) {
	for _, profile := range templated() {
		text, err := template(profile)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, text := range []string{"", "a", "a: [", "? [a]\n: b", "a: &x *x", "!!str a: b", "a: |\n  ${X}", "\ufeffa: 1",
		head + "clock: { post: 'http://a', json: [.nan, {until}] }", head + "headers: { a: '${file:x}', b: \"\\x24{Y}\" }"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := Load("t.yaml", text, everything, files(nil))
		if err == nil {
			if got.Profile == "" || got.Auth == "" {
				t.Errorf("loaded without a profile or an address: %q", text)
			}
			return
		}
		var problems Problems
		if !errors.As(err, &problems) {
			t.Fatalf("not a problem of the file: %v", err)
		}
		for _, p := range problems {
			if p.Message == "" || p.Line < 1 || p.Column < 1 {
				t.Errorf("no place or no message: %+v", p)
			}
		}
	})
}
