package plot

import (
	"cmp"
	"slices"

	"github.com/authassay/authassay/reports"
)

// levelPlots are what the page draws of a capacity search, by offered rate.
type levelPlots struct {
	At   []float64 `json:"at"`
	Done []Series  `json:"done"`
	Wait []Series  `json:"latency"`
}

// newLevels is nil without a search. A rate that was tried several times is
// shown as it came out last.
func newLevels(c *reports.Capacity) *levelPlots {
	if c == nil || len(c.Levels) == 0 {
		return nil
	}
	last := map[float64]reports.Level{}
	for _, l := range c.Levels {
		last[l.Rate] = l
	}
	var all []reports.Level
	for _, l := range last {
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b reports.Level) int { return cmp.Compare(a.Rate, b.Rate) })
	out := &levelPlots{}
	line := func(name, hue string, of func(reports.Level) float64, floor bool) Series {
		s := Series{Name: name, Hue: hue}
		for _, l := range all {
			s.Points = append(s.Points, point(of(l), floor))
		}
		return s
	}
	for _, l := range all {
		out.At = append(out.At, l.Rate)
	}
	out.Done = []Series{
		line("asked/s", "grey", func(l reports.Level) float64 { return l.Rate }, false),
		line("done/s", "blue", func(l reports.Level) float64 { return l.Done }, false)}
	out.Wait = []Series{
		line("p50", "green", func(l reports.Level) float64 { return l.P50 }, true),
		line("p99", "yellow", func(l reports.Level) float64 { return l.P99 }, true)}
	return out
}

// wrongByClass draws the wrong answers of each class that gave any; a class
// whose seconds are not known makes it one line for all.
func wrongByClass(l *reports.Load, at []float64, step int) []Series {
	hues := []string{"red", "cyan", "green", "blue", "yellow"}
	var out []Series
	counted := uint64(0)
	for _, c := range l.Classes {
		if len(c.Moments) == 0 {
			continue
		}
		s := Series{Name: "wrong: " + c.Name, Hue: hues[len(out)%len(hues)]}
		counts := make([]float64, len(at))
		for _, m := range c.Moments {
			if i := min(m.At/step, len(counts)-1); i >= 0 {
				counts[i] += float64(m.Count)
			}
			counted += m.Count
		}
		for i := range counts {
			s.Points = append(s.Points, &counts[i])
		}
		out = append(out, s)
	}
	if counted == l.Wrong && counted > 0 {
		return out
	}
	s := Series{Name: "wrong answers", Hue: "red"}
	rows, _ := thin(whole(l), maxPoints)
	for _, second := range rows {
		s.Points = append(s.Points, point(float64(second.Wrong), false))
	}
	return []Series{s}
}
