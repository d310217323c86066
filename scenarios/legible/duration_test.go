package legible_test

import (
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios/legible"
)

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
