package fakeserver

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// encodeMembers writes a JSON object whose members keep their order, and may
// even be doubled. Values that cannot be marshalled become null.
func encodeMembers(members []Member, pretty bool) []byte {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range members {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(encodeValue(m.Name))
		b.WriteByte(':')
		b.Write(encodeValue(m.Value))
	}
	b.WriteByte('}')
	if !pretty {
		return b.Bytes()
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, b.Bytes(), "", "  "); err != nil {
		return b.Bytes()
	}
	indented.WriteByte('\n')
	return indented.Bytes()
}

func encodeValue(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		return []byte("null")
	}
	return text
}

func (v *visit) encode(members []Member) []byte {
	return encodeMembers(members, v.rules.Manners.PrettyJSON)
}

// setHeader leaves the header out when the value is empty.
func (v *visit) setHeader(name, value string) {
	if value != "" {
		v.w.Header().Set(name, value)
	}
}

// write answers with a body. A client that has gone away is nobody's error.
func (v *visit) write(status int, contentType string, body []byte) {
	v.setHeader("Content-Type", contentType)
	v.w.WriteHeader(status)
	_, _ = v.w.Write(body)
}

// allows says whether the method is one of those named. If not, it has set the
// Allow header (RFC 9110 §15.5.6), and the caller answers 405.
func (v *visit) allows(methods ...string) bool {
	if v.rules.Manners.HeadSupported && slices.Contains(methods, http.MethodGet) {
		methods = append(slices.Clone(methods), http.MethodHead)
	}
	if slices.Contains(methods, v.r.Method) {
		return true
	}
	if v.rules.Hygiene.AllowSent {
		v.setHeader("Allow", strings.Join(methods, ", "))
	}
	return false
}
