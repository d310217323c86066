package targetfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// env makes a getenv of a map.
func env(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := values[name]
		return value, ok
	}
}

// files makes a readFile of a map.
func files(contents map[string]string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		text, ok := contents[name]
		if !ok {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		return []byte(text), nil
	}
}

// everything answers for each variable with a value made of its name.
func everything(name string) (string, bool) { return "value-of-" + name, true }

func mustLoad(t *testing.T, text string) *Target {
	t.Helper()
	got, err := Load("t.yaml", []byte(text), everything, files(nil))
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return got
}

func mustFail(t *testing.T, text string) Problems {
	t.Helper()
	_, err := Load("t.yaml", []byte(text), env(nil), files(nil))
	var problems Problems
	if !errors.As(err, &problems) || len(problems) == 0 {
		t.Fatalf("Load gave %v, want problems", err)
	}
	return problems
}

// templated names the profiles whose folders beside this one hold a template.
func templated() []string {
	files, _ := filepath.Glob("../*/target.yaml") // the pattern is right
	var names []string
	for _, file := range files {
		names = append(names, filepath.Base(filepath.Dir(file)))
	}
	return names
}

// template reads the template of a profile where it stands.
func template(profile string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join("..", profile, "target.yaml"))
	if err != nil {
		return nil, fmt.Errorf("no template, only those of %s: %w", strings.Join(templated(), ", "), err)
	}
	return text, nil
}
