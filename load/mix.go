package load

import "math"

// maxWheel is the most slots that a wheel has: shares are kept to one part in
// ten thousand where no smaller wheel holds them exactly.
const maxWheel = 10_000

// wheel says which class and which credential request number seq carries. It
// is a pure function of seq, so every part of the engine can ask it without
// sharing state, and the classes keep their shares exactly in each turn.
type wheel struct {
	slots []slot
	count []uint64 // slots of each class in one turn
	pool  []uint64 // credentials of each class
}

// slot is one place on the wheel.
type slot struct {
	class int
	rank  uint64 // how many slots of the class stand before it
}

// newWheel lays the classes out as evenly as their shares allow.
func newWheel(classes []Class) *wheel {
	counts := wheelCounts(classes)
	total := 0
	w := &wheel{}
	for i, n := range counts {
		total += n
		w.count = append(w.count, uint64(n))
		w.pool = append(w.pool, uint64(max(1, len(classes[i].Requests))))
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
		w.slots = append(w.slots, slot{best, rank[best]})
		rank[best]++
	}
	return w
}

// wheelCounts finds the smallest wheel on which all shares are whole numbers,
// or shares out the largest one.
func wheelCounts(classes []Class) []int {
	sum := 0.0
	for _, c := range classes {
		sum += c.Share
	}
	counts := make([]int, len(classes))
	for n := 1; n <= maxWheel; n++ {
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
		counts[i] = max(1, int(math.Round(c.Share/sum*maxWheel)))
	}
	return counts
}

// class returns the class of request number seq.
func (w *wheel) class(seq uint64) int {
	return w.slots[seq%uint64(len(w.slots))].class
}

// pick returns the class and the credential of request number seq.
func (w *wheel) pick(seq uint64) (class, credential int) {
	n := uint64(len(w.slots))
	s := w.slots[seq%n]
	return s.class, int((seq/n*w.count[s.class] + s.rank) % w.pool[s.class])
}
