package load

import (
	"math"
	"time"

	"github.com/authassay/authassay/load/internal/hdr"
	"github.com/authassay/authassay/reports"
)

const (
	heatColumns = 240 // at most; neighbours are joined when there are more
	heatRows    = 29
	heatLowest  = 0.01 // milliseconds, the upper bound of the first row
	heatPerTen  = 4    // rows for each factor of ten
)

// heat counts response times by time and length, in an area that does not
// grow with the length of the run.
type heat struct {
	step    int // seconds that a column stands for, 0 before the first
	columns [][]uint64
}

// add counts one response time of a second.
func (m *heat) add(second int, took time.Duration) {
	m.step = max(1, m.step)
	for second/m.step >= heatColumns {
		m.join()
	}
	at := second / m.step
	for len(m.columns) <= at {
		m.columns = append(m.columns, make([]uint64, heatRows))
	}
	m.columns[at][heatRow(hdr.Millis(int64(took)))]++
}

// join makes one column of two.
func (m *heat) join() {
	m.step *= 2
	half := make([][]uint64, 0, heatColumns)
	for i, c := range m.columns {
		if i%2 == 0 {
			half = append(half, c)
			continue
		}
		for row, n := range c {
			half[i/2][row] += n
		}
	}
	m.columns = half
}

// heatRow returns the row of a time in milliseconds.
func heatRow(ms float64) int {
	if ms <= heatLowest {
		return 0
	}
	return min(heatRows-1, int(math.Ceil(heatPerTen*math.Log10(ms/heatLowest)-1e-9)))
}

// report returns the map, nil for an empty one.
func (m *heat) report() *reports.Heat {
	if len(m.columns) == 0 {
		return nil
	}
	out := &reports.Heat{Step: m.step, Columns: m.columns}
	for row := range heatRows - 1 {
		out.Bounds = append(out.Bounds, heatLowest*math.Pow(10, float64(row)/heatPerTen))
	}
	return out
}
