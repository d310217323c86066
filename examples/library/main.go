// Program library is a team's own: it brings a contract, a profile with a
// requirement, a dialect and a check that authassay does not know, raises the
// reference server of that contract, honest and with a rule bent, and tries
// both. It stands outside authassay's module, and needs no fork of it.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/assay"
	"github.com/authassay/authassay/suites/check"
)

// faults are what the library's server might get wrong.
var faults = []struct {
	name string
	bend func(*fakeserver.Rules)
}{
	{"honest", nil},
	{"generous", func(r *fakeserver.Rules) { rules.Own[lending](r).PerCard = 100 }},
	{"forgetful", func(r *fakeserver.Rules) { r.Exchanging.CodeReusable = true }},
}

func main() {
	for _, f := range faults {
		if err := try(os.Stdout, f.name, contract().Bent(f.bend)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// try raises a server of the contract, tries it, and says what broke.
func try(w io.Writer, name string, c fakeserver.Contract) error {
	up := httptest.NewServer(fakeserver.New(c))
	defer up.Close()
	s, err := opened(up.URL + c.Base)
	if err != nil {
		return err
	}
	defer s.Close()
	defer s.Release()
	run, _, err := s.Run(context.Background(), options())
	if err != nil {
		return err
	}
	reports.Score(run, reports.ScoreOptions{})
	fmt.Fprintf(w, "%s: exit code %d\n", name, run.ExitCode)
	for _, f := range run.Findings {
		fmt.Fprintf(w, "  %s %s: %s\n", f.ID, f.Verdict, f.Sentence)
	}
	return nil
}

// options choose what is tried, and hand in the library's own check.
func options() assay.Options {
	return assay.Options{
		Checks: check.Options{Only: []string{"LIB", "EXC-02"}, Now: time.Now},
		Extra:  checks(),
	}
}

// opened makes the server at the address ready to be tried, by the profile's own
// target file.
func opened(address string) (*assay.Subject, error) {
	mine, err := profile()
	if err != nil {
		return nil, err
	}
	text, err := mine.Template()
	if err != nil {
		return nil, err
	}
	said := map[string]string{"LIBRARY": address, "LIBRARY_SECRET": secret, "LIBRARY_PASSWORD": password}
	lookup := func(name string) (string, bool) { value, ok := said[name]; return value, ok }
	file, err := targetfile.Load("target.yaml", text, lookup, os.ReadFile)
	if err != nil {
		return nil, err
	}
	return assay.Open(context.Background(), file, assembly.Options{
		Profiles: append(profiles.BuiltIn(), mine), Random: rand.Reader, ReadFile: os.ReadFile,
	}, time.Now)
}
