// Package pointer reads JSON documents at a JSON Pointer, RFC 6901:
//
//	name, found := pointer.Find(body, "/user/ids/0")
//
// Numbers keep the digits that they were written with, so that an id such as
// 1234567 is the text that people compare it with. It must not know whose
// documents they are.
package pointer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Find returns what stands at a pointer in a JSON document, as Text writes it;
// false where the pointer leads nowhere or the document is none.
func Find(body []byte, at string) (string, bool) {
	doc, err := Read(body)
	if err != nil {
		return "", false
	}
	value, found := Get(doc, at)
	if !found {
		return "", false
	}
	return Text(value), true
}

// Read reads a JSON document, with its numbers as json.Number. The error is for
// a text that is none, or more than one.
func Read(body []byte) (doc any, err error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&doc); err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("read JSON: more than one document")
	}
	return doc, nil
}

// Get returns what a pointer points at in a document that was read, and false
// where it leads nowhere.
func Get(doc any, at string) (any, bool) {
	for _, step := range Steps(at) {
		switch v := doc.(type) {
		case map[string]any:
			member, ok := v[step]
			if !ok {
				return nil, false
			}
			doc = member
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(v) || strconv.Itoa(i) != step {
				return nil, false
			}
			doc = v[i]
		default:
			return nil, false
		}
	}
	return doc, true
}

// Steps are the reference tokens of a pointer, unescaped; none for the whole
// document.
func Steps(at string) []string {
	if at == "" {
		return nil
	}
	steps := strings.Split(strings.TrimPrefix(at, "/"), "/")
	for i, step := range steps {
		steps[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
	}
	return steps
}

// To is the pointer of reference tokens, which [Steps] returns.
func To(steps ...string) string {
	var at strings.Builder
	for _, step := range steps {
		at.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(step))
	}
	return at.String()
}

// Text is a value as people write it: text without quotes, a number by its own
// digits, everything else as JSON.
func Text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}
