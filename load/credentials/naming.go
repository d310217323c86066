package credentials

import (
	"errors"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/pointer"
)

// judgeNames returns what sees that an answer is about the right user and
// tenant; nil where the file does not say how an answer names either.
func (m *mixture) judgeNames(user string) func(int, []byte) *reports.WrongAnswer {
	kit := m.source.Client.Kit
	var pointers []string
	var want []Named
	add := func(what, pointer, is string) {
		if pointer != "" && is != "" {
			pointers, want = append(pointers, pointer), append(want, Named{What: what, Is: is})
		}
	}
	add("user", kit.ProbeUser.Pointer, user)
	add("tenant", kit.ProbeTenant.Pointer, kit.ProbeTenant.Is)
	if want == nil {
		return nil
	}
	return Identity(func(body []byte) ([]string, error) {
		doc, err := pointer.Read(body)
		if err != nil {
			return nil, errors.New("the answer is no JSON")
		}
		var names []string
		for _, at := range pointers {
			name, found := pointer.Get(doc, at)
			if !found {
				return nil, errors.New("nothing stands at " + at)
			}
			names = append(names, pointer.Text(name))
		}
		return names, nil
	}, want, m.source.Fingerprint)
}
