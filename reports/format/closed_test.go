package format

import (
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
)

// TestAClosedLoadOffersNoRate keeps a zero out of the reports that nobody asked
// for.
func TestAClosedLoadOffersNoRate(t *testing.T) {
	run := &reports.Run{Load: &reports.Load{Shape: "closed", Done: 24784, Seconds: 6, Requests: 148727, PerSecond: []reports.Second{{Done: 24784}}}}
	for _, format := range Names() {
		var b strings.Builder
		if err := Write(&b, format, run, Options{}); err != nil {
			t.Fatal(err)
		}
		text := strings.ToLower(b.String())
		if strings.Contains(text, "offered 0") || strings.Contains(text, "0.0</b> offered") {
			t.Errorf("%s speaks of an offered rate", format)
		}
	}
}
