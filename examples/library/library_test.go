package main

import (
	"bytes"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/suites"
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
	up := httptest.NewServer(fakeserver.New(contract()))
	defer up.Close()
	server, err := opened(up.URL + contract().Base)
	if err != nil {
		t.Fatal(err)
	}
	ginkgo.Describe("the town library's server", func() {
		suites.Plant(server.Planting(options()))
		ginkgo.It("has specs of its own beside them", func() {
			gomega.Expect(contract().Routes).To(gomega.HaveKey("/library/books"))
		})
	})
	gomega.RegisterFailHandler(ginkgo.Fail)
	ginkgo.RunSpecs(t, "the town library")
}
