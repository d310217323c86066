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
