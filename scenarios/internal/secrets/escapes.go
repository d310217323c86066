package secrets

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

var percent = regexp.MustCompile(`%[0-9A-F]{2}`)

// Escapes lists the forms that a secret may take in a text, itself included.
func Escapes(s string) []string {
	query := url.QueryEscape(s)
	forms := []string{s, query, url.PathEscape(s), strings.ReplaceAll(query, "+", "%20")}
	for _, f := range forms[1:] {
		forms = append(forms, percent.ReplaceAllStringFunc(f, strings.ToLower))
	}
	forms = append(forms, jsonForms(s)...)
	forms = append(forms, htmlForms(s)...)
	forms = append(forms, base64Forms(s)...)
	forms = append(forms, hex.EncodeToString([]byte(s)), strings.ToUpper(hex.EncodeToString([]byte(s))))
	if query != s {
		// RFC 6749 §2.3.1 Escapes id and secret before HTTP Basic encodes them.
		forms = append(forms, base64Forms(query)...)
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}

func jsonForms(s string) []string {
	safe, err := json.Marshal(s)
	if err != nil {
		return nil
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s)
	forms := []string{}
	for _, f := range []string{string(safe), strings.TrimSpace(b.String())} {
		f = f[1 : len(f)-1]
		forms = append(forms, f, strings.ReplaceAll(f, "/", `\/`))
	}
	return append(forms, asciiJSON(s))
}

// asciiJSON writes what is not ASCII as \u Escapes, as many servers do.
func asciiJSON(s string) string {
	quoted, _ := json.Marshal(s)
	var b strings.Builder
	for _, r := range string(quoted[1 : len(quoted)-1]) {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case r < 0x10000:
			b.WriteString(u16(r))
		default:
			r -= 0x10000
			b.WriteString(u16(0xd800 + r>>10))
			b.WriteString(u16(0xdc00 + r&0x3ff))
		}
	}
	return b.String()
}

func u16(r rune) string {
	const digits = "0123456789abcdef"
	return string([]byte{'\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15]})
}

func htmlForms(s string) []string {
	h := html.EscapeString(s)
	named := strings.NewReplacer("&#34;", "&quot;", "&#39;", "&#039;").Replace(h)
	return []string{h, named, strings.NewReplacer("&#34;", "&quot;", "&#39;", "&apos;").Replace(h),
		strings.ReplaceAll(h, "+", "&#43;"), strings.ReplaceAll(named, "/", "&#x2F;")}
}

// base64Forms lists how a secret looks encoded alone, and the part of it that
// stays the same when other text stands around it, as the key does in HTTP
// Basic: the text before it may shift it by 0, 1 or 2 bytes.
func base64Forms(s string) []string {
	std := base64.StdEncoding.EncodeToString([]byte(s))
	forms := []string{std, strings.TrimRight(std, "=")}
	for shift := range 3 {
		padded := append(make([]byte, shift), s...)
		text := base64.RawStdEncoding.EncodeToString(padded)
		// A character holds six bits: the first that hold nothing of the
		// shift, up to the last that is full.
		from, to := (8*shift+5)/6, 8*len(padded)/6
		if to-from >= 2+Shortest {
			forms = append(forms, text[from:to])
		}
	}
	for _, f := range forms {
		forms = append(forms, strings.NewReplacer("+", "-", "/", "_").Replace(f))
	}
	return forms
}
