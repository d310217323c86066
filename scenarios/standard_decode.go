package scenarios

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// Decode reads an answer as RFC 6749 §5, RFC 6750 §3, RFC 7009 §2.2 and RFC
// 7662 §2.2 describe it. What is odd but readable is read, and kept in Members.
func (Standard) Decode(r *Reply) {
	r.Members = nil
	_ = json.Unmarshal(r.Body, &r.Members) // no object has no members
	switch {
	case r.Status >= 500 || r.Status < 200:
		r.Class = Broken
		r.explain()
	case r.Status >= 300 && r.Status < 400:
		r.Class = Rejected
	default:
		r.decode()
	}
}

func (r *Reply) decode() {
	switch r.Step.Verb {
	case Exchange, Refresh, ClientCredentials:
		if r.Status < 300 {
			r.Grant = ReadGrant(r.Members)
			r.Class = Broken
			switch {
			case r.Grant.AccessToken != "":
				r.Class = Alive
			case r.namesError():
				r.refused()
			}
			return
		}
		r.refused()
	case Revoke, Introspect:
		r.Class = Alive
		if r.Status >= 300 || r.namesError() {
			r.refused()
		}
	default:
		r.decodeResource()
	}
}

// namesError says whether the body is an error response of RFC 6749 §5.2,
// whatever the status says: with 2xx it is a refusal that is sent wrongly.
func (r *Reply) namesError() bool {
	code, _ := r.Members["error"].(string)
	return code != ""
}

// refused reads a refusal of the token endpoint and its neighbours.
func (r *Reply) refused() {
	r.Class = Rejected
	r.explain()
	if r.Problem != "" && (r.Status == http.StatusBadRequest || r.Status == http.StatusUnauthorized) {
		r.Class = Dead
	}
}

func (r *Reply) decodeResource() {
	switch {
	case r.Status < 300:
		r.Class = Alive
		return
	case r.Status == http.StatusUnauthorized:
		r.Class = Dead
	case r.Status == http.StatusForbidden:
		r.Class = Forbidden
	default:
		r.Class = Rejected
	}
	r.explain()
	for _, c := range Challenges(r.Header) {
		if code := c.Params["error"]; code != "" {
			r.Problem, r.Description = code, c.Params["error_description"]
			return
		}
	}
}

// explain reads the error members of RFC 6749 §5.2.
func (r *Reply) explain() {
	r.Problem, _ = r.Members["error"].(string)
	r.Description, _ = r.Members["error_description"].(string)
	r.Documented = r.Problem != ""
}

// ReadGrant reads the members of a token response, RFC 6749 §5.1 and OpenID
// Connect Core 1.0 §3.1.3.3.
func ReadGrant(members map[string]any) Grant {
	text := func(name string) string {
		s, _ := members[name].(string)
		return s
	}
	return Grant{
		AccessToken: text("access_token"), RefreshToken: text("refresh_token"), TokenType: text("token_type"),
		Scope: text("scope"), IDToken: text("id_token"), ExpiresIn: readSeconds(members["expires_in"]),
	}
}

// readSeconds reads expires_in as a number, or as text that holds one. What no
// duration can hold counts as nothing said.
func readSeconds(v any) time.Duration {
	var n float64
	switch v := v.(type) {
	case float64:
		n = v
	case string:
		n, _ = strconv.ParseFloat(v, 64)
	}
	if !(n > 0 && n < 1<<33) {
		return 0
	}
	return time.Duration(n * float64(time.Second))
}
