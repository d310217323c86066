package check

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/onsi/ginkgo/v2/types"
)

// FilterError says what is wrong with a label filter, and where.
type FilterError struct {
	Filter  string
	Column  int    // in bytes, from 0; -1 where it is no place of its own
	Message string // in the words of who reads filters
}

// Error implements error: the message, and the filter with a caret under the
// place.
func (e *FilterError) Error() string {
	text := fmt.Sprintf("%s\n  %s", e.Message, e.Filter)
	if e.Column >= 0 {
		text += "\n  " + strings.Repeat(" ", utf8.RuneCountInString(e.Filter[:min(e.Column, len(e.Filter))])) + "^"
	}
	return text
}

// ReadFilter says whether the text is a label filter. The error wraps a
// *FilterError.
func ReadFilter(text string) error {
	_, err := readFilter(text)
	return err
}

// marked is what Ginkgo writes before the character that it complains of.
const marked = "{{red}}{{bold}}{{underline}}"

// readFilter reads a label filter. Ginkgo tells of a mistake in one text for
// terminals: the filter, with colours around the place, and then what is wrong.
func readFilter(text string) (types.LabelFilter, error) {
	filter, err := types.ParseLabelFilter(text)
	if err == nil {
		return filter, nil
	}
	e := &FilterError{Filter: text, Column: -1, Message: "it cannot be read"}
	var told types.GinkgoError
	if errors.As(err, &told) {
		shown := told.Message
		if before, after, found := strings.Cut(shown, marked); found {
			e.Column = len(before)
			shown = before + strings.Replace(after, "{{/}}", "", 1)
		}
		e.Message = strings.TrimSuffix(strings.TrimPrefix(shown, text+"\n"), ".")
	}
	return nil, fmt.Errorf("parse filter: %w", e)
}
