package suites_test

import (
	"cmp"
	"context"
	"crypto/rand"
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

// TestContract is the door of Ginkgo: every check of a contract is a spec.
//
//	go test ./suites
//	ginkgo --label-filter 'MUST && refreshing' ./suites
//	AUTHASSAY_PROFILE=xena AUTHASSAY_FAULT=code-replay ginkgo ./suites
//	AUTHASSAY_TARGET=acme.yaml go test ./suites -run TestContract -v
//
// A target is tried as it is found: what authassay run does before its checks,
// such as bringing it up by the hooks of its file or asking whether the file is
// right, is not done here.
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
func plantedAt(file string) (suites.Planting, error) {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		return suites.Planting{}, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return suites.Planting{}, err
	}
	at, err := targetfile.Load(file, text, os.LookupEnv, targetfile.ReadFile)
	if err != nil {
		return suites.Planting{}, err
	}
	a, err := assembly.Assemble(at, assembly.Options{Profiles: profiles.BuiltIn(),
		Catalogue: c, Patience: time.Minute, Random: rand.Reader, ReadFile: targetfile.ReadFile, LockFile: file + ".lock",
		Run: func(ctx context.Context, argv []string) error {
			command := exec.CommandContext(ctx, argv[0], argv[1:]...)
			command.Dir, command.WaitDelay = filepath.Dir(file), time.Second
			return command.Run()
		},
	})
	if err != nil {
		return suites.Planting{}, err
	}
	return suites.Planting{Profile: a.Profile, World: func(context.Context) (check.World, error) {
		ginkgo.DeferCleanup(a.Close)
		return selftest.WorldOf(a), nil
	}}, nil
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
	return suites.Planting{Profile: p, World: func(ctx context.Context) (check.World, error) {
		r, err := selftest.Raise(ctx, profile, bend)
		if err != nil {
			return check.World{}, err
		}
		ginkgo.DeferCleanup(r.Close)
		return r.World, nil
	}}, nil
}
