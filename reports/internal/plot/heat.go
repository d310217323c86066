package plot

import (
	"fmt"
	"math"
	"slices"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/words"
)

// Heatmap is how the page draws where response times lie over time: a picture
// without a script.
type Heatmap struct {
	Width, Height int
	Cells         []heatCell
	Times         []heatLabel // along the bottom
	Lengths       []heatLabel // along the left side
}

type heatCell struct {
	X, Y, W, H float64
	Shade      float64 // 0 to 1
	Title      string
}

type heatLabel struct {
	At   float64
	Text string
}

// The measures of the picture, in units of its view box.
const (
	heatLeft   = 62.0
	heatPlot   = 920.0
	heatRow    = 13.0
	heatBottom = 22.0
)

// OfHeat is nil when there is nothing to draw. Rows that are empty at the
// top and the bottom are left out. Shades grow with the logarithm of the
// count: one slow answer among thousands has to show.
func OfHeat(l *reports.Load) *Heatmap {
	if l == nil || l.Heat == nil || len(l.Heat.Columns) == 0 {
		return nil
	}
	low, high, most := heatBounds(l.Heat)
	if most == 0 {
		return nil
	}
	m := &Heatmap{Width: int(heatLeft + heatPlot), Height: int(heatRow*float64(high-low+1) + heatBottom)}
	w := heatPlot / float64(len(l.Heat.Columns))
	for x, column := range l.Heat.Columns {
		for row := low; row <= high && row < len(column); row++ {
			if n := column[row]; n > 0 {
				m.Cells = append(m.Cells, heatCell{
					X: heatLeft + w*float64(x), Y: heatRow * float64(high-row), W: w, H: heatRow,
					Shade: 0.15 + 0.85*math.Log1p(float64(n))/math.Log1p(float64(most)),
					Title: fmt.Sprintf("second %d, %s: %d", x*l.Heat.Step, heatRange(l.Heat, row), n),
				})
			}
		}
	}
	for row := low; row <= high; row++ {
		if (row-low)%2 == 0 && row < len(l.Heat.Bounds) {
			m.Lengths = append(m.Lengths, heatLabel{heatRow * float64(high-row), words.Millis(l.Heat.Bounds[row])})
		}
	}
	for i := range 7 {
		at := i * len(l.Heat.Columns) / 6
		m.Times = append(m.Times, heatLabel{heatLeft + w*float64(at), fmt.Sprintf("%d s", at*l.Heat.Step)})
	}
	m.Times = slices.CompactFunc(m.Times, func(a, b heatLabel) bool { return a.Text == b.Text })
	return m
}

// heatBounds returns the lowest and the highest row that is not empty, and the
// greatest count.
func heatBounds(h *reports.Heat) (low, high int, most uint64) {
	low = len(h.Bounds)
	for _, column := range h.Columns {
		for row, n := range column {
			if n > 0 {
				low, high, most = min(low, row), max(high, row), max(most, n)
			}
		}
	}
	return low, high, most
}

// heatRange names a row.
func heatRange(h *reports.Heat, row int) string {
	switch {
	case row == 0:
		return "up to " + words.Millis(h.Bounds[0])
	case row >= len(h.Bounds):
		return "above " + words.Millis(h.Bounds[len(h.Bounds)-1])
	}
	return words.Millis(h.Bounds[row-1]) + " to " + words.Millis(h.Bounds[row])
}
