package nearmiss

import (
	"crypto/md5" //nolint:gosec // what careless servers store
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
)

// edges are what any comparison is tried with.
var edges = []spelling{
	{"empty", "a test for presence that stands for one of value", func(string) string { return "" }},
	{"a character less", "a comparison as far as was sent", func(v string) string { return v[:len(v)-1] }},
	{"a character more", "a comparison as far as was stored", func(v string) string { return v + "A" }},
	{"a character in front", "a search for the value in what was sent", func(v string) string { return "A" + v }},
	{"the middle one changed", "a comparison of lengths, or of both ends", func(v string) string { return changed(v, len(v)/2) }},
	{"the last one changed", "a comparison of all but a checksum", func(v string) string { return changed(v, len(v)-1) }},
	{"the first one changed", "a comparison of all but a prefix", func(v string) string { return changed(v, 0) }},
}

// blanks are lost by whoever trims what he reads.
var blanks = []spelling{
	{"a blank behind", "trimmed, or compared as databases do that pad", func(v string) string { return v + " " }},
	{"a blank in front", "trimmed", func(v string) string { return " " + v }},
	{"a tab behind", "trimmed", func(v string) string { return v + "\t" }},
	{"a newline behind", "trimmed, or matched up to the end of the line", func(v string) string { return v + "\n" }},
	{"a carriage return and newline behind", "trimmed, or matched up to the end of the line", func(v string) string { return v + "\r\n" }},
	{"a newline and more behind", "a pattern whose end is that of a line", func(v string) string { return v + "\nassay" }},
	{"a no-break space behind", "trimmed by the rules of Unicode", func(v string) string { return v + "\u00a0" }},
	{"a zero-width space behind", "cleaned of what cannot be seen", func(v string) string { return v + "\u200b" }},
}

// controls end a text for whoever keeps texts as C does.
var controls = []spelling{
	{"a NUL behind", "a text that ends at a NUL", func(v string) string { return v + "\x00" }},
	{"a NUL and more behind", "a text that ends at a NUL", func(v string) string { return v + "\x00assay" }},
	{"all behind the middle turned into NULs", "a text that ends at a NUL, compared as far as it goes", func(v string) string {
		return v[:len(v)/2] + strings.Repeat("\x00", len(v)-len(v)/2)
	}},
}

// letters are alike to whoever compares by a collation.
var letters = []spelling{
	{"its letters in the other case", "a comparison whatever the case", swapCase},
	{"one letter in the other case", "a comparison whatever the case, behind one for equality of parts", func(v string) string {
		i := strings.IndexFunc(v, isLetter)
		if i < 0 {
			return v
		}
		return v[:i] + swapCase(v[i:i+1]) + v[i+1:]
	}},
}

// lengths are where keyed hashes, columns and parsers stop reading.
var lengths = []spelling{
	{"the first half", "a comparison as far as was sent", func(v string) string { return v[:len(v)/2] }},
	{"one character", "a comparison as far as was sent", func(v string) string { return v[:1] }},
	{"alike in its first 8 characters only", "a hash that reads 8, as crypt does", alikeFor(8)},
	{"alike in its first 32 characters only", "a column of 32", alikeFor(32)},
	{"alike in its first 64 characters only", "a column of 64", alikeFor(64)},
	{"alike in its first 72 characters only", "a hash that reads 72, as bcrypt does", alikeFor(72)},
	{"all but its first 8 characters", "an identifier and a secret that are looked up apart", func(v string) string { return v[min(8, len(v)):] }},
}

// verifierLengths are where whoever knows the shortest verifier stops reading, RFC 7636
// §4.1.
var verifierLengths = []spelling{
	{"its first 43 characters", "a column of 43", func(v string) string { return v[:min(43, len(v))] }},
	{"alike in its first 43 characters only", "a column of 43", alikeFor(43)},
}

// encodings are undone by whoever decodes once more than was encoded.
var encodings = []spelling{
	{"percent-encoded once more", "decoded twice", percentEncoded},
	{"as a base64 text", "decoded though nothing says so", func(v string) string { return base64.StdEncoding.EncodeToString([]byte(v)) }},
	{"with a JSON escape", "unescaped once more", func(v string) string { return fmt.Sprintf(`\u%04x`, v[0]) + v[1:] }},
	{"padded with =", "decoded as base64 and compared as bytes", func(v string) string { return v + "=" }},
	{"with its first character full-width", "compared as Unicode's compatibility forms", fullWidth},
	{"with an accent on its first vowel", "a collation that ignores accents", accented},
	{"in quotation marks", "unquoted", func(v string) string { return `"` + v + `"` }},
}

// visible are alterations of a token that a header field can hold.
var visible = []spelling{
	{"its beginning with a * behind", "a pattern of files or keys", func(v string) string { return v[:len(v)/2] + "*" }},
	{"a comma behind", "read as a list", func(v string) string { return v + "," }},
	{"twice, with a comma between", "read as a list", func(v string) string { return v + ", " + v }},
	{"a parameter behind", "cut at a semicolon", func(v string) string { return v + ";assay=1" }},
	{"a parameter behind a comma", "cut at a comma", func(v string) string { return v + ", realm=assay" }},
	{"a dot and more behind", "cut at a dot", func(v string) string { return v + ".assay" }},
	{"a word behind", "cut at a blank", func(v string) string { return v + " assay" }},
	{"a word in front", "the last word taken", func(v string) string { return "assay " + v }},
	{"a blank in the middle", "all blanks taken out", func(v string) string { return v[:len(v)/2] + " " + v[len(v)/2:] }},
}

// patterns are no text to whoever compares by one.
var patterns = []spelling{
	{"% alone", "a search by LIKE", func(string) string { return "%" }},
	{"* alone", "a pattern of files or keys", func(string) string { return "*" }},
	{".* alone", "a regular expression", func(string) string { return ".*" }},
	{"its beginning with a % behind", "a search by LIKE", func(v string) string { return v[:len(v)/2] + "%" }},
	{"one character turned into _", "a search by LIKE", func(v string) string { return v[:len(v)/2] + "_" + v[len(v)/2+1:] }},
	{"one character turned into a dot", "a regular expression", func(v string) string { return v[:len(v)/2] + "." + v[len(v)/2+1:] }},
	{"a condition of SQL that always holds", "a query put together from texts", func(string) string { return "' OR '1'='1" }},
	{"a filter of LDAP that always holds", "a filter put together from texts", func(string) string { return "*)(objectClass=*" }},
}

// digests are what a server may have stored instead of the value.
var digests = []spelling{
	{"its SHA-256 in hexadecimal", "what is stored compared with what was sent", func(v string) string {
		sum := sha256.Sum256([]byte(v))
		return hex.EncodeToString(sum[:])
	}},
	{"its MD5 in hexadecimal", "what is stored compared with what was sent", func(v string) string {
		sum := md5.Sum([]byte(v)) //nolint:gosec // nothing rests on it
		return hex.EncodeToString(sum[:])
	}},
}

// packings are texts that lenient decoders of base64 read, RFC 4648 §3.3 and §12.
var packings = []spelling{
	{"a character outside of the alphabet in the middle", "what is no base64 skipped", func(v string) string { return v[:len(v)/2] + "!" + v[len(v)/2:] }},
	{"a character outside of the alphabet behind", "read as far as it goes", func(v string) string { return v + "!" }},
	{"a blank in the middle", "blanks skipped", func(v string) string { return v[:len(v)/2] + " " + v[len(v)/2:] }},
	{"a tab in the middle", "blanks skipped", func(v string) string { return v[:len(v)/2] + "\t" + v[len(v)/2:] }},
	{"without its padding", "padding made up", func(v string) string { return strings.TrimRight(v, "=") }},
	{"a padding too long", "padding ignored", func(v string) string { return v + "==" }},
	{"padding and more behind", "read as far as the padding", func(v string) string { return strings.TrimRight(v, "=") + "==QUFB" }},
	{"in the alphabet for URLs", "read in both alphabets", strings.NewReplacer("+", "-", "/", "_").Replace},
	{"in quotation marks", "unquoted", func(v string) string { return `"` + v + `"` }},
	{"encoded twice", "decoded until it is text", func(v string) string { return base64.StdEncoding.EncodeToString([]byte(v)) }},
	{"decoded", "taken as it is where it cannot be decoded", func(v string) string {
		text, err := base64.StdEncoding.DecodeString(v)
		if err != nil {
			return v
		}
		return string(text)
	}},
	{"percent-encoded", "decoded though nothing says so", percentEncoded},
}

// nobodies are words for nothing, and names that a system may have kept for itself.
var nobodies = []spelling{
	word("null"), word("undefined"), word("0"), word("-1"), word(".."), word("../.."),
	word("default"), word("public"), word("admin"), word("__system__"),
}

// word is a row that has one word for every value.
func word(w string) spelling {
	return spelling{"the word " + w, "a name that stands for nothing, or for the system's own", func(string) string { return w }}
}

// neededScopes are few: each of them is asked for in a login of its own. RFC 6749 §3.3 has
// names of scopes compared exactly.
var neededScopes = []spelling{
	{"its letters in the other case", "a comparison whatever the case", swapCase},
	{"a character less", "a comparison as far as was asked for", func(v string) string { return v[:len(v)-1] }},
	{"more behind it", "compared by its beginning", func(v string) string { return v + "_assay" }},
	{"more in front of it", "a search for its name", func(v string) string { return "assay_" + v }},
	{"a part behind a colon", "cut at a colon", func(v string) string { return v + ":assay" }},
	{"in a list with commas", "split at commas as well", func(v string) string { return "assay," + v }},
	{"* alone", "a word for all scopes", func(string) string { return "*" }},
	{"% alone", "a search by LIKE", func(string) string { return "%" }},
	{".* alone", "a regular expression", func(string) string { return ".*" }},
}

// lists hold the value beside another one.
var lists = []spelling{
	{"twice, with a comma between", "the first or last of a list taken", func(v string) string { return v + "," + v }},
	{"in a list behind another", "the last of a list taken, or any", func(v string) string { return "assay," + v }},
	{"in a list before another", "the first of a list taken, or any", func(v string) string { return v + ",assay" }},
	{"with a parameter behind", "cut at a semicolon", func(v string) string { return v + ";assay=1" }},
	{"with a slash behind", "taken for a path", func(v string) string { return v + "/" }},
	{"as a path that leads back to it", "taken for a path", func(v string) string { return "assay/../" + v }},
}

// scopes are names of scopes that are none where a scope is a list divided by blanks,
// RFC 6749 §3.3.
var scopes = []spelling{
	{"twice, with a comma between", "read as a list divided by commas", func(v string) string { return v + "," + v }},
	{"twice, with a tab between", "divided at whatever is blank", func(v string) string { return v + "\t" + v }},
	{"twice, with a newline between", "divided at whatever is blank", func(v string) string { return v + "\n" + v }},
	{"twice, with a plus between", "decoded twice", func(v string) string { return v + "+" + v }},
	{"twice, with a semicolon between", "read as a list divided by semicolons", func(v string) string { return v + ";" + v }},
	{"a part of it behind a colon", "scopes that hold others", func(v string) string { return v + ":assay" }},
	{"a part of it behind a dot", "scopes that hold others", func(v string) string { return v + ".assay" }},
	{"a part of it behind a slash", "scopes that hold others", func(v string) string { return v + "/assay" }},
	{"* alone", "a pattern", func(string) string { return "*" }},
	{"% alone", "a search by LIKE", func(string) string { return "%" }},
	{"in quotation marks", "unquoted", func(v string) string { return `"` + v + `"` }},
	{"percent-encoded once more", "decoded twice", percentEncoded},
	{"with an accent on its first vowel", "a collation that ignores accents", accented},
	{"with a no-break space behind", "trimmed by the rules of Unicode", func(v string) string { return v + "\u00a0" }},
	{"with a NUL behind", "a text that ends at a NUL", func(v string) string { return v + "\x00" }},
}

// words are misspelt words of a protocol, which are compared as they stand, RFC 6749
// §1.9. Blanks are not among them: they divide lists.
var words = []spelling{
	{"its letters in the other case", "a comparison whatever the case", swapCase},
	{"a character less", "a comparison as far as was sent", func(v string) string { return v[:len(v)-1] }},
	{"a character more", "a comparison as far as was known", func(v string) string { return v + "x" }},
	{"a character in front", "a search for the word in what was sent", func(v string) string { return "x" + v }},
	{"a NUL and more behind", "a text that ends at a NUL", func(v string) string { return v + "\x00assay" }},
	{"beside a word that nobody knows", "a search for the word in what was sent", func(v string) string { return v + " assay" }},
	{"in a list before another, with a comma", "read as a list divided by commas", func(v string) string { return v + ",assay" }},
	{"in quotation marks", "unquoted", func(v string) string { return `"` + v + `"` }},
	{".* alone", "a regular expression", func(string) string { return ".*" }},
}

// changed is a value with another character at a place, one that is no other case
// of the character.
//
// The last character of a text in base64 holds bits that count for nothing, which a
// decoder may leave alone, RFC 4648 §3.5: the other one differs in the first bits. Texts in
// digits stay such texts.
func changed(v string, at int) string {
	other := "7"
	switch {
	case strings.Trim(v, "0123456789abcdefABCDEF-") != "" && strings.IndexByte("wxyz0123456789-_+/", v[at]) >= 0:
		other = "A"
	case v[at] == '7':
		other = "3"
	}
	return v[:at] + other + v[at+1:]
}

// alikeFor makes values that are as long and alike in so many characters only.
func alikeFor(n int) func(string) string {
	return func(v string) string {
		if len(v) <= n {
			return v
		}
		out := []byte(v)
		for i := n; i < len(v); i++ {
			out[i] = changed(v, i)[i]
		}
		return string(out)
	}
}

// isLetter says whether a character is a letter of ASCII.
func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// swapCase writes capitals small and small letters as capitals.
func swapCase(v string) string {
	return strings.Map(func(r rune) rune {
		if isLetter(r) {
			return r ^ 0x20
		}
		return r
	}, v)
}

// percentEncoded writes every character as an escape of RFC 3986 §2.1.
func percentEncoded(v string) string {
	var b strings.Builder
	for i := range len(v) {
		fmt.Fprintf(&b, "%%%02X", v[i])
	}
	return b.String()
}

// fullWidth writes the first character as East Asian texts do, which Unicode holds
// to be compatible with it.
func fullWidth(v string) string {
	if v[0] <= ' ' || v[0] > '~' {
		return v
	}
	return string(rune(v[0])+0xfee0) + v[1:]
}

// accented puts an accent on the first vowel.
func accented(v string) string {
	pairs := map[byte]string{'a': "á", 'e': "é", 'i': "í", 'o': "ó", 'u': "ú", 'A': "Á", 'E': "É", 'I': "Í", 'O': "Ó", 'U': "Ú"}
	for i := range len(v) {
		if with, vowel := pairs[v[i]]; vowel {
			return v[:i] + with + v[i+1:]
		}
	}
	return v
}

// escaped is a text as a query has it.
func escaped(v string) string { return url.QueryEscape(v) }

// fallbacks are what a server may compare with where it finds no secret, or where
// its builders have left one.
var fallbacks = []spelling{
	{"the word null", "a program's word for no value", func(string) string { return "null" }},
	{"the word undefined", "a program's word for no value", func(string) string { return "undefined" }},
	{"the word secret", "a value to be changed, and left", func(string) string { return "secret" }},
	{"the word changeme", "a value to be changed, and left", func(string) string { return "changeme" }},
	{"its characters in another order", "compared as sets or by their sum", func(v string) string {
		return v[len(v)/2:] + v[:len(v)/2]
	}},
}
