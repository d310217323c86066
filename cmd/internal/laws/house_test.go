package laws_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// A house is the module as its files say it is. It is read with go/parser and
// never through a child process, because the test cache does not see what a
// child reads and would hand back a stale pass.
type house struct {
	module  string
	top     []string  // names at the top level
	paths   []string  // every file, slash separated, test data aside
	sources []*source // the Go files among them
	fset    *token.FileSet
	broken  []complaint // files that do not parse
}

// A source is one Go file.
type source struct {
	path, dir string
	text      string
	tree      *ast.File
	test      bool // the name ends in _test.go
	external  bool // and the package in _test
}

// readHouse reads the module whose go.mod lies at the root of tree.
func readHouse(tree fs.FS) (*house, error) {
	h := &house{fset: token.NewFileSet()}
	mod, err := fs.ReadFile(tree, "go.mod")
	if err != nil {
		return nil, fmt.Errorf("read the module's name: %w", err)
	}
	first, _, _ := strings.Cut(string(mod), "\n")
	h.module = strings.TrimSpace(strings.TrimPrefix(first, "module "))
	entries, err := fs.ReadDir(tree, ".")
	if err != nil {
		return nil, fmt.Errorf("list the top level: %w", err)
	}
	for _, e := range entries {
		h.top = append(h.top, e.Name())
	}
	err = fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && unread(name):
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		return h.read(tree, name)
	})
	return h, err
}

// unread tells the folders that hold no source of ours: hidden ones, test data
// and what a build leaves behind.
func unread(dir string) bool {
	base := path.Base(dir)
	return dir != "." && (strings.HasPrefix(base, ".") || base == "testdata" || dir == "bin")
}

func (h *house) read(tree fs.FS, name string) error {
	h.paths = append(h.paths, name)
	if path.Ext(name) != ".go" {
		return nil
	}
	text, err := fs.ReadFile(tree, name)
	if err != nil {
		return fmt.Errorf("read a source: %w", err)
	}
	mode := parser.ParseComments | parser.SkipObjectResolution
	parsed, err := parser.ParseFile(h.fset, name, text, mode)
	if err != nil {
		h.broken = append(h.broken, complaint{name, 1, err.Error()})
		return nil
	}
	s := &source{path: name, dir: path.Dir(name), text: string(text), tree: parsed}
	s.test = strings.HasSuffix(name, "_test.go")
	s.external = s.test && strings.HasSuffix(parsed.Name.Name, "_test")
	h.sources = append(h.sources, s)
	return nil
}

// complain points at a place in the source.
func (h *house) complain(s *source, at token.Pos, format string, args ...any) complaint {
	return complaint{s.path, h.fset.Position(at).Line, fmt.Sprintf(format, args...)}
}

// ours cuts the module's name off an import path; ok is false for the others.
func (h *house) ours(imported string) (dir string, ok bool) {
	return strings.CutPrefix(imported, h.module+"/")
}

// shipped returns the sources that a program is built from: no tests, no
// examples.
func (h *house) shipped() []*source {
	var kept []*source
	for _, s := range h.sources {
		if !s.test && !s.example() {
			kept = append(kept, s)
		}
	}
	return kept
}

// example tells the programs below examples/, which stand for other people's.
func (s *source) example() bool {
	return within(s.dir, "examples")
}

// generated tells the files that carry the standard header.
func (s *source) generated() bool {
	return ast.IsGenerated(s.tree)
}

// named returns the name under which the source imports a package, or "".
func (s *source) named(imported string) string {
	for _, i := range s.tree.Imports {
		if unquoted(i) != imported {
			continue
		}
		if i.Name != nil {
			return i.Name.Name
		}
		return path.Base(imported)
	}
	return ""
}

// unquoted returns the path of an import.
func unquoted(i *ast.ImportSpec) string {
	p, err := strconv.Unquote(i.Path.Value)
	if err != nil {
		return i.Path.Value
	}
	return p
}

// within tells whether a slash-separated path is the parent or lies below it.
func within(p, parent string) bool {
	return p == parent || strings.HasPrefix(p, parent+"/")
}
