package main

import (
	"math"
	"strings"
	"testing"
	"time"
)

// Asked for more than it can do, a known server does what it says it carries.
func TestKnownServersCarryWhatTheySay(t *testing.T) {
	for _, k := range knownServers {
		t.Run(k.name, func(t *testing.T) {
			at := k.make()
			began := time.Unix(0, 0)
			now, last, served := began, began, 0
			for range 4000 { // at twice of what the fastest carries
				now = now.Add(time.Second / 1600)
				done, ok := at.work(now)
				if ok && done.Sub(began) > time.Second { // when the bucket is empty and all are at work
					served++
					last = done
				}
			}
			rate := float64(served) / (last.Sub(began) - time.Second).Seconds()
			if math.Abs(rate/at.carries()-1) > 0.02 {
				t.Errorf("%s: carries %.0f/s, and says %.0f/s", k.about, rate, at.carries())
			}
		})
	}
}

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
