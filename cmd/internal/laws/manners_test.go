package laws_test

import (
	"go/ast"
	"regexp"
	"slices"
)

// What only cmd may take from the process around it. A package with no names
// is forbidden whole.
var ambient = map[string][]string{
	"os": {"Stdin", "Stdout", "Stderr", "Exit", "Args",
		"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Setenv", "Unsetenv", "Clearenv"},
	"fmt":  {"Print", "Printf", "Println"},
	"log":  {"Print", "Printf", "Println", "Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln"},
	"flag": {},
}

// The nodes of Ginkgo that silence their neighbours, and the decorator.
var focused = regexp.MustCompile(`^(F(It|Describe|Context|When|Specify|Entry|DescribeTable|DescribeTableSubtree)|Focus)$`)

func judgeAmbience(h *house) []complaint {
	var found []complaint
	for _, s := range h.shipped() {
		if within(s.dir, "cmd") {
			continue
		}
		for imported, names := range ambient {
			local := s.named(imported)
			if local == "" {
				continue
			}
			if len(names) == 0 {
				found = append(found, h.complain(s, s.tree.Name.Pos(), "%s belongs in cmd", imported))
			}
			found = append(found, uses(h, s, local, func(name string) bool { return slices.Contains(names, name) })...)
		}
	}
	return found
}

func judgeSleeping(h *house) []complaint {
	var found []complaint
	for _, s := range h.sources {
		// In a bubble sleep takes no time, and wakes nobody too late.
		if local := s.named("time"); s.test && local != "" && s.named("testing/synctest") == "" {
			found = append(found, uses(h, s, local, func(name string) bool { return name == "Sleep" })...)
		}
	}
	return found
}

// uses finds local.Name for the names that are forbidden.
func uses(h *house, s *source, local string, forbidden func(string) bool) []complaint {
	var found []complaint
	ast.Inspect(s.tree, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		if pkg, name := selector(e); pkg == local && forbidden(name) {
			found = append(found, h.complain(s, e.Pos(), "%s.%s has no place here", pkg, name))
		}
		return true
	})
	return found
}

func judgeFocus(h *house) []complaint {
	var found []complaint
	for _, s := range h.sources {
		if s.named("github.com/onsi/ginkgo/v2") == "" {
			continue
		}
		ast.Inspect(s.tree, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && focused.MatchString(id.Name) {
				found = append(found, h.complain(s, id.Pos(), "%s is focused", id.Name))
			}
			return true
		})
	}
	return found
}
