package fakeserver

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// parameters of a token request.
type parameters struct {
	values  map[string]string
	unknown bool // the request holds names that no document knows
}

func (p parameters) get(name string) string { return p.values[name] }

func (p parameters) has(name string) bool {
	_, ok := p.values[name]
	return ok
}

func (p parameters) holdsNUL() bool {
	for _, value := range p.values {
		if strings.ContainsRune(value, 0) {
			return true
		}
	}
	return false
}

// tokenParameters are the names that the token endpoint knows.
var tokenParameters = []string{
	"grant_type", "client_id", "client_secret", "redirect_uri", "code", "refresh_token", "code_verifier", "scope",
	"token", "token_type_hint",
}

// readTokenRequest reads the body, whichever encoding it names.
func (v *visit) readTokenRequest() (parameters, *Refusal) {
	none := parameters{values: map[string]string{}}
	body, fits := v.readBody()
	if !fits {
		return none, &v.rules.Hygiene.OversizedBody
	}
	p, refusal := v.decodeTokenRequest(body)
	if bytes.IndexByte(body, 0) >= 0 || p.holdsNUL() {
		return none, &v.rules.Hygiene.NUL
	}
	if refusal != nil {
		return none, refusal
	}
	if v.rules.Exchanging.QueryCounts {
		for name, values := range v.r.URL.Query() {
			if !p.has(name) && slices.Contains(tokenParameters, name) {
				p.values[name] = values[0]
			}
		}
	}
	return p, nil
}

func (v *visit) decodeTokenRequest(body []byte) (parameters, *Refusal) {
	rules := &v.rules.Exchanging
	media := rules.MediaType(v.r.Header.Get("Content-Type"))
	switch {
	case v.r.Method == http.MethodGet && len(body) == 0:
		return v.readForm(v.r.URL.RawQuery)
	case media == "application/json" && rules.JSONAccepted:
		return v.readJSON(body)
	case media == "application/x-www-form-urlencoded" && rules.FormAccepted:
		return v.readForm(string(body))
	}
	return parameters{}, &rules.UnsupportedMedia
}

// readBody says whether the body keeps to the limit. A body that breaks off is
// taken as far as it came, and found malformed.
func (v *visit) readBody() ([]byte, bool) {
	limit := v.rules.Hygiene.MaxBodyBytes
	body, _ := io.ReadAll(io.LimitReader(v.r.Body, limit+1))
	return body, int64(len(body)) <= limit
}

func (v *visit) malformed() *Refusal { return &v.rules.Exchanging.MalformedBody }

func (v *visit) duplicate() *Refusal { return &v.rules.Exchanging.Duplicate }

// readForm reads application/x-www-form-urlencoded (RFC 6749 Appendix B).
func (v *visit) readForm(text string) (parameters, *Refusal) {
	p := parameters{values: map[string]string{}}
	form, err := url.ParseQuery(text)
	if err != nil || !utf8.ValidString(text) {
		return p, v.malformed()
	}
	for name, values := range form {
		if !slices.Contains(tokenParameters, name) {
			p.unknown = true
			continue
		}
		if len(values) > 1 && v.rules.Exchanging.DuplicateRefused {
			return p, v.duplicate()
		}
		p.values[name] = values[0]
	}
	return p, nil
}

// readJSON reads an object member by member: a plain Unmarshal would let the
// last of two equal names win.
func (v *visit) readJSON(body []byte) (parameters, *Refusal) {
	p := parameters{values: map[string]string{}}
	if depth(body) > v.rules.Hygiene.MaxDepth {
		return p, &v.rules.Hygiene.TooDeep
	}
	if rules := &v.rules.Exchanging; rules.CutShortTaken && !json.Valid(body) {
		body = append(body, '}')
	}
	if !utf8.Valid(body) || !json.Valid(body) {
		return p, v.malformed()
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	if start, _ := decoder.Token(); start != json.Delim('{') {
		return p, v.malformed()
	}
	seen := map[string]bool{}
	for decoder.More() {
		token, _ := decoder.Token() // names: the text is known to be valid
		name, _ := token.(string)
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return p, v.malformed()
		}
		if seen[name] && v.rules.Exchanging.DuplicateRefused {
			return p, v.duplicate()
		}
		seen[name] = true
		if refusal := v.readMember(p.values, name, raw); refusal != nil {
			return p, refusal
		}
		p.unknown = p.unknown || !slices.Contains(tokenParameters, name)
	}
	return p, nil
}

// readMember takes strings only. A null counts as absent.
func (v *visit) readMember(values map[string]string, name string, raw json.RawMessage) *Refusal {
	if !slices.Contains(tokenParameters, name) || string(raw) == "null" {
		return nil
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		values[name] = text
		return nil
	}
	var list []string
	if v.rules.Exchanging.ArraysTaken && json.Unmarshal(raw, &list) == nil && len(list) > 0 {
		values[name] = list[0]
		return nil
	}
	return &v.rules.Exchanging.WrongType
}

// depth is how deep brackets nest outside strings.
func depth(text []byte) int {
	deepest, now, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '{' || c == '['):
			now++
			deepest = max(deepest, now)
		case !quoted && (c == '}' || c == ']'):
			now--
		}
	}
	return deepest
}
