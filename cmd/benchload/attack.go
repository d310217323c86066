package main

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/load/credentials"
	"github.com/authassay/authassay/scenarios"
)

// plan is a run of this repository's engine: every answer is checked, for its
// user and tenant too, and recorded.
func (s settings) plan() load.Plan {
	class := load.Class{Name: "valid", Share: 1, Acceptable: []scenarios.Class{scenarios.Alive}}
	class.Judge = credentials.Identity(func(body []byte) ([]string, error) {
		var answer struct{ Username, Tenant string }
		err := json.Unmarshal(body, &answer)
		return []string{answer.Username, answer.Tenant}, err
	}, []credentials.Named{{What: "user", Is: "ada"}, {What: "tenant", Is: "acme"}}, func(name string) string { return name })
	for i := range s.tokens {
		class.Requests = append(class.Requests, scenarios.Request{Method: http.MethodGet, URL: s.url, Header: http.Header{
			"Authorization": {"Bearer " + token(i)}, "X-Cxp-Tenant": {"acme"},
		}})
	}
	return load.Plan{Closed: true, Duration: s.length, Connections: s.connections, Classes: []load.Class{class}}
}

// attack runs the plan once.
func attack(s settings) error {
	if _, err := s.run(0); err != nil {
		return fmt.Errorf("attack: %w", err)
	}
	return nil
}
