//go:build interop

package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
)

// TestInterop runs the checks on every server of examples/ and compares the
// verdicts with those that are recorded there. With INTEROP_RECORD set they are
// recorded anew, and the page that shows them side by side is written. A server that cannot be installed fails the test; with
// INTEROP_SKIP_UNAVAILABLE set it is skipped, aloud. What comes after the
// installation is judged either way.
func TestInterop(t *testing.T) {
	files, err := filepath.Glob("../../examples/*/target*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	var missing []string
	for _, file := range files {
		name, record := exampleOf(file)
		t.Run(name, func(t *testing.T) {
			err := install(t.Context(), filepath.Dir(file))
			if errors.Is(err, errUnavailable) && os.Getenv("INTEROP_SKIP_UNAVAILABLE") != "" {
				missing = append(missing, name)
				t.Skipf("NOT TESTED: %s %v", name, err)
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			vacant(t, file)
			run := interoperate(t, file)
			got := verdicts(run)
			if os.Getenv("INTEROP_RECORD") != "" {
				outdated(t, run, nil)
				if err := os.WriteFile(record, []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			text, err := os.ReadFile(record)
			if err != nil {
				t.Fatal(err)
			}
			outdated(t, run, compareVerdicts(t, file, strings.Split(strings.TrimSpace(string(text)), "\n"), got))
		})
	}
	if os.Getenv("INTEROP_RECORD") != "" {
		writeSideBySide(t, "../../examples")
	}
	t.Logf("of %d real servers NOT TESTED: %d %v", len(files), len(missing), missing)
}

// exampleOf is what the server of a target file is called, and where its verdicts
// are recorded. A folder with several servers has several target files, such as
// target-0.9.1.yaml beside verdicts-0.9.1.txt.
func exampleOf(file string) (name, record string) {
	dir, base := filepath.Split(file)
	which := strings.TrimSuffix(strings.TrimPrefix(base, "target"), ".yaml")
	return filepath.Base(dir) + which, filepath.Join(dir, "verdicts"+which+".txt")
}

// vacant sees that nobody listens where the server of a target file will: one
// that was left over would be judged instead.
func vacant(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	auth := regexp.MustCompile(`(?m)^auth: http://(\S+)$`).FindSubmatch(text)
	if auth == nil {
		t.Fatalf("%s: no auth on loopback", file)
	}
	if c, err := net.DialTimeout("tcp", string(auth[1]), time.Second); err == nil {
		_ = c.Close()
		t.Fatalf("somebody listens at %s already: a server that was left over?", auth[1])
	}
}

// interoperate runs the checks of a target file, or only some, and returns the
// report.
func interoperate(t *testing.T, file string, only ...string) *reports.Run {
	t.Helper()
	out := t.TempDir()
	var said, told bytes.Buffer
	args := []string{"run", "--target", file, "--no-load", "--allow-untested", "--seed", "1", "--out", out}
	// checks.txt beside target.yaml names what is asked for, checks-2.txt beside target-2.yaml.
	list := strings.Replace(strings.TrimSuffix(filepath.Base(file), ".yaml"), "target", "checks", 1) + ".txt"
	if chosen, err := os.ReadFile(filepath.Join(filepath.Dir(file), list)); err == nil && len(only) == 0 {
		only = strings.Fields(string(chosen))
	}
	args = append(args, only...)
	code := Main(t.Context(), args, Surroundings{
		Stdout: &said, Stderr: &told, Getenv: os.LookupEnv, Now: time.Now, Random: rand.Reader,
		Terminal: func(any) (int, bool) { return 0, false },
	})
	text, err := os.ReadFile(filepath.Join(out, "report.json"))
	if err != nil {
		t.Fatalf("exit code %d: %s", code, told.String())
	}
	run := &reports.Run{}
	if err := json.Unmarshal(text, run); err != nil {
		t.Fatal(err)
	}
	if len(run.Problems) > 0 {
		t.Errorf("problems %v", run.Problems)
	}
	return run
}

// outdated sees that every known deviation of a run is still one. Of what was
// tried once more, the second time has said so.
func outdated(t *testing.T, run *reports.Run, again []string) {
	t.Helper()
	for _, line := range run.Stale {
		if !slices.ContainsFunc(again, func(id string) bool { return strings.Contains(line, " "+id+" ") }) {
			t.Error(line)
		}
	}
}

// verdicts are the findings of a run in one line each. Where nothing could be
// said, it does not matter which way it could not.
func verdicts(run *reports.Run) []string {
	var out []string
	for _, f := range run.Findings {
		if f.Verdict == reports.Inconclusive {
			f.Verdict = reports.Untested
		}
		out = append(out, fmt.Sprintf("%s %s: %s", f.ID, f.Verdict, f.When))
	}
	slices.Sort(out)
	return out
}

// compareVerdicts tries what has come out otherwise than recorded once more by
// itself: some of these servers stumble when much is asked of them at once, and
// not every race of theirs has two winners. It returns the IDs.
func compareVerdicts(t *testing.T, file string, want, got []string) (again []string) {
	t.Helper()
	want, got = drawn(want), drawn(got)
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Logf("once more, since it is not as recorded: %s", line)
			again = append(again, strings.Fields(line)[0])
		}
	}
	if len(again) > 0 {
		got = slices.DeleteFunc(got, func(line string) bool { return slices.Contains(again, strings.Fields(line)[0]) })
		second := interoperate(t, file, again...)
		outdated(t, second, nil)
		got = append(got, drawn(verdicts(second))...)
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("recorded, and not so now: %s", line)
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("so now, and not recorded: %s", line)
		}
	}
	return again
}

// drawn are verdicts in which chance has no part: whether a race has a loser, so that
// there is something to judge, is not the same in every run of a server that forks.
func drawn(verdicts []string) []string {
	out := slices.Clone(verdicts)
	for i, line := range out {
		if strings.Contains(line, "at the same moment") {
			out[i] = strings.Replace(line, " not applicable: ", " pass: ", 1)
		}
	}
	return out
}
