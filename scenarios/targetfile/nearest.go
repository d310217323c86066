package targetfile

import "strings"

// nearest gives the word that is most like the given one, or nothing if none
// is like it: a third of its letters, and always two, may differ.
func nearest(word string, known []string) string {
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
	_, pointer, _ := strings.Cut(location, "#")
	for _, step := range splitPointer(pointer) {
		object, ok := doc.(map[string]any)
		if !ok {
			return nil
		}
		doc = object[step]
	}
	return doc
}

// splitPointer splits a JSON Pointer (RFC 6901) into its steps.
func splitPointer(pointer string) []string {
	if pointer == "" {
		return nil
	}
	steps := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, step := range steps {
		steps[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
	}
	return steps
}
