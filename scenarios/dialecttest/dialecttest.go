// Package dialecttest holds dialects to what they write, for tests of the
// built-in ones and of those that somebody hands in:
//
//	func TestMain(m *testing.M) { dialecttest.Main(m) }
//
//	func TestGolden(t *testing.T) {
//		dialecttest.Golden(t, acme.Dialect{}, bases, map[string]scenarios.Step{
//			"refresh": {Verb: scenarios.Refresh, RefreshToken: "r1"},
//		})
//	}
//
// It is for tests only. It must not know products, checks, targets or a network.
package dialecttest

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/authassay/authassay/scenarios"
)

// folder is where the golden requests of a package stand.
const folder = "golden"

// Main runs the tests of a package with a flag -update, which has Golden write
// its files anew. It ends the process.
func Main(m *testing.M) {
	flag.Bool("update", false, "write the golden requests anew from what the dialect encodes")
	flag.Parse()
	os.Exit(m.Run())
}

// Golden holds the request of each step to golden/NAME.txt in the folder of the
// test, byte for byte: method and address, header and body, as they go over the
// wire before anything is bent. A file that no step is named after is a mistake,
// too.
func Golden(t *testing.T, d scenarios.Dialect, bases scenarios.Endpoints, steps map[string]scenarios.Step) {
	t.Helper()
	update := flag.Lookup("update") != nil && flag.Lookup("update").Value.String() == "true"
	for name, step := range steps {
		got, err := Written(d, bases, step)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		path := filepath.Join(folder, name+".txt")
		if update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Errorf("%s: %v; -update writes it", name, err)
			continue
		}
		if got != string(want) {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", name, got, want)
		}
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if _, ok := steps[strings.TrimSuffix(filepath.Base(file), ".txt")]; !ok {
			t.Errorf("%s: no step has this name", file)
		}
	}
}

// Written is the request of a step as it goes over the wire: a line with method
// and address, the header in the order of the alphabet, an empty line and the
// body.
func Written(d scenarios.Dialect, bases scenarios.Endpoints, step scenarios.Step) (string, error) {
	r, err := d.Encode(bases, step)
	if err != nil {
		return "", err
	}
	if spelled, ok := d.(scenarios.Spelling); ok {
		r = spelled.Spell(r)
	}
	body, err := r.Payload()
	if err != nil {
		return "", fmt.Errorf("write %s: %w", step.Verb, err)
	}
	var lines []string
	for name, values := range r.Header {
		for _, v := range values {
			lines = append(lines, name+": "+v+"\n")
		}
	}
	slices.Sort(lines)
	return fmt.Sprintf("%s %s\n%s\n%s", r.Method, r.Address(), strings.Join(lines, ""), body), nil
}

// Lacks sees that the dialect has no way of saying some verbs, and says so.
func Lacks(t *testing.T, d scenarios.Dialect, bases scenarios.Endpoints, verbs ...scenarios.Verb) {
	t.Helper()
	for _, verb := range verbs {
		if _, err := d.Encode(bases, scenarios.Step{Verb: verb}); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%s: %v, want errors.ErrUnsupported", verb, err)
		}
	}
}
