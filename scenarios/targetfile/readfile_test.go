//go:build unix

package targetfile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What is no regular file is a mistake in the target file, with its place, and
// nothing is waited for.
func TestOnlyRegularFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := errors.Join(syscall.Mkfifo(at("pipe"), 0o600), os.Mkdir(at("folder"), 0o700), os.WriteFile(at("long"), nil, 0o600),
		os.Truncate(at("long"), longestFile+1), os.WriteFile(at("secret"), []byte("s3cret\n"), 0o600), os.Symlink(at("secret"), at("link"))); err != nil {
		t.Fatal(err)
	}
	load := func(name string) error {
		_, err := Load("t.yaml", []byte(head+"client: { id: a, redirect_uri: 'http://c.example/cb', secret: '${file:"+name+"}' }\n"), nil, ReadFile)
		return err
	}
	for name, want := range map[string]string{
		at("pipe"): "it is a pipe", at("folder"): "it is a folder", at("long"): "it is longer than 4 MiB", "/dev/zero": "it is a device",
	} {
		err := load(name)
		var problems Problems
		if !errors.As(err, &problems) || !strings.Contains(err.Error(), want) || !strings.Contains(problems[0].Excerpt, "^") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for _, name := range []string{at("secret"), at("link")} {
		if err := load(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
