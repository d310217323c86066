package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/authassay/authassay/suites/selftest"
)

// composite is what these tests read of action.yml.
type composite struct {
	Inputs map[string]struct{ Default string }
	Runs   struct{ Steps []actionStep }
}

type actionStep struct {
	ID, Name, If, Run, Uses, Shell string
	Env                            map[string]string
}

// expression is ${{ … }}, or a word of a condition.
var expression = regexp.MustCompile(`\$\{\{ *([\w.-]+) *\}\}`)

// action CODE INPUT=VALUE... carries out the steps of action.yml that are
// scripts, as a runner of GitHub does, with what the steps write in log.txt,
// summary.md and output.txt. A version is downloaded from a mirror on loopback.
func action(ts *testscript.TestScript, _ bool, args []string) {
	text, err := os.ReadFile("../../action.yml")
	ts.Check(err)
	var a composite
	ts.Check(yaml.Unmarshal(text, &a))
	source, err := filepath.Abs("../..")
	ts.Check(err)
	known := map[string]string{"github.action_path": source, "runner.temp": ts.MkAbs("temp")}
	for name, input := range a.Inputs {
		known["inputs."+name] = input.Default
	}
	for _, given := range args[1:] {
		name, value, _ := strings.Cut(given, "=")
		if _, ok := a.Inputs[name]; !ok {
			ts.Fatalf("the action has no input %s", name)
		}
		known["inputs."+name] = value
	}
	r := &runner{ts: ts, known: known, mirror: mirror(ts, known["inputs.version"])}
	for _, name := range []string{"log.txt", "summary.md", "output.txt"} {
		ts.Check(os.WriteFile(ts.MkAbs(name), nil, 0o600))
	}
	for _, step := range a.Runs.Steps {
		if step.Run != "" && r.due(step.If) {
			r.carryOut(step)
		}
	}
	if got := fmt.Sprint(r.code); got != args[0] {
		ts.Fatalf("the action ended with %s, want %s:\n%s", got, args[0], ts.ReadFile("log.txt"))
	}
}

// runner is as much of GitHub's runner as the action needs.
type runner struct {
	ts     *testscript.TestScript
	known  map[string]string
	mirror string
	code   int // of the first step that failed
}

// due judges a condition: comparisons with a text, joined with &&. Without
// always() a step is left out once another has failed.
func (r *runner) due(condition string) bool {
	if r.code != 0 && !strings.Contains(condition, "always()") {
		return false
	}
	for term := range strings.SplitSeq(condition, "&&") {
		switch word := strings.Fields(term); {
		case condition == "", term == "always() ":
		case len(word) == 3 && (r.known[word[0]] == strings.Trim(word[2], "'")) == (word[1] == "=="):
		case len(word) == 3:
			return false
		default:
			r.ts.Fatalf("this condition is none that the test can read: %s", condition)
		}
	}
	return true
}

// carryOut runs the script of a step and takes what it puts out.
func (r *runner) carryOut(step actionStep) {
	if expression.MatchString(step.Run) {
		r.ts.Fatalf("step %s: an expression in a script lets whoever writes a value write the script", step.Name)
	}
	script := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run)
	script.Dir = r.ts.MkAbs(".")
	script.Env = append(os.Environ(), "RELEASES="+r.mirror, "GITHUB_OUTPUT="+r.ts.MkAbs("output.txt"), "GITHUB_STEP_SUMMARY="+r.ts.MkAbs("summary.md"))
	for name := range selftest.Secrets() {
		script.Env = append(script.Env, name+"="+r.ts.Getenv(name))
	}
	for name, value := range step.Env {
		value = expression.ReplaceAllStringFunc(value, func(e string) string {
			return r.known[expression.FindStringSubmatch(e)[1]]
		})
		script.Env = append(script.Env, name+"="+value)
	}
	said, err := script.CombinedOutput()
	log := r.ts.ReadFile("log.txt") + string(said)
	r.ts.Check(os.WriteFile(r.ts.MkAbs("log.txt"), []byte(log), 0o600))
	if err != nil && r.code == 0 {
		r.code = script.ProcessState.ExitCode()
	}
	for line := range strings.Lines(r.ts.ReadFile("output.txt")) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		r.known["steps."+step.ID+".outputs."+name] = value
	}
}

// mirror is a server with one release and the script that installs it, whose program is the one under test; a
// version of v0.0.0 has another checksum.
func mirror(ts *testscript.TestScript, version string) string {
	program, err := exec.LookPath("authassay")
	ts.Check(err)
	stand := fmt.Sprintf("#!/bin/sh\nexec '%s' \"$@\"\n", program)
	var archive bytes.Buffer
	zipped := gzip.NewWriter(&archive)
	files := tar.NewWriter(zipped)
	ts.Check(files.WriteHeader(&tar.Header{Name: "authassay", Mode: 0o755, Size: int64(len(stand))}))
	_, err = files.Write([]byte(stand))
	ts.Check(err)
	ts.Check(files.Close())
	ts.Check(zipped.Close())
	sum := sha256.Sum256(archive.Bytes())
	if version == "v0.0.0" {
		sum[0]++
	}
	name := fmt.Sprintf("authassay_%s_%s_%s.tar.gz", strings.TrimPrefix(version, "v"), runtime.GOOS, runtime.GOARCH)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/install.sh":
			http.ServeFile(w, r, "../../docs/ci/install.sh")
		case "/download/" + version + "/checksums.txt":
			fmt.Fprintf(w, "%x  another_%s\n%x  %s\n", sum, name, sum, name)
		case "/download/" + version + "/" + name:
			_, _ = w.Write(archive.Bytes())
		default:
			http.NotFound(w, r)
		}
	}))
	ts.Defer(server.Close)
	return server.URL
}
