package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The page of the real servers shows side by side what their recorded verdicts
// say. That part of it is written by a program, between these two lines.
const (
	sideBySidePage = "README.md"
	sideBySideFrom = "<!-- from here on written by INTEROP_RECORD=1 go test -run TestSideBySide ./cmd/authassay -->\n"
	sideBySideTo   = "<!-- up to here -->\n"
)

// TestSideBySide fails where the page does not say what the recorded verdicts
// do. With INTEROP_RECORD set it is written anew.
func TestSideBySide(t *testing.T) {
	if os.Getenv("INTEROP_RECORD") != "" {
		writeSideBySide(t, "../../examples")
		return
	}
	page, want := sideBySide(t, "../../examples")
	if page != want {
		t.Errorf("examples/%s is not what the recorded verdicts say: INTEROP_RECORD=1 go test -run TestSideBySide ./cmd/authassay", sideBySidePage)
	}
}

// TestSideBySideFollowsTheVerdicts writes a page, changes a verdict and adds two
// servers in one folder.
func TestSideBySideFollowsTheVerdicts(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("README.md", "before\n"+sideBySideFrom+"stale\n"+sideBySideTo+"after\n")
	write("one/target.yaml", "profile: oauth2\nname: The first\n")
	write("one/verdicts.txt", "EXC-03 expected: race\nEXC-02 pass: twice\nIDN-18 note: two\n")
	write("two/target-b.yaml", "profile: basic\nname: The second, b\n")
	write("two/verdicts-b.txt", "BAS-13 warn: both\nBAS-01 pass: call\n")
	write("two/three/target.yaml", "profile: oauth2\nname: The third\n")
	write("two/three/verdicts.txt", "EXC-03 untested: race\nEXC-03 fail: again\nEXC-02 pass: twice\n")
	write("two/three/state/verdicts.txt", "not one of ours\n")
	writeSideBySide(t, dir)
	page, want := sideBySide(t, dir)
	if page != want || !strings.HasPrefix(page, "before\n") || !strings.HasSuffix(page, "after\n") {
		t.Errorf("not written as it is wanted:\n%s", page)
	}
	for _, line := range []string{
		"| [one](one) | The first | oauth2 | 3 | 1 | 1 | 0 | 1 | 0 |",
		"| [two-b](two) | The second, b | basic | 2 | 1 | 0 | 1 | 0 | 0 |",
		"| EXC-03 | MUST | Of many simultaneous exchanges of one code at most one succeeds. | ✗ | ✗ |",
		"| IDN-18 | MAY | A client_id in the body that is not the one in the header is refused. | i |",
		"| ID | level | requirement | two-b |",
		"| BAS-13 | SHOULD | A request with Basic and Bearer credentials at once is refused. | ! |",
	} {
		if !strings.Contains(page, line+"\n") {
			t.Errorf("%q is not in\n%s", line, page)
		}
	}
	if strings.Contains(page, "EXC-02") {
		t.Error("what everybody keeps has a row")
	}
	write("one/verdicts.txt", "EXC-03 pass: race\n")
	if page, want := sideBySide(t, dir); page == want {
		t.Error("a verdict has changed, and the page is still right")
	}
}
