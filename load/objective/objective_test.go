package objective

import (
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/load/internal/hdr"
)

func TestThresholds(t *testing.T) {
	m := &Measured{Response: hdr.New(), Service: hdr.New(), Lag: hdr.New(),
		Requests: 10_000, Errors: 9, Done: 489.9}
	for i := range 1000 {
		hdr.Record(m.Response, time.Duration(i+1)*100*time.Microsecond)
		hdr.Record(m.Service, time.Millisecond)
	}
	cases := []struct {
		text string
		met  bool
		seen string
	}{
		{"p99 < 100ms", true, "99.02ms"},
		{"p99<99ms", false, "99.02ms"},
		{"p50 <= 51ms", true, "50ms"},
		{"p99.99 < 1s", true, "100ms"},
		{"max > 0.1s", true, "100ms"},
		{"mean < 50ms", false, "50.05ms"},
		{"service p99 <= 1001us", true, "1ms"},
		{"lag p99 < 1ms", false, "no answers"},
		{"errors < 0.1%", true, "0.09%"},
		{"errors < 0.0009", false, "0.09%"},
		{"wrong answers = 0", true, "0"},
		{"wrong == 1", false, "0"},
		{"rate >= 490/s", false, "489.9/s"},
	}
	for _, c := range cases {
		o, err := Parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := o.Judge(m); got.Met != c.met || got.Seen != c.seen || got.Text != c.text {
			t.Errorf("%s: met %v, seen %s", c.text, got.Met, got.Seen)
		}
	}
}

func TestThresholdMistakesPointAtTheirPlace(t *testing.T) {
	cases := []struct {
		text    string
		column  int
		message string
	}{
		{"", 0, "want p50"},
		{"latency < 5ms", 0, "want p50"},
		{"p < 5ms", 1, "percentile between"},
		{"p100 < 5ms", 1, "percentile between"},
		{"p99 50ms", 4, "comparison"},
		{"p99 =< 50ms", 4, "comparison"},
		{"p99 < fast", 6, "number"},
		{"p99 < 50", 8, "duration"},
		{"p99 < 50apples", 8, "duration"},
		{"lag errors < 1", 4, "after lag"},
		{"errors < 1ms", 10, "percentage"},
		{"errors < 7", 10, "at most"},
		{"wrong ideas = 0", 6, "wrong answers"},
		{"wrong answers = 0/s", 17, "without a unit"},
		{"rate >= 490rpm", 11, "requests a second"},
		{"p99 < 50ms please", 11, "nothing may follow"},
	}
	for _, c := range cases {
		_, err := Parse(c.text)
		e, ok := err.(*SyntaxError)
		if !ok || e.Column != c.column || !strings.Contains(e.Message, c.message) {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		lines := strings.Split(e.Error(), "\n")
		if len(lines) != 3 || strings.IndexByte(lines[2], '^') != c.column+2 {
			t.Errorf("%q: caret in\n%s", c.text, e)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("p99 < 50ms")
	f.Add("errors<0.1%")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := Parse(text)
		if e, ok := err.(*SyntaxError); ok && (e.Column < 0 || e.Column > len(text)) {
			t.Errorf("column %d of %q", e.Column, text)
		}
	})
}
