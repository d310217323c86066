package format

import (
	"os"
	"path/filepath"
	"testing"
)

// A file is written whole or not at all, and nothing is left beside it.
func TestReplaceIsWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "deep", "report.json")
	for _, content := range []string{"one", "another"} {
		if err := Replace(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(path); string(got) != content {
			t.Errorf("got %q", got)
		}
	}
	// Who holds what stood there before holds it whole: it was not written over.
	before := filepath.Join(dir, "before")
	if err := os.Link(path, before); err != nil {
		t.Fatal(err)
	}
	if err := Replace(path, []byte("the last")); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(before); string(got) != "another" {
		t.Errorf("what stood there before was written over: %q", got)
	}
	if err := os.Remove(before); err != nil {
		t.Fatal(err)
	}
	if about, _ := os.Stat(path); about.Mode().Perm() != 0o644 {
		t.Errorf("mode %v", about.Mode())
	}
	taken := filepath.Join(dir, "deep", "taken")
	if err := os.MkdirAll(filepath.Join(taken, "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	if Replace(taken, nil) == nil {
		t.Error("a folder was replaced")
	}
	if names, _ := os.ReadDir(filepath.Join(dir, "deep")); len(names) != 2 {
		t.Errorf("%v is left", names)
	}
	if Writable(dir) != nil || Writable(path) == nil || Writable(filepath.Join(path, "below")) == nil {
		t.Error("a folder that can be written to is refused, or a file taken for one")
	}
	if names, _ := os.ReadDir(dir); len(names) != 1 {
		t.Errorf("trying a folder left %v", names)
	}
}
