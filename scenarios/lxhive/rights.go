package lxhive

import "github.com/authassay/authassay/scenarios"

// named are the names of the rights: those of xAPI 1.0.3 Communication §4.2,
// and what the wiki adds to them.
var named = []struct {
	right scenarios.Right
	name  string
}{
	{scenarios.Everything, "all"},
	{scenarios.Administration, "super"},
	{scenarios.Reading, "statements/read"},
	{scenarios.Writing, "statements/write"},
}

// names writes rights by their names. Any other value stays as it is.
func names(value any) any {
	rights, ok := value.([]scenarios.Right)
	if !ok {
		return value
	}
	out := make([]string, len(rights))
	for i, r := range rights {
		out[i] = nameOf(r)
	}
	return out
}

func nameOf(r scenarios.Right) string {
	for _, n := range named {
		if n.right == r {
			return n.name
		}
	}
	return string(r)
}

func rightOf(name string) scenarios.Right {
	for _, n := range named {
		if n.name == name {
			return n.right
		}
	}
	return scenarios.Right(name)
}
