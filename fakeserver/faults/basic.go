package faults

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// basic are the faults of keys and secrets by HTTP Basic.
func basic() []Fault {
	return slices.Concat(basicSecrets(), basicComparisons(), basicForms(), basicCharacters(), basicRefusals())
}

// basicSecrets are the faults of which pairs are let in.
func basicSecrets() []Fault {
	return []Fault{
		{Name: "basic-refused", Summary: "lets no API key in", Halts: true, Breaks: clearxp("BAS-01").basic("BAS-01"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Accepted = false }},
		{Name: "basic-secret-unchecked", Summary: "takes any API secret", Halts: true, Breaks: both(clearxp("BAS-02", "BAS-11", "BAS-18", "BAS-19", "LAU-19").basic("BAS-02", "BAS-11", "BAS-14", "BAS-18", "BAS-19"), lxhive("BAS-02", "BAS-11", "BAS-14", "TMP-04", "TMP-46", "TMP-85", "TMP-114")),
			Bend: func(r *fakeserver.Rules) {
				r.Basic.SecretMatches = func(_, sent string) bool { return sent != "" }
			}},
		{Name: "basic-unknown-key-admitted", Summary: "lets unknown API keys in", Breaks: both(clearxp("BAS-03", "LAU-19").basic("BAS-03"), lxhive("BAS-03", "TMP-46")),
			Bend: func(r *fakeserver.Rules) {
				r.Basic.UnknownKeyAdmitted = func(key, _ string) bool { return len(key) > 20 }
			}},
		{Name: "basic-secret-of-any-key", Summary: "takes the secret of any API key for every one", Breaks: clearxp("BAS-18").basic("BAS-18"),
			Bend: func(r *fakeserver.Rules) { r.Basic.SecretOfAnyKey = true }},
	}
}

// basicComparisons are careless comparisons of API secrets.
func basicComparisons() []Fault {
	bend := func(r *fakeserver.Rules, equal func(stored, sent string) bool) { r.Basic.SecretMatches = equal }
	return append(
		carelessly("basic-secret", "API secrets", clearxp("BAS-11").basic("BAS-11"), bend, "trimmed", "padded-with-blanks", "cut-at-nul",
			"cut-at-newline", "folded-by-width", "by-length", "by-like", "by-query", "decoded-twice", "unescaped", "unquoted", "unpadded",
			"base64-taken", "digest-taken"),
		// What stands behind a second colon is the end of the secret.
		carelessly("basic-secret", "API secrets", clearxp("BAS-11").basic("BAS-11", "BAS-14"), bend, "first-8", "by-beginning", "contained")...)
}

// basicForms are the faults of how pairs are written.
func basicForms() []Fault {
	return []Fault{
		{Name: "basic-long-secret-500", Summary: "breaks over a long API secret", Breaks: basicOnly("HYG-03"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Oversized.Status = http.StatusInternalServerError }},
		{Name: "basic-case-sensitive", Summary: "knows the scheme only as Basic", Breaks: both(clearxp("BAS-05").basic("BAS-05"), lxhive("BAS-05")),
			Bend: func(r *fakeserver.Rules) { r.Basic.SchemeMatches = func(sent string) bool { return sent == "Basic" } }},
		{Name: "basic-split-at-last-colon", Summary: "splits key and secret at the last colon", Breaks: clearxp("BAS-06").basic("BAS-06"),
			Bend: func(r *fakeserver.Rules) {
				r.Basic.Split = func(pair string) (string, string, bool) {
					i := strings.LastIndex(pair, ":")
					return pair[:max(i, 0)], pair[i+1:], i >= 0
				}
			}},
		{Name: "basic-rest-dropped", Summary: "drops what stands after a second colon", Breaks: both(clearxp("BAS-06").basic("BAS-06", "BAS-14"), lxhive("BAS-14")),
			Bend: func(r *fakeserver.Rules) {
				r.Basic.Split = func(pair string) (string, string, bool) {
					parts := strings.Split(pair, ":")
					return parts[0], parts[min(1, len(parts)-1)], len(parts) > 1
				}
			}},
		{Name: "basic-raw-accepted", Summary: "takes credentials that are not encoded", Breaks: both(clearxp("BAS-07").basic("BAS-07"), lxhive("BAS-07")),
			Bend: func(r *fakeserver.Rules) {
				r.Basic.Decode = func(sent string) (string, bool) {
					if text, err := base64.StdEncoding.DecodeString(sent); err == nil {
						return string(text), true
					}
					return sent, true
				}
			}},
		{Name: "basic-key-alone", Summary: "takes a key without a secret", Breaks: both(clearxp("BAS-07").basic("BAS-07"), lxhive("BAS-07")),
			Bend: func(r *fakeserver.Rules) { r.Basic.KeyAloneAdmitted = true }},
		{Name: "basic-tenant-ignored", Summary: "takes API keys with any tenant's header", Breaks: clearxp("BAS-08", "LAU-20"),
			Bend: func(r *fakeserver.Rules) { r.Basic.TenantChecked = false }},
		{Name: "basic-unknown-key-told", Summary: "tells an unknown key from a wrong secret", Breaks: both(clearxp("BAS-09").basic("BAS-09"), lxhive("BAS-09", "TMP-46")),
			Bend: func(r *fakeserver.Rules) { r.Basic.UnknownKey.Description = "no such key" }},
		{Name: "basic-empty-secret-admitted", Summary: "takes an empty API secret", Breaks: both(clearxp("BAS-10").basic("BAS-10"), lxhive("BAS-10")),
			Bend: func(r *fakeserver.Rules) { r.Basic.EmptySecretAdmitted = true }},
		{Name: "basic-secret-prefix-accepted", Summary: "compares only as much of the API secret as it was sent", Breaks: both(clearxp("BAS-11").basic("BAS-11"), lxhive("BAS-11", "TMP-114")),
			Bend: func(r *fakeserver.Rules) { r.Basic.SecretMatches = prefix }},
		{Name: "basic-secret-case-folded", Summary: "compares API secrets whatever their case", Breaks: both(clearxp("BAS-11").basic("BAS-11"), lxhive("BAS-11", "TMP-114")),
			Bend: func(r *fakeserver.Rules) { r.Basic.SecretMatches = strings.EqualFold }},
		{Name: "basic-anonymous-admitted", Summary: "needs no credentials at the Basic resource", Breaks: both(clearxp("BAS-12", "LAU-07", "HYG-02").basic("BAS-12", "HYG-02"), lxhive("BAS-12")),
			Bend: func(r *fakeserver.Rules) { r.Basic.AnonymousAdmitted = true }},
	}
}

// basicCharacters are the faults of characters beyond ASCII.
func basicCharacters() []Fault {
	return []Fault{
		{Name: "basic-latin1", Summary: "reads credentials as ISO 8859-1 and says UTF-8", Halts: true, Breaks: clearxp("BAS-17").basic("BAS-17"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Decode = decoded(latin1) }},
		{Name: "basic-ascii-alone", Summary: "drops characters beyond ASCII from credentials that it reads", Halts: true, Breaks: clearxp("BAS-11", "BAS-17", "LAU-16").basic("BAS-11", "BAS-17"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Decode = decoded(asciiOf) }},
		{Name: "basic-beyond-ascii-dropped", Summary: "compares API secrets without their characters beyond ASCII", Breaks: clearxp("BAS-11", "BAS-19").basic("BAS-11", "BAS-19"),
			Bend: func(r *fakeserver.Rules) {
				r.Basic.SecretMatches = func(stored, sent string) bool { return asciiOf(stored) == asciiOf(sent) }
			}},
		{Name: "basic-beyond-ascii-replaced", Summary: "compares API secrets with question marks for characters beyond ASCII", Breaks: clearxp("BAS-19").basic("BAS-19"),
			Bend: func(r *fakeserver.Rules) {
				r.Basic.SecretMatches = func(stored, sent string) bool { return questioned(stored) == questioned(sent) }
			}},
		{Name: "basic-accents-folded", Summary: "compares API secrets as people do, without accents", Breaks: clearxp("BAS-19").basic("BAS-19"),
			Bend: func(r *fakeserver.Rules) {
				r.Basic.SecretMatches = func(stored, sent string) bool { return unaccented(stored) == unaccented(sent) }
			}},
	}
}

// decoded undoes base64 and then does something with the text.
func decoded(with func(string) string) func(string) (string, bool) {
	return func(sent string) (string, bool) {
		pair, ok := rules.DecodeBase64(sent)
		return with(pair), ok
	}
}

// latin1 takes each byte for a character.
func latin1(text string) string {
	var out []rune
	for _, b := range []byte(text) {
		out = append(out, rune(b))
	}
	return string(out)
}

// mapped changes the characters beyond ASCII of a text.
func mapped(text string, to func(rune) rune) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf {
			return r
		}
		return to(r)
	}, text)
}

func asciiOf(text string) string { return mapped(text, func(rune) rune { return -1 }) }

func questioned(text string) string { return mapped(text, func(rune) rune { return '?' }) }

func unaccented(text string) string {
	plain := map[rune]rune{'ü': 'u', 'é': 'e', 'ñ': 'n', 'ú': 'u'}
	return mapped(text, func(r rune) rune { return cmp.Or(plain[r], r) })
}

// basicRefusals are the faults of how pairs are refused.
func basicRefusals() []Fault {
	return []Fault{
		{Name: "basic-challenge-missing", Summary: "sends no challenge to bad API keys", Breaks: clearxp("PRE-04").basic("BAS-04"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Challenge = nil }},
		{Name: "basic-challenge-repeats-realm", Summary: "writes the realm twice into the challenge to bad API keys", Breaks: basicOnly("PRE-27"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Challenge = []string{`Basic realm="ClearXP", realm="API"`} }},
		{Name: "basic-challenge-of-wrong-scheme", Summary: "answers bad API keys with a Bearer challenge only", Breaks: clearxp("BAS-04").basic("BAS-04"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Challenge = []string{`Bearer realm="ClearXP"`} }},
		{Name: "basic-challenge-without-realm", Summary: "names no realm in its Basic challenge", Breaks: clearxp("BAS-04").basic("BAS-04"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Challenge = []string{`Basic charset="UTF-8"`} }},
		{Name: "basic-refused-403", Summary: "answers 403 to API keys and secrets that are none", Breaks: clearxp("PRE-28").basic("PRE-28"),
			Bend: func(r *fakeserver.Rules) {
				r.Basic.UnknownKey.Status, r.Basic.WrongSecret.Status = http.StatusForbidden, http.StatusForbidden
			}},
		{Name: "basic-unreadable-403", Summary: "answers 403 to Basic credentials that cannot be read", Breaks: clearxp("PRE-30"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Undecodable.Status = http.StatusForbidden }},
	}
}
