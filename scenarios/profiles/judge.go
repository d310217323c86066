package profiles

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/catalogue"
)

// pointerForm is a JSON Pointer, RFC 6901, each step of which names a member.
var pointerForm = regexp.MustCompile(`^(/([^~/]|~[01])+)+$`)

// judge finds what the schema does not show.
func (h *handed) judge(tell func(targetfile.Problem)) {
	if h.Dialect == "" && h.BasedOn == "" {
		tell(h.document.Complain("the profile names no dialect", "say dialect: oauth2, or based_on: oauth2", "name"))
	}
	for name, at := range h.Endpoints {
		if !isPath(at) {
			tell(h.document.Complain("is no path that begins with /", "another host is for the target file to name", "endpoints", name))
		}
	}
	for word, name := range h.Members {
		if strings.HasPrefix(name, "/") && !pointerForm.MatchString(name) {
			tell(h.document.Complain("is no JSON Pointer such as /result/token", "RFC 6901 writes ~ as ~0 and / as ~1", "members", word))
		}
	}
	for key, words := range map[string]map[string]string{
		"parameters": h.Parameters, "members": h.Members, "authorization_response": h.Callback,
	} {
		for _, p := range h.clashes(key, words) {
			tell(p)
		}
	}
}

// isPath says whether an endpoint stands below the base URL of a target: a path
// and nothing that would lead to another host, or that no client sends.
func isPath(at string) bool {
	u, err := url.Parse(at)
	return err == nil && strings.HasPrefix(at, "/") && u.Host == "" && !strings.ContainsAny(at, "# ") && !strings.Contains(at, "://")
}

// Companions are what one message carries side by side, by the key of
// profile.yaml that renames it.
var companions = map[string][][]string{
	"parameters": {
		{"response_type", "client_id", "redirect_uri", "scope", "state", "response_mode", "nonce", "code_challenge", "code_challenge_method"},
		{"grant_type", "code", "redirect_uri", "code_verifier", "client_id", "client_secret"},
		{"grant_type", "refresh_token", "scope", "client_id", "client_secret"},
		{"token", "token_type_hint", "client_id", "client_secret"},
	},
	"members": {
		{"access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token", "error", "error_description", "error_uri"},
		{"active", "scope", "client_id", "username", "token_type", "exp", "iat", "nbf", "sub", "aud", "iss", "jti", "error", "error_description", "error_uri"},
	},
	"authorization_response": {{"code", "state", "iss", "error", "error_description", "error_uri"}},
}

// clashes are the words of one message that would be called the same.
func (h *handed) clashes(key string, words map[string]string) targetfile.Problems {
	var out targetfile.Problems
	for _, message := range companions[key] {
		called := map[string]string{}
		for _, word := range slices.Sorted(slices.Values(message)) {
			name, renamed := words[word]
			if !renamed {
				name = word
			}
			other, twice := called[name]
			called[name] = word
			if !twice {
				continue
			}
			if !renamed {
				word, other = other, word
			}
			p := h.document.Complain(fmt.Sprintf("is called %s, as %s is", name, other), "one message can hold both: give one of them another name", key, word)
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// encodingOf is how a dialect writes a token request, NoBody where it has none.
func encodingOf(d scenarios.Dialect) scenarios.Encoding {
	r, err := d.Encode(scenarios.Endpoints{At: map[string]string{"token": "/token"}}, scenarios.Step{Verb: scenarios.Exchange, Code: "code"})
	if err != nil {
		return scenarios.NoBody
	}
	return r.Encoding
}

// judgeContract finds what a profile cannot be held to.
func (h *handed) judgeContract(p catalogue.Profile, written scenarios.Encoding, all []catalogue.Requirement, tell func(targetfile.Problem)) {
	if len(p.Duties) == 0 {
		tell(h.document.Complain("adopts no requirement, so that nothing would be tested", "based_on: oauth2 takes over those of OAuth 2.0", "name"))
	}
	var foreign, fitting []string
	for _, q := range all {
		_, adopted := p.Duty(q.ID)
		switch {
		case q.Body == "" || written == scenarios.NoBody:
		case q.Body == string(written) && !adopted:
			fitting = append(fitting, string(q.ID))
		case q.Body != string(written) && adopted:
			foreign = append(foreign, string(q.ID))
		}
	}
	if len(foreign) > 0 {
		hint := fmt.Sprintf("say without: [%s]", strings.Join(foreign, ", "))
		if len(fitting) > 0 {
			hint += fmt.Sprintf("; of %s bodies speak %s, for duties to adopt", written, strings.Join(fitting, ", "))
		}
		tell(h.document.Complain(fmt.Sprintf("token requests are written as %s, and of another encoding speak %s", written, strings.Join(foreign, ", ")), hint, h.deepest("request", "duties", "based_on")...))
	}
	h.judgePolicy(p.Policy, tell)
}

// deepest is the first of the keys that the file has.
func (h *handed) deepest(keys ...string) []string {
	for _, key := range keys {
		if h.document.Has(key) {
			return []string{key}
		}
	}
	return nil
}

// judgePolicy finds declarations that contradict each other, as those of a
// target file do.
func (h *handed) judgePolicy(p catalogue.Policy, tell func(targetfile.Problem)) {
	kept := p.Rotation == "same" || p.Rotation == "none"
	grace, reuse := p.RefreshGrace != 0, p.RefreshReuse != ""
	for key, message := range map[string]string{
		"refresh_grace": map[bool]string{true: "speaks of rotated refresh tokens, and rotation says that there are none"}[grace && kept],
		"refresh_reuse": map[bool]string{true: "speaks of rotated refresh tokens, and rotation says that there are none"}[reuse && kept],
		"rotation":      map[bool]string{true: "has the used token die, which refresh_reuse: nothing contradicts"}[p.Rotation == "rotating" && p.RefreshReuse == "nothing"],
	} {
		if message != "" {
			tell(h.document.Complain(message, "leave one of the two out", "policy", key))
		}
	}
}
