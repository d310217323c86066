package assay_test

import (
	"context"
	"fmt"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/suites/assay"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/selftest"
)

// The target here is the reference server; assembly.Assemble makes one of a target
// file.
func ExampleSubject_Run() {
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		panic(err)
	}
	bench, err := selftest.NewBench(c, "clearxp")
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	reference, err := bench.Raise(ctx, nil)
	if err != nil {
		panic(err)
	}
	defer reference.Close()
	s := &assay.Subject{Assembly: reference.Assembly, Now: time.Now}
	defer s.Release()
	run, tried, err := s.Run(ctx, assay.Options{Checks: check.Options{Only: []string{"EXC-02"}, Now: time.Now}})
	if err != nil {
		panic(err)
	}
	reports.Score(run, reports.ScoreOptions{})
	fmt.Println(tried, run.Findings[0].ID, run.Findings[0].Verdict, "exit code", run.ExitCode)
	// Output: true EXC-02 pass exit code 0
}
