package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/catalogue"
)

// Surroundings are what a command takes from the process that it runs in.
type Surroundings struct {
	Stdout, Stderr io.Writer
	Getenv         func(name string) (string, bool)
	Now            func() time.Time
	Random         io.Reader
	// Terminal returns the width of the terminal that a writer stands for, and
	// false where it is none.
	Terminal func(w any) (width int, ok bool)
}

// job is one command being carried out.
type job struct {
	Surroundings
	ctx      context.Context
	profiles []scenarios.Profile // see known
}

// catalogue reads the requirements and the profiles that the job knows.
func (j *job) catalogue() (*catalogue.Catalogue, error) {
	c, err := profiles.Catalogue(j.known())
	if err != nil {
		return nil, broke("read catalogue", err)
	}
	return c, nil
}

// assembling are the options for making a target ready. The programs that its
// file names run in the file's folder, as its hooks do.
func (j *job) assembling(c *catalogue.Catalogue, patience time.Duration, file string) assembly.Options {
	dir := filepath.Dir(file)
	return assembly.Options{
		Profiles: j.known(), Catalogue: c, Patience: patience, Random: j.Random, ReadFile: targetfile.ReadFile,
		Run: func(ctx context.Context, argv []string) error {
			command := exec.CommandContext(ctx, argv[0], argv[1:]...)
			command.Dir, command.WaitDelay = dir, time.Second
			return command.Run()
		},
		Person: j.person(dir), LockFile: file + ".lock",
	}
}

// colour says whether text for w is painted: always, never, or where w is a
// terminal and NO_COLOR is not set (https://no-color.org).
func (j *job) colour(when string, w io.Writer) bool {
	if when != "auto" {
		return when == "always"
	}
	if value, set := j.Getenv("NO_COLOR"); set && value != "" {
		return false
	}
	_, ok := j.Terminal(w)
	return ok
}

// nonce returns text that nobody can guess.
func (j *job) nonce() (string, error) {
	random := make([]byte, 20)
	if _, err := io.ReadFull(j.Random, random); err != nil {
		return "", broke("draw randomness", err)
	}
	return base64.RawURLEncoding.EncodeToString(random), nil
}

// person is what the process has for logins that need more than HTTP. Programs
// run in the folder dir.
func (j *job) person(dir string) assembly.Person {
	return assembly.Person{
		Look: exec.LookPath, Root: os.Geteuid() == 0, Out: j.Stderr, Open: openBrowser,
		Tick: func(every time.Duration) (<-chan time.Time, func()) {
			t := time.NewTicker(every)
			return t.C, t.Stop
		},
		Output: func(ctx context.Context, argv []string) ([]byte, error) {
			command := exec.CommandContext(ctx, argv[0], argv[1:]...)
			command.Dir, command.WaitDelay, command.Stderr = dir, time.Second, j.Stderr
			return command.Output()
		},
	}
}

// openBrowser opens an address in the person's own browser, where the system
// has a way to.
func openBrowser(ctx context.Context, address string) error {
	argv := []string{"xdg-open"}
	switch runtime.GOOS {
	case "darwin":
		argv = []string{"open"}
	case "windows":
		argv = []string{"rundll32", "url.dll,FileProtocolHandler"}
	default:
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return errors.New("there is no display")
		}
	}
	return exec.CommandContext(ctx, argv[0], append(argv[1:], address)...).Run()
}

// handedIn is how a command is told of profiles of one's own.
type handedIn struct {
	Profiles string `help:"A folder with profiles of one's own, as YAML: profile.yaml, or folders with one. README.md shows how it is written. A target file names them as it does the built-in ones." placeholder:"DIR"`
}

// take has the job know the profiles beside the built-in ones.
func (h handedIn) take(j *job) error {
	j.profiles = profiles.BuiltIn()
	if h.Profiles == "" {
		return nil
	}
	mine, err := profiles.Read(os.DirFS(h.Profiles), h.Profiles, j.profiles)
	var unread *fs.PathError
	switch {
	case errors.Is(err, profiles.ErrNone), errors.Is(err, targetfile.ErrFile), errors.As(err, &unread):
		return wrong(fmt.Errorf("read --profiles: %w", err), "a profile is a folder with a profile.yaml: a name and based_on: oauth2 are enough to begin with")
	case err != nil:
		return err
	}
	j.profiles = append(j.profiles, mine...)
	return nil
}

// spoken says that the reference server does not keep a contract that was handed
// in.
func (h handedIn) spoken(profile string) error {
	_, err := profiles.Find(profiles.BuiltIn(), profile)
	if err == nil || h.Profiles == "" {
		return nil
	}
	return wrong(fmt.Errorf("raise reference: it knows no profile %s", profile), "--target names a server that keeps it")
}

// again is the argument that has another command know the same profiles.
func (h handedIn) again() string {
	switch {
	case h.Profiles == "":
		return ""
	case strings.ContainsAny(h.Profiles, " '\"$\\"):
		return " --profiles DIR"
	}
	return " --profiles " + h.Profiles
}

// known are the profiles that targets can be held to.
func (j *job) known() []scenarios.Profile {
	if j.profiles == nil {
		return profiles.BuiltIn()
	}
	return j.profiles
}
