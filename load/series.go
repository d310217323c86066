package load

import "github.com/authassay/authassay/reports"

// mostRows is how many rows a series has at most. Runs of ten minutes have a
// row for each second; a longer one has rows of two, four or more, so that
// neither memory nor report grows with its length. It must be even.
const mostRows = 600

// series holds how a run went, row by row.
type series struct {
	step int // seconds that a row stands for
	all  []reports.Second
}

// end returns the second at which the last row ends.
func (s *series) end() int { return len(s.all) * s.step }

// at returns the row of a second.
func (s *series) at(second int) *reports.Second { return &s.all[second/s.step] }

// full says whether rows have to be joined before another is added.
func (s *series) full() bool { return len(s.all) >= mostRows }

// add begins the next row.
func (s *series) add(offered uint64) {
	row := reports.Second{At: s.end(), Offered: offered}
	if s.step > 1 {
		row.Span = s.step
	}
	s.all = append(s.all, row)
}

// join makes one row of two.
func (s *series) join() {
	s.step *= 2
	half := s.all[:0]
	for i := 0; i < len(s.all); i += 2 {
		row := s.all[i]
		if i+1 < len(s.all) {
			row = row.With(s.all[i+1])
		}
		row.Span, row.Histogram = s.step, ""
		half = append(half, row)
	}
	clear(s.all[len(half):])
	s.all = half
}

// joinMoments counts wrong answers by rows of so many seconds.
func joinMoments(all []reports.Moment, step int) []reports.Moment {
	out := all[:0]
	for _, m := range all {
		m.At -= m.At % step
		if n := len(out); n > 0 && out[n-1].At == m.At {
			out[n-1].Count += m.Count
			continue
		}
		out = append(out, m)
	}
	return out
}
