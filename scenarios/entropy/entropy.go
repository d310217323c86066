package entropy

import "math"

// Variety says how different values are that nobody may guess.
type Variety struct {
	Values   int
	Repeated int     // of them that stood among the values before
	Bits     float64 // that a value leaves to chance at most, as far as the values show
}

// examined bounds the values whose places are looked at: more would say the
// same.
const examined = 2000

// Of looks at values that were issued alike. Beside are other strings
// of the same issues, in the same order, that a guesser may know: the keys of
// secrets. A place of the values says nothing new where it holds the same
// character as another place in every issue.
//
// The bits are the sum of the places' entropies, with the correction of Miller
// and Madow for what few values do not show. They are an upper bound: a hash of
// a counter looks like chance.
func Of(values []string, beside ...[]string) Variety {
	v := Variety{Values: len(values)}
	known := map[string]bool{}
	for _, text := range values {
		if known[text] {
			v.Repeated++
		}
		known[text] = true
	}
	told := map[string]bool{}
	for _, list := range beside {
		for _, place := range places(list) {
			told[place] = true
		}
	}
	for _, place := range places(values) {
		if !told[place] {
			v.Bits += entropy(place)
		}
		told[place] = true
	}
	return v
}

// places returns what stands at each place of the values, as far as all of
// them reach.
func places(values []string) []string {
	values = values[:min(len(values), examined)]
	if len(values) == 0 {
		return nil
	}
	reach := len(values[0])
	for _, text := range values {
		reach = min(reach, len(text))
	}
	out := make([]string, reach)
	for i := range out {
		place := make([]byte, len(values))
		for k, text := range values {
			place[k] = text[i]
		}
		out[i] = string(place)
	}
	return out
}

// entropy is that of a place's characters, in bits.
func entropy(place string) float64 {
	var counts [256]int
	for i := range len(place) {
		counts[place[i]]++
	}
	bits, kinds, n := 0.0, 0, float64(len(place))
	for _, c := range counts {
		if c > 0 {
			kinds++
			share := float64(c) / n
			bits -= share * math.Log2(share)
		}
	}
	return bits + float64(kinds-1)/(2*n*math.Ln2)
}
