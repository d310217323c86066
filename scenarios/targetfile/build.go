package targetfile

import (
	"fmt"
	"math"

	"github.com/goccy/go-yaml/ast"
)

// builder turns the parser's tree into ours and refuses what a target file has
// no use for: anchors, aliases, tags and merge keys.
type builder struct {
	source   *source
	problems Problems
}

func (b *builder) tell(at place, message, hint string) {
	b.problems = append(b.problems, b.source.problem(at, message, hint))
}

func position(n ast.Node) place {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return place{t.Position.Line, t.Position.Column}
	}
	return place{}
}

func (b *builder) build(n ast.Node, depth int) *node {
	out := &node{at: position(n)}
	if depth > maxDepth {
		b.tell(out.at, "the file nests too deeply", "")
		return out
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		b.mapping(out, n, n.Values, depth)
	case *ast.MappingValueNode:
		b.mapping(out, n, []*ast.MappingValueNode{n}, depth)
	case *ast.SequenceNode:
		out.kind = listNode
		for _, value := range n.Values {
			out.items = append(out.items, b.build(value, depth+1))
		}
	case *ast.LiteralNode:
		b.text(out, n.Value.Value)
	case *ast.StringNode:
		b.text(out, n.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
		out.scalar = n.(ast.ScalarNode).GetValue()
	case *ast.InfinityNode, *ast.NanNode:
		out.scalar, out.marred = math.MaxFloat64, true
		b.tell(out.at, "not a finite number", "")
	default:
		out.marred = true
		b.tell(out.at, "anchors, aliases and tags are not understood here", "write the value out")
	}
	return out
}

func (b *builder) text(out *node, text string) {
	out.written = unshield(text)
	out.scalar = out.written
}

func (b *builder) mapping(out *node, n ast.Node, values []*ast.MappingValueNode, depth int) {
	out.kind = mappingNode
	out.members = make(map[string]*node, len(values))
	if m, ok := n.(*ast.MappingNode); !ok || !m.IsFlowStyle {
		// The token of a block mapping is its first colon; its first key is
		// where a reader looks.
		if len(values) > 0 {
			out.at = position(values[0].Key)
		}
	}
	for _, value := range values {
		at := position(value.Key)
		if value.Key.IsMergeKey() {
			b.tell(at, "merge keys are not understood here", "write the members out")
			continue
		}
		scalar, ok := value.Key.(ast.ScalarNode)
		if !ok {
			b.tell(at, "this key is not a plain word", "")
			continue
		}
		b.member(out, unshield(scalar.GetToken().Value), at, value.Value, depth)
	}
}

func (b *builder) member(out *node, key string, at place, value ast.Node, depth int) {
	if first, again := out.members[key]; again {
		b.tell(at, fmt.Sprintf("key %q stands here a second time", key),
			fmt.Sprintf("the first is in line %d; remove one", first.keyAt.line))
		return
	}
	child := b.build(value, depth+1)
	child.keyAt = at
	if child.kind == scalarNode && child.scalar == nil && !child.marred {
		child.at = at // the parser has no steady place for what is not there
	}
	out.keys = append(out.keys, key)
	out.members[key] = child
}
