package suites

import "strconv"

// labelledShort is how much of a value a label shows.
const labelledShort = 60

// brief is a value as a label shows it: quoted, and no longer than can be read.
func brief(value string) string {
	if len(value) > labelledShort {
		value = value[:labelledShort] + "…"
	}
	return strconv.Quote(value)
}

// labelled is one of several things that a check goes through, with its label.
type labelled[V any] struct {
	as    string
	thing V
}
