package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults"
)

// bent returns what the fault or the manner of a name does to the rules of the
// reference server; no name bends nothing.
func bent(name string) (func(*fakeserver.Rules), error) {
	if name == "" {
		return nil, nil
	}
	fault, ok := faults.Find(name)
	if !ok {
		return nil, unknownFault(name)
	}
	return fault.Bend, nil
}

// unknownFault names the faults that the user may have meant.
func unknownFault(name string) error {
	var names []string
	for _, f := range slices.Concat(faults.All(), faults.Manners(), faults.UnderLoad()) {
		names = append(names, f.Name)
	}
	return wrong(fmt.Errorf("find fault: no fault %q", name),
		"the nearest are "+strings.Join(nearest(name, names, 3), ", "))
}

// nearest returns the n words that are most like a word: those that share the
// most pairs of letters with it.
func nearest(word string, known []string, n int) []string {
	out := slices.Clone(known)
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(likeness(word, b), likeness(word, a)) })
	return out[:min(n, len(out))]
}

// likeness is the share of the pairs of letters that two words have in common.
func likeness(a, b string) float64 {
	if len(a) < 2 || len(b) < 2 {
		return 0
	}
	pairs := map[string]int{}
	for i := range len(a) - 1 {
		pairs[strings.ToLower(a[i:i+2])]++
	}
	common := 0
	for i := range len(b) - 1 {
		if pair := strings.ToLower(b[i : i+2]); pairs[pair] > 0 {
			pairs[pair]--
			common++
		}
	}
	return 2 * float64(common) / float64(len(a)+len(b)-2)
}
