// Package grammar reads the small languages of load: rates, shapes and
// objectives. It says where a text is wrong, and knows none of their meanings.
package grammar

import (
	"fmt"
	"strings"
)

// SyntaxError says what is wrong with a text, and where.
type SyntaxError struct {
	Text    string
	Column  int // in bytes, from 0
	Message string
}

// Error implements error: the message, the text, and a caret under the place.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s\n  %s\n  %s^", e.Message, e.Text, strings.Repeat(" ", e.Column))
}

// Scanner walks through a text. The zero value with a Text is at its beginning.
type Scanner struct {
	Text string
	At   int // in bytes
}

// Skip goes over blanks.
func (s *Scanner) Skip() {
	for s.At < len(s.Text) && (s.Text[s.At] == ' ' || s.Text[s.At] == '\t') {
		s.At++
	}
}

// Take reads the characters of a set, after blanks.
func (s *Scanner) Take(set string) string {
	s.Skip()
	from := s.At
	for s.At < len(s.Text) && strings.IndexByte(set, s.Text[s.At]) >= 0 {
		s.At++
	}
	return s.Text[from:s.At]
}

// Fail points at the present place.
func (s *Scanner) Fail(format string, args ...any) error {
	return &SyntaxError{Text: s.Text, Column: s.At, Message: fmt.Sprintf(format, args...)}
}

// Back goes to the beginning of a word and fails there.
func (s *Scanner) Back(word, format string, args ...any) error {
	s.At -= len(word)
	return s.Fail(format, args...)
}

// The characters that words and numbers are made of.
const (
	Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZµ"
	Digits  = "0123456789."
)

// Word goes over a word if it comes next, after blanks.
func (s *Scanner) Word(w string) bool {
	s.Skip()
	if !strings.HasPrefix(s.Text[s.At:], w) {
		return false
	}
	s.At += len(w)
	return true
}
