package faults_test

import (
	"slices"
	"testing"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/fakeserver/faults"
)

// Every fault names contracts that there are, bends them and no others, and
// stays harmless to rules that it does not know.
func TestFaultsNameTheirContracts(t *testing.T) {
	var known []string
	for _, c := range contracts.All() {
		known = append(known, c.Name)
	}
	seen := map[string]bool{}
	for _, f := range slices.Concat(faults.All(), faults.Manners(), faults.UnderLoad()) {
		if seen[f.Name] {
			t.Errorf("%s has its name twice", f.Name)
		}
		seen[f.Name] = true
		if len(f.Contracts()) == 0 {
			t.Errorf("%s names no contract", f.Name)
		}
		for _, name := range f.Contracts() {
			if !slices.Contains(known, name) {
				t.Errorf("%s names %s, which is no contract", f.Name, name)
			}
		}
		bent := 0
		f.Bend = counting(f.Bend, &bent)
		contracts.Host(f.In)
		if bent != len(f.Contracts()) {
			t.Errorf("%s bends %d contracts and names %v", f.Name, bent, f.Contracts())
		}
		contracts.Bent(f.Bend)
	}
}

// counting counts how often a bend is called.
func counting(bend func(*fakeserver.Rules), n *int) func(*fakeserver.Rules) {
	return func(r *fakeserver.Rules) {
		*n++
		bend(r)
	}
}
