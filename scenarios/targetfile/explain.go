package targetfile

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/authassay/authassay/scenarios/pointer"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// explain words one finding of the validator. It quotes a value only as it is
// written in the file, so that no variable's content is shown.
func (c *complaints) explain(n *node, e *jsonschema.ValidationError) Problems {
	name := dotted(e.InstanceLocation)
	one := func(message, hint string) Problems {
		return Problems{c.problem(n.at, prefix(name)+message, hint)}
	}
	switch k := e.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		return c.unknownKeys(n, name, k.Properties, c.knownKeys(e))
	case *kind.Required:
		return c.missingKeys(n, name, k.Missing)
	case *kind.Type:
		object, _ := pointTo(c.schema, e.SchemaURL).(map[string]any)
		return one(explainType(k, object["format"]))
	case *kind.Enum:
		return one(explainEnum(n, k))
	case *kind.Format:
		if n.kind == scalarNode {
			return one(fmt.Sprintf("%s is %v", quote(n), k.Err), "")
		}
		return one(k.Err.Error(), "")
	case *kind.MinLength:
		return one("nothing stands here", "")
	case *kind.MinItems, *kind.MinProperties:
		return one("nothing stands in it", "")
	case *kind.UniqueItems:
		return one(fmt.Sprintf("entries %d and %d are the same", k.Duplicates[0]+1, k.Duplicates[1]+1), "take one of them out")
	case *kind.Minimum:
		return one("less than "+number(k.Want), "")
	case *kind.Maximum:
		return one("more than "+number(k.Want), "")
	}
	return one("does not fit the schema", "")
}

func (c *complaints) unknownKeys(n *node, name string, unknown, known []string) Problems {
	var out Problems
	for _, key := range unknown {
		hint := "known here: " + strings.Join(known, ", ")
		if near := nearest(key, known); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		at := n.at
		if member := n.members[key]; member != nil {
			at = member.keyAt
		}
		out = append(out, c.problem(at, prefix(name)+fmt.Sprintf("unknown key %q", key), hint))
	}
	return out
}

func (c *complaints) missingKeys(n *node, name string, missing []string) Problems {
	var out Problems
	for _, key := range missing {
		out = append(out, c.problem(n.place(), prefix(name)+fmt.Sprintf("key %q is missing", key), ""))
	}
	return out
}

func explainType(k *kind.Type, format any) (message, hint string) {
	if k.Got == "null" {
		return "nothing stands here", "give it a value or take the key out"
	}
	wanted := make([]string, len(k.Want))
	for i, w := range k.Want {
		wanted[i] = typeWord(w)
	}
	message = fmt.Sprintf("%s stands where %s belongs", typeWord(k.Got), strings.Join(wanted, " or "))
	if len(k.Want) == 1 && k.Want[0] == "string" && (k.Got == "number" || k.Got == "boolean") {
		hint = "put it in quotes"
	}
	switch format {
	case "length", "positive-length", "lifetime":
		hint = "write a duration such as 10m"
	case "rate":
		hint = "write a rate such as 500/s"
	}
	return message, hint
}

func typeWord(word string) string {
	switch word {
	case "object":
		return "a mapping"
	case "array":
		return "a list"
	case "integer":
		return "a whole number"
	case "boolean":
		return "true or false"
	}
	return "a " + word
}

func explainEnum(n *node, k *kind.Enum) (message, hint string) {
	var words []string
	for _, w := range k.Want {
		if word := fmt.Sprint(w); !slices.Contains(words, word) { // true and "true" are one
			words = append(words, word)
		}
	}
	if near := nearest(n.written, words); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return fmt.Sprintf("%s is none of %s", quote(n), strings.Join(words, ", ")), hint
}

func quote(n *node) string {
	text := []rune(mask(n.written))
	if len(text) > 60 {
		text = append(text[:60], '…')
	}
	return strconv.Quote(string(text))
}

func number(r *big.Rat) string { return r.FloatString(0) }

// dotted writes a path as login.steps[0].when.
func dotted(path []string) string {
	var out strings.Builder
	for _, step := range path {
		if _, err := strconv.Atoi(step); err == nil && out.Len() > 0 {
			out.WriteString("[" + step + "]")
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('.')
		}
		out.WriteString(step)
	}
	return out.String()
}

func prefix(name string) string {
	if name == "" {
		return ""
	}
	return name + ": "
}

// nearest gives the word that is most like the given one, or nothing if none
// is like it: the one word that begins with it, or a third of its letters, and
// always two, may differ.
func nearest(word string, known []string) string {
	begins := func(candidate string) bool { return strings.HasPrefix(normal(candidate), normal(word)) }
	if i := slices.IndexFunc(known, begins); len(word) > 2 && i >= 0 && !slices.ContainsFunc(known[i+1:], begins) {
		return known[i]
	}
	best, least := "", max(2, len(word)/3)+1
	for _, candidate := range known {
		if d := distance(normal(word), normal(candidate)); d < least {
			best, least = candidate, d
		}
	}
	return best
}

// normal makes clientID, client-id and client_id one word.
func normal(word string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(word))
}

// distance is Levenshtein's: how many letters are added, dropped or changed.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// pointTo follows the JSON Pointer in the fragment of a schema's URL.
func pointTo(doc any, location string) any {
	_, at, _ := strings.Cut(location, "#")
	found, _ := pointer.Get(doc, at)
	return found
}
