package laws_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A law is one rule of the house. It judges the whole module at once, so that
// it can speak of how rooms stand to each other.
type law struct {
	name  string
	why   string // one sentence, printed with every complaint
	judge func(*house) []complaint
}

// A complaint points at the line that breaks a law.
type complaint struct {
	path string
	line int
	text string
}

func (c complaint) String() string {
	return fmt.Sprintf("%s:%d: %s", c.path, c.line, c.text)
}

// The laws of the house. Each is seen to fail in proof_test.go.
var laws = []law{
	{"parsing", "a file that cannot be read is a file that no law has judged", judgeParsing},
	{"top", "the top level is the table of contents, and a newcomer reads it first", judgeTop},
	{"floors", "imports go down only, so that each room can be read, tested and replaced without those above it", judgeFloors},
	{"keepers", "a library that one room keeps can be replaced in one room", judgeKeepers},
	{"chapters", "one word names a chapter in every folder, so that whoever knows one folder knows them all", judgeChapters},
	{"room size", "a package that outgrows one look at its folder holds two nouns", judgeRoomSize},
	{"folders", "what tools ignore, readers miss", judgeFolders},
	{"package comments", "a room says at its door what it is for, once", judgePackageComments},
	{"examples", "whoever imports a room begins with what he can copy and run", judgeExamples},
	{"doc comments", "an exported name is a promise, and a promise is written down", judgeDocComments},
	{"file length", "a file that outgrows a few screens hides a word that nobody has found yet", judgeFileLength},
	{"crumbs", "what is cut up to keep files short must be put together again to be understood", judgeCrumbs},
	{"function length", "a function is read in one look or it is read wrongly", judgeFunctionLength},
	{"no init", "what runs before main cannot be ordered, tested or left out", judgeInit},
	{"no variables", "state that belongs to nobody is shared by all tests and all runs", judgeVariables},
	{"ambience", "environment, output and exit are passed in, so that a test and a second run in one process can replace them", judgeAmbience},
	{"no sleeping", "a test that sleeps is slow on every machine and wrong on some; ask a clock", judgeSleeping},
	{"no focus", "a focused spec silences all the others and still ends green", judgeFocus},
	{"no leftovers", "what is left to do belongs in the tracker, where somebody looks for it", judgeLeftovers},
}

func TestLaws(t *testing.T) {
	h := readModule(t)
	if !slices.Contains(h.paths, "cmd/internal/laws/laws_test.go") {
		t.Fatal("the house was read without this file: the walk misses what it should judge")
	}
	for _, l := range laws {
		t.Run(l.name, func(t *testing.T) {
			for _, c := range l.judge(h) {
				t.Errorf("%s\n\twhy: %s", c, l.why)
			}
		})
	}
}

// readModule reads the house that these laws stand in.
func readModule(t *testing.T) *house {
	t.Helper()
	h, err := readHouse(os.DirFS(moduleRoot(t)))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// contributing reads the page that the laws enforce.
func contributing(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(moduleRoot(t), "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// moduleRoot climbs from the test's working directory to the folder of go.mod.
func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the test's working directory")
		}
		dir = up
	}
}
