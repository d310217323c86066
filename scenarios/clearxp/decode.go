package clearxp

import (
	"encoding/json"
	"net/http"

	"github.com/authassay/authassay/scenarios"
)

// Decode reads an answer as the documentation and RFC 6749 §5 and RFC 6750 §3
// describe it. What is odd but readable is read, and kept in Members, so that
// a check can say what is odd about it.
func (Dialect) Decode(r *scenarios.Reply) {
	r.Members = readObject(r.Body)
	switch {
	case r.Status >= 500 || r.Status < 200:
		r.Class = scenarios.Broken
		describe(r)
	case r.Step.Verb == scenarios.Exchange, r.Step.Verb == scenarios.Refresh, r.Step.Verb == scenarios.ClientCredentials:
		decodeToken(r)
	default:
		decodeResource(r)
	}
}

func decodeToken(r *scenarios.Reply) {
	switch {
	case r.Status < 300:
		r.Grant = readGrant(r.Members)
		switch {
		case r.Grant.AccessToken != "":
			r.Class = scenarios.Alive
		case text(r.Members, "error") != "": // a refusal, with a status that is wrong
			r.Class = scenarios.Rejected
			describe(r)
		default:
			r.Class = scenarios.Broken
		}
		return
	case r.Status < 400:
		r.Class = scenarios.Rejected
		return
	}
	r.Class = scenarios.Rejected
	describe(r)
	if _, named := r.Members["error"].(string); named && (r.Status == http.StatusBadRequest || r.Status == http.StatusUnauthorized) {
		r.Class = scenarios.Dead
	}
}

func decodeResource(r *scenarios.Reply) {
	switch {
	case r.Status < 300:
		r.Class = scenarios.Alive
		r.Minted = minted(r)
		return
	case r.Status == http.StatusUnauthorized:
		r.Class = scenarios.Dead
	case r.Status == http.StatusForbidden:
		r.Class = scenarios.Forbidden
	default:
		r.Class = scenarios.Rejected
	}
	describe(r)
	for _, c := range scenarios.Challenges(r.Header) {
		if code := c.Params["error"]; code != "" {
			r.Problem, r.Description = code, c.Params["error_description"]
			return
		}
	}
}

// describe reads the error members of RFC 6749 §5.2 or, where there are none,
// the name of ClearXP's own error body.
func describe(r *scenarios.Reply) {
	r.Problem = text(r.Members, "error")
	r.Description = text(r.Members, "error_description")
	code, numbered := r.Members["code"].(float64)
	r.Documented = numbered && int(code) == r.Status && text(r.Members, "name") != ""
	if r.Problem != "" {
		return
	}
	r.Problem = text(r.Members, "name")
	if list, ok := r.Members["body"].([]any); ok && len(list) > 0 {
		first, _ := list[0].(map[string]any)
		r.Description = text(first, "description")
	}
}

// readGrant takes the members of RFC 6749 §5.1 from the top level or, where a
// server wraps its answer, from the first object inside that has a token.
func readGrant(members map[string]any) scenarios.Grant {
	if text(members, "access_token") == "" {
		for _, name := range []string{"data", "result", "response", "token", "body"} {
			if inner, ok := members[name].(map[string]any); ok && text(inner, "access_token") != "" {
				members = inner
				break
			}
		}
	}
	return scenarios.ReadGrant(members)
}

func text(members map[string]any, name string) string {
	s, _ := members[name].(string)
	return s
}

// readObject returns the body as a JSON object, nil where it is none.
func readObject(body []byte) map[string]any {
	var members map[string]any
	if json.Unmarshal(body, &members) != nil {
		return nil
	}
	return members
}

// minted returns the launch credentials that a step made: the username of the
// answer with the password that was sent.
func minted(r *scenarios.Reply) scenarios.Credentials {
	user := text(r.Members, "username")
	if r.Step.Verb != scenarios.LaunchCredentials || user == "" {
		return scenarios.Credentials{}
	}
	return scenarios.Basic(user, r.Step.Fields.Get("password"))
}
