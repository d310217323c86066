package suites_test

import (
	"encoding/json"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/selftest"
	"github.com/onsi/ginkgo/v2/types"
)

// servedVariable has the binary of the tests be a server that hooks.start brings
// up: the two addresses that it listens at.
const servedVariable = "AUTHASSAY_TEST_SERVED"

// TestServed is the reference server until somebody ends it.
func TestServed(t *testing.T) {
	public, control, asked := strings.Cut(os.Getenv(servedVariable), " ")
	if !asked {
		t.Skip("nobody has asked for a server")
	}
	up, err := contracts.Bent(nil).Listen(t.Context(), fakeserver.Addresses{Public: public, Control: control, ControlSecret: selftest.ControlSecret})
	if err != nil {
		t.Fatal(err)
	}
	defer up.Close()
	<-t.Context().Done()
}

// written is a target file for a server at two addresses, with more lines.
func written(t *testing.T, public, control, more string) string {
	t.Helper()
	text, err := profiles.Template("clearxp")
	if err != nil {
		t.Fatal(err)
	}
	pointed := strings.NewReplacer("http://127.0.0.1:8080", public, "http://127.0.0.1:8081", control).
		Replace(string(targetfile.Decided(text, scenarios.Attacking)))
	name := filepath.Join(t.TempDir(), "acme.yaml")
	if err := os.WriteFile(name, []byte(pointed+more), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// raised is a reference server that is up.
func raised(t *testing.T) *fakeserver.Listening {
	t.Helper()
	up, err := contracts.Bent(nil).Listen(t.Context(), fakeserver.Addresses{ControlSecret: selftest.ControlSecret})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = up.Close() })
	return up
}

// free are two addresses that nobody listens at.
func free(t *testing.T) (public, control string) {
	t.Helper()
	var at [2]string
	for i := range at {
		l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		at[i] = l.Addr().String()
	}
	return at[0], at[1]
}

// throughTheDoor tries the target of a file as go test does, in a process of its
// own. Variables stand beside the secrets that fit the reference server.
func throughTheDoor(t *testing.T, file, filter string, variables map[string]string) types.Report {
	t.Helper()
	out := filepath.Join(t.TempDir(), "report.json")
	command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestContract$",
		"-ginkgo.label-filter="+filter, "-ginkgo.json-report="+out)
	all := selftest.Secrets()
	maps.Copy(all, variables)
	all[targetVariable] = file
	command.Env = os.Environ()
	for name, value := range all {
		command.Env = append(command.Env, name+"="+value)
	}
	said, failed := command.CombinedOutput()
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatalf("no report: %v\n%s", failed, said)
	}
	var read []types.Report
	if err := json.Unmarshal(text, &read); err != nil || len(read) != 1 {
		t.Fatalf("%d reports, %v", len(read), err)
	}
	if read[0].SuiteSucceeded != (failed == nil) {
		t.Errorf("the suite succeeded: %t; the process: %v", read[0].SuiteSucceeded, failed)
	}
	for name, secret := range all {
		if strings.Contains(string(said)+string(text), secret) && len(secret) > 12 && name != targetVariable && name != servedVariable {
			t.Errorf("the output holds %s", name)
		}
	}
	return read[0]
}

// sorted are the texts of the specs that failed, with why, and how many there are
// of each state.
func sorted(r types.Report) (failures map[string]string, counted map[types.SpecState]int) {
	failures, counted = map[string]string{}, map[types.SpecState]int{}
	for _, s := range r.SpecReports {
		if s.LeafNodeType != types.NodeTypeIt {
			continue
		}
		counted[s.State]++
		if s.State.Is(types.SpecStateFailureStates) {
			failures[s.LeafNodeText] = s.Failure.Message
		}
	}
	return failures, counted
}

// TestTheDoorJudges tries a server that a right file describes, and one that the
// hooks of the file bring up.
func TestTheDoorJudges(t *testing.T) {
	up := raised(t)
	public, control := free(t)
	for name, file := range map[string]string{
		"as it runs": written(t, up.URL, up.ControlURL, ""),
		"started": written(t, "http://"+public, "http://"+control,
			"\nhooks: { start: ["+os.Args[0]+", '-test.run=^TestServed$', '-test.timeout=1m'], ready: { url: /, status: 404, within: 10s } }\n"),
	} {
		t.Run(name, func(t *testing.T) {
			r := throughTheDoor(t, file, "exchanging", map[string]string{servedVariable: public + " " + control})
			if failures, counted := sorted(r); !r.SuiteSucceeded || counted[types.SpecStatePassed] < 5 {
				t.Errorf("it succeeded: %t; %v; %v", r.SuiteSucceeded, counted, failures)
			}
		})
	}
	if _, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", public); err == nil {
		t.Error("the server that was started is still there")
	}
}

// TestTheDoorBlamesNoServerForTheFile has a mistake in the file keep every check
// from being tried: the suite is red once, and says so.
func TestTheDoorBlamesNoServerForTheFile(t *testing.T) {
	up := raised(t)
	right, wrong := written(t, up.URL, up.ControlURL, ""), map[string]string{"CXP_ADMIN_PASSWORD": "no such password"}
	for name, test := range map[string]struct {
		file, filter string
		variables    map[string]string
		question     string
	}{
		"a wrong password":         {right, "exchanging", wrong, "login"},
		"and a single check":       {right, "EXC-02", wrong, "login"},
		"nobody is there":          {written(t, "http://127.0.0.1:1", up.ControlURL, ""), "exchanging", nil, "auth"},
		"a program that fails":     {written(t, "http://127.0.0.1:1", up.ControlURL, "\nhooks: { start: [sh, -c, exit 7] }\n"), "exchanging", nil, "hooks.start"},
		"a server that is running": {written(t, up.URL, up.ControlURL, "\nhooks: { start: [sh, -c, exit 7] }\n"), "exchanging", nil, "hooks.start"},
	} {
		t.Run(name, func(t *testing.T) {
			r := throughTheDoor(t, test.file, test.filter, test.variables)
			failures, counted := sorted(r)
			if r.SuiteSucceeded || len(failures) != 1 || counted[types.SpecStatePassed] > 0 || counted[types.SpecStateSkipped] == 0 {
				t.Errorf("it succeeded: %t; %v", r.SuiteSucceeded, counted)
			}
			for spec, why := range failures {
				if !strings.HasPrefix(why, "could not be judged: "+test.question+": ") {
					t.Errorf("%s: %s", spec, why)
				}
			}
		})
	}
}

// TestTheDoorLeavesUntestedWhatAPartHinders has one part of the file be wrong:
// what rests on it is untested, and all else is judged.
func TestTheDoorLeavesUntestedWhatAPartHinders(t *testing.T) {
	up := raised(t)
	r := throughTheDoor(t, written(t, up.URL, up.ControlURL, ""), "exchanging", map[string]string{"CXP_OTHER_CLIENT_SECRET": "no such secret"})
	failures, counted := sorted(r)
	if r.SuiteSucceeded || len(failures) != 1 || counted[types.SpecStatePassed] < 5 || counted[types.SpecStateSkipped] == 0 {
		t.Errorf("it succeeded: %t; %v", r.SuiteSucceeded, counted)
	}
	for spec, why := range failures {
		if !strings.HasPrefix(why, "could not be judged: other client: ") || !strings.Contains(why, "; ") {
			t.Errorf("%s: %s", spec, why)
		}
	}
}
