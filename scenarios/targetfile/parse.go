package targetfile

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

const (
	// maxSize is far beyond any target file, and short enough for a parser
	// whose time grows with the square of the nesting.
	maxSize  = 64 << 10
	maxDepth = 40

	startHint = "authassay init writes one to start from"
)

// shieldBase begins a private-use range that stands in for ASCII.
const shieldBase = 0xE000

// shield hides each ${...} from the YAML parser, rune for rune so that columns
// keep: unquoted in { secret: ${X} } its braces would end the mapping.
func shield(text string) string {
	return reference.ReplaceAllStringFunc(text, func(ref string) string {
		return strings.Map(func(r rune) rune {
			if r < utf8.RuneSelf {
				return shieldBase + r
			}
			return r
		}, ref)
	})
}

func unshield(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= shieldBase && r < shieldBase+utf8.RuneSelf {
			return r - shieldBase
		}
		return r
	}, text)
}

// parse reads YAML into a tree. Without a tree, ok is false and a single
// problem says why; else the problems are what was understood but not wanted.
func parse(name string, text []byte) (s *source, problems Problems, ok bool) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	s = &source{kind: "target", name: name, root: &node{kind: mappingNode, at: place{1, 1}, members: map[string]*node{}}}
	if message := unreadable(text); message != "" {
		return s, Problems{s.problem(place{1, 1}, message, "")}, false
	}
	s.lines = strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
	file, err := parseYAML(shield(string(text)))
	if err != nil {
		return s, Problems{s.syntax(err)}, false
	}
	b := &builder{source: s}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return s, Problems{s.problem(place{1, 1}, "the file does not hold exactly one document", startHint)}, false
	}
	s.root = b.build(file.Docs[0].Body, 0)
	if s.root.kind != mappingNode {
		return s, Problems{s.problem(s.root.at, "the file is not a mapping of keys to values", startHint)}, false
	}
	return s, b.problems, true
}

func unreadable(text []byte) string {
	switch {
	case len(text) > maxSize:
		return fmt.Sprintf("the file is larger than %d KiB", maxSize>>10)
	case !utf8.Valid(text):
		return "the file is not UTF-8"
	case bytes.ContainsFunc(text, func(r rune) bool { return r >= shieldBase && r < shieldBase+utf8.RuneSelf }):
		return "the file holds private-use characters"
	}
	depth := 0
	for _, c := range shield(string(text)) {
		switch c {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if depth > maxDepth {
			return "the file nests too deeply"
		}
	}
	return ""
}

// parseYAML turns a panic of the parser into an error: the file comes from a
// person and may hold anything.
func parseYAML(text string) (file *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("the file cannot be read as YAML")
		}
	}()
	return parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
}

func (s *source) syntax(err error) Problem {
	var at place
	message := err.Error()
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		message = syntax.Message
		if t := syntax.Token; t != nil && t.Position != nil {
			at = place{t.Position.Line, t.Position.Column}
		}
	}
	return s.problem(at, "YAML: "+mask(unshield(message)), "check the indentation, the quotes and the brackets of this line and its neighbours")
}
