package laws_test

import (
	"fmt"
	"strings"
)

var shapeProofs = []proof{
	{"package comments", "none", one("load/x.go", "package load\n"), "load/x.go:1: package load has no package comment"},
	{"package comments", "two", map[string]string{
		"load/x.go": "// Package load.\npackage load\n", "load/y.go": "// Package load.\npackage load\n",
	}, "load/y.go:1: the package comment stands in load/x.go already"},
	{"examples", "none", map[string]string{
		"load/x.go": "package load\n", "load/x_test.go": "package load_test\n\nfunc TestX() {}\n",
		"load/internal/y/y.go": "package y\n", "cmd/x/main.go": "package main\n",
	}, "load/x.go:1: package load has no example"},
	{"doc comments", "a function", one("load/x.go", "package load\n\nfunc Do() {}\n"), "load/x.go:3: Do is exported"},
	{"doc comments", "a method", one("load/x.go", "package load\n\n// T is one.\ntype T[P any] struct{}\n\nfunc (t *T[P]) Do() {}\n"),
		"load/x.go:6: Do is exported"},
	{"doc comments", "a type in a group", one("load/x.go", "package load\n\n// Types.\ntype (\n\tT int\n)\n"), "load/x.go:5: T is exported"},
	{"doc comments", "a constant", one("load/x.go", "package load\n\nconst Most = 1\n"), "load/x.go:3: Most is exported"},
	{"file length", "301 lines", one("load/x.go", "package load\n"+strings.Repeat("\n", 300)), "load/x.go:301: the file has 301 lines"},
	{"crumbs", "29 lines", map[string]string{
		"load/x.go": "package load\n" + strings.Repeat("\n", 29), "load/y.go": "package load\n" + strings.Repeat("\n", 28),
	}, "load/y.go:1: the file has 29 lines"},
	{"crumbs", "a test of 29 lines", one("load/x_test.go", "package load\n"+strings.Repeat("\n", 28)), "load/x_test.go:1: the file has 29 lines"},
	{"room size", "21 files", many("cmd/other", mostFiles+1), "cmd/other:1: the package has 21 files"},
	{"folders", "a target", one("load/target/x/x.yaml", ""), "load/target:1: tools take a folder"},
	{"function length", "51 lines", one("load/x_test.go", "package load\n\nfunc do() {"+strings.Repeat("\n", 50)+"}\n"),
		"load/x_test.go:3: do has 51 lines"},
	{"function length", "a literal in a table", one("load/x.go", "package load\n\nvar t = []func(){func() {"+strings.Repeat("\n", 50)+"}}\n"),
		"load/x.go:3: a function literal has 51 lines"},
	{"no init", "init", one("load/x.go", "package load\n\nfunc init() {}\n"), "load/x.go:3: init runs by itself"},
}

var variableProofs = []proof{
	variable("a counter", "var count int\n", 3, "count is a package variable"),
	variable("a registration", "var _ = register()\n", 3, "_ is a package variable"),
	variable("a lock", "var lock = sync.Mutex{}\n", 3, "lock is a package variable"),
	variable("a pointer", "var shared = &thing{}\n", 3, "shared is a package variable"),
	variable("a flag in code", "var update = flag.Bool(\"u\", false, \"\")\n", 3, "update is a package variable"),
	variable("a table that is replaced", "var t = []int{1}\n\nfunc f() { t = nil }\n", 5, "the table t is written to"),
	variable("a table that is filled", "var t = map[int]int{}\n\nfunc f() { t[1] = 2 }\n", 5, "the table t is written to"),
	variable("a table that is emptied", "var t = map[int]int{}\n\nfunc f() { delete(t, 1) }\n", 5, "the table t is written to"),
	variable("a table that is sorted", "var t = []int{1}\n\nfunc f() { slices.Sort(t[:1]) }\n", 5, "the table t is written to"),
	variable("a table that is counted up", "var t = [2]struct{ n int }{}\n\nfunc f() { (t[1]).n++ }\n", 5, "the table t is written to"),
	variable("a table whose address is given away", "var t = T{}\n\nfunc f() { g(&t) }\n", 5, "the table t is written to"),
}

// variable is a proof of one package, load, with one variable.
func variable(name, text string, line int, want string) proof {
	at := complaint{"load/x.go", line, want}
	return proof{"no variables", name, one("load/x.go", "package load\n\n"+text), at.String()}
}

var mannerProofs = []proof{
	{"ambience", "the environment", one("load/x.go", "package load\n\nimport \"os\"\n\nvar x = os.Getenv(\"X\")\n"), "load/x.go:5: os.Getenv has no place here"},
	{"ambience", "output under another name", one("load/x.go", "package load\n\nimport sys \"os\"\n\nvar x = sys.Stdout\n"), "load/x.go:5: sys.Stdout has no place here"},
	{"ambience", "printing", one("load/x.go", "package load\n\nimport \"fmt\"\n\nfunc f() { fmt.Println() }\n"), "load/x.go:5: fmt.Println has no place here"},
	{"ambience", "flags", one("load/x.go", "package load\n\nimport _ \"flag\"\n"), "load/x.go:1: flag belongs in cmd"},
	{"no sleeping", "a nap", one("load/x_test.go", "package load\n\nimport \"time\"\n\nfunc f() { time.Sleep(1) }\n"), "load/x_test.go:5: time.Sleep has no place here"},
	{"no focus", "a focused spec", one("suites/x.go", "package suites\n\nimport . \"github.com/onsi/ginkgo/v2\"\n\nfunc f() { FIt(\"x\") }\n"), "suites/x.go:5: FIt is focused"},
	{"no focus", "the decorator", one("suites/x.go", "package suites\n\nimport g \"github.com/onsi/ginkgo/v2\"\n\nfunc f() { g.It(\"x\", g.Focus) }\n"), "suites/x.go:5: Focus is focused"},
	{"no leftovers", "a promise", one("load/x.go", "package load\n\n// TO"+"DO: count\n"), "load/x.go:3: TO" + "DO is left in the code"},
}

// many is a house of one package of n files beside a test.
func many(dir string, n int) map[string]string {
	files := map[string]string{dir + "/x_test.go": "package x\n"}
	for i := range n {
		files[fmt.Sprintf("%s/x%d.go", dir, i)] = "package x\n"
	}
	return files
}
