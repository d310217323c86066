package suites_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/assay"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/selftest"
	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"
)

// What the door is told by the environment.
const (
	targetVariable  = "AUTHASSAY_TARGET"         // a target file; without one the reference server is tried
	profileVariable = "AUTHASSAY_PROFILE"        // the contract of the reference server: clearxp where nothing is said
	faultVariable   = "AUTHASSAY_FAULT"          // a fault of the reference server
	untestedAllowed = "AUTHASSAY_ALLOW_UNTESTED" // anything: a MUST that cannot be tried is none the worse for it
)

// TestMain keeps go test from giving yesterday's verdict on a target: without the
// log of what was read, nothing is cached.
func TestMain(m *testing.M) {
	flag.Parse()
	if os.Getenv(targetVariable) != "" {
		_ = flag.Set("test.testlogfile", "")
	}
	os.Exit(m.Run())
}

// TestContract is the door of Ginkgo: every check of a contract is a spec.
//
//	go test ./suites
//	ginkgo --label-filter 'MUST && refreshing' ./suites
//	AUTHASSAY_PROFILE=xena AUTHASSAY_FAULT=code-replay ginkgo ./suites
//	AUTHASSAY_TARGET=acme.yaml go test ./suites -run TestContract -v
//
// A target is tried as authassay run does it: its server is brought up by the hooks
// of its file, and what a mistake in the file would explain is no finding. Known
// deviations are not left out.
func TestContract(t *testing.T) {
	if count := flag.Lookup("test.count"); count != nil && count.Value.String() != "1" {
		t.Skip("a suite of Ginkgo runs once a process: ginkgo -repeat does it again")
	}
	gomega.RegisterFailHandler(ginkgo.Fail)
	var p suites.Planting
	var err error
	if file := os.Getenv(targetVariable); file != "" {
		p, err = plantedAt(file)
	} else {
		p, err = plantedHere(cmp.Or(os.Getenv(profileVariable), "clearxp"), os.Getenv(faultVariable))
	}
	if err != nil {
		t.Fatal(err)
	}
	p.AllowUntested = os.Getenv(untestedAllowed) != ""
	suites.Plant(p)
	ginkgo.RunSpecs(t, "the contract of "+p.Profile.Name)
}

// plantedAt are the specs of the target of a file.
func plantedAt(name string) (suites.Planting, error) {
	file, err := found(name)
	if err != nil {
		return suites.Planting{}, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return suites.Planting{}, err
	}
	t, err := targetfile.Load(file, text, os.LookupEnv, targetfile.ReadFile)
	if err != nil {
		return suites.Planting{}, err
	}
	dir := filepath.Dir(file)
	s, err := assay.Open(context.Background(), t, assembly.Options{
		Profiles: profiles.BuiltIn(), Patience: patience, Random: rand.Reader, ReadFile: targetfile.ReadFile,
		LockFile: file + ".lock", Person: person(dir),
		Run: func(ctx context.Context, argv []string) error { return program(ctx, dir, argv).Run() },
	}, time.Now)
	if err != nil {
		return suites.Planting{}, err
	}
	s.Keep(dir, ginkgo.GinkgoWriter)
	return s.Planting(assay.Options{Patience: patience, Most: t.Limits.Run.D(), Again: " --target " + name}), nil
}

// patience is the longest wait for a lifetime on a clock that cannot be moved.
const patience = time.Minute

// found is the file of a name. Tests run in the folder of their package, and a
// relative name is one from where they were called: there or in a folder above.
func found(name string) (string, error) {
	dir, err := os.Getwd()
	for at := dir; err == nil && !filepath.IsAbs(name); at = filepath.Dir(at) {
		if file := filepath.Join(at, name); exists(file) {
			return file, nil
		}
		if exists(filepath.Join(at, "go.mod")) || at == filepath.Dir(at) {
			return "", fmt.Errorf("find target: there is no %s in %s, nor above it in the module", name, dir)
		}
	}
	return name, err
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// program is one that the target file names, which runs in the file's folder.
func program(ctx context.Context, dir string, argv []string) *exec.Cmd {
	command := exec.CommandContext(ctx, argv[0], argv[1:]...)
	command.Dir, command.WaitDelay = dir, time.Second
	return command
}

// person is what tests have for logins that need more than HTTP.
func person(dir string) assembly.Person {
	return assembly.Person{
		Look: exec.LookPath, Root: os.Geteuid() == 0, Out: os.Stderr,
		Open: func(context.Context, string) error { return errors.New("tests open no browser") },
		Tick: func(every time.Duration) (<-chan time.Time, func()) {
			t := time.NewTicker(every)
			return t.C, t.Stop
		},
		Output: func(ctx context.Context, argv []string) ([]byte, error) { return program(ctx, dir, argv).Output() },
	}
}

// plantedHere are the specs of the reference server, honest or with a fault.
func plantedHere(profile, fault string) (suites.Planting, error) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		return suites.Planting{}, err
	}
	p, known := c.Profile(profile)
	if !known {
		return suites.Planting{}, fmt.Errorf("find profile: there is none of the name %q", profile)
	}
	bend := func(*fakeserver.Rules) {}
	if fault != "" {
		f, known := faults.Find(fault)
		if !known {
			return suites.Planting{}, fmt.Errorf("find fault: there is none of the name %q", fault)
		}
		bend = f.Bend
	}
	return suites.Planting{Profile: p, World: func(ctx context.Context, _ []check.Check) (check.World, error) {
		r, err := selftest.Raise(ctx, profile, bend)
		if err != nil {
			return check.World{}, err
		}
		ginkgo.DeferCleanup(r.Close)
		return r.World, nil
	}}, nil
}
