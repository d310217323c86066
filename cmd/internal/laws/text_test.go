package laws_test

import (
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strings"
)

func judgePackageComments(h *house) []complaint {
	var found []complaint
	carrier := map[string]*source{}
	first := map[string]*source{}
	for _, s := range h.shipped() {
		if first[s.dir] == nil {
			first[s.dir] = s
		}
		if s.tree.Doc == nil {
			continue
		}
		if other := carrier[s.dir]; other != nil {
			found = append(found, h.complain(s, s.tree.Doc.Pos(), "the package comment stands in %s already", other.path))
		}
		carrier[s.dir] = s
	}
	for _, dir := range slices.Sorted(maps.Keys(first)) {
		if s := first[dir]; carrier[dir] == nil {
			found = append(found, h.complain(s, s.tree.Package, "package %s has no package comment", s.tree.Name.Name))
		}
	}
	return found
}

// judgeExamples asks a package that is meant to be imported for an example that
// runs: neither a program nor what is internal.
func judgeExamples(h *house) []complaint {
	var found []complaint
	has, asked := map[string]bool{}, map[string]*source{}
	for _, s := range h.sources {
		if s.test {
			has[s.dir] = has[s.dir] || strings.Contains(s.text, "\nfunc Example")
			continue
		}
		inside := strings.Contains("/"+s.dir+"/", "/internal/")
		if s.tree.Name.Name != "main" && !inside && asked[s.dir] == nil {
			asked[s.dir] = s
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(asked)) {
		if s := asked[dir]; !has[dir] {
			found = append(found, h.complain(s, s.tree.Package, "package %s has no example", s.tree.Name.Name))
		}
	}
	return found
}

func judgeDocComments(h *house) []complaint {
	var found []complaint
	for _, s := range h.shipped() {
		for _, d := range s.tree.Decls {
			for _, name := range undocumented(d) {
				found = append(found, h.complain(s, name.Pos(), "%s is exported and has no doc comment", name.Name))
			}
		}
	}
	return found
}

// undocumented returns the exported names of a declaration that nothing
// explains. The comment of a group speaks for the constants and variables in
// it, and not for types.
func undocumented(d ast.Decl) []*ast.Ident {
	if f, ok := d.(*ast.FuncDecl); ok {
		if f.Doc == nil && f.Name.IsExported() && exportedReceiver(f) {
			return []*ast.Ident{f.Name}
		}
		return nil
	}
	g := d.(*ast.GenDecl)
	var names []*ast.Ident
	for _, spec := range g.Specs {
		switch v := spec.(type) {
		case *ast.TypeSpec:
			if v.Doc == nil && (g.Doc == nil || g.Lparen.IsValid()) && v.Name.IsExported() {
				names = append(names, v.Name)
			}
		case *ast.ValueSpec:
			if g.Doc == nil && v.Doc == nil && v.Comment == nil {
				names = append(names, exportedAmong(v.Names)...)
			}
		}
	}
	return names
}

func exportedAmong(names []*ast.Ident) []*ast.Ident {
	return slices.DeleteFunc(slices.Clone(names), func(n *ast.Ident) bool { return !n.IsExported() })
}

// exportedReceiver tells functions and methods on exported types from methods
// that nobody outside can see.
func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return true
	}
	receiver := f.Recv.List[0].Type
	for {
		switch t := receiver.(type) {
		case *ast.StarExpr:
			receiver = t.X
		case *ast.IndexExpr:
			receiver = t.X
		case *ast.IndexListExpr:
			receiver = t.X
		case *ast.Ident:
			return t.IsExported()
		default:
			return true
		}
	}
}

// The words are put together here, so that this file does not break the law.
var leftovers = []string{"TO" + "DO", "FIX" + "ME"}

func judgeLeftovers(h *house) []complaint {
	var found []complaint
	for _, s := range h.sources {
		for n, line := range strings.Split(s.text, "\n") {
			for _, word := range leftovers {
				if slices.Contains(strings.FieldsFunc(line, notLetter), word) {
					found = append(found, complaint{s.path, n + 1, word + " is left in the code"})
				}
			}
		}
	}
	return found
}

func notLetter(r rune) bool {
	return !token.IsIdentifier(string(r))
}
