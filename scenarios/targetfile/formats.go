package targetfile

import (
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// A format's error completes the sentence `"value" is ...`. What a format does
// not handle is the schema's own concern and passes.
var (
	errBaseURL     = errors.New("not an absolute http or https URL without query and fragment, such as https://auth.example.com")
	errIssuer      = errors.New("not an absolute http or https URL without query and fragment (RFC 8414 section 2)")
	errURL         = errors.New("not an absolute http or https URL")
	errURLOrPath   = errors.New("neither a path that begins with / nor an absolute http or https URL")
	errRedirectURI = errors.New("not an absolute URI")
	errFragment    = errors.New("a URI with a fragment, which a redirect URI must not have (RFC 6749 section 3.1.2)")
	errQuery       = errors.New("a URI without a query")
	errPointer     = errors.New("not a JSON Pointer such as /username (RFC 6901)")
	errMethod      = errors.New("not an HTTP method such as GET")
	errHost        = errors.New("not a host or host:port; scheme and path have no place here")
	errMethods     = errors.New("none of post, basic, none")
	errLine        = errors.New("not one line of legible text")
	errDigest      = errors.New("none of sha256:HEX, sha512:HEX, gitCommit:HEX")
	errWord        = errors.New("not a word of small letters, digits and underscores")
)

var (
	pointerForm = regexp.MustCompile(`^(/([^~/]|~[01])*)*$`)
	methodForm  = regexp.MustCompile(`^[A-Z]+$`)
	hostForm    = regexp.MustCompile(`^(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?$`)
	digestForm  = regexp.MustCompile(`^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}|gitCommit:([0-9a-f]{40}|[0-9a-f]{64}))$`)
	wordForm    = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

func formats() []*jsonschema.Format {
	matches := func(form *regexp.Regexp, err error) func(string) error {
		return func(text string) error {
			if form.MatchString(text) {
				return nil
			}
			return err
		}
	}
	return []*jsonschema.Format{
		textFormat("length", func(text string) error { _, err := parseDuration(text); return err }),
		textFormat("positive-length", judgePositive),
		textFormat("lifetime", func(text string) error { _, err := parseLifetime(text); return err }),
		textFormat("rate", func(text string) error { _, err := ParseRate(text); return err }),
		textFormat("base-url", judgeBaseURL),
		textFormat("issuer", func(text string) error {
			if judgeBaseURL(text) != nil {
				return errIssuer
			}
			return nil
		}),
		textFormat("placeholder-url", judgePlaceholderURL),
		textFormat("url-or-path", judgeURLOrPath),
		textFormat("redirect-uri", judgeRedirectURI),
		textFormat("redirect-uri-with-query", judgeRedirectURIWithQuery),
		textFormat("pointer", matches(pointerForm, errPointer)),
		textFormat("method", matches(methodForm, errMethod)),
		textFormat("host", matches(hostForm, errHost)),
		textFormat("word", matches(wordForm, errWord)),
		textFormat("software-digest", matches(digestForm, errDigest)),
		{Name: "clock", Validate: judgeClock},
		{Name: "ready", Validate: judgeReady},
		textFormat("line", judgeLine),
		textFormat("methods", judgeMethod),
	}
}

func textFormat(name string, judge func(string) error) *jsonschema.Format {
	return &jsonschema.Format{Name: name, Validate: func(v any) error {
		if text, ok := v.(string); ok {
			return judge(text)
		}
		return nil
	}}
}

func parseWebURL(text string) (*url.URL, bool) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return nil, false
	}
	return u, true
}

func judgePositive(text string) error {
	if d, err := parseDuration(text); err != nil || d == 0 {
		return errPositive
	}
	return nil
}

func judgeBaseURL(text string) error {
	u, ok := parseWebURL(text)
	if !ok || u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#") {
		return errBaseURL
	}
	return nil
}

// judgeLine refuses what no terminal and no request should be sent.
func judgeLine(text string) error {
	if strings.TrimSpace(text) == "" || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return errLine
	}
	return nil
}

// judgeMethod checks a method of client authentication that stands alone.
func judgeMethod(text string) error {
	if !slices.Contains([]string{"post", "basic", "none"}, text) {
		return errMethods
	}
	return nil
}

// judgePlaceholderURL lets the placeholders of a hook stand anywhere in the URL.
func judgePlaceholderURL(text string) error {
	if _, ok := parseWebURL(placeheld(text)); !ok {
		return errURL
	}
	return nil
}

// placeheld puts numbers where the placeholders of a hook stand.
func placeheld(text string) string {
	for _, p := range placeholders {
		text = strings.ReplaceAll(text, p, "0")
	}
	return text
}

func judgeURLOrPath(text string) error {
	if strings.HasPrefix(text, "/") && !strings.HasPrefix(text, "//") {
		if _, err := url.Parse(text); err == nil {
			return nil
		}
	}
	if _, ok := parseWebURL(text); !ok {
		return errURLOrPath
	}
	return nil
}

// judgeRedirectURI allows private-use schemes too (RFC 8252 §7.1).
func judgeRedirectURI(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || !u.IsAbs() || u.Host == "" && u.Path == "" && u.Opaque == "":
		return errRedirectURI
	case strings.Contains(text, "#"):
		return errFragment
	}
	return nil
}

func judgeRedirectURIWithQuery(text string) error {
	if err := judgeRedirectURI(text); err != nil {
		return err
	}
	if u, err := url.Parse(text); err != nil || u.RawQuery == "" {
		return errQuery
	}
	return nil
}
