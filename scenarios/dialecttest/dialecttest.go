// Package dialecttest holds dialects to what they write, for tests of the
// built-in ones and of those that somebody hands in:
//
//	func TestGolden(t *testing.T) {
//		dialecttest.Golden(t, acme.Dialect{}, endpoints, map[string]scenarios.Step{
//			"refresh": {Verb: scenarios.Refresh, RefreshToken: "r1"},
//		})
//	}
//
// It is for tests only. It must not know products, checks, targets or a network.
package dialecttest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/authassay/authassay/scenarios"
)

// folder is where the golden requests of a package stand.
const folder = "golden"

// Golden holds the request of each step to golden/NAME.txt in the folder of the
// test, byte for byte: method and address, header and body, as they go over the
// wire before anything is bent. A file that is missing is written, to be looked
// at, and fails the test; one that no step is named after fails it, too. Take
// files away to have them written anew.
func Golden(t *testing.T, d scenarios.Dialect, endpoints scenarios.Endpoints, steps map[string]scenarios.Step) {
	t.Helper()
	for name, step := range steps {
		got, err := Written(d, endpoints, step)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		path := filepath.Join(folder, name+".txt")
		want, err := os.ReadFile(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			t.Errorf("%s was missing and is written: look at it", path)
			err = os.WriteFile(path, []byte(got), 0o644)
		case err == nil && got != string(want):
			t.Errorf("%s:\ngot\n%s\nwant\n%s", name, got, want)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
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
func Written(d scenarios.Dialect, endpoints scenarios.Endpoints, step scenarios.Step) (string, error) {
	r, err := d.Encode(endpoints, step)
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
func Lacks(t *testing.T, d scenarios.Dialect, endpoints scenarios.Endpoints, verbs ...scenarios.Verb) {
	t.Helper()
	for _, verb := range verbs {
		if _, err := d.Encode(endpoints, scenarios.Step{Verb: verb}); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%s: %v, want errors.ErrUnsupported", verb, err)
		}
	}
}
