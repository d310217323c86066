package suites

import "strconv"

// JudgeEach judges one of several answers of a check, as Judge does. The label
// says which one it is, such as the value that was sent, and stands before what
// was seen; it holds no secret that the redactor does not know.
func (t *Trial) JudgeEach(label string, actual any, m Answer) {
	t.label = label
	defer func() {
		t.label = ""
		t.finding.Actual = label + ": " + t.finding.Actual
		switch end := recover().(type) {
		case nil:
		case stop:
			if end.crash {
				end.detail = label + ": " + end.detail
			}
			panic(end)
		default:
			panic(end)
		}
	}()
	t.Judge(actual, m)
}

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
type labelled[T any] struct {
	as    string
	thing T
}
