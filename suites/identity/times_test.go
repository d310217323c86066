package identity

import (
	"strings"
	"testing"
	"time"
)

func TestMisdated(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	early, late := now.Add(-time.Minute), now.Add(time.Minute)
	seconds := float64(now.Unix())
	for _, test := range []struct {
		value any
		want  string // a part of it; "" for nothing wrong
	}{
		{seconds, ""}, {seconds + 60, ""}, {seconds - 60, ""},
		{seconds - 61, "1m1s ago"}, {seconds + 61, "1m1s ahead"},
		{seconds * 1000, "milliseconds"},
		{seconds * 1e6, "milliseconds"},
		{true, "no number"},
		{-1.0, "ago"},
		{"1772366400", "string"}, {nil, "no number"}, {map[string]any{}, "no number"},
	} {
		got := misdated(test.value, early, late, now)
		if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
			t.Errorf("%v is wrong by %q, want %q", test.value, got, test.want)
		}
	}
}
