package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
)

// interrupted runs the program and interrupts it some time after it has said
// that it began. It returns the exit code and what stood on standard output.
func interrupted(t *testing.T, after time.Duration, args ...string) (int, []byte) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var stdout bytes.Buffer
	command := exec.Command(self)
	command.Args, command.Stdout = append([]string{"authassay"}, args...), &stdout
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	told := bufio.NewReader(stderr)
	if _, err := told.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = command.Process.Signal(os.Interrupt) })
	defer timer.Stop()
	_, _ = io.Copy(io.Discard, told)
	var exit *exec.ExitError
	if err := command.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), stdout.Bytes()
}

// moments is how many runs of the program are interrupted; the variable asks
// for another number.
func moments(t *testing.T) int {
	t.Helper()
	text, set := os.LookupEnv("AUTHASSAY_INTERRUPTS")
	if !set {
		return 10
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestInterruptsAtRandomMoments sends the program an interrupt at random
// moments of a run: it ends by itself with the exit code for a target that
// could not be judged, nothing is held against the honest server, every report
// is whole, and standard output is the report and nothing else.
func TestInterruptsAtRandomMoments(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs the program again and again")
	}
	cut := 0
	for range moments(t) {
		dir := t.TempDir()
		after := rand.N(900 * time.Millisecond)
		code, stdout := interrupted(t, after, "run", "--profile", "clearxp", "--format", "json", "--out", dir)
		var run reports.Run
		if err := json.Unmarshal(stdout, &run); err != nil {
			t.Fatalf("after %s: exit code %d, and standard output is no report: %v\n%s", after, code, err, stdout[:min(len(stdout), 300)])
		}
		if run.Interrupted {
			cut++
		}
		if want := map[bool]int{true: exitJudge, false: exitPass}[run.Interrupted]; code != want || run.ExitCode != want || run.Summary.Fail > 0 || len(run.Problems) > 0 {
			t.Errorf("after %s: exit code %d, in the report %d, interrupted %v: %s %v", after, code, run.ExitCode, run.Interrupted, run.Sentence, run.Problems)
		}
		reported(t, dir, stdout)
	}
	if cut == 0 {
		t.Error("every run had ended before it was interrupted")
	}
}

// TestInterruptsUnderLoad interrupts loads and searches at random moments: what
// was measured until then decides nothing.
func TestInterruptsUnderLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs the program again and again")
	}
	for _, args := range [][]string{
		{"load", "--duration", "1m", "--warmup", "0s", "--pool", "50", "--slo", "p99 < 1us"},
		{"capacity", "--start", "200/s", "--pool", "50"},
	} {
		for range 1 + moments(t)/5 {
			after := rand.N(1200 * time.Millisecond)
			code, stdout := interrupted(t, after, append(args, "--profile", "clearxp", "--format", "json")...)
			var run reports.Run
			if err := json.Unmarshal(stdout, &run); err != nil {
				t.Fatalf("%s, after %s: exit code %d, and standard output is no report: %v\n%s", args[0], after, code, err, stdout[:min(len(stdout), 300)])
			}
			if code != exitJudge || run.Verdict != reports.Inconclusive {
				t.Errorf("%s, after %s: exit code %d: %s", args[0], after, code, run.Sentence)
			}
		}
	}
}

// TestStandardOutputIsClaimed keeps what a library prints out of the report.
func TestStandardOutputIsClaimed(t *testing.T) {
	stdout, stderr := os.Stdout, os.Stderr
	defer func() { os.Stdout, os.Stderr = stdout, stderr }()
	var err error
	if os.Stderr, err = os.Create(filepath.Join(t.TempDir(), "stderr")); err != nil {
		t.Fatal(err)
	}
	defer os.Stderr.Close()
	own := claim()
	fmt.Println("printed by a library")
	if text, _ := os.ReadFile(os.Stderr.Name()); own != stdout || string(text) != "printed by a library\n" {
		t.Errorf("the command writes to %s, and the library has written %q", own.Name(), text)
	}
}

// reported sees that a folder holds every report, whole.
func reported(t *testing.T, dir string, asJSON []byte) {
	t.Helper()
	read := func(name string) []byte {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
		}
		return text
	}
	if !bytes.Equal(read("report.json"), asJSON) {
		t.Error("report.json is not what stands on standard output")
	}
	if err := xml.Unmarshal(read("junit.xml"), &struct{}{}); err != nil {
		t.Errorf("junit.xml: %v", err)
	}
	for name, end := range map[string]string{"report.html": "</html>", "report.md": "\n", "report.txt": "\n"} {
		if text := string(read(name)); !strings.HasSuffix(strings.TrimRight(text, "\n")+"\n", end) && !strings.Contains(text, end) || text == "" {
			t.Errorf("%s has no end", name)
		}
	}
}
