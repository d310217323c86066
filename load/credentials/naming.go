package credentials

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/authassay/authassay/scenarios"
)

// judgeNames returns what sees that an answer is about the right user and
// tenant; nil where the file does not say how an answer names either.
func (m *mixture) judgeNames(user string) func(int, []byte) (bool, string) {
	held := m.source.Client.Held
	var pointers []string
	var want []Named
	add := func(what, pointer, is string) {
		if pointer != "" && is != "" {
			pointers, want = append(pointers, pointer), append(want, Named{What: what, Is: is})
		}
	}
	add("user", held.ProbeUser.Pointer, user)
	add("tenant", held.ProbeTenant.Pointer, held.ProbeTenant.Is)
	if want == nil {
		return nil
	}
	return Identity(func(body []byte) ([]string, error) {
		var doc any
		if err := json.Unmarshal(body, &doc); err != nil {
			return nil, errors.New("the answer is no JSON")
		}
		var names []string
		for _, pointer := range pointers {
			name, found := scenarios.Pointed(doc, pointer)
			if !found {
				return nil, errors.New("nothing stands at " + pointer)
			}
			names = append(names, fmt.Sprint(name))
		}
		return names, nil
	}, want, m.source.Fingerprint)
}
