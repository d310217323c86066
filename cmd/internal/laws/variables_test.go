package laws_test

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// judgeVariables lets a package keep errors, regular expressions, embedded
// files, proofs that a type meets an interface, and tables: composite literals
// that no code of the package writes to. Tests may define their flags.
func judgeVariables(h *house) []complaint {
	var found []complaint
	for _, s := range h.sources {
		for _, d := range s.tree.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, spec := range g.Specs {
				found = append(found, judgeVariable(h, s, g, spec.(*ast.ValueSpec))...)
			}
		}
	}
	return found
}

func judgeVariable(h *house, s *source, g *ast.GenDecl, v *ast.ValueSpec) []complaint {
	if embedded(g.Doc) || embedded(v.Doc) {
		return nil
	}
	var found []complaint
	for i, name := range v.Names {
		var value ast.Expr
		if i < len(v.Values) {
			value = v.Values[i]
		}
		switch {
		case name.Name == "_" && v.Type != nil:
		case strings.HasPrefix(strings.ToLower(name.Name), "err"):
		case constantCall(value, s.test):
		case table(value):
			found = append(found, tableWrites(h, s, name.Name)...)
		default:
			found = append(found, h.complain(s, name.Pos(),
				"%s is a package variable, and neither an error, a regexp nor a table", name.Name))
		}
	}
	return found
}

func embedded(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool {
		return strings.HasPrefix(c.Text, "//go:embed ")
	})
}

// constantCall tells the calls whose result nobody can change.
func constantCall(value ast.Expr, test bool) bool {
	call, ok := value.(*ast.CallExpr)
	if !ok {
		return false
	}
	switch pkg, name := selector(call.Fun); pkg {
	case "errors":
		return name == "New"
	case "fmt":
		return name == "Errorf"
	case "regexp":
		return name == "MustCompile"
	case "flag":
		return test
	}
	return false
}

// table tells a composite literal that holds rows. Locks, pools and counters
// are literals too, and state.
func table(value ast.Expr) bool {
	lit, ok := value.(*ast.CompositeLit)
	if !ok {
		return false
	}
	pkg, _ := selector(lit.Type)
	return !slices.Contains([]string{"sync", "atomic", "bytes", "strings", "rand", "http"}, pkg)
}

// selector splits pkg.Name; pkg is empty for anything else.
func selector(e ast.Expr) (pkg, name string) {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return "", ""
	}
	if x, ok := sel.X.(*ast.Ident); ok {
		return x.Name, sel.Sel.Name
	}
	return "", sel.Sel.Name
}

// tableWrites finds the code of the same package that writes to a table.
func tableWrites(h *house, owner *source, name string) []complaint {
	var found []complaint
	for _, s := range h.sources {
		if s.dir != owner.dir || s.tree.Name.Name != owner.tree.Name.Name {
			continue
		}
		for _, d := range s.tree.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Body == nil || declares(f, name) {
				continue
			}
			for _, at := range writes(f.Body, name) {
				found = append(found, h.complain(s, at, "the table %s is written to", name))
			}
		}
	}
	return found
}
