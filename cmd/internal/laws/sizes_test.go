package laws_test

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
)

// The measures of rooms and crumbs. A package has 3 to 15 files; a file is a
// topic of 100 to 300 lines.
const (
	mostFiles    = 20
	shortestFile = 30
)

// An excuse lets one path break one of the laws below, for a reason.
type excuse struct{ path, why string }

// Large are the packages that may hold more than mostFiles files beside their
// tests. CONTRIBUTING.md repeats the sentence of each.
var large = []excuse{}

// Crumbs are the files that may have fewer lines than shortestFile. Files that
// the tools want apart need no excuse: doc.go, examples, what is built for one
// platform only, and a package that is a single file.
var crumbs = []excuse{}

// Misread are the names of folders that tools take for what a build leaves, or
// for other people's code: they are ignored, hidden from searches, or deleted.
var misread = []string{"target", "build", "dist", "out", "vendor", "node_modules"}

// Unrenamed are folders that bear such a name all the same.
var unrenamed = []excuse{}

func judgeRoomSize(h *house) []complaint {
	files := shippedByRoom(h)
	var found []complaint
	for _, dir := range slices.Sorted(maps.Keys(files)) {
		if n := files[dir]; n > mostFiles && !excused(large, dir) {
			found = append(found, complaint{dir, 1, fmt.Sprintf("the package has %d files beside its tests, and %d are the most", n, mostFiles)})
		}
	}
	return found
}

// shippedByRoom counts the files of each package.
func shippedByRoom(h *house) map[string]int {
	files := map[string]int{}
	for _, s := range h.shipped() {
		files[s.dir]++
	}
	return files
}

func judgeCrumbs(h *house) []complaint {
	files := shippedByRoom(h)
	var found []complaint
	for _, s := range h.sources {
		alone := !s.test && files[s.dir] == 1
		lines := strings.Count(s.text, "\n")
		if lines < shortestFile && !alone && !s.apart() && !excused(crumbs, s.path) {
			found = append(found, complaint{s.path, 1, fmt.Sprintf("the file has %d lines, and %d are the fewest: let its topic find it", lines, shortestFile)})
		}
	}
	return found
}

// apart tells the files that the tools want apart.
func (s *source) apart() bool {
	base := path.Base(s.path)
	return base == "doc.go" || s.example() || s.generated() || strings.HasPrefix(base, "example_") ||
		strings.HasPrefix(s.text, "//go:build ")
}

func judgeFolders(h *house) []complaint {
	var found []complaint
	said := map[string]bool{}
	for _, p := range h.paths {
		if strings.Contains(p, "/node_modules/") { // what an example's server is installed with
			continue
		}
		for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
			if slices.Contains(misread, path.Base(dir)) && !said[dir] && !excused(unrenamed, dir) {
				said[dir] = true
				found = append(found, complaint{dir, 1, "tools take a folder of this name for what a build leaves"})
			}
		}
	}
	return found
}

func excused(list []excuse, p string) bool {
	return slices.ContainsFunc(list, func(e excuse) bool { return e.path == p })
}

// TestExcusesAreNeeded strikes out what has been mended: an excuse that nobody
// needs waits for somebody to break the law again.
func TestExcusesAreNeeded(t *testing.T) {
	h := readModule(t)
	needs := map[string]func() bool{}
	for dir, n := range shippedByRoom(h) {
		needs[dir] = func() bool { return n > mostFiles }
	}
	for _, s := range h.sources {
		needs[s.path] = func() bool { return strings.Count(s.text, "\n") < shortestFile }
	}
	for _, e := range slices.Concat(large, crumbs) {
		if need := needs[e.path]; need == nil || !need() {
			t.Errorf("%s needs no excuse any more: strike it out", e.path)
		}
	}
	for _, e := range unrenamed {
		if !slices.ContainsFunc(h.paths, func(p string) bool { return within(p, e.path) }) {
			t.Errorf("%s needs no excuse any more: strike it out", e.path)
		}
	}
}

// TestLargeRoomsAreExplained holds CONTRIBUTING.md to the sentences above.
func TestLargeRoomsAreExplained(t *testing.T) {
	text := contributing(t)
	for _, e := range large {
		if row := fmt.Sprintf("| `%s` | %s |", e.path, e.why); !strings.Contains(text, row) {
			t.Errorf("CONTRIBUTING.md lacks the row\n%s", row)
		}
	}
}
