package redact

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios/internal/secrets"
)

// known puts variables instead of the secrets that are known, written as
// they are or as forms and JSON write them.
func (s *Script) known(text string) string {
	if s.forms == nil {
		s.forms = s.found()
	}
	marked := s.forms.Replace(text)
	if marked == text {
		return text
	}
	pieces := strings.Split(marked, s.sentinel)
	for i := 1; i < len(pieces); i += 2 {
		form, secret, _ := strings.Cut(pieces[i], ":")
		s.r.mu.Lock()
		k, isSecret := s.r.known[secret]
		s.r.mu.Unlock()
		if !isSecret {
			k.variable = "FRESH_KEY"
		}
		name := s.name(secret, k.variable, k.held)
		if form != "" {
			s.note(name+"_"+form, "$"+name+" as "+inForms[form]+" writes it")
			name += "_" + form
		}
		pieces[i] = "$" + name
	}
	return strings.Join(pieces, s.sentinel)
}

// inForms says who writes a secret in another form than its own.
var inForms = map[string]string{"URLENCODED": "a form", "JSON": "JSON"}

// found replaces each form of a secret by the name of the form and the secret.
func (s *Script) found() *strings.Replacer {
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	forms := map[string]string{}
	for key := range s.keys {
		if len(key) >= secrets.Shortest {
			forms[key] = s.sentinel + ":" + key + s.sentinel
		}
	}
	for _, secret := range slices.Sorted(maps.Keys(s.r.known)) {
		if s.r.known[secret].made {
			continue // written as what it was made of
		}
		quoted, _ := json.Marshal(secret)
		for _, f := range [][2]string{
			{"", secret}, {"URLENCODED", url.QueryEscape(secret)}, {"URLENCODED", strings.ReplaceAll(url.QueryEscape(secret), "+", "%20")},
			{"JSON", string(quoted[1 : len(quoted)-1])},
		} {
			if _, taken := forms[f[1]]; !taken {
				forms[f[1]] = fmt.Sprintf("%s%s:%s%s", s.sentinel, f[0], secret, s.sentinel)
			}
		}
	}
	return longestFirst(forms)
}
