package login

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/authassay/authassay/scenarios"
)

// planted says where a page holds what a request has brought in as HTML, where it
// should be text: RFC 6749 §10.14. What is no HTML runs nothing in a browser.
func (p *page) planted(h http.Header) []string {
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err == nil && !strings.Contains(kind, "html") {
		return nil
	}
	var found []string
	for n := range p.doc.Get(0).Descendants() {
		as := ""
		switch n.Type {
		case html.ElementNode:
			as = plantedIn(n)
		case html.TextNode:
			if n.Parent != nil && n.Parent.Data == "script" && unquotes(n.Data) {
				as = "the text of a script"
			}
		}
		if as != "" && !slices.Contains(found, as) {
			found = append(found, as)
		}
	}
	return found
}

// plantedIn says what of an element a request has brought in, "" for nothing.
func plantedIn(n *html.Node) string {
	if strings.HasPrefix(n.Data, scenarios.Planting) {
		return "an element"
	}
	for _, a := range n.Attr {
		switch {
		case strings.HasPrefix(a.Key, scenarios.Planting):
			return "an attribute"
		case slices.Contains([]string{"href", "src", "action", "formaction"}, a.Key) && runs(a.Val):
			return "an address that runs a script"
		}
	}
	return ""
}

// runs says whether an address is a script that a request has brought in.
func runs(address string) bool {
	u, err := url.Parse(strings.TrimSpace(address))
	return err == nil && strings.EqualFold(u.Scheme, "javascript") && strings.Contains(u.Opaque, scenarios.Planting)
}

// unquotes says whether a script holds a quotation mark that a request has brought
// in, which ends the text that it stands in.
func unquotes(script string) bool {
	for at := strings.Index(script, scenarios.Planting); at >= 0; {
		rest := script[at+len(scenarios.Planting):]
		if strings.HasPrefix(rest, `x'"`) {
			return true
		}
		next := strings.Index(rest, scenarios.Planting)
		if next < 0 {
			return false
		}
		at += len(scenarios.Planting) + next
	}
	return false
}
