package login

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// submit writes the request that sends the form. It is nil where the action
// cannot be read.
func (f *form) submit(s Step, button *control) *scenarios.Request {
	to, method := f.action, f.node.AttrOr("method", "")
	if button != nil && button.formaction != nil {
		to = f.resolve(*button.formaction)
	}
	if button != nil && button.formmethod != "" {
		method = button.formmethod
	}
	if to == nil {
		return nil
	}
	fields := f.fields(s, button)
	r := get(to)
	if !strings.EqualFold(method, http.MethodPost) {
		// A GET form replaces the query of its action.
		r.RawQuery, r.Query = "", fields
		return &r
	}
	f.write(&r, fields)
	return &r
}

func (f *form) write(r *scenarios.Request, fields scenarios.Params) {
	r.Method = http.MethodPost
	r.Header = originOf(f.at)
	r.Body, r.Encoding = fields, scenarios.Form
	if !strings.EqualFold(f.node.AttrOr("enctype", ""), "multipart/form-data") {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return
	}
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for _, p := range fields {
		// Writing to a buffer cannot fail.
		_ = m.WriteField(p.Name, fmt.Sprint(p.Value))
	}
	_ = m.Close()
	r.Raw = b.Bytes()
	r.Header.Set("Content-Type", m.FormDataContentType())
}

var _ scenarios.Visitor = (*Form)(nil)
