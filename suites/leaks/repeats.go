package leaks

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"strings"
)

// shortest is how long a secret is at least that can be told from chance.
const shortest = 8

// Repeats says whether a text holds a secret, as it is or escaped as queries, pages,
// JSON and HTTP Basic have it. A short one is nobody's to find.
func Repeats(text, secret string) bool {
	if len(secret) < shortest {
		return false
	}
	for _, form := range written(secret) {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

// RepeatsIn says which field of an answer holds one of the secrets, "" for none.
func RepeatsIn(fields http.Header, secrets ...string) string {
	for name, values := range fields {
		for _, v := range values {
			for _, s := range secrets {
				if Repeats(v, s) {
					return name
				}
			}
		}
	}
	return ""
}

// written are the ways in which a secret may stand in an answer.
func written(secret string) []string {
	all := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret)}
	if text, err := json.Marshal(secret); err == nil {
		all = append(all, string(text[1:len(text)-1]))
	}
	return append(all, base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)))
}
