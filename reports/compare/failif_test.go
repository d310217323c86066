package compare

import (
	"strings"
	"testing"
)

func TestConditions(t *testing.T) {
	c := Comparison{Load: []Measure{
		{Name: "response p99", Unit: "ms", Was: 10, Is: 13}, {Name: "done", Unit: "/s", Was: 500, Is: 450},
		{Name: wrongAnswers, Was: 0, Is: 1},
	}}
	for text, want := range map[string]bool{
		"p99 > 1.2x": true, "p99 > 1.3x": false, "p99>120%": true, "rate < 0.95x": true, "rate < 85%": false,
		"wrong answers > 1x": true, "capacity < 0.9x": true,
	} {
		condition, err := ParseCondition(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got, words := condition.Holds(c); got != want || !strings.HasPrefix(words, text) {
			t.Errorf("%s: %v, %s", text, got, words)
		}
	}
	for _, text := range []string{"", "p99", "p98 > 1.2x", "p99 = 1.2x", "p99 > 1.2", "p99 > 1..2x", "p99 > 5ms"} {
		if _, err := ParseCondition(text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

func TestEffectInWords(t *testing.T) {
	for slower, want := range map[float64]string{0.5: "no effect", 0.55: "no effect", 0.6: "small", 0.7: "medium", 0.9: "large", 0.1: "large", 0.36: "small"} {
		if got := effect(slower); !strings.Contains(got, want) {
			t.Errorf("%v: %s", slower, got)
		}
	}
}
