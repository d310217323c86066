package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/authassay/authassay/load"
)

// judgeUser returns what sees that an answer is about the right user; nil
// where the file does not say how an answer names one.
func (m *mixture) judgeUser(pointer, is string) func(int, []byte) (bool, string) {
	if pointer == "" || is == "" {
		return nil
	}
	return load.Identity(func(body []byte) (string, error) {
		var doc any
		if err := json.Unmarshal(body, &doc); err != nil {
			return "", errors.New("the answer is no JSON")
		}
		name, found := pointed(doc, pointer)
		if !found {
			return "", errors.New("nothing stands at " + pointer)
		}
		return fmt.Sprint(name), nil
	}, is, m.subject.Redactor.Fingerprint)
}
