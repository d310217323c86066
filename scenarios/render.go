package scenarios

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// maxShown is how much of a body a rendering shows, in bytes.
const maxShown = 4 << 10

// Rendered is an exchange with fingerprints in the place of secrets.
type Rendered struct {
	Verb    Verb
	Role    Role
	Method  string
	URL     string
	Header  []string // "Name: value" in alphabetical order
	Body    string
	Status  int // 0 where there was no answer
	Answer  []string
	Reply   string
	Err     string
	Took    time.Duration
	Clipped bool // a body is shown in part
}

// Render writes an exchange without its secrets. It learns from this exchange
// first; those that came before it must have been observed.
func (r *Redactor) Render(x Entry) Rendered {
	r.Observe(x)
	out := Rendered{
		Verb: x.Verb, Role: x.Role, Method: x.Method, Status: x.Status, Clipped: x.Clipped,
		URL:    r.Scrub(inForm(x.URL, r.hidePlace)),
		Header: r.header(x.Header), Answer: r.header(x.Answer),
		Took: x.Received.Sub(x.Sent),
	}
	var cut bool
	out.Body, cut = r.body(x.Body)
	out.Clipped = out.Clipped || cut
	out.Reply, cut = r.body(x.Reply)
	out.Clipped = out.Clipped || cut
	if x.Err != nil {
		out.Err = r.Scrub(x.Err.Error())
	}
	return out
}

func (r *Redactor) header(h http.Header) []string {
	lines := []string{}
	for name, values := range h {
		for _, v := range values {
			lines = append(lines, name+": "+r.Scrub(inHeader(name, v, r.hidePlace)))
		}
	}
	slices.SortStableFunc(lines, strings.Compare)
	return lines
}

// body hides first and clips then, so that no secret is cut in half and shown.
func (r *Redactor) body(b []byte) (string, bool) {
	if !utf8.Valid(b) {
		if text := strings.ToValidUTF8(string(b), ""); 2*len(text) < len(b) {
			return fmt.Sprintf("[%d bytes that are no text]", len(b)), false
		}
	}
	text := r.Scrub(inBody(string(b), r.hidePlace))
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= maxShown {
		return text, false
	}
	end := maxShown
	for !utf8.RuneStart(text[end]) {
		end--
	}
	if open := strings.LastIndex(text[:end], "«"); open > strings.LastIndex(text[:end], "»") && end-open < 40 {
		end = open
	}
	return fmt.Sprintf("%s… [%d of %d bytes shown]", text[:end], end, len(b)), true
}
