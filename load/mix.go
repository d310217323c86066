package load

import "math"

// longestTurn is the most slots that a turn of a mix has: shares are kept to one
// part in ten thousand where no shorter turn holds them exactly.
const longestTurn = 10_000

// mix says which class and which credential request number seq carries. It
// is a pure function of seq, so every part of the engine can ask it without
// sharing state, and the classes keep their shares exactly in each turn.
type mix struct {
	slots []slot
	count []uint64 // slots of each class in one turn
	pool  []uint64 // credentials of each class
}

// slot is one request of a turn.
type slot struct {
	class int
	rank  uint64 // how many slots of the class stand before it
}

// newMix lays the classes out as evenly as their shares allom.
func newMix(classes []Class) *mix {
	counts := mixCounts(classes)
	total := 0
	m := &mix{}
	for i, n := range counts {
		total += n
		m.count = append(m.count, uint64(n))
		m.pool = append(m.pool, uint64(max(1, len(classes[i].Requests))))
	}
	credit := make([]int, len(classes))
	rank := make([]uint64, len(classes))
	for range total {
		best := 0
		for i := range credit {
			credit[i] += counts[i]
			if credit[i] > credit[best] {
				best = i
			}
		}
		credit[best] -= total
		m.slots = append(m.slots, slot{best, rank[best]})
		rank[best]++
	}
	return m
}

// mixCounts finds the shortest turn in which all shares are whole numbers,
// or shares out the longest one.
func mixCounts(classes []Class) []int {
	sum := 0.0
	for _, c := range classes {
		sum += c.Share
	}
	counts := make([]int, len(classes))
	for n := 1; n <= longestTurn; n++ {
		whole := true
		for i, c := range classes {
			x := c.Share / sum * float64(n)
			counts[i] = int(math.Round(x))
			whole = whole && counts[i] > 0 && math.Abs(x-math.Round(x)) < 1e-6
		}
		if whole {
			return counts
		}
	}
	for i, c := range classes {
		counts[i] = max(1, int(math.Round(c.Share/sum*longestTurn)))
	}
	return counts
}

// class returns the class of request number seq.
func (m *mix) class(seq uint64) int {
	return m.slots[seq%uint64(len(m.slots))].class
}

// pick returns the class and the credential of request number seq.
func (m *mix) pick(seq uint64) (class, credential int) {
	n := uint64(len(m.slots))
	s := m.slots[seq%n]
	return s.class, int((seq/n*m.count[s.class] + s.rank) % m.pool[s.class])
}
