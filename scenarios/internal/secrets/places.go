package secrets

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// A Spot is handed what stands where a text holds a secret by its structure:
// under which name, and the value freed of its encoding. What it returns is
// written there; a false leaves the text as it is.
type Spot func(name, value string) (string, bool)

var (
	formPair = regexp.MustCompile(`(^|[?&#;\s"'])([A-Za-z0-9_.:\[\]%-]+)=([^&#\s"'<>]*)`)
	// A string that does not end is one that was clipped. An array stands for
	// its first element.
	jsonMember = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"(\s*:\s*(?:\[\s*)?)(?:"((?:[^"\\]|\\.)*)(?:"|$)|([0-9]{6,}))`)
	htmlTag    = regexp.MustCompile(`(?i)<(?:input|meta|button)\b(?:[^>"']|"[^"]*"|'[^']*')*>`)
	htmlAttr   = regexp.MustCompile(`([A-Za-z-]+)(\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`)

	csrfName    = regexp.MustCompile(`(?i)csrf|xsrf|authenticity|verificationtoken|nonce`)
	headerName  = regexp.MustCompile(`(?i)token|secret|api-?key|session|csrf`)
	tokenShape  = regexp.MustCompile(`^[A-Za-z0-9_.~+/=-]{16,}$`)
	schemeShape = regexp.MustCompile(`^[A-Za-z]{1,10}$`)
)

func secretName(name string) bool {
	_, ok := variables[strings.ToLower(name)]
	return ok || csrfName.MatchString(name)
}

// Words are what a product calls parameters and members, with the names that
// the RFCs have for them in one place or another; nil where they are the same.
type Words map[string][]string

// standard is the name in the RFCs of what a product calls so: that of a secret,
// where it is one in any place.
func (w Words) standard(name string) string {
	words := w[name]
	if len(words) == 0 {
		return name
	}
	if i := slices.IndexFunc(words, secretName); i >= 0 {
		return words[i]
	}
	return words[0]
}

// InRequest looks for places in an address, a body and a header that were sent.
func (w Words) InRequest(url string, body []byte, h http.Header, f Spot) {
	w.InForm(url, f)
	w.InBody(string(body), f)
	w.inHeader(h, f)
}

// InAnswer looks for places in a header and a body that were answered.
func (w Words) InAnswer(h http.Header, body []byte, f Spot) {
	w.inHeader(h, f)
	w.InBody(string(body), f)
}

func (w Words) inHeader(h http.Header, f Spot) {
	for name, values := range h {
		for _, v := range values {
			w.InField(name, v, f)
		}
	}
}

// InBody looks for places in a body of any kind: forms, JSON and HTML look
// different enough to be tried one after another.
func (w Words) InBody(text string, f Spot) string {
	return inHTML(w.inJSON(w.InForm(text, f), f), f)
}

// InForm finds the pairs of a query, a fragment or a form, also inside of
// links.
func (w Words) InForm(text string, f Spot) string {
	if !strings.Contains(text, "=") {
		return text
	}
	return replaceGroups(formPair, text, func(g []string) (string, bool) {
		name := w.standard(Unescaped(g[2]))
		if !secretName(name) || g[3] == "" {
			return "", false
		}
		to, ok := f(name, Unescaped(g[3]))
		return g[1] + g[2] + "=" + to, ok
	})
}

// Unescaped is a text freed of its URL encoding, where it has one.
func Unescaped(s string) string {
	if v, err := url.QueryUnescape(s); err == nil {
		return v
	}
	return s
}

func (w Words) inJSON(text string, f Spot) string {
	return replaceGroups(jsonMember, text, func(g []string) (string, bool) {
		name, value := w.standard(g[1]), g[3]+g[4]
		if !secretName(name) || value == "" {
			return "", false
		}
		var plain string
		if json.Unmarshal([]byte(`"`+g[3]+`"`), &plain) == nil && g[4] == "" {
			value = plain
		}
		to, ok := f(name, value)
		if g[4] == "" {
			to = `"` + to + `"`
		}
		return `"` + g[1] + `"` + g[2] + to, ok
	})
}

// inHTML finds fields whose value is a secret: passwords, hidden ones with a
// telling name, and hidden ones that look like a random value.
func inHTML(text string, f Spot) string {
	if !strings.Contains(text, "<") {
		return text
	}
	return htmlTag.ReplaceAllStringFunc(text, func(tag string) string {
		attr := attributes(tag)
		name := attr["name"]
		if !secretField(attr) {
			return tag
		}
		return replaceGroups(htmlAttr, tag, func(g []string) (string, bool) {
			value := html.UnescapeString(g[3] + g[4] + g[5])
			if key := strings.ToLower(g[1]); key != "value" && key != "content" || value == "" {
				return "", false
			}
			to, ok := f(name, value)
			return g[1] + g[2] + `"` + to + `"`, ok
		})
	})
}

// Inputs are the attributes of each field of an HTML page, by their lower-case
// names.
func Inputs(page string) (out []map[string]string) {
	for _, tag := range htmlTag.FindAllString(page, -1) {
		out = append(out, attributes(tag))
	}
	return out
}

// attributes are those of a tag, by their lower-case names.
func attributes(tag string) map[string]string {
	attr := map[string]string{}
	for _, g := range htmlAttr.FindAllStringSubmatch(tag, -1) {
		attr[strings.ToLower(g[1])] = html.UnescapeString(g[3] + g[4] + g[5])
	}
	return attr
}

func secretField(attr map[string]string) bool {
	if strings.EqualFold(attr["type"], "password") || secretName(attr["name"]) {
		return true
	}
	v := attr["value"]
	return strings.EqualFold(attr["type"], "hidden") && tokenShape.MatchString(v) &&
		strings.ContainsAny(v, "0123456789") && strings.ContainsAny(strings.ToLower(v), "abcdefghijklmnopqrstuvwxyz") &&
		attr["name"] != "client_id"
}

// InField finds places in the value of a header.
func (w Words) InField(name, value string, f Spot) string {
	switch strings.ToLower(name) {
	case "authorization", "proxy-authorization":
		return InAuthorization(value, f)
	case "cookie":
		pairs := strings.Split(value, ";")
		for i := range pairs {
			pairs[i] = inCookie(pairs[i], f)
		}
		return strings.Join(pairs, ";")
	case "set-cookie":
		pair, attributes, _ := strings.Cut(value, ";")
		if attributes != "" {
			attributes = ";" + attributes
		}
		return inCookie(pair, f) + attributes
	case "www-authenticate":
		return value
	}
	if headerName.MatchString(name) && value != "" {
		if to, ok := f("token", value); ok {
			return to
		}
		return value
	}
	return w.InForm(value, f)
}

func inCookie(pair string, f Spot) string {
	name, value, ok := strings.Cut(pair, "=")
	if !ok || value == "" {
		return pair
	}
	if to, ok := f("cookie", strings.Trim(value, `"`)); ok {
		return name + "=" + to
	}
	return pair
}

// InAuthorization keeps the scheme and takes what follows it for a secret. A
// scheme alone is none.
func InAuthorization(value string, f Spot) string {
	scheme, rest, found := strings.Cut(value, " ")
	kind := strings.ToLower(scheme)
	if !found || !schemeShape.MatchString(scheme) {
		scheme, rest, kind = "", value, "authorization"
		if schemeShape.MatchString(value) {
			return value
		}
	} else {
		scheme += " "
	}
	if kind != "bearer" && kind != "basic" {
		kind = "authorization"
	}
	trimmed := strings.TrimSpace(rest)
	if trimmed == "" {
		return value
	}
	if to, ok := f(kind, trimmed); ok {
		return scheme + to
	}
	return value
}

// BasicHalves decodes the value of HTTP Basic, RFC 7617 §2.
func BasicHalves(value string) (user, secret string, ok bool) {
	for _, e := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding} {
		if b, err := e.DecodeString(value); err == nil {
			return cutPair(string(b))
		}
	}
	return "", "", false
}

func cutPair(s string) (string, string, bool) { return strings.Cut(s, ":") }

// replaceGroups replaces matches by what f makes of their groups.
func replaceGroups(re *regexp.Regexp, text string, f func(groups []string) (string, bool)) string {
	var b strings.Builder
	last := 0
	for _, at := range re.FindAllStringSubmatchIndex(text, -1) {
		groups := make([]string, len(at)/2)
		for i := range groups {
			if at[2*i] >= 0 {
				groups[i] = text[at[2*i]:at[2*i+1]]
			}
		}
		if to, ok := f(groups); ok {
			b.WriteString(text[last:at[0]])
			b.WriteString(to)
			last = at[1]
		}
	}
	b.WriteString(text[last:])
	return b.String()
}
