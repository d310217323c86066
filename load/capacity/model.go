package capacity

import (
	"math"

	"github.com/authassay/authassay/reports"
)

// What the points must be like to carry a fit.
const (
	fewestPoints = 5
	leastSpread  = 4    // of the greatest N over the smallest
	leastFit     = 0.95 // of the explained variance
)

// fit finds the law by least squares on N/X, which is linear in N-1 and
// N(N-1); nil where the points don't carry one. Levels that fell behind are
// points too: they are where contention shows.
func fit(levels []reports.Level) *reports.Scalability {
	var m [3][4]float64 // normal equations
	points, low, high := 0, math.Inf(1), 0.0
	for _, l := range levels {
		if l.InUse <= 0 || l.Done <= 0 || l.Errors > 0 || l.Wrong > 0 {
			continue
		}
		points++
		low, high = min(low, l.InUse), max(high, l.InUse)
		row := [3]float64{1, l.InUse - 1, l.InUse * (l.InUse - 1)}
		y := l.InUse / l.Done
		for i := range row {
			for j := range row {
				m[i][j] += row[i] * row[j] / (y * y) // weighed so that relative errors count
			}
			m[i][3] += row[i] * y / (y * y)
		}
	}
	if points < fewestPoints || high < leastSpread*low {
		return nil
	}
	c, ok := solve(m)
	if !ok || c[0] <= 0 {
		return nil
	}
	s := &reports.Scalability{Lambda: 1 / c[0], Sigma: c[1] / c[0], Kappa: c[2] / c[0]}
	if s.Sigma < -0.01 || s.Sigma > 1 || s.Kappa < -1e-4 {
		return nil
	}
	s.Sigma, s.Kappa = max(0, s.Sigma), max(0, s.Kappa)
	if s.Fit = explains(s, levels); s.Fit < leastFit {
		return nil
	}
	extremes(s)
	return s
}

// extremes works out the maximum.
func extremes(s *reports.Scalability) {
	if s.Kappa > 1e-9 && s.Sigma < 1 {
		s.Peak = math.Sqrt((1 - s.Sigma) / s.Kappa)
		s.Most = s.At(s.Peak)
	} else if s.Sigma > 1e-9 {
		s.Most = s.Lambda / s.Sigma
	}
}

// explains returns the share of the variance of X that the law explains.
func explains(s *reports.Scalability, levels []reports.Level) float64 {
	var n, sum, squares, residue float64
	for _, l := range levels {
		if l.InUse <= 0 || l.Done <= 0 || l.Errors > 0 || l.Wrong > 0 {
			continue
		}
		n, sum, squares = n+1, sum+l.Done, squares+l.Done*l.Done
		d := l.Done - s.At(l.InUse)
		residue += d * d
	}
	if spread := squares - sum*sum/n; spread > 0 {
		return 1 - residue/spread
	}
	return 0
}

// solve works out three linear equations by elimination with pivots.
func solve(m [3][4]float64) (x [3]float64, ok bool) {
	for i := range 3 {
		p := i
		for r := i + 1; r < 3; r++ {
			if math.Abs(m[r][i]) > math.Abs(m[p][i]) {
				p = r
			}
		}
		m[i], m[p] = m[p], m[i]
		if math.Abs(m[i][i]) < 1e-12 {
			return x, false
		}
		for r := i + 1; r < 3; r++ {
			f := m[r][i] / m[i][i]
			for c := i; c < 4; c++ {
				m[r][c] -= f * m[i][c]
			}
		}
	}
	for i := 2; i >= 0; i-- {
		x[i] = m[i][3]
		for c := i + 1; c < 3; c++ {
			x[i] -= m[i][c] * x[c]
		}
		x[i] /= m[i][i]
	}
	return x, true
}
