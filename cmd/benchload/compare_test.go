package main

import (
	"strings"
	"testing"
)

func TestTheTableHasMediansAndRatios(t *testing.T) {
	var b strings.Builder
	table(&b, []tool{{name: "ours"}, {name: "theirs"}}, [][]result{
		{{100, 10}, {110, 12}, {90, 11}},
		{{50, 20}, {55, 24}, {45, 44}},
	})
	for _, want := range []string{"11.00 (10.00 to 12.00)", "24.00 (20.00 to 44.00)", "0.50 (0.25 to 0.50)"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}
