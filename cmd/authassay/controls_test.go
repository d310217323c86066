package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// recorded returns the recorded verdicts of an example, by requirement.
func recorded(t *testing.T, example string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../examples", example, "verdicts.txt"))
	if err != nil {
		t.Fatal(err)
	}
	verdicts := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		words := regexp.MustCompile(`^(\S+) ([^:]+):`).FindStringSubmatch(line)
		if words == nil {
			t.Fatalf("%s: no verdict in %q", example, line)
		}
		verdicts[words[1]] = words[2]
	}
	return verdicts
}

// Recording anew must not turn the controls around: the certified server fails
// nothing that is not known, and the one that takes everything fails what no
// such server could pass.
func TestRecordedControls(t *testing.T) {
	for id, verdict := range recorded(t, "oidc-provider") {
		if verdict == "fail" || verdict == "untested" {
			t.Errorf("the positive control is recorded as %s: %s", verdict, id)
		}
	}
	mock := recorded(t, "oauth2-mock-server")
	for what, id := range map[string]string{
		"a wrong secret": "IDN-01", "a code that was never issued": "EXC-09", "a bearer token that was never issued": "PRE-06",
		"the code of another client": "EXC-06", "another redirect URI": "EXC-07",
	} {
		if mock[id] != "fail" {
			t.Errorf("the negative control takes %s, and %s is recorded as %q", what, id, mock[id])
		}
	}
}
