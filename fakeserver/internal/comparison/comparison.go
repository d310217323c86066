// Package comparison holds the ways in which servers compare values wrongly: each
// takes the value itself, and some spelling of it besides.
//
//	equal := comparison.Named("trimmed").Equal
//	equal("secret", "secret ") // true
//
// It must not know what is compared, nor the spellings that checks try.
package comparison

import (
	"crypto/md5" //nolint:gosec // what careless servers store
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Careless is a comparison that takes some spelling of a value for the value.
type Careless struct {
	Name    string // of what it does, such as trimmed
	Summary string // how it compares, behind "compares secrets"
	Equal   func(stored, sent string) bool
}

// Named is the comparison of a name. It panics where there is none: which are
// wanted stands in tables.
func Named(name string) Careless {
	for _, c := range slices.Concat(all, addresses) {
		if c.Name == name {
			return c
		}
	}
	panic("find comparison: no " + name)
}

// all are the comparisons, each as some server has it.
var all = []Careless{
	{"trimmed", "after blanks at both ends are taken off", after(strings.TrimSpace)},
	{"trimmed-at-the-end", "after blanks at the end are taken off", after(func(v string) string { return strings.TrimRight(v, " \t\r\n") })},
	{"padded-with-blanks", "as columns of a fixed width are", after(func(v string) string { return strings.TrimRight(v, " ") })},
	{"cleaned", "after whatever cannot be seen is taken out", after(func(v string) string {
		return strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Cf, r) || unicode.IsControl(r) {
				return -1
			}
			return r
		}, v)
	})},
	{"cut-at-nul", "up to a NUL", after(func(v string) string { return before(v, "\x00") })},
	{"cut-at-newline", "up to the end of the first line", after(func(v string) string { return before(v, "\n") })},
	{"collated", "by a collation that ignores case and accents", func(stored, sent string) bool {
		return strings.EqualFold(unaccented(stored), unaccented(sent))
	}},
	{"unaccented", "by a collation that ignores accents", after(unaccented)},
	{"folded-by-width", "in the compatibility forms of Unicode", after(narrow)},
	{"first-8", "in their first 8 characters", after(head(8))},
	{"first-32", "in their first 32 characters", after(head(32))},
	{"first-72", "in their first 72 characters", after(head(72))},
	{"by-beginning", "as far as they are stored", func(stored, sent string) bool { return strings.HasPrefix(sent, stored) }},
	{"contained", "by a search in what was sent", func(stored, sent string) bool { return strings.Contains(sent, stored) }},
	{"by-length", "by their length and their ends", func(stored, sent string) bool {
		return len(stored) == len(sent) && stored[:1] == sent[:1] && stored[len(stored)-1:] == sent[len(sent)-1:]
	}},
	{"by-like", "by a pattern of LIKE that was sent", func(stored, sent string) bool { return like(stored, sent) }},
	{"by-pattern", "by a regular expression that was sent", func(stored, sent string) bool {
		p, err := regexp.Compile("^(?:" + sent + ")$")
		return err == nil && sent != "" && p.MatchString(stored)
	}},
	{"by-glob", "by a pattern of keys that was sent", func(stored, sent string) bool {
		ok, err := path.Match(sent, stored)
		return stored == sent || err == nil && ok
	}},
	{"by-query", "by a query put together from texts", func(stored, sent string) bool { return stored == sent || strings.Contains(sent, "' OR '1'='1") }},
	{"by-filter", "by a filter put together from texts", func(stored, sent string) bool { return stored == sent || strings.HasPrefix(sent, "*)(") }},
	{"decoded-twice", "after percent-encoding is undone once more", func(stored, sent string) bool {
		decoded, err := url.PathUnescape(sent)
		return stored == sent || err == nil && stored == decoded
	}},
	{"unescaped", "after escapes of JSON are undone", func(stored, sent string) bool {
		text, err := strconv.Unquote(`"` + strings.ReplaceAll(sent, `"`, "") + `"`)
		return stored == sent || err == nil && stored == text
	}},
	{"unquoted", "after quotation marks are taken off", after(func(v string) string { return strings.Trim(v, `"'`) })},
	{"unpadded", "after padding is taken off", after(func(v string) string { return strings.TrimRight(v, "=") })},
	{"base64-taken", "or what is the same in base64", func(stored, sent string) bool {
		return stored == sent || sent == base64.StdEncoding.EncodeToString([]byte(stored))
	}},
	{"digest-taken", "or the digest that is stored", func(stored, sent string) bool {
		sum, old := sha256.Sum256([]byte(stored)), md5.Sum([]byte(stored)) //nolint:gosec // nothing rests on it
		return stored == sent || sent == hex.EncodeToString(sum[:]) || sent == hex.EncodeToString(old[:])
	}},
	{"case-folded", "whatever their case", strings.EqualFold},
	{"in-a-list", "with each of a list that was sent", func(stored, sent string) bool {
		for one := range strings.SplitSeq(sent, ",") {
			if strings.TrimSpace(one) == stored {
				return true
			}
		}
		return false
	}},
	{"by-address", "without query and fragment", after(func(v string) string { return before(before(v, "#"), "?") })},
	{"by-host", "by their hosts", func(stored, sent string) bool {
		one, errOne := url.Parse(stored)
		other, errOther := url.Parse(sent)
		return stored == sent || errOne == nil && errOther == nil && one.Host != "" && one.Host == other.Host
	}},
	{"without-scheme", "without their schemes", after(func(v string) string {
		if _, rest, schemed := strings.Cut(v, "://"); schemed {
			return rest
		}
		return v
	})},
	{"without-slash", "after slashes at the end are taken off", after(func(v string) string { return strings.TrimRight(v, "/") })},
	{"without-query", "without the query", after(func(v string) string { return before(v, "?") })},
	{"cut-at-semicolon", "up to a semicolon", after(func(v string) string { return before(v, ";") })},
}

// after compares values that something was done to.
func after(made func(string) string) func(stored, sent string) bool {
	return func(stored, sent string) bool { return made(stored) == made(sent) }
}

// before is a text up to where another one stands in it.
func before(v, end string) string {
	head, _, _ := strings.Cut(v, end)
	return head
}

// head makes the first characters of a text.
func head(n int) func(string) string {
	return func(v string) string { return v[:min(n, len(v))] }
}

// unaccented is a text with the accents taken off its vowels.
func unaccented(v string) string {
	return strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "Á", "A", "É", "E", "Í", "I", "Ó", "O", "Ú", "U").Replace(v)
}

// narrow writes full-width characters as what they are compatible with.
func narrow(v string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xff01 && r <= 0xff5e {
			return r - 0xfee0
		}
		return r
	}, v)
}

// like says whether a text fits a pattern of SQL.
func like(text, pattern string) bool {
	if pattern == "" {
		return text == ""
	}
	if pattern[0] == '%' {
		for i := 0; i <= len(text); i++ {
			if like(text[i:], pattern[1:]) {
				return true
			}
		}
		return false
	}
	r, size := utf8.DecodeRuneInString(text)
	p, length := utf8.DecodeRuneInString(pattern)
	return text != "" && (p == '_' || p == r) && like(text[size:], pattern[length:])
}
