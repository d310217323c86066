package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
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

	"github.com/authassay/authassay/reports/attestation"
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
	mark     assembly.Mark       // see marked
}

// marked has the requests of the job say which run they belong to, and draws the
// run's id.
func (j *job) marked(challenge string) error {
	id := make([]byte, 16)
	if _, err := io.ReadFull(j.Random, id); err != nil {
		return broke("draw randomness", err)
	}
	j.mark = assembly.Mark{Version: version(), Run: hex.EncodeToString(id), Challenge: challenge}
	return nil
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
		Person: j.person(dir), LockFile: file + ".lock", Mark: j.mark,
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

// held is how a command is told of a key that another program holds.
type held struct {
	Signer string `help:"A program that signs: it is given the message on standard input and answers with the 64 bytes of the signature, or with their Base64. It needs --public." placeholder:"COMMAND"`
	Public string `help:"The public key of --signer, in PEM." placeholder:"FILE"`
}

// signer is who signs: a key in a file or in the environment, or a program; nil
// for nobody.
func (h held) signer(j *job, key string) (attestation.Signer, error) {
	switch {
	case (h.Signer == "") != (h.Public == ""), h.Signer != "" && key != "":
		return nil, wrong(errors.New("read arguments: --signer goes with --public, and without a key"), "")
	case h.Signer != "":
		argv := strings.Fields(h.Signer)
		if len(argv) == 0 {
			return nil, wrong(errors.New("read arguments: --signer names no program"), "")
		}
		public, err := publicKey(h.Public)
		return program{j, argv, public}, err
	case key == "":
		return nil, nil
	}
	text, err := j.secretText(key)
	if err != nil {
		return nil, err
	}
	read, err := attestation.ReadKey(text)
	if err != nil {
		return nil, wrong(err, "authassay key FILE makes one, and so does openssl genpkey -algorithm ed25519")
	}
	return read, nil
}

// secretText is what env:NAME or a file holds that nobody but its owner can read.
func (j *job) secretText(from string) ([]byte, error) {
	if name, ok := strings.CutPrefix(from, "env:"); ok {
		text, set := j.Getenv(name)
		if !set || text == "" {
			return nil, wrong(fmt.Errorf("read key: the environment has no %s", name), "")
		}
		return []byte(text), nil
	}
	info, err := os.Stat(from)
	if err != nil {
		return nil, wrong(fmt.Errorf("read key: %w", err), "authassay key FILE makes one")
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, wrong(fmt.Errorf("read key: others can read %s (mode %04o)", from, info.Mode().Perm()), "chmod 600 "+from)
	}
	text, err := os.ReadFile(from)
	if err != nil {
		return nil, wrong(fmt.Errorf("read key: %w", err), "")
	}
	return text, nil
}

// publicKey reads the public half of a key.
func publicKey(name string) (ed25519.PublicKey, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, wrong(fmt.Errorf("read public key: %w", err), "the signer hands it out: FILE.pub, or openssl pkey -pubout")
	}
	key, err := attestation.ReadPublic(text)
	if err != nil {
		return nil, wrong(fmt.Errorf("%s: %w", name, err), "openssl pkey -in KEY -pubout writes the public key")
	}
	return key, nil
}

// program is a signer of its own: hardware, a key management service, an agent.
type program struct {
	j      *job
	argv   []string
	public ed25519.PublicKey
}

// Public implements attestation.Signer.
func (p program) Public() ed25519.PublicKey { return p.public }

// Sign implements attestation.Signer.
func (p program) Sign(message []byte) ([]byte, error) {
	// A run that was interrupted is signed for as such.
	command := exec.CommandContext(context.WithoutCancel(p.j.ctx), p.argv[0], p.argv[1:]...)
	command.Stdin, command.Stderr, command.WaitDelay = bytes.NewReader(message), p.j.Stderr, time.Second
	said, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("ask %s: %w", p.argv[0], err)
	}
	if len(said) == ed25519.SignatureSize {
		return said, nil
	}
	return base64.StdEncoding.DecodeString(strings.TrimSpace(string(said)))
}
