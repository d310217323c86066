package redact

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/internal/secrets"
	"github.com/authassay/authassay/scenarios/transcript"
)

// maxShown is how much of a body a rendering shows, in bytes.
const maxShown = 4 << 10

// Rendered is an exchange with fingerprints instead of secrets.
type Rendered struct {
	Verb    scenarios.Verb
	Role    transcript.Role
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
func (r *Redactor) Render(x transcript.Entry) Rendered {
	r.Observe(x)
	out := Rendered{
		Verb: x.Verb, Role: x.Role, Method: x.Method, Status: x.Status, Clipped: x.Clipped,
		URL:    r.address(x.URL),
		Header: r.header(x.Header, r.hideSent), Answer: r.header(x.Answer, r.hideAnswered),
		Took: x.Received.Sub(x.Sent),
	}
	var cut bool
	out.Body, cut = r.body(x.Body, r.hideSent)
	out.Clipped = out.Clipped || cut
	out.Reply, cut = r.body(x.Reply, r.hideAnswered)
	out.Clipped = out.Clipped || cut
	if x.Err != nil {
		out.Err = r.Scrub(x.Err.Error())
	}
	return out
}

// address hides what an address gives away, and writes an endless one in part.
func (r *Redactor) address(url string) string {
	text := r.Scrub(r.words().InForm(url, r.hideSent))
	if len(text) > maxShown {
		return text[:cutBefore(text, maxShown)] + "…"
	}
	return text
}

func (r *Redactor) header(h http.Header, hide secrets.Spot) []string {
	lines := []string{}
	for name, values := range h {
		for _, v := range values {
			line := r.Scrub(name + ": " + r.words().InField(name, v, hide))
			if len(line) > maxShown {
				line = line[:cutBefore(line, maxShown)] + "…"
			}
			lines = append(lines, line)
		}
	}
	slices.SortStableFunc(lines, strings.Compare)
	return lines
}

// body hides first and clips then, so that no secret is cut in half and shown.
func (r *Redactor) body(b []byte, hide secrets.Spot) (string, bool) {
	if !utf8.Valid(b) {
		if text := strings.ToValidUTF8(string(b), ""); 2*len(text) < len(b) {
			return fmt.Sprintf("[%d bytes that are no text]", len(b)), false
		}
	}
	text := r.Scrub(r.words().InBody(string(b), hide))
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= maxShown {
		return text, false
	}
	end := cutBefore(text, maxShown)
	return fmt.Sprintf("%s… [%d of %d bytes shown]", text[:end], end, len(b)), true
}

// cutBefore returns where to cut a text that is longer than the limit: between
// characters, and not in a fingerprint.
func cutBefore(text string, limit int) int {
	end := limit
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	if open := strings.LastIndex(text[:end], "«"); open > strings.LastIndex(text[:end], "»") && end-open < 40 {
		end = open
	}
	return end
}
