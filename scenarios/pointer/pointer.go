package scenarios

import (
	"strconv"
	"strings"
)

// Pointed returns what a JSON Pointer (RFC 6901) points at, and false where it
// leads nowhere.
func Pointed(doc any, pointer string) (any, bool) {
	if pointer == "" {
		return doc, true
	}
	for _, step := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		switch v := doc.(type) {
		case map[string]any:
			member, ok := v[step]
			if !ok {
				return nil, false
			}
			doc = member
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(v) {
				return nil, false
			}
			doc = v[i]
		default:
			return nil, false
		}
	}
	return doc, true
}
