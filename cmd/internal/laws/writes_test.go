package laws_test

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// writes returns the places in a body that change what a name holds, or that
// hand out its address so that others can.
func writes(body ast.Node, name string) []token.Pos {
	var found []token.Pos
	ast.Inspect(body, func(n ast.Node) bool {
		if slices.ContainsFunc(written(n), func(e ast.Expr) bool { return root(e) == name }) {
			found = append(found, n.Pos())
		}
		return true
	})
	return found
}

// written returns the expressions that a node writes to.
func written(n ast.Node) []ast.Expr {
	switch v := n.(type) {
	case *ast.AssignStmt:
		if v.Tok != token.DEFINE {
			return v.Lhs
		}
	case *ast.RangeStmt:
		if v.Tok == token.ASSIGN {
			return []ast.Expr{v.Key, v.Value}
		}
	case *ast.IncDecStmt:
		return []ast.Expr{v.X}
	case *ast.UnaryExpr:
		if v.Op == token.AND {
			return []ast.Expr{v.X}
		}
	case *ast.CallExpr:
		if len(v.Args) > 0 && changesFirst(v.Fun) {
			return v.Args[:1]
		}
	}
	return nil
}

// changesFirst tells the calls of the language and the standard library that
// change their first argument in place.
func changesFirst(fun ast.Expr) bool {
	if f, ok := fun.(*ast.Ident); ok {
		return slices.Contains([]string{"delete", "clear", "copy"}, f.Name)
	}
	pkg, name := selector(fun)
	switch pkg {
	case "sort":
		return !strings.HasPrefix(name, "Search") && !strings.HasSuffix(name, "AreSorted")
	case "slices":
		return strings.HasPrefix(name, "Sort") && !strings.HasPrefix(name, "Sorted") ||
			slices.Contains([]string{"Reverse", "Delete", "DeleteFunc", "Compact", "Insert", "Replace"}, name)
	case "maps":
		return name == "Copy" || name == "DeleteFunc"
	}
	return false
}

// root returns the name at the bottom of x.f[i].g, or "".
func root(e ast.Expr) string {
	for {
		switch v := e.(type) {
		case *ast.Ident:
			return v.Name
		case *ast.IndexExpr:
			e = v.X
		case *ast.SelectorExpr:
			e = v.X
		case *ast.SliceExpr:
			e = v.X
		case *ast.StarExpr:
			e = v.X
		case *ast.ParenExpr:
			e = v.X
		default:
			return ""
		}
	}
}

// declares tells a function that has a name of its own, which then hides the
// package's.
func declares(f *ast.FuncDecl, name string) bool {
	hidden := false
	ast.Inspect(f, func(n ast.Node) bool {
		hidden = hidden || slices.ContainsFunc(declared(n), func(e ast.Expr) bool {
			id, ok := e.(*ast.Ident)
			return ok && id.Name == name
		})
		return !hidden
	})
	return hidden
}

// declared returns the names that a node brings in.
func declared(n ast.Node) []ast.Expr {
	switch v := n.(type) {
	case *ast.AssignStmt:
		if v.Tok == token.DEFINE {
			return v.Lhs
		}
	case *ast.RangeStmt:
		if v.Tok == token.DEFINE {
			return []ast.Expr{v.Key, v.Value}
		}
	case *ast.Field:
		return expressions(v.Names)
	case *ast.ValueSpec:
		return expressions(v.Names)
	}
	return nil
}

func expressions(names []*ast.Ident) []ast.Expr {
	list := make([]ast.Expr, len(names))
	for i, n := range names {
		list[i] = n
	}
	return list
}
