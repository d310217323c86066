package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/authassay/authassay/suites/selftest"
)

// assignment is a variable of a Jenkinsfile.
var assignment = regexp.MustCompile(`(?m)^ +([A-Z_]+) = '(.*)'$`)

// gate CODE FILE runs the shell lines of docs/ci/FILE with the variables that
// stand there, and what they write in log.txt.
func gate(ts *testscript.TestScript, _ bool, args []string) {
	text, err := os.ReadFile("../../docs/ci/" + args[1])
	ts.Check(err)
	script, variables := fromJenkins(string(text))
	if strings.HasSuffix(args[1], ".yml") {
		script, variables = fromGitLab(ts, text)
	}
	from := mirror(ts, variables["AUTHASSAY_VERSION"])
	variables["RELEASES"], variables["AUTHASSAY_INSTALL"], variables["AUTHASSAY_TARGET"] = from, from+"/install.sh", "target.yaml"
	shell := exec.Command("sh", "-e", "-c", script)
	shell.Dir, shell.Env = ts.MkAbs("."), os.Environ()
	for name := range selftest.Secrets() {
		shell.Env = append(shell.Env, name+"="+ts.Getenv(name))
	}
	for name, value := range variables {
		shell.Env = append(shell.Env, name+"="+value)
	}
	said, err := shell.CombinedOutput()
	ts.Check(os.WriteFile(ts.MkAbs("log.txt"), said, 0o600))
	if shell.ProcessState == nil {
		ts.Fatalf("%v", err)
	}
	if code := shell.ProcessState.String(); code != "exit status "+args[0] {
		ts.Fatalf("the gate ended with %s, want %s:\n%s", code, args[0], said)
	}
}

func fromJenkins(text string) (script string, variables map[string]string) {
	variables = map[string]string{}
	for _, m := range assignment.FindAllStringSubmatch(text, -1) {
		variables[m[1]] = m[2]
	}
	_, script, _ = strings.Cut(text, "'''")
	script, _, _ = strings.Cut(script, "'''")
	return script, variables
}

func fromGitLab(ts *testscript.TestScript, text []byte) (script string, variables map[string]string) {
	var file map[string]struct {
		Variables map[string]string
		Before    []string `yaml:"before_script"`
		Script    []string
		Artifacts struct {
			When    string
			Reports struct{ JUnit string }
		}
	}
	ts.Check(yaml.Unmarshal(text, &file))
	job := file["authassay"]
	if job.Artifacts.When != "always" || job.Artifacts.Reports.JUnit != "$AUTHASSAY_OUT/junit.xml" {
		ts.Fatalf("the reports of a run that failed are not kept: %+v", job.Artifacts)
	}
	return strings.Join(append(job.Before, job.Script...), "\n"), job.Variables
}

// What install.sh asks for bears the name that a release gives it.
func TestReleasesAreNamedAsTheyAreAskedFor(t *testing.T) {
	var release struct {
		Project  string `yaml:"project_name"`
		Builds   []struct{ GoOS, GoArch []string }
		Archives []struct {
			Name string `yaml:"name_template"`
		}
		Checksum struct {
			Name string `yaml:"name_template"`
		}
	}
	text, err := os.ReadFile("../../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, &release); err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("../../docs/ci/install.sh")
	if err != nil {
		t.Fatal(err)
	}
	name := strings.NewReplacer("{{ .ProjectName }}", release.Project, "{{ .Version }}", "${version#v}", "{{ .Os }}", "${system}", "{{ .Arch }}", "$machine").
		Replace(release.Archives[0].Name)
	for _, want := range []string{"archive=" + name + ".tar.gz\n", "/" + release.Checksum.Name + "\""} {
		if !strings.Contains(string(script), want) {
			t.Errorf("install.sh does not ask for %s", want)
		}
	}
	for _, word := range append(release.Builds[0].GoOS, release.Builds[0].GoArch...) {
		if !strings.Contains(string(script), "="+word+" ;;") {
			t.Errorf("nobody is given the release for %s", word)
		}
	}
}
