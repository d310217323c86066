package laws_test

import (
	"maps"
	"path"
)

// withExamples adds an example to every room that is meant to be imported.
func withExamples(files map[string]string) map[string]string {
	out := maps.Clone(files)
	for _, dir := range []string{"fakeserver", "fakeserver/faults", "load", "scenarios", "scenarios/clearxp", "scenarios/wire",
		"suites", "suites/catalogue", "suites/selftest"} {
		out[dir+"/example_test.go"] = "package " + path.Base(dir) + "_test\n\nfunc Example() {}\n"
	}
	return out
}

// A house in which every licence of the laws is taken.
var honestHouse = map[string]string{
	"README.md":             "",
	".ci/run":               "",
	"bin/authassay":         "",
	"cmd/authassay/main.go": "// Command m.\npackage main\n\nimport (\n\"os\"\n\"m/suites\"\n\"github.com/alecthomas/kong\"\n)\n\nfunc main() { os.Exit(0) }\n",
	"suites/suites.go":      "// Package suites.\npackage suites\n\nimport (\n_ \"github.com/onsi/ginkgo/v2\"\n_ \"m/scenarios\"\n)\n",
	"suites/exchanging.go":  "package suites\n\nvar exchanged = []string{\"EXC-03\"}\n",
	"suites/doors_test.go":  "package suites_test\n\nimport (\n_ \"m/suites\"\n_ \"m/fakeserver\"\n_ \"m/fakeserver/faults\"\n_ \"m/scenarios/clearxp\"\n)\n",
	"suites/catalogue/requirements/exchanging.yaml": "",
	"suites/catalogue/catalogue.go":                 "// Package catalogue.\npackage catalogue\n\nimport _ \"embed\"\n\n//go:embed requirements\nvar requirements []byte\n",
	"suites/selftest/selftest.go":                   "// Package selftest.\npackage selftest\n\nimport (\n_ \"m/suites\"\n_ \"m/fakeserver/faults\"\n)\n",
	"scenarios/scenarios.go":                        honestScenarios,
	"scenarios/wire/wire.go":                        "// Package wire.\npackage wire\n\nimport _ \"github.com/go-resty/resty/v2\"\n",
	"scenarios/scenarios_test.go":                   "package scenarios_test\n\nimport (\n_ \"m/fakeserver\"\n_ \"golang.org/x/oauth2\"\n)\n",
	"scenarios/clearxp/clearxp.go":                  "// Package clearxp.\npackage clearxp\n\nimport _ \"m/scenarios\"\n",
	"fakeserver/fakeserver.go":                      "// Package fakeserver.\npackage fakeserver\n\nimport _ \"net/http\"\n",
	"fakeserver/faults/faults.go":                   "// Package faults.\npackage faults\n\nimport _ \"m/fakeserver\"\n",
	"fakeserver/faults/tenancy_headers.go":          "package faults\n",
	"reports/reports_test.go":                       "package reports\n\nimport _ \"github.com/santhosh-tekuri/jsonschema/v6\"\n",
	"load/doc.go":                                   "// Package load.\npackage load\n",
	"load/short_linux.go":                           "//go:build linux\n\npackage load\n",
	"load/example_short_test.go":                    "package load_test\n",
	"load/bubble_test.go":                           "package load\n\nimport (\n\"testing/synctest\"\n\"time\"\n)\n\nfunc f() { synctest.Test(nil, nil); time.Sleep(1) }\n",
	"examples/own/main.go":                          "package main\n\nimport \"m/scenarios\"\n\nfunc main() { print(scenarios.Read()) }\n",
}

const honestScenarios = `// Package scenarios.
package scenarios

import (
	"errors"
	"regexp"

	_ "m/suites/catalogue"
)

// ErrDead is documented by its own comment.
var ErrDead = errors.New("dead")

var bearer = regexp.MustCompile("^Bearer ")

// The kinds, as a group.
const (
	Alive = 1
	Dead  = 2
)

var table = map[string]int{"a": 1}

var _ Reader = reader{}

// Reader reads.
type Reader interface{ Read() int }

type reader struct{}

func (reader) Read() int { return table["a"] }

// Read reads a table, and writes to a local of the same name.
func Read() int {
	table := map[string]int{}
	table["b"] = 2
	return table["b"]
}
`
