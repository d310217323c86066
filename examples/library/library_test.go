package main

import (
	"bytes"
	"context"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"
)

// TestEachServerBreaksItsOwn sees the library's own check and one of authassay's
// fail on the server that has their fault, and on no other.
func TestEachServerBreaksItsOwn(t *testing.T) {
	for _, f := range faults {
		var said bytes.Buffer
		if err := try(&said, f.name, contract().Bent(f.bend)); err != nil {
			t.Fatal(err)
		}
		broken := map[string]string{"generous": "LIB-01 fail", "forgetful": "EXC-02 fail"}[f.name]
		if text := said.String(); strings.Count(text, " fail: ") != min(1, len(broken)) || !strings.Contains(text, broken) {
			t.Errorf("want %q broken:\n%s", broken, text)
		}
	}
}

// TestLibrary is the library's own Ginkgo suite.
func TestLibrary(t *testing.T) {
	mine, err := profile()
	if err != nil {
		t.Fatal(err)
	}
	all, err := profiles.Catalogue(append(profiles.BuiltIn(), mine))
	if err != nil {
		t.Fatal(err)
	}
	adopted, _ := all.Profile("library")
	ginkgo.Describe("the town library's server", func() { specs(adopted) })
	gomega.RegisterFailHandler(ginkgo.Fail)
	ginkgo.RunSpecs(t, "the town library")
}

// specs are the library's contract, and what else its team tests.
func specs(adopted catalogue.Profile) {
	suites.Plant(suites.Planting{
		Profile: adopted, Checks: slices.Concat(suites.All(), checks()),
		Options: check.Options{Only: []string{"LIB", "EXC-02"}},
		World: func(context.Context) (check.World, error) {
			up := httptest.NewServer(fakeserver.New(contract()))
			ginkgo.DeferCleanup(up.Close)
			ready, err := assembled(up.URL + contract().Base)
			if err != nil {
				return check.World{}, err
			}
			ginkgo.DeferCleanup(ready.Close)
			return world(ready), nil
		},
	})
	ginkgo.It("has specs of its own beside them", func() {
		gomega.Expect(contract().Routes).To(gomega.HaveKey("/library/books"))
	})
}
