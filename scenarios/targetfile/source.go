package targetfile

import (
	"regexp"
	"strconv"
	"strings"
)

// source is what was read: the lines for excerpts and the tree for positions.
type source struct {
	kind    string // what the file holds, such as target
	name    string
	lines   []string
	root    *node
	secrets []string
}

type shape int

const (
	scalarNode shape = iota
	mappingNode
	listNode
)

// node is one YAML value with its place and, in a mapping, that of its key.
type node struct {
	kind    shape
	at      place
	keyAt   place
	keys    []string
	members map[string]*node
	items   []*node
	scalar  any
	written string // a string scalar before variables were put in
	marred  bool   // a problem was told already; more would be noise
}

type place struct{ line, column int }

// place is where a reader looks for a whole mapping or list: at its key.
func (n *node) place() place {
	if n.kind != scalarNode && n.keyAt.line > 0 {
		return n.keyAt
	}
	return n.at
}

// child finds a member by key or an item by index.
func (n *node) child(step string) *node {
	if n.kind == mappingNode {
		return n.members[step]
	}
	i, err := strconv.Atoi(step)
	if n.kind != listNode || err != nil || i < 0 || i >= len(n.items) {
		return nil
	}
	return n.items[i]
}

// find follows a path as far as it exists and gives the last node and whether
// the whole path was there.
func (s *source) find(path []string) (*node, bool) {
	n := s.root
	for _, step := range path {
		next := n.child(step)
		if next == nil {
			return n, false
		}
		n = next
	}
	return n, true
}

// plain turns the tree into what encoding/json and the schema understand.
func (n *node) plain() any {
	switch n.kind {
	case mappingNode:
		m := make(map[string]any, len(n.members))
		for k, v := range n.members {
			m[k] = v.plain()
		}
		return m
	case listNode:
		l := make([]any, len(n.items))
		for i, v := range n.items {
			l[i] = v.plain()
		}
		return l
	}
	return n.scalar
}

func (s *source) problem(at place, message, hint string) Problem {
	return Problem{Kind: s.kind, File: s.name, Line: at.line, Column: at.column, Message: message, Hint: hint, Excerpt: s.excerpt(at)}
}

// literalSecrets finds values that look like secrets written out in the file.
var literalSecrets = regexp.MustCompile(`(?i)(?:(?:(?:secret|passw)[\w-]*|[_-]token|authorization|cookie)["']?\s*:\s*|(?:bearer|basic)\s+)("[^"]*"?|'[^']*'?|(?:\$\{[^{}]*\}|[^\s,{}#\[])+)`)

// userInfo finds a name and a password within a URL.
var userInfo = regexp.MustCompile(`//[^/\s@"']+@`)

func (s *source) excerpt(at place) string {
	if at.line < 1 || at.line > len(s.lines) {
		return ""
	}
	masked := []rune(mask(s.lines[at.line-1]))
	if len(masked) == 0 || len(masked) > 200 {
		return ""
	}
	column := min(max(at.column, 1), len(masked)+1)
	pad := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, string(masked[:column-1]))
	return string(masked) + "\n" + pad + "^"
}

// mask hides values beside a word such as secret, rune for rune, so that the
// caret still points right. References to variables may stay.
func mask(line string) string {
	line = userInfo.ReplaceAllStringFunc(line, func(info string) string {
		return "//" + strings.Repeat("*", len([]rune(info))-3) + "@"
	})
	var out strings.Builder
	end := 0
	for _, m := range literalSecrets.FindAllStringSubmatchIndex(line, -1) {
		out.WriteString(line[end:m[2]])
		value := line[m[2]:m[3]]
		if bare := strings.Trim(value, `"'`); reference.FindString(bare) != bare {
			value = strings.Repeat("*", len([]rune(value)))
		}
		out.WriteString(value)
		end = m[3]
	}
	return out.String() + line[end:]
}
