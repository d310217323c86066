package laws_test

import (
	"fmt"
	"go/ast"
	"strings"
)

// The measures of the house, in lines. Most files have about a hundred and
// most functions ten.
const (
	longestFile     = 300
	longestFunction = 50
)

func judgeParsing(h *house) []complaint {
	return h.broken
}

func judgeFileLength(h *house) []complaint {
	var found []complaint
	for _, s := range h.sources {
		lines := strings.Count(s.text, "\n")
		if lines > longestFile && !s.generated() {
			found = append(found, complaint{s.path, longestFile + 1,
				fmt.Sprintf("the file has %d lines, and %d are the most", lines, longestFile)})
		}
	}
	return found
}

func judgeFunctionLength(h *house) []complaint {
	var found []complaint
	for _, s := range h.sources {
		if s.generated() {
			continue
		}
		for _, d := range s.tree.Decls {
			ast.Inspect(d, func(n ast.Node) bool {
				name, ok := functionName(n)
				if !ok {
					return true
				}
				lines := h.fset.Position(n.End()).Line - h.fset.Position(n.Pos()).Line + 1
				if lines > longestFunction {
					found = append(found, h.complain(s, n.Pos(),
						"%s has %d lines, and %d are the most", name, lines, longestFunction))
				}
				return false // what stands inside is no longer than the whole
			})
		}
	}
	return found
}

// functionName names a function declaration or a function literal of a table.
func functionName(n ast.Node) (string, bool) {
	switch f := n.(type) {
	case *ast.FuncDecl:
		return f.Name.Name, true
	case *ast.FuncLit:
		return "a function literal", true
	}
	return "", false
}

func judgeInit(h *house) []complaint {
	var found []complaint
	for _, s := range h.sources {
		for _, d := range s.tree.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && f.Recv == nil && f.Name.Name == "init" {
				found = append(found, h.complain(s, f.Pos(), "init runs by itself: call it by a name from where it is needed"))
			}
		}
	}
	return found
}
